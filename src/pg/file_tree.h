// Files on the server, read as the server process. The caller checks that the role may.
#pragma once

#include "pg/server.h"

namespace strata::pg {

struct TreeFile {
    std::string path;     // relative to the directory asked for
    std::string content;  // in the database's encoding
};

// Regular files whose name ends in `suffix`, in `directory` and at most `depth` - 1 levels of subdirectories below, in
// order of path. Hidden entries are passed over. A relative directory is relative to the data directory, as everywhere
// in the server. Raises what the file system says.
std::vector<TreeFile> read_file_tree(const std::string& directory, const std::string& suffix, int depth);

// Names of the directory's entries that are not hidden, in order; and the bytes of one file. Both raise likewise.
std::vector<std::string> directory_entries(const std::string& directory);
std::string file_content(const std::string& path);

}  // namespace strata::pg
