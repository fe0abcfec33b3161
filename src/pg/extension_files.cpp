#include "pg/extension_files.h"

#include "pg/file_tree.h"
#include "pg/guard.h"
#include "pg/name_list.h"

extern "C" {
#include <sys/stat.h>

#include "commands/extension.h"
#include "mb/pg_wchar.h"
#include "storage/fd.h"
#include "utils/guc.h"
}

namespace strata::pg {

namespace {

std::string share_directory() {
    char path[MAXPGPATH];
    call([&] { get_share_path(my_exec_path, path); });
    return path;
}

// Where control files are looked for, in order.
std::vector<std::string> control_directories() {
    const std::string of_system = share_directory() + "/extension";
#if PG_VERSION_NUM >= 180000
    const std::string_view setting = Extension_control_path;
    std::vector<std::string> directories;
    for (std::size_t start = 0; start < setting.size();) {
        const std::size_t end = std::min(setting.find(':', start), setting.size());
        const std::string_view piece = setting.substr(start, end - start);
        directories.push_back(piece == "$system" ? of_system : std::string(piece) + "/extension");
        start = end + 1;
    }
    if (!directories.empty()) return directories;
#endif
    return {of_system};
}

bool is_file(const std::string& path) {
    struct stat status;
    return stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}

const ConfigVariable* parse_control_file(const std::string& file) {
    const char* path = file.c_str();
    return call([&]() -> const ConfigVariable* {
        FILE* stream = AllocateFile(path, "r");
        if (stream == nullptr)
            ereport(ERROR, (errcode_for_file_access(),
                            errmsg("could not open extension control file \"%s\": %m", path)));
        ConfigVariable* head = nullptr;
        ConfigVariable* tail = nullptr;
        (void) ParseConfigFp(stream, path, 0, ERROR, &head, &tail);
        FreeFile(stream);
        return head;
    });
}

int encoding_of(const char* name) {
    return call([&] { return pg_valid_server_encoding(name); });
}

ExtensionFiles read_control(const std::string& name, const std::string& control_directory) {
    ExtensionFiles extension{name, "", "", {}, control_directory, {}, -1};
    const std::string file = control_directory + "/" + name + ".control";
    for (const ConfigVariable* item = parse_control_file(file); item != nullptr; item = item->next) {
        const std::string_view key = item->name;
        const std::string value = item->value;
        if (key == "default_version") extension.default_version = value;
        if (key == "schema") extension.schema = value;
        if (key == "requires") extension.requirements = split_names(value).value_or(std::vector<std::string>());
        if (key == "encoding") extension.encoding = encoding_of(value.c_str());
        if (key == "directory")
            extension.directory = value.starts_with('/') ? value : control_directory + "/../" + value;
    }
    return extension;
}

bool is_script_of(const std::string& name, const std::string& file) {
    return file.starts_with(name + "--") && file.ends_with(".sql");
}

bool can_be_file_name(const std::string& name) { return !name.empty() && name.find('/') == std::string::npos; }

// CREATE EXTENSION leaves them out: they are for psql.
std::string without_psql_lines(std::string script) {
    std::size_t line = 0;
    while (line < script.size()) {
        const std::size_t end = std::min(script.find('\n', line), script.size());
        if (script.compare(line, 5, "\\echo") == 0) script.replace(line, end - line, end - line, ' ');
        line = end + 1;
    }
    return script;
}

}  // namespace

std::optional<ExtensionFiles> find_extension(const std::string& name) {
    if (!can_be_file_name(name)) return std::nullopt;
    for (const std::string& directory : control_directories()) {
        if (!is_file(directory + "/" + name + ".control")) continue;
        ExtensionFiles extension = read_control(name, directory);
        for (std::string& file : directory_entries(extension.directory))
            if (is_script_of(name, file)) extension.scripts.push_back(std::move(file));
        return extension;
    }
    return std::nullopt;
}

std::string extension_script(const ExtensionFiles& extension, const std::string& script) {
    const std::string bytes = file_content(extension.directory + "/" + script);
    const int encoding = extension.encoding < 0 ? GetDatabaseEncoding() : extension.encoding;
    const char* text = call([&] {
        return pg_any_to_server(bytes.c_str(), static_cast<int>(bytes.size()), encoding);
    });
    return without_psql_lines(text);
}

}  // namespace strata::pg
