// Values made from the bytes that a fuzzer supplies. Names come from a small pool, so that mentions meet each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/mention.h"

namespace strata::fuzz {

class Material {
public:
    Material(const std::uint8_t* data, std::size_t size) : at_(data), end_(data + size) {}

    bool empty() const { return at_ == end_; }
    std::uint8_t byte() { return empty() ? std::uint8_t{0} : *at_++; }
    int below(int bound) { return byte() % bound; }
    bool one_in(int chances) { return below(chances) == 0; }

    // Some of the pool, and now and then any bytes.
    std::string name();
    core::QualifiedName qualified();
    core::Mention mention();
    core::Reading reading(int longest);

private:
    std::string any_text();

    const std::uint8_t* at_;
    const std::uint8_t* end_;
};

}  // namespace strata::fuzz
