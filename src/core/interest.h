// What the guard looks out for: objects that registered migrations provide and need, found by their names.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/catalog.h"
#include "core/mention.h"

namespace strata::core {

// What stands for the same object when the names agree: a need of a relation and the table that meets it, say.
bool same_class(ObjectKind one, ObjectKind other) noexcept;

// Whether lists of argument types can be of the same routine: "?" fits anything, a type without a schema any schema.
bool same_arguments(std::span<const std::string> one, std::span<const std::string> other) noexcept;

// One thing that one migration says of one object, with names as written. Alters and Drops of a pending migration are
// needs here.
struct Interest {
    enum class Role : std::uint8_t { Provides, Needs };
    Role role = Role::Provides;
    ObjectKind kind = ObjectKind::Relation;
    std::uint16_t flags = 0;
    std::uint32_t migration = 0;  // see InterestSet::migration()
    std::uint32_t path = 0;       // what an unqualified name is looked up in, see InterestSet::path()
    bool gone = false;            // an applied migration has dropped it since
    std::string schema = {};
    std::string name = {};
    std::string member = {};
    std::vector<std::string> arguments = {};
    std::int16_t fewest = -1;  // of a routine, as in Mention
    std::int16_t most = -1;
};

class InterestSet {
public:
    struct Migration {
        std::string identifier;
        State state;
    };

    // Path 0: the search_path of whoever asks.
    static constexpr std::uint32_t current_path = 0;

    InterestSet() : paths_(1) {}

    // Applied and partial migrations must be added in the order of their application, with the schemas they ran under;
    // a later one takes away and renames what earlier ones provided.
    void add(const Migration& migration, std::vector<std::string> search_path, const Reading& reading);

    bool empty() const noexcept { return interests_.empty(); }
    std::size_t size() const noexcept { return interests_.size(); }

    // The quiet path of the guard: whether anything goes by this unqualified name. For a member it is its relation's.
    bool knows(std::string_view name) const { return by_name_.find(name) != by_name_.end(); }

    // Everything under a name that is not gone: of all kinds, in all schemas, members of a relation included. Pending
    // needs that a pending migration itself provides are left out, whichever it is.
    std::vector<const Interest*> under(const std::string& name) const;

    // Everything that may be in this schema: written with it, or looked up in a path that has it or is not known here.
    std::vector<const Interest*> in_schema(std::string_view schema) const;

    const Migration& migration(const Interest& interest) const { return migrations_[interest.migration]; }
    const std::vector<std::string>& path(const Interest& interest) const { return paths_[interest.path]; }

private:
    struct NameHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const noexcept { return std::hash<std::string_view>{}(name); }
    };

    void provide(const Mention& mention, std::uint32_t migration, std::uint32_t path);
    void rename(const Mention& before, const Mention& after, std::uint32_t path);
    void take_away(const Mention& mention);
    void insert(Interest interest);
    std::uint32_t path_number(std::vector<std::string> path);
    bool is_provided_by_pending(const Interest& need) const;

    std::vector<Migration> migrations_;
    std::vector<std::vector<std::string>> paths_;
    std::vector<Interest> interests_;
    std::unordered_map<std::string, std::vector<std::uint32_t>, NameHash, std::equal_to<>> by_name_;
};

}  // namespace strata::core
