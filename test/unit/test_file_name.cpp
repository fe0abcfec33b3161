#include <gtest/gtest.h>

#include "core/file_name.h"

namespace strata::core {
namespace {

// "role identifier", or "none".
std::string read(std::string_view path) {
    const auto name = read_file_name(path);
    if (!name) return "none";
    static const char* roles[] = {"whole ", "up ", "down ", "verify ", "rollback ", "validate "};
    return roles[static_cast<int>(name->role)] + name->migration;
}

TEST(FileName, EveryLayout) {
    EXPECT_EQ(read("001_a.sql"), "whole 001_a");
    EXPECT_EQ(read("001_a.up.sql"), "up 001_a");
    EXPECT_EQ(read("001_a.down.sql"), "down 001_a");
    EXPECT_EQ(read("001_a.verify.sql"), "verify 001_a");
    EXPECT_EQ(read("001_a_rollback.sql"), "rollback 001_a");
    EXPECT_EQ(read("validate_001.sql"), "validate 001");
    EXPECT_EQ(read("validate_001_a.sql"), "validate 001_a");
    EXPECT_EQ(read("001_a/up.sql"), "up 001_a");
    EXPECT_EQ(read("001_a/down.sql"), "down 001_a");
    EXPECT_EQ(read("001_a/verify.sql"), "verify 001_a");
}

TEST(FileName, VersionsMayHoldDots) {
    EXPECT_EQ(read("V1.2__x.sql"), "whole V1.2__x");
    EXPECT_EQ(read("V1.2.up.sql"), "up V1.2");
    EXPECT_EQ(read("001_a.b.sql"), "whole 001_a.b");
}

TEST(FileName, CaseOfExtensionsDoesNotMatter) {
    EXPECT_EQ(read("001_A.SQL"), "whole 001_A");
    EXPECT_EQ(read("001_a.Down.Sql"), "down 001_a");
}

TEST(FileName, WhatFitsNoLayout) {
    for (const auto* path : {"seed.sql", "a.up.sql", "validate_x.sql", "a_rollback.sql", "rollback.sql", ".sql", "",
                             "001_a/other.sql", "a/up.sql", "x/001_a.sql", "001_a/b/up.sql", "001_a.txt", "up.sql"}) {
        EXPECT_EQ(read(path), "none") << path;
    }
}

TEST(FileName, OnlyVisibleSqlFilesAreScripts) {
    for (const auto* path : {"a.sql", "a.SQL", "x/y/z.sql"}) EXPECT_TRUE(is_script_path(path)) << path;
    for (const auto* path : {"a.txt", "sql", "a.sql.bak", "a.sql~", ".a.sql", ".git/a.sql", "x/.a.sql", "README.md"}) {
        EXPECT_FALSE(is_script_path(path)) << path;
    }
}

}  // namespace
}  // namespace strata::core
