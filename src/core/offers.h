// Which migrations of a plan provide a name at some point: where to look for a need that nothing has met yet.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "core/flat_index.h"
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
        const std::uint64_t member = static_cast<std::uint64_t>(key.kind) << 32 | key.member;
        return static_cast<std::size_t>((KeyHash{}(key.object) ^ member) * 0xc2b2ae3d27d4eb4fu);
    }
};

// First all are listed, then they offer, then the list is asked.
class Offers {
public:
    // In the order in which they are expected to run.
    void list(Provider provider) { places_.try_emplace(provider, static_cast<std::int32_t>(places_.size())); }

    // `fewest` and `most` as in mention.h.
    void add(const OfferKey& key, Provider provider, std::int16_t fewest = -1, std::int16_t most = -1);

    bool has(const OfferKey& key) const { return keys_.find(key) != keys_.none; }

    void close();

    // The first provider listed after `self`; nobody when there is none. `arguments` < 0: any number.
    Provider first_after(const OfferKey& key, Provider self, int arguments) const;

    // The last listed before `self`; nobody when there is none.
    Provider last_before(const OfferKey& key, Provider self) const;

private:
    struct Offer {
        std::uint32_t key;
        std::int32_t place;
        Provider provider;
        std::int16_t fewest;
        std::int16_t most;
    };

    std::span<const Offer> of(const OfferKey& key) const;
    std::int32_t place_of(Provider provider) const;

    FlatIndex<OfferKey, OfferKeyHash> keys_;
    std::uint32_t key_count_ = 0;
    std::vector<Offer> offers_;         // when closed: by key and place
    std::vector<std::uint32_t> begin_;  // of each key's
    std::unordered_map<Provider, std::int32_t> places_;
};

}  // namespace strata::core
