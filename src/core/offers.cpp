#include "core/offers.h"

#include <algorithm>
#include <utility>

namespace strata::core {

void Offers::add(const OfferKey& key, Provider provider, std::int16_t fewest, std::int16_t most) {
    const auto [number, is_new] = keys_.try_emplace(key, key_count_);
    if (is_new) ++key_count_;
    offers_.push_back({number, places_.at(provider), provider, fewest, most});
}

void Offers::close() {
    std::sort(offers_.begin(), offers_.end(), [](const Offer& a, const Offer& b) {
        return std::pair(a.key, a.place) < std::pair(b.key, b.place);
    });
    begin_.assign(key_count_ + 1, static_cast<std::uint32_t>(offers_.size()));
    for (std::size_t i = offers_.size(); i-- > 0;) begin_[offers_[i].key] = static_cast<std::uint32_t>(i);
}

Provider Offers::first_after(const OfferKey& key, Provider self, int arguments) const {
    const std::uint32_t number = keys_.find(key);
    if (number == keys_.none) return nobody;
    const auto own = places_.find(self);
    const std::int32_t own_place = own == places_.end() ? -1 : own->second;
    const auto begin = offers_.begin() + begin_[number];
    const auto end = offers_.begin() + begin_[number + 1];
    const auto is_later = [](std::int32_t place, const Offer& offer) { return place < offer.place; };
    const auto fits = std::find_if(std::upper_bound(begin, end, own_place, is_later), end, [&](const Offer& offer) {
        return arguments < 0 || offer.most < 0 || (offer.fewest <= arguments && arguments <= offer.most);
    });
    return fits == end ? nobody : fits->provider;
}

}  // namespace strata::core
