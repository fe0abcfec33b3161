// One file for all: the lines `-- migrate:up`, `-- migrate:down` and `-- migrate:verify` begin sections.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/script_rules.h"

namespace strata::core {

// A section is the text after its marker up to the next marker, behind as many empty lines as stand before it in
// the file: line n of a section is line n of the file. So a section's checksum is not that of the file.
struct Sections {
    bool marked = false;  // whether there is any marker at all
    std::optional<std::string> up;
    std::optional<std::string> down;
    std::optional<std::string> verify;
    std::vector<Fault> faults;  // a marker twice or unknown; a script before the first; condition DirectoryRefused
};

Sections split_sections(std::string_view content);

// The line of a marker that another tool reads and we do not ("-- +goose Down"): what stands behind it would run as a
// part of the up script. 0 when there is none.
int line_of_other_tools_marker(std::string_view content);

// The line of the first marker of another role than `role`, 0 when there is none: such a file would run a way back
// as a way forth.
int line_of_foreign_marker(std::string_view content, ScriptRole role);

}  // namespace strata::core
