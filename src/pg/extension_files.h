// What the server's file system has of an extension, installed in the database or not.
#pragma once

#include "pg/server.h"

namespace strata::pg {

struct ExtensionFiles {
    std::string name;
    std::string default_version;            // empty when the control file has none
    std::string schema;                     // the one that the control file demands; empty when there is none
    std::vector<std::string> requirements;  // other extensions
    std::string directory;                  // of the scripts
    std::vector<std::string> scripts;       // file names, in order
    int encoding;
};

// Nothing when there is no control file: CREATE EXTENSION says then that the extension is not available. Raises what
// the file system and the parser of control files say.
std::optional<ExtensionFiles> find_extension(const std::string& name);

// In the database's encoding, without the lines that CREATE EXTENSION passes over. Raises what the file system says.
std::string extension_script(const ExtensionFiles& extension, const std::string& script);

}  // namespace strata::pg
