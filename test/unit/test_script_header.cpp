#include <gtest/gtest.h>

#include "core/script_header.h"

namespace strata::core {
namespace {

// "name=value@line ..."
std::string shown(std::string_view script) {
    std::string text;
    for (const auto& [name, value, line] : read_directives(script))
        text += (text.empty() ? "" : " ") + name + '=' + value + '@' + std::to_string(line);
    return text;
}

TEST(ScriptHeader, ReadsAllDirectives) {
    EXPECT_EQ(shown("-- transaction: off\n-- lock_timeout: 2s\n-- lock_retries: 3\n-- statement_timeout: 10 min\n"
                    "-- concurrent_lock_timeout: 1h\nSELECT 1"),
              "transaction=off@1 lock_timeout=2s@2 lock_retries=3@3 statement_timeout=10 min@4 "
              "concurrent_lock_timeout=1h@5");
}

TEST(ScriptHeader, KeysInAnyCase) { EXPECT_EQ(shown("--LOCK_Timeout:2s\r\n"), "lock_timeout=2s@1"); }

TEST(ScriptHeader, ValuesAreNotJudged) {
    EXPECT_EQ(shown("-- lock_timeout:\n-- lock_timeout: soon: now"), "lock_timeout=@1 lock_timeout=soon: now@2");
}

TEST(ScriptHeader, OtherCommentsAreNoDirectives) {
    EXPECT_EQ(shown("-- requires: a\n-- lock timeout: 2s\n-- the lock_timeout: 2s\n/* lock_timeout: 2s */\n"), "");
}

TEST(ScriptHeader, OnlyBeforeTheFirstStatement) {
    EXPECT_EQ(shown("\n\n/* x\n */ -- lock_retries: 1\nSELECT 1;\n-- lock_retries: 2\n"), "lock_retries=1@4");
}

TEST(ScriptHeader, TheLastOneCounts) {
    const auto directives = read_directives("-- lock_retries: 1\n-- lock_retries: 2");
    ASSERT_NE(find_directive(directives, directive::lock_retries), nullptr);
    EXPECT_EQ(find_directive(directives, directive::lock_retries)->value, "2");
    EXPECT_EQ(find_directive(directives, directive::lock_timeout), nullptr);
}

TEST(ScriptHeader, TransactionIsNoLimit) {
    EXPECT_EQ(all_directives().size(), 5u);
    EXPECT_EQ(limit_directives().size(), 4u);
    for (const char* name : limit_directives()) EXPECT_STRNE(name, directive::transaction);
}

}  // namespace
}  // namespace strata::core
