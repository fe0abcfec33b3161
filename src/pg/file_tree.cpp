#include "pg/file_tree.h"

#include <algorithm>

#include "pg/database_encoding.h"
#include "pg/guard.h"

extern "C" {
#include <sys/stat.h>

#include "lib/stringinfo.h"
#include "storage/fd.h"
}

namespace strata::pg {

namespace {

bool ends_with(const std::string& text, const std::string& suffix) {
    return text.size() >= suffix.size() && text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

mode_t mode_of(const std::string& file) {
    const char* path = file.c_str();
    return call([&] {
        struct stat status;
        if (stat(path, &status) != 0)
            ereport(ERROR, (errcode_for_file_access(), errmsg("could not stat file \"%s\": %m", path)));
        return status.st_mode;
    });
}

void read_level(const std::string& root, const std::string& below, const std::string& suffix, int depth,
                std::vector<TreeFile>& files) {
    for (const std::string& name : directory_entries(below.empty() ? root : root + "/" + below)) {
        const std::string path = below.empty() ? name : below + "/" + name;
        const mode_t mode = mode_of(root + "/" + path);
        if (S_ISDIR(mode) && depth > 1) read_level(root, path, suffix, depth - 1, files);
        if (S_ISREG(mode) && ends_with(name, suffix)) files.push_back({path, from_utf8(file_content(root + "/" + path))});
    }
}

}  // namespace

std::vector<std::string> directory_entries(const std::string& directory) {
    const char* path = directory.c_str();
    DIR* stream = call([&] {
        DIR* opened = AllocateDir(path);
        if (opened == nullptr)
            ereport(ERROR, (errcode_for_file_access(), errmsg("could not open directory \"%s\": %m", path)));
        return opened;
    });
    std::vector<std::string> names;
    while (const struct dirent* entry = call([&] { return ReadDir(stream, path); }))
        if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
    call([&] { (void) FreeDir(stream); });
    std::sort(names.begin(), names.end());
    return names;
}

std::string file_content(const std::string& file) {
    const char* path = file.c_str();
    const StringInfo content = call([&] {
        FILE* stream = AllocateFile(path, PG_BINARY_R);
        if (stream == nullptr)
            ereport(ERROR, (errcode_for_file_access(), errmsg("could not open file \"%s\" for reading: %m", path)));
        StringInfo buffer = makeStringInfo();
        char chunk[8192];
        for (std::size_t got = fread(chunk, 1, sizeof(chunk), stream); got > 0;
             got = fread(chunk, 1, sizeof(chunk), stream)) {
            CHECK_FOR_INTERRUPTS();
            appendBinaryStringInfo(buffer, chunk, static_cast<int>(got));
        }
        if (ferror(stream) != 0)
            ereport(ERROR, (errcode_for_file_access(), errmsg("could not read file \"%s\": %m", path)));
        FreeFile(stream);
        return buffer;
    });
    return std::string(content->data, content->len);
}

std::vector<TreeFile> read_file_tree(const std::string& directory, const std::string& suffix, int depth) {
    std::vector<TreeFile> files;
    read_level(directory, "", suffix, depth, files);
    return files;
}

}  // namespace strata::pg
