#include "core/offers.h"

#include <limits>

namespace strata::core {

void Offers::add(const OfferKey& key, Provider provider, std::int16_t fewest, std::int16_t most) {
    offers_[key].push_back({provider, fewest, most});
}

Provider Offers::first_after(const OfferKey& key, Provider self, int arguments) const {
    const auto found = offers_.find(key);
    if (found == offers_.end()) return nobody;
    const auto own = order_.find(self);
    const std::int32_t own_place = own == order_.end() ? -1 : own->second;
    std::int32_t first_place = std::numeric_limits<std::int32_t>::max();
    Provider first = nobody;
    for (const Offer& offer : found->second) {
        const bool is_callable =
            arguments < 0 || offer.most < 0 || (offer.fewest <= arguments && arguments <= offer.most);
        const std::int32_t place = order_.at(offer.provider);
        if (!is_callable || place <= own_place || place >= first_place) continue;
        first = offer.provider;
        first_place = place;
    }
    return first;
}

}  // namespace strata::core
