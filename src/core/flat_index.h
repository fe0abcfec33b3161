// A hash table from small keys to positions: open addressing, so that one look-up is one memory access or two.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace strata::core {

// Hash spreads its result over the high bits. Keys are never taken out.
template <class Key, class Hash>
class FlatIndex {
public:
    static constexpr std::uint32_t none = 0xffffffff;

    std::uint32_t find(const Key& key) const noexcept {
        if (slots_.empty()) return none;
        for (std::size_t at = Hash{}(key) >> shift_;; at = (at + 1) & mask_) {
            const Slot& slot = slots_[at];
            if (slot.position == none || slot.key == key) return slot.position;
        }
    }

    // The position under the key, and whether it is `position`, new there.
    std::pair<std::uint32_t, bool> try_emplace(const Key& key, std::uint32_t position) {
        if (2 * (used_ + 1) > slots_.size()) grow();
        Slot& slot = slot_for(key);
        if (slot.position != none) return {slot.position, false};
        slot = {key, position};
        ++used_;
        return {position, true};
    }

private:
    struct Slot {
        Key key;
        std::uint32_t position = none;
    };

    Slot& slot_for(const Key& key) noexcept {
        std::size_t at = Hash{}(key) >> shift_;
        while (slots_[at].position != none && !(slots_[at].key == key)) at = (at + 1) & mask_;
        return slots_[at];
    }

    void grow() {
        std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.empty() ? 64 : 2 * slots_.size()));
        mask_ = slots_.size() - 1;
        shift_ = 64;
        for (std::size_t size = slots_.size(); size > 1; size /= 2) --shift_;
        for (const Slot& slot : old)
            if (slot.position != none) slot_for(slot.key) = slot;
    }

    std::vector<Slot> slots_;
    std::size_t used_ = 0;
    std::size_t mask_ = 0;
    int shift_ = 64;
};

}  // namespace strata::core
