// Names as small numbers, so that the simulated catalog compares and hashes integers.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace strata::core {

using NameId = std::uint32_t;

class Names {
public:
    Names() = default;
    Names(const Names&) = delete;  // the map holds views of the texts
    Names& operator=(const Names&) = delete;

    NameId intern(std::string_view name);
    std::string_view text(NameId id) const { return texts_[id]; }

private:
    std::deque<std::string> texts_;
    std::unordered_map<std::string_view, NameId> ids_;
};

}  // namespace strata::core
