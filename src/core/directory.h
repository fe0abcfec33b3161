// From the files of a directory to migrations. Pure: reading the files is the caller's work.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/file_content.h"
#include "core/result.h"

namespace strata::core {

struct File {
    std::string path = {};     // relative to the directory, parts separated by '/'
    std::string content = {};  // the exact bytes
};

// Layouts, which can be mixed: V_name.sql; V_name.up.sql, .down.sql, .verify.sql; V_name.sql with V_name_rollback.sql
// and validate_V.sql; V_name/up.sql, down.sql, verify.sql; V_name.sql with markers (sections.h). A script is the exact
// content of its file, so its checksum is the file's; only sections differ. A script without a
// byte, or a section without a word, is none.
struct LoadedMigration {
    std::string identifier = {};
    std::string up = {};
    std::optional<std::string> down = {};
    std::optional<std::string> verify = {};
    std::vector<std::string> requirements = {};  // identifiers where the set has them, else as written
    std::vector<std::string> conflicts = {};     // likewise
    std::string description = {};                // empty when there is none
    std::vector<std::string> files = {};         // paths, in their order
};

struct FileFault {
    std::string path = {};
    std::string migration = {};  // empty when the file belongs to none
    Fault fault;                 // line: in the file
};

struct LoadedDirectory {
    std::vector<LoadedMigration> migrations = {};  // in version order
    std::vector<FileFault> faults = {};            // by path and line; any fault refuses the whole directory
};

// Files that are not *.sql, and hidden ones, are passed over; every other file is used or reported. The order of
// `files` is of no consequence.
LoadedDirectory load_directory(const std::vector<File>& files, ContentEncoding encoding = ContentEncoding::Utf8);

}  // namespace strata::core
