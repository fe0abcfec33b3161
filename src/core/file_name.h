// What the name of a file in a migration directory says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace strata::core {

enum class FileRole : std::uint8_t {
    Whole,     // V_name.sql: up, or all sections by markers
    Up,        // V_name.up.sql, V_name/up.sql
    Down,      // V_name.down.sql, V_name/down.sql
    Verify,    // V_name.verify.sql, V_name/verify.sql
    Rollback,  // V_name_rollback.sql: down of V_name
    Validate,  // validate_V.sql, validate_V_name.sql: verify of V or of V_name
};

struct FileName {
    FileRole role = FileRole::Whole;
    std::string migration;  // the identifier; for Validate an identifier or a version
};

// Whether loading looks at the file at all: *.sql in any case, no part of the path hidden by a leading dot.
bool is_script_path(std::string_view path);

// Nothing when the path fits no layout: no version to begin with, a deeper directory, another name in V_name/.
std::optional<FileName> read_file_name(std::string_view path);

}  // namespace strata::core
