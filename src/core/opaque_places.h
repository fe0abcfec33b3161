// Places in scripts where something happens that cannot be read, and what may come from there.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/mention.h"
#include "core/schema_state.h"

namespace strata::core {

// Whether the name ends as the server ends those that it picks for a table's indexes and sequences.
bool has_chosen_ending(std::string_view name) noexcept;

// What unread text may provide, as in Mention::arguments: nothing in it means anything.
using UnreadList = std::vector<std::string>;

class OpaquePlaces {
public:
    void add(const UnreadList& may_provide, Deed place);
    // An extension of whose members nothing is known but the schema that they stand in. Both outlive this.
    void add_extension(std::string_view extension, std::string_view schema, Deed place);

    struct Source {
        Deed place;
        bool is_extension;
    };
    // Where the object may come from; `schema` is where it would stand.
    std::optional<Source> source_of(const Mention& need, std::string_view schema) const;

    // The last place of all, whatever it may provide: it may also have taken something away.
    const std::optional<Deed>& last() const { return last_; }

private:
    struct Pattern {
        ObjectKind kind;
        std::string name;  // * stands for any text
        Deed place;
    };
    struct Extension {
        std::string name;
        std::string schema;
        Deed place;
    };

    std::optional<Deed> last_;
    std::optional<Deed> anything_;
    std::unordered_map<std::string, Deed> known_;  // by item of a list, to have each once
    std::unordered_map<std::string, std::vector<Pattern>> exact_;  // by name
    std::vector<Pattern> patterns_;
    std::vector<Extension> unknown_;
};

}  // namespace strata::core
