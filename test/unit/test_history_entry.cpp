#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "core/encoding.h"
#include "core/history_entry.h"

namespace strata::core {
namespace {

HistoryEntry full_entry() {
    HistoryEntry entry;
    entry.id = 1;
    entry.at = 2;
    entry.migration = "migration";
    entry.action = "action";
    entry.outcome = "outcome";
    entry.sqlstate = "sqlstate";
    entry.message = "message";
    entry.detail = "detail";
    entry.hint = "hint";
    entry.context = "context";
    entry.line = 3;
    entry.col = 4;
    entry.statement_no = 5;
    entry.statement = "statement";
    entry.notices = {"one", "two"};
    entry.duration_us = 6;
    entry.run_as = "run_as";
    entry.logged_in_as = "logged_in_as";
    entry.application_name = "application_name";
    entry.client_addr = "client_addr";
    entry.checksum = "checksum";
    entry.reason = "reason";
    entry.run = 7;
    entry.prev_digest = "prev_digest";
    return entry;
}

TEST(HistoryEntry, FieldsStandInTheirDocumentedOrder) {
    const std::vector<std::string> notices{"one", "two"};
    const auto expected = CanonicalRecord("history").integer(1).integer(2).text("migration").text("action")
        .text("outcome").text("sqlstate").text("message").text("detail").text("hint").text("context").integer(3).integer(4).integer(5)
        .text("statement").array(notices).integer(6).text("run_as").text("logged_in_as").text("application_name")
        .text("client_addr").text("checksum").text("reason").integer(7).text("prev_digest").bytes();
    EXPECT_EQ(canonical(full_entry()), expected);
}

TEST(HistoryEntry, EveryFieldCounts) {
    const std::vector<std::function<void(HistoryEntry&)>> changes{
        [](auto& entry) { entry.id = 9; },
        [](auto& entry) { entry.at = 9; },
        [](auto& entry) { entry.migration.reset(); },
        [](auto& entry) { entry.action = ""; },
        [](auto& entry) { entry.outcome = ""; },
        [](auto& entry) { entry.sqlstate.reset(); },
        [](auto& entry) { entry.message.reset(); },
        [](auto& entry) { entry.detail.reset(); },
        [](auto& entry) { entry.hint.reset(); },
        [](auto& entry) { entry.context.reset(); },
        [](auto& entry) { entry.line.reset(); },
        [](auto& entry) { entry.col.reset(); },
        [](auto& entry) { entry.statement_no.reset(); },
        [](auto& entry) { entry.statement.reset(); },
        [](auto& entry) { entry.notices.pop_back(); },
        [](auto& entry) { entry.duration_us.reset(); },
        [](auto& entry) { entry.run_as = ""; },
        [](auto& entry) { entry.logged_in_as = ""; },
        [](auto& entry) { entry.application_name.reset(); },
        [](auto& entry) { entry.client_addr.reset(); },
        [](auto& entry) { entry.checksum.reset(); },
        [](auto& entry) { entry.reason.reset(); },
        [](auto& entry) { entry.run.reset(); },
        [](auto& entry) { entry.prev_digest.reset(); },
    };
    std::set<std::string> seen{canonical(full_entry())};
    for (const auto& change : changes) {
        auto entry = full_entry();
        change(entry);
        EXPECT_TRUE(seen.insert(canonical(entry)).second);
    }
    EXPECT_EQ(seen.size(), 25u);
}

TEST(HistoryEntry, AnAbsentTextIsNotAnEmptyOne) {
    HistoryEntry absent;
    HistoryEntry empty;
    empty.reason = "";
    EXPECT_NE(canonical(absent), canonical(empty));
}

}  // namespace
}  // namespace strata::core
