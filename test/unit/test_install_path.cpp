#include "core/install_path.h"

#include <gtest/gtest.h>

namespace strata::core {
namespace {

using Files = std::vector<std::string>;

TEST(InstallPath, TheScriptOfTheVersionItself) {
    EXPECT_EQ(install_path("x", "1.1", {"x--1.0--1.1.sql", "x--1.0.sql", "x--1.1.sql"}), Files{"x--1.1.sql"});
}

TEST(InstallPath, AChainOfUpdates) {
    const Files files = {"x--1.0.sql", "x--1.0--1.1.sql", "x--1.1--1.2.sql", "x--unpackaged--1.0.sql"};
    EXPECT_EQ(install_path("x", "1.2", files), (Files{"x--1.0.sql", "x--1.0--1.1.sql", "x--1.1--1.2.sql"}));
}

TEST(InstallPath, TheShortestOne) {
    const Files files = {"x--1.sql", "x--1--2.sql", "x--2--3.sql", "x--1--3.sql"};
    EXPECT_EQ(install_path("x", "3", files), (Files{"x--1.sql", "x--1--3.sql"}));
}

TEST(InstallPath, OfEquallyShortOnesTheLastName) {
    const Files files = {"x--1.sql", "x--2.sql", "x--1--3.sql", "x--2--3.sql"};
    EXPECT_EQ(install_path("x", "3", files), (Files{"x--2.sql", "x--2--3.sql"}));
}

TEST(InstallPath, NoneLeadsThere) {
    EXPECT_EQ(install_path("x", "3", {"x--1.sql", "x--1--2.sql", "y--3.sql", "x--3.control"}), Files{});
    EXPECT_EQ(install_path("x", "", {"x--1.sql"}), Files{});
}

TEST(InstallPath, UpdatesInACircle) {
    const Files files = {"x--1--2.sql", "x--2--1.sql", "x--2--2.sql"};
    EXPECT_EQ(install_path("x", "2", files), Files{});
}

}  // namespace
}  // namespace strata::core
