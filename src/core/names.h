// Names as small numbers, so that the simulated catalog compares and hashes integers.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace strata::core {

using NameId = std::uint32_t;

class Names {
public:
    NameId intern(std::string_view name);
    std::string_view text(NameId id) const { return texts_[id]; }

private:
    struct Slot {
        std::uint32_t hash;
        std::uint32_t place;  // of the id, from 1; 0: free
    };

    std::string_view keep(std::string_view name);
    void grow();

    std::vector<std::string_view> texts_;
    std::vector<Slot> slots_;
    std::vector<std::unique_ptr<char[]>> blocks_;  // what the texts are kept in
    char* end_ = nullptr;                          // of what is used of the last block
    std::size_t left_ = 0;
};

}  // namespace strata::core
