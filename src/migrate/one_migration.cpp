#include "migrate/one_migration.h"

#include "core/resolve.h"
#include "migrate/raise.h"

namespace strata::migrate {

Registered find_migration(const Actor& actor, const std::optional<std::string>& named) {
    if (named)
        if (std::optional<Registered> exact = find_registered(actor, *named)) return *std::move(exact);
    const core::IdentifierIndex index(registered_identifiers(actor));
    const std::size_t found = value_or_raise(index.find(named.value_or("")));
    return find_registered(actor, index.identifiers()[found]).value();
}

}  // namespace strata::migrate
