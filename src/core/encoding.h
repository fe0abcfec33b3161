// The canonical byte form that digests are taken over. It is stable: a change is a new format version.
//
// The bytes are: the format version (1 byte, 0x01); the record's name as a text field; then each field in its fixed
// order. A field is one type byte and a payload; all integers are big-endian.
//   'N'  NULL        nothing
//   'T'  text        length in bytes (8 bytes), then the bytes
//   'I'  int64       8 bytes, two's complement
//   'B'  boolean     1 byte, 0 or 1
//   'A'  text array  number of items (8 bytes), then each item as a text field
// Every field tells its own length, so no two different records share their bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace strata::core {

inline constexpr unsigned char encoding_version = 1;

class CanonicalRecord {
public:
    explicit CanonicalRecord(std::string_view record_name);

    CanonicalRecord& null();
    CanonicalRecord& text(std::string_view value);
    CanonicalRecord& text(const std::optional<std::string>& value);
    CanonicalRecord& text(const std::string& value) { return text(std::string_view(value)); }
    CanonicalRecord& text(const char* value) { return text(std::string_view(value)); }
    CanonicalRecord& integer(std::int64_t value);
    CanonicalRecord& integer(const std::optional<std::int64_t>& value);
    CanonicalRecord& boolean(bool value);
    CanonicalRecord& array(std::span<const std::string> items);

    const std::string& bytes() const& noexcept { return bytes_; }
    std::string bytes() && noexcept { return std::move(bytes_); }

private:
    void number(std::uint64_t value);

    std::string bytes_;
};

}  // namespace strata::core
