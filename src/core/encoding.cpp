#include "core/encoding.h"

namespace strata::core {

CanonicalRecord::CanonicalRecord(std::string_view record_name) : bytes_(1, static_cast<char>(encoding_version)) {
    text(record_name);
}

CanonicalRecord& CanonicalRecord::null() {
    bytes_ += 'N';
    return *this;
}

CanonicalRecord& CanonicalRecord::text(std::string_view value) {
    bytes_ += 'T';
    number(value.size());
    bytes_ += value;
    return *this;
}

CanonicalRecord& CanonicalRecord::text(const std::optional<std::string>& value) {
    return value ? text(std::string_view(*value)) : null();
}

CanonicalRecord& CanonicalRecord::integer(std::int64_t value) {
    bytes_ += 'I';
    number(static_cast<std::uint64_t>(value));
    return *this;
}

CanonicalRecord& CanonicalRecord::integer(const std::optional<std::int64_t>& value) {
    return value ? integer(*value) : null();
}

CanonicalRecord& CanonicalRecord::boolean(bool value) {
    bytes_ += 'B';
    bytes_ += value ? '\1' : '\0';
    return *this;
}

CanonicalRecord& CanonicalRecord::array(std::span<const std::string> items) {
    bytes_ += 'A';
    number(items.size());
    for (const auto& item : items) text(item);
    return *this;
}

void CanonicalRecord::number(std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes_ += static_cast<char>(value >> shift & 0xff);
}

}  // namespace strata::core
