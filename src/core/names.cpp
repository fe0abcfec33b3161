#include "core/names.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace strata::core {

namespace {

constexpr std::size_t block_size = 16384;

}  // namespace

NameId Names::intern(std::string_view name) {
    if (2 * (texts_.size() + 1) > slots_.size()) grow();
    const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(name));
    for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
        Slot& slot = slots_[at];
        if (slot.place == 0) {
            texts_.push_back(keep(name));
            slot = {hash, static_cast<std::uint32_t>(texts_.size())};
        }
        if (slot.hash == hash && texts_[slot.place - 1] == name) return slot.place - 1;
    }
}

std::string_view Names::keep(std::string_view name) {
    if (name.size() > left_) {
        left_ = std::max(block_size, name.size());
        blocks_.push_back(std::make_unique<char[]>(left_));
        end_ = blocks_.back().get();
    }
    char* text = std::exchange(end_, end_ + name.size());
    left_ -= name.size();
    std::copy(name.begin(), name.end(), text);
    return {text, name.size()};
}

void Names::grow() {
    slots_.assign(std::max<std::size_t>(256, 2 * slots_.size()), Slot{0, 0});
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(texts_[i]));
        std::size_t at = hash & (slots_.size() - 1);
        while (slots_[at].place != 0) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = {hash, static_cast<std::uint32_t>(i + 1)};
    }
}

}  // namespace strata::core
