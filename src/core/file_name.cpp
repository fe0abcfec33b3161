#include "core/file_name.h"

#include <utility>

#include "core/text.h"
#include "core/version.h"

namespace strata::core {

namespace {

constexpr std::string_view extension = ".sql";

bool take_suffix(std::string_view& text, std::string_view suffix) noexcept {
    if (text.size() < suffix.size()) return false;
    const auto end = text.size() - suffix.size();
    if (!equal_ignoring_case(text.substr(end), suffix)) return false;
    text.remove_suffix(suffix.size());
    return true;
}

bool take_prefix(std::string_view& text, std::string_view prefix) noexcept {
    if (!equal_ignoring_case(text.substr(0, prefix.size()), prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::optional<FileName> versioned(FileRole role, std::string_view migration) {
    if (parse_version(migration).length == 0) return std::nullopt;
    return FileName{role, std::string(migration)};
}

std::optional<FileName> read_in_directory(std::string_view directory, std::string_view stem) {
    if (equal_ignoring_case(stem, "up")) return versioned(FileRole::Up, directory);
    if (equal_ignoring_case(stem, "down")) return versioned(FileRole::Down, directory);
    if (equal_ignoring_case(stem, "verify")) return versioned(FileRole::Verify, directory);
    return std::nullopt;
}

std::optional<FileName> read_alone(std::string_view stem) {
    if (take_prefix(stem, "validate_")) return versioned(FileRole::Validate, stem);
    if (take_suffix(stem, ".up")) return versioned(FileRole::Up, stem);
    if (take_suffix(stem, ".down")) return versioned(FileRole::Down, stem);
    if (take_suffix(stem, ".verify")) return versioned(FileRole::Verify, stem);
    if (take_suffix(stem, "_rollback")) return versioned(FileRole::Rollback, stem);
    return versioned(FileRole::Whole, stem);
}

}  // namespace

bool is_script_path(std::string_view path) {
    const bool hidden = path.starts_with('.') || path.find("/.") != std::string_view::npos;
    return !hidden && take_suffix(path, extension);
}

std::optional<FileName> read_file_name(std::string_view path) {
    if (!take_suffix(path, extension)) return std::nullopt;
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) return read_alone(path);
    return read_in_directory(path.substr(0, slash), path.substr(slash + 1));
}

}  // namespace strata::core
