#include "core/directory.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/file_header.h"
#include "core/file_name.h"
#include "core/resolve.h"
#include "core/sections.h"
#include "core/text.h"
#include "core/version.h"

namespace strata::core {

namespace {

constexpr std::string_view layouts =
    "Files are named V_name.sql, V_name.up.sql, V_name.down.sql, V_name.verify.sql, V_name_rollback.sql, "
    "validate_V.sql, or V_name/up.sql, V_name/down.sql, V_name/verify.sql, where V is a version.";

Fault refuse(std::string message, std::string hint = {}, int line = 0) {
    return {Condition::DirectoryRefused, std::move(message), {}, std::move(hint), line};
}

struct Script {
    const File* file = nullptr;
    std::string text;
};

// A migration while its files come together.
struct Draft {
    Script up, down, verify;
    std::vector<const File*> files;

    Script& script(ScriptRole role) {
        switch (role) {
            case ScriptRole::Up: return up;
            case ScriptRole::Down: return down;
            case ScriptRole::Verify: break;
        }
        return verify;
    }
};

// Nothing was written: a file of no bytes, or a section with nothing between its markers. A file of white space is a
// script that does nothing, as some histories have for changes that need no way back.
bool is_absent(const Script& script) {
    if (script.file == nullptr || script.text.empty()) return true;
    const bool is_section = script.text.size() != script.file->content.size();
    return is_section && is_blank(script.text);
}

std::optional<std::string> unless_absent(Script script) {
    return is_absent(script) ? std::nullopt : std::optional(std::move(script.text));
}

ScriptRole script_role(FileRole role) noexcept {
    switch (role) {
        case FileRole::Down:
        case FileRole::Rollback: return ScriptRole::Down;
        case FileRole::Verify:
        case FileRole::Validate: return ScriptRole::Verify;
        case FileRole::Whole:
        case FileRole::Up: break;
    }
    return ScriptRole::Up;
}

// Another tool's word at the end of a name, that would make a way back or a check look like a migration.
std::optional<std::string_view> name_before_role_word(std::string_view identifier) noexcept {
    const auto at = identifier.find_last_of("._");
    if (at == std::string_view::npos) return std::nullopt;
    const auto word = identifier.substr(at + 1);
    for (const std::string_view known : {"up", "down", "undo", "revert", "rollback", "verify", "validate", "test"}) {
        if (equal_ignoring_case(word, known)) return identifier.substr(0, at);
    }
    return std::nullopt;
}

class DirectoryLoader {
public:
    explicit DirectoryLoader(ContentEncoding encoding) : encoding_(encoding) {}

    LoadedDirectory load(const std::vector<File>& files) {
        for (const auto* file : in_order(files)) take(*file);
        take_validations();
        for (auto& [identifier, draft] : drafts_) finish(identifier, draft);
        std::sort(loaded_.migrations.begin(), loaded_.migrations.end(), [](const auto& a, const auto& b) {
            return Place(a.identifier, 0) < Place(b.identifier, 0);
        });
        resolve_headers();
        std::sort(loaded_.faults.begin(), loaded_.faults.end(), [](const FileFault& a, const FileFault& b) {
            return std::tie(a.path, a.fault.line, a.fault.message) < std::tie(b.path, b.fault.line, b.fault.message);
        });
        return std::move(loaded_);
    }

private:
    static std::vector<const File*> in_order(const std::vector<File>& files) {
        std::vector<const File*> order;
        for (const auto& file : files) {
            if (is_script_path(file.path)) order.push_back(&file);
        }
        std::sort(order.begin(), order.end(), [](const File* a, const File* b) {
            return std::tie(a->path, a->content) < std::tie(b->path, b->content);
        });
        return order;
    }

    void report(const File& file, std::string_view migration, Fault fault) {
        loaded_.faults.push_back({file.path, std::string(migration), std::move(fault)});
    }

    void take(const File& file) {
        const auto name = read_file_name(file.path);
        if (!name) {
            report(file, {}, refuse("file name fits no layout of migrations", std::string(layouts)));
        } else if (name->role == FileRole::Validate) {
            validations_.emplace_back(name->migration, &file);
        } else {
            add(name->migration, name->role, file);
        }
    }

    void add(const std::string& identifier, FileRole role, const File& file) {
        auto& draft = drafts_[identifier];
        draft.files.push_back(&file);
        if (auto fault = objection_to_content(file.content, encoding_)) report(file, identifier, std::move(*fault));
        if (const int line = line_of_other_tools_marker(file.content)) {
            report(file, identifier, refuse("marker of another tool: both directions would run as one script",
                                            "Write -- migrate:up and -- migrate:down.", line));
        }
        if (role == FileRole::Whole) {
            add_whole(identifier, draft, file);
        } else {
            add_single(identifier, draft, script_role(role), file);
        }
    }

    void add_single(const std::string& identifier, Draft& draft, ScriptRole role, const File& file) {
        if (const int line = line_of_foreign_marker(file.content, role)) {
            report(file, identifier, refuse(concat("marker of another section in ", name(role), " script"),
                                            "Name the file V_name.sql to have its markers read.", line));
        }
        claim(identifier, draft, role, file, file.content);
    }

    void add_whole(const std::string& identifier, Draft& draft, const File& file) {
        auto sections = split_sections(file.content);
        for (auto& fault : sections.faults) report(file, identifier, std::move(fault));
        if (!sections.marked) return claim(identifier, draft, ScriptRole::Up, file, file.content);
        if (sections.up) claim(identifier, draft, ScriptRole::Up, file, std::move(*sections.up));
        if (sections.down) claim(identifier, draft, ScriptRole::Down, file, std::move(*sections.down));
        if (sections.verify) claim(identifier, draft, ScriptRole::Verify, file, std::move(*sections.verify));
    }

    void claim(const std::string& identifier, Draft& draft, ScriptRole role, const File& file, std::string text) {
        auto& script = draft.script(role);
        if (script.file != nullptr) {
            report(file, identifier, refuse(concat("migration ", quoted(identifier), " has two ", name(role),
                                                   " scripts: ", quoted(script.file->path), " and ", quoted(file.path)),
                                            "Keep one of them."));
            return;
        }
        script = {&file, std::move(text)};
    }

    void take_validations() {
        std::vector<std::string> identifiers;
        for (const auto& [identifier, draft] : drafts_) identifiers.push_back(identifier);
        const IdentifierIndex index(identifiers);
        for (const auto& [wanted, file] : validations_) {
            const auto place = index.find(wanted);
            if (place) {
                add(identifiers[*place], FileRole::Validate, *file);
            } else {
                auto fault = place.fault();
                fault.message = fault.condition == Condition::NotRegistered
                                    ? concat("there is no migration ", quoted(wanted), " to validate")
                                    : concat("cannot tell what the file validates: ", fault.message);
                fault.condition = Condition::DirectoryRefused;
                report(*file, {}, std::move(fault));
            }
        }
    }

    void finish(const std::string& identifier, Draft& draft) {
        if (draft.up.file == nullptr) return report_no_up(identifier, draft);
        if (is_absent(draft.up)) report(*draft.up.file, identifier, refuse("up script is empty"));
        report_disguised(identifier, *draft.up.file);
        LoadedMigration migration;
        migration.identifier = identifier;
        migration.description = read_header(draft.up.file->content).description;
        migration.up = std::move(draft.up.text);
        migration.down = unless_absent(std::move(draft.down));
        migration.verify = unless_absent(std::move(draft.verify));
        for (const auto* file : draft.files) migration.files.push_back(file->path);
        loaded_.migrations.push_back(std::move(migration));
    }

    void report_no_up(const std::string& identifier, const Draft& draft) {
        const auto& file = *draft.files.front();
        report(file, identifier,
               refuse(concat("migration ", quoted(identifier), " has no up script"),
                      concat("It is looked for in ", quoted(identifier + ".sql"), ", ", quoted(identifier + ".up.sql"),
                             " and ", quoted(identifier + "/up.sql"),
                             ". If this file is itself an up script, end its name in .up.sql.")));
    }

    // "003_x_down.sql" beside "003_x.sql" is no migration of its own.
    void report_disguised(const std::string& identifier, const File& file) {
        const auto base = name_before_role_word(identifier);
        const auto name = read_file_name(file.path);
        if (!base || name->role != FileRole::Whole || !drafts_.contains(std::string(*base))) return;
        report(file, identifier,
               refuse(concat("file looks like a script of migration ", quoted(*base)),
                      concat("Name it ", quoted(concat(*base, ".down.sql")), " or ",
                             quoted(concat(*base, ".verify.sql")), "; if it is a migration of its own, ",
                             quoted(identifier + ".up.sql"), '.')));
    }

    void resolve_headers() {
        std::vector<std::string> identifiers;
        for (const auto& migration : loaded_.migrations) identifiers.push_back(migration.identifier);
        const IdentifierIndex index(std::move(identifiers));
        for (auto& migration : loaded_.migrations) {
            const auto& file = *drafts_[migration.identifier].up.file;
            const auto header = read_header(file.content);
            migration.requirements = resolve(index, migration, file, header.requirements, "requires");
            migration.conflicts = resolve(index, migration, file, header.conflicts, "conflicts with");
        }
    }

    std::vector<std::string> resolve(const IdentifierIndex& index, const LoadedMigration& migration, const File& file,
                                     const std::vector<HeaderName>& names, std::string_view verb) {
        std::vector<std::string> resolved;
        for (const auto& [written, line] : names) {
            auto place = index.find_by_name(written);
            if (!place) {
                auto fault = std::move(place).fault();
                fault.line = line;
                report(file, migration.identifier, std::move(fault));
                continue;
            }
            const auto& identifier = *place ? index.identifiers()[**place] : written;
            if (identifier == migration.identifier) {
                auto message = concat("migration ", quoted(identifier), ' ', verb, " itself");
                report(file, identifier, refuse(std::move(message), {}, line));
            } else if (std::find(resolved.begin(), resolved.end(), identifier) == resolved.end()) {
                resolved.push_back(identifier);
            }
        }
        return resolved;
    }

    ContentEncoding encoding_;
    LoadedDirectory loaded_;
    std::map<std::string, Draft> drafts_;
    std::vector<std::pair<std::string, const File*>> validations_;
};

}  // namespace

LoadedDirectory load_directory(const std::vector<File>& files, ContentEncoding encoding) {
    return DirectoryLoader(encoding).load(files);
}

}  // namespace strata::core
