// The version that an identifier begins with, and the order of identifiers.
//
// A version is the leading digits, after an optional V; YYYYMMDD_HHMMSS counts as one run of digits; ".digits" adds a
// part (V1.2__x). A run of at least eight digits that begins with a plausible YYYYMMDD is a date.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace strata::core {

enum class VersionKind : std::uint8_t { Number, Date, None };  // in their order

struct Version {
    VersionKind kind = VersionKind::None;
    std::string lead;                // Number: without leading zeros ("0" is ""); Date: the digits as written
    std::vector<std::string> parts;  // after dots, without leading zeros; trailing zero parts are dropped
    std::size_t length = 0;          // bytes of the identifier that the version takes up, 0 when there is none
};

Version parse_version(std::string_view identifier);

// Numbers (of any length) before dates (left-aligned digits) before none; then part by part. "1", "V001" and "1.0"
// are equal; so are two identifiers without a version.
std::strong_ordering compare(const Version& a, const Version& b) noexcept;

// Equal for equal versions and only for them; empty when there is no version.
std::string version_key(const Version& version);

// Whether the whole text is a version and nothing more.
bool is_version(std::string_view text);

// "003_create_x" -> "create_x", "V1.2__x" -> "x"; without a version the identifier itself. A view into `identifier`.
std::string_view name_after_version(std::string_view identifier);

// Where an identifier stands among others: by version; without one by registration; ties by the whole identifier,
// bytewise. A total order on distinct identifiers. Views `identifier`, which must outlive it.
struct Place {
    Place(std::string_view identifier, std::int64_t registration);

    Version version;
    std::int64_t registration;
    std::string_view identifier;
};

std::strong_ordering operator<=>(const Place& a, const Place& b) noexcept;
bool operator==(const Place& a, const Place& b) noexcept;

}  // namespace strata::core
