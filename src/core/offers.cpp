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

std::span<const Offers::Offer> Offers::of(const OfferKey& key) const {
    const std::uint32_t number = keys_.find(key);
    if (number == keys_.none) return {};
    return std::span(offers_).subspan(begin_[number], begin_[number + 1] - begin_[number]);
}

// Before all others, if it is not listed.
std::int32_t Offers::place_of(Provider provider) const {
    const auto found = places_.find(provider);
    return found == places_.end() ? -1 : found->second;
}

Provider Offers::first_after(const OfferKey& key, Provider self, int arguments) const {
    const auto offers = of(key);
    const auto is_later = [](std::int32_t place, const Offer& offer) { return place < offer.place; };
    const auto first = std::upper_bound(offers.begin(), offers.end(), place_of(self), is_later);
    const auto fits = std::find_if(first, offers.end(), [&](const Offer& offer) {
        return arguments < 0 || offer.most < 0 || (offer.fewest <= arguments && arguments <= offer.most);
    });
    return fits == offers.end() ? nobody : fits->provider;
}

Provider Offers::last_before(const OfferKey& key, Provider self) const {
    const auto offers = of(key);
    const auto is_earlier = [](const Offer& offer, std::int32_t place) { return offer.place < place; };
    const auto end = std::lower_bound(offers.begin(), offers.end(), place_of(self), is_earlier);
    return end == offers.begin() ? nobody : (end - 1)->provider;
}

}  // namespace strata::core
