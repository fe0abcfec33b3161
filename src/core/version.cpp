#include "core/version.h"

#include <algorithm>

#include "core/text.h"

namespace strata::core {

namespace {

constexpr std::size_t date_digits = 8;
constexpr std::size_t time_digits = 6;

std::string_view leading_digits(std::string_view text) noexcept {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

int small_number(std::string_view digits) noexcept {
    int number = 0;
    for (char c : digits) number = number * 10 + (c - '0');
    return number;
}

bool begins_with_date(std::string_view digits) noexcept {
    if (digits.size() < date_digits) return false;
    const int year = small_number(digits.substr(0, 4));
    const int month = small_number(digits.substr(4, 2));
    const int day = small_number(digits.substr(6, 2));
    return year >= 1900 && year <= 2999 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

// The HHMMSS of YYYYMMDD_HHMMSS; empty when `after_date` does not begin with it.
std::string_view time_after_date(std::string_view after_date) noexcept {
    if (after_date.empty() || after_date.front() != '_') return {};
    const auto digits = leading_digits(after_date.substr(1));
    return digits.size() == time_digits ? digits : std::string_view{};
}

std::string_view without_leading_zeros(std::string_view digits) noexcept {
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

std::size_t read_lead(std::string_view text, Version& version) {
    const auto digits = leading_digits(text);
    if (!begins_with_date(digits)) {
        version.kind = VersionKind::Number;
        version.lead = without_leading_zeros(digits);
        return digits.size();
    }
    version.kind = VersionKind::Date;
    version.lead = digits;
    if (digits.size() != date_digits) return digits.size();
    const auto time = time_after_date(text.substr(date_digits));
    version.lead += time;
    return time.empty() ? date_digits : date_digits + 1 + time_digits;
}

std::size_t read_parts(std::string_view text, Version& version) {
    std::size_t length = 0;
    while (length + 1 < text.size() && text[length] == '.' && is_digit(text[length + 1])) {
        const auto digits = leading_digits(text.substr(length + 1));
        version.parts.emplace_back(without_leading_zeros(digits));
        length += 1 + digits.size();
    }
    while (!version.parts.empty() && version.parts.back().empty()) version.parts.pop_back();
    return length;
}

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return a.size() <=> b.size();
    return a <=> b;
}

std::strong_ordering compare_parts(const Version& a, const Version& b) noexcept {
    return std::lexicographical_compare_three_way(
        a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(),
        [](const std::string& x, const std::string& y) { return compare_numbers(x, y); });
}

}  // namespace

Version parse_version(std::string_view identifier) {
    Version version;
    const std::size_t prefix = !identifier.empty() && to_lower(identifier.front()) == 'v' ? 1 : 0;
    const auto text = identifier.substr(prefix);
    if (text.empty() || !is_digit(text.front())) return version;
    const auto lead = read_lead(text, version);
    version.length = prefix + lead + read_parts(text.substr(lead), version);
    return version;
}

std::strong_ordering compare(const Version& a, const Version& b) noexcept {
    if (a.kind != b.kind) return a.kind <=> b.kind;
    const auto by_lead = a.kind == VersionKind::Date ? a.lead <=> b.lead : compare_numbers(a.lead, b.lead);
    return by_lead != 0 ? by_lead : compare_parts(a, b);
}

std::string version_key(const Version& version) {
    if (version.kind == VersionKind::None) return {};
    std::string key = concat(version.kind == VersionKind::Date ? 'd' : 'n', version.lead);
    for (const auto& part : version.parts) key += concat('.', part);
    return key;
}

bool is_version(std::string_view text) {
    const auto version = parse_version(text);
    return version.length > 0 && version.length == text.size();
}

std::string_view name_after_version(std::string_view identifier) {
    auto rest = identifier.substr(parse_version(identifier).length);
    if (rest.size() == identifier.size()) return identifier;
    return rest.substr(std::min(rest.find_first_not_of("_-. "), rest.size()));
}

Place::Place(std::string_view identifier, std::int64_t registration)
    : version(parse_version(identifier)), registration(registration), identifier(identifier) {}

std::strong_ordering operator<=>(const Place& a, const Place& b) noexcept {
    if (const auto by_version = compare(a.version, b.version); by_version != 0) return by_version;
    if (a.version.kind == VersionKind::None && a.registration != b.registration) {
        return a.registration <=> b.registration;
    }
    return a.identifier <=> b.identifier;
}

bool operator==(const Place& a, const Place& b) noexcept { return (a <=> b) == 0; }

}  // namespace strata::core
