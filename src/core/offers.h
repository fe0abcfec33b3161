// Which migrations of a plan provide a name at some point: where to look for a need that nothing has met yet.
#pragma once

#include <unordered_map>
#include <vector>

#include "core/schema_state.h"

namespace strata::core {

// An object, or with `member` something of it.
struct OfferKey {
    Key object;
    ObjectKind kind;  // of the member; Schema when there is none
    NameId member;
    bool operator==(const OfferKey&) const = default;
};

struct OfferKeyHash {
    std::size_t operator()(const OfferKey& key) const noexcept {
        return KeyHash{}(key.object) * 31 + (static_cast<std::size_t>(key.kind) << 40 ^ key.member);
    }
};

class Offers {
public:
    // Providers are listed in the order in which they are expected to run, before what they offer is added.
    void list(Provider provider) { places_.try_emplace(provider, static_cast<std::int32_t>(places_.size())); }

    // `fewest` and `most` as in mention.h.
    void add(const OfferKey& key, Provider provider, std::int16_t fewest = -1, std::int16_t most = -1);

    bool has(const OfferKey& key) const { return offers_.contains(key); }

    // The first provider listed after `self`; nobody when there is none. `arguments` < 0: any number.
    Provider first_after(const OfferKey& key, Provider self, int arguments) const;

private:
    struct Offer {
        std::int32_t place;
        Provider provider;
        std::int16_t fewest;
        std::int16_t most;
    };
    std::unordered_map<OfferKey, std::vector<Offer>, OfferKeyHash> offers_;  // each by place
    std::unordered_map<Provider, std::int32_t> places_;
};

}  // namespace strata::core
