#include "core/waits.h"

#include <gtest/gtest.h>

#include "reading_builder.h"

namespace strata::core {
namespace {

constexpr auto Table = ObjectKind::Table;
constexpr auto Relation = ObjectKind::Relation;
constexpr auto Column = ObjectKind::Column;

TEST(Waits, WhatIsThereAlready) {
    EXPECT_TRUE(Waits().may_wait({alters(Table, "users")}));
    EXPECT_TRUE(Waits().may_wait({drops(ObjectKind::View, "app.v")}));
    EXPECT_TRUE(Waits().may_wait({needs(Relation, "users")}));
    EXPECT_TRUE(Waits().may_wait({provides(Column, "users", "email")}));
    EXPECT_TRUE(Waits().may_wait({provides(ObjectKind::Trigger, "users", "audit")}));
    EXPECT_TRUE(Waits().may_wait({drops(ObjectKind::Function, "f")}));
    EXPECT_TRUE(Waits().may_wait({provides(ObjectKind::EnumLabel, "mood", "ok"), alters(ObjectKind::Type, "mood")}));
}

TEST(Waits, WhatTheScriptMakesItself) {
    EXPECT_FALSE(Waits().may_wait({}));
    EXPECT_FALSE(Waits().may_wait({provides(Table, "users"), provides(Column, "users", "id"),
                                   needs(Table, "users"), provides(ObjectKind::Index, "users_id")}));
    EXPECT_TRUE(Waits().may_wait({needs(Table, "users"), provides(Table, "users")})) << "it was there before";
}

TEST(Waits, WhatEarlierStepsMade) {
    Waits waits;
    EXPECT_FALSE(waits.may_wait({provides(Table, "users")}));
    EXPECT_FALSE(waits.may_wait({provides(Table, "orders"), needs(Table, "users")}));
    EXPECT_TRUE(waits.may_wait({needs(Table, "items")}));
    EXPECT_FALSE(waits.may_wait({alters(Table, "orders"), drops(Table, "users")}));
}

TEST(Waits, AMissingSchemaFitsAny) {
    Waits waits;
    waits.may_wait({provides(Table, "app.users"), provides(Table, "orders")});
    EXPECT_FALSE(waits.may_wait({needs(Table, "users")}));
    EXPECT_FALSE(waits.may_wait({needs(Table, "app.orders")}));
    EXPECT_FALSE(waits.may_wait({needs(Table, "app.users")}));
    EXPECT_TRUE(waits.may_wait({needs(Table, "other.users")}));
}

TEST(Waits, WhatMayHaveBeenThere) {
    const Reading later{alters(Table, "users")};
    for (const Reading& before : {Reading{if_not_exists(provides(Table, "users"))},
                                  Reading{perhaps(provides(Table, "users"))},
                                  Reading{with(provides(ObjectKind::View, "users"), mention_flag::or_replace)}}) {
        Waits waits;
        EXPECT_TRUE(waits.may_wait(before));
        EXPECT_TRUE(waits.may_wait(later));
    }
}

TEST(Waits, UnreadText) {
    Waits waits;
    EXPECT_TRUE(waits.may_wait({unread()}));
    EXPECT_FALSE(waits.may_wait({provides(Table, "users")}));
}

TEST(Waits, WhatIsNotLocked) {
    EXPECT_FALSE(Waits().may_wait({needs(ObjectKind::Function, "f"), needs(ObjectKind::Schema, "app"),
                                   needs(ObjectKind::Type, "mood"), needs(ObjectKind::Role, "app")}));
    EXPECT_FALSE(Waits().may_wait({provides(ObjectKind::Function, "f"), provides(ObjectKind::Schema, "app")}));
    EXPECT_FALSE(Waits().may_wait({alters(Table, "pg_temp.users")}));
    EXPECT_FALSE(Waits().may_wait({path(Bearing::Path, {"app"}), path(Bearing::EnterPath), path(Bearing::LeavePath)}));
}

}  // namespace
}  // namespace strata::core
