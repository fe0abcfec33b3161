#include "core/offers.h"

#include <algorithm>

namespace strata::core {

void Offers::add(const OfferKey& key, Provider provider, std::int16_t fewest, std::int16_t most) {
    const Offer offer{places_.at(provider), provider, fewest, most};
    auto& offers = offers_[key];
    const auto is_before = [](const Offer& a, const Offer& b) { return a.place < b.place; };
    offers.insert(std::upper_bound(offers.begin(), offers.end(), offer, is_before), offer);
}

Provider Offers::first_after(const OfferKey& key, Provider self, int arguments) const {
    const auto found = offers_.find(key);
    if (found == offers_.end()) return nobody;
    const auto own = places_.find(self);
    const std::int32_t own_place = own == places_.end() ? -1 : own->second;
    const auto& offers = found->second;
    const auto is_later = [](std::int32_t place, const Offer& offer) { return place < offer.place; };
    const auto first = std::upper_bound(offers.begin(), offers.end(), own_place, is_later);
    const auto fits = std::find_if(first, offers.end(), [&](const Offer& offer) {
        return arguments < 0 || offer.most < 0 || (offer.fewest <= arguments && arguments <= offer.most);
    });
    return fits == offers.end() ? nobody : fits->provider;
}

}  // namespace strata::core
