#include "core/object_text.h"

#include <gtest/gtest.h>

namespace strata::core {
namespace {

using Names = std::vector<std::string>;

TEST(ObjectText, NamesAreFoldedUnlessQuoted) {
    EXPECT_EQ(read_object_text(" Public.Users ")->names, (Names{"public", "users"}));
    EXPECT_EQ(read_object_text("app . \"My \"\"Table\"\"\".\"Id\"")->names, (Names{"app", "My \"Table\"", "Id"}));
    EXPECT_EQ(read_object_text("caf\xc3\xa9")->names, Names{"caf\xc3\xa9"});
}

TEST(ObjectText, AKindStandsBeforeAName) {
    EXPECT_EQ(read_object_text("materialized view app.mv")->kind, ObjectKind::MaterializedView);
    EXPECT_EQ(read_object_text("Role admin")->kind, ObjectKind::Role);
    EXPECT_EQ(read_object_text("Role admin")->names, Names{"admin"});
    EXPECT_EQ(read_object_text("extension \"uuid-ossp\"")->names, Names{"uuid-ossp"});
    EXPECT_FALSE(read_object_text("table")->kind);
    EXPECT_EQ(read_object_text("table")->names, Names{"table"});
    EXPECT_EQ(read_object_text("view.table")->names, (Names{"view", "table"}));
}

TEST(ObjectText, ArgumentsOfRoutines) {
    EXPECT_EQ(*read_object_text("f()")->arguments, Names{});
    EXPECT_EQ(*read_object_text("function app.f(int, numeric(10, 2) , text[])")->arguments,
              (Names{"int", "numeric(10, 2)", "text[]"}));
    EXPECT_FALSE(read_object_text("f")->arguments);
}

TEST(ObjectText, MembersOfTables) {
    const auto trigger = read_object_text("trigger audit on app.users");
    EXPECT_EQ(trigger->kind, ObjectKind::Trigger);
    EXPECT_EQ(trigger->names, Names{"audit"});
    EXPECT_EQ(trigger->owner, (Names{"app", "users"}));
}

TEST(ObjectText, WhatIsNoName) {
    for (const char* text : {"", "  ", ".", "a.", "a b", "a; b", "f(", "f(int,)", "f(,)", "\"\"", "\"a", "a on", "a on b c"})
        EXPECT_FALSE(read_object_text(text)) << text;
}

}  // namespace
}  // namespace strata::core
