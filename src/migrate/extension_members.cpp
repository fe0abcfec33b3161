#include "migrate/extension_members.h"

#include <algorithm>

#include "core/install_path.h"
#include "pg/extension_files.h"
#include "pg/guard.h"
#include "pg/memory.h"
#include "pg/subtransaction.h"
#include "sqlread/read_script.h"

namespace strata::migrate {

namespace {

using core::Bearing;
using core::Mention;
using core::ObjectKind;

constexpr std::string_view schema_placeholder = "@extschema@";

// The placeholder as a name of its own, which is replaced once the script is read.
std::string with_quoted_placeholders(const std::string& script) {
    std::string quoted;
    std::size_t start = 0;
    for (std::size_t at = script.find("@ext"); at != std::string::npos; at = script.find("@ext", start)) {
        quoted.append(script, start, at - start);
        start = at + 1;
        const std::size_t end = script.find('@', start);
        const std::size_t line = std::min(script.find('\n', at), script.size());
        if (end == std::string::npos || end > line) {
            quoted += '@';
            continue;
        }
        quoted += '"' + script.substr(at, end + 1 - at) + '"';
        start = end + 1;
    }
    return quoted.append(script, start);
}

core::Reading read(const pg::ExtensionFiles& extension, const std::string& script) {
    const std::string text = with_quoted_placeholders(pg::extension_script(extension, script));
    return sqlread::read_script(sqlread::parse(text, {}), {});
}

bool is_same(const Mention& one, const Mention& other) {
    return core::space_of(one.kind) == core::space_of(other.kind) && one.name == other.name &&
           one.member == other.member && one.arguments == other.arguments &&
           (core::space_of(one.kind) != core::Space::Other || one.kind == other.kind);
}

// What is there when one script after the other has run.
class MemberList {
public:
    explicit MemberList(const std::string& schema) : schema_(schema) {
        if (schema_.empty()) return;
        Mention made;
        made.bearing = Bearing::Provides;
        made.kind = ObjectKind::Schema;
        made.name = schema_;
        members_.push_back(std::move(made));
        if (schema_ == "pg_catalog") members_.emplace_back().kind = ObjectKind::Unread;  // found without the path
    }

    void add(core::Reading script) {
        const std::int32_t last = members_.empty() ? 0 : members_.back().statement;
        for (Mention& mention : script) {
            mention.statement += last;
            if (mention.schema == schema_placeholder || mention.schema.empty()) mention.schema = schema_;
            if (mention.bearing == Bearing::Drops)
                std::erase_if(members_, [&](const Mention& member) { return is_same(member, mention); });
            if (is_kept(mention)) members_.push_back(std::move(mention));
        }
    }

    core::Reading take() { return std::move(members_); }

private:
    static bool is_kept(const Mention& mention) {
        if (mention.schema == "pg_temp") return false;
        return mention.bearing == Bearing::Provides ||
               (mention.kind == ObjectKind::Unread && !mention.has(core::mention_flag::in_routine));
    }

    const std::string& schema_;
    core::Reading members_;
};

core::Reading read_members(const pg::ExtensionFiles& extension) {
    const pg::MemoryScope memory("pg_strata extension");
    pg::SettingScope settings;
    settings.set("standard_conforming_strings", "on");
    settings.set("client_min_messages", "error");
    MemberList members(extension.schema);
    for (const std::string& script :
         core::install_path(extension.name, extension.default_version, extension.scripts))
        members.add(read(extension, script));
    return members.take();
}

// What now stands before a mention is of its statement.
void take_over_beginning(Mention& mention, core::Reading& before) {
    constexpr auto others = static_cast<std::uint16_t>(~core::mention_flag::begins);
    for (Mention& earlier : before) earlier.flags &= others;
    before.front().flags |= mention.flags & core::mention_flag::begins;
    mention.flags &= others;
}

}  // namespace

// Whatever is wrong with the files is CREATE EXTENSION's to say: nothing is known then.
void Extensions::read_files(const std::string& extension) {
    requirements_.try_emplace(extension);
    pg::Subtransaction attempt;
    try {
        const auto files = pg::find_extension(extension);
        if (!files) {
            unavailable_.insert(extension);
        } else {
            requirements_[extension] = files->requirements;
            core::Reading members = read_members(*files);
            if (!members.empty()) members_.emplace(extension, std::move(members));
        }
        attempt.commit();
    } catch (const pg::Error&) {
        attempt.rollback();
    }
}

const std::vector<std::string>& Extensions::requirements_of(const std::string& extension) {
    if (!requirements_.contains(extension)) read_files(extension);
    return requirements_.at(extension);
}

void Extensions::add_requirements(const Mention& provided, std::unordered_set<std::string>& there,
                                  core::Reading& before) {
    for (const std::string& required : std::vector(requirements_of(provided.name))) {
        if (!there.insert(required).second) continue;
        Mention mention = provided;
        mention.name = required;
        if (provided.has(core::mention_flag::cascade)) {
            mention.flags |= core::mention_flag::if_not_exists;
            add_requirements(mention, there, before);
        } else {
            mention.bearing = Bearing::Needs;
            mention.flags = 0;
            mention.origin = {};
        }
        before.push_back(std::move(mention));
    }
}

Extensions::Extensions(const core::Reading& there) {
    for (const Mention& mention : there)
        if (mention.kind == ObjectKind::Extension && mention.bearing == Bearing::Provides)
            installed_.insert(mention.name);
}

void Extensions::read_for(core::Reading& reading) {
    for (std::size_t i = 0; i < reading.size(); ++i) {
        const Mention& mention = reading[i];
        if (mention.bearing != Bearing::Provides || mention.kind != ObjectKind::Extension) continue;
        if (installed_.contains(mention.name)) continue;
        std::unordered_set<std::string> there = installed_;
        there.insert(mention.name);
        core::Reading before;
        add_requirements(mention, there, before);
        if (!before.empty()) take_over_beginning(reading[i], before);
        const auto at = reading.begin() + static_cast<std::ptrdiff_t>(i);
        i += before.size();
        reading.insert(at, std::make_move_iterator(before.begin()), std::make_move_iterator(before.end()));
    }
}

}  // namespace strata::migrate
