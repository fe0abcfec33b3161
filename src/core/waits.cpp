#include "core/waits.h"

#include "core/text.h"

namespace strata::core {

namespace {

bool is_path(Bearing bearing) { return bearing >= Bearing::Path; }

// Whether the mention is of something that stands in the catalog under a name of its own kind already.
bool is_of_relation(const Mention& mention) {
    return is_relation(mention.kind) || (is_member(mention.kind) && mention.kind != ObjectKind::EnumLabel);
}

// A Provides after which the object is there for sure, and was not before.
bool makes_new(const Mention& mention) {
    return mention.bearing == Bearing::Provides && !is_member(mention.kind) &&
           !mention.has(mention_flag::if_not_exists) && !mention.has(mention_flag::or_replace) &&
           !mention.has(mention_flag::uncertain);
}

// Whether the mention takes a lock that can conflict with another session's, if its object is from before.
bool takes_lock(const Mention& mention) {
    switch (mention.bearing) {
        case Bearing::Needs: return is_of_relation(mention);
        case Bearing::Alters:
        case Bearing::Drops: return true;
        case Bearing::Provides: return is_of_relation(mention);
        default: return false;
    }
}

}  // namespace

bool Waits::is_new(std::string_view schema, std::string_view name) const {
    if (schema.empty()) return bare_.contains(std::string(name));
    return unqualified_.contains(std::string(name)) || qualified_.contains(concat(schema, '.', name));
}

bool Waits::may_wait(const Reading& script) {
    bool waits = false;
    for (const Mention& mention : script) {
        if (is_path(mention.bearing) || mention.schema == "pg_temp") continue;
        if (mention.strength == Strength::Unread) waits = true;
        if (makes_new(mention)) {
            bare_.insert(mention.name);
            if (mention.schema.empty())
                unqualified_.insert(mention.name);
            else
                qualified_.insert(concat(mention.schema, '.', mention.name));
            continue;
        }
        if (takes_lock(mention) && !is_new(mention.schema, mention.name)) waits = true;
    }
    return waits;
}

}  // namespace strata::core
