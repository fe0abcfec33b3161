#include "core/file_content.h"

#include <algorithm>

namespace strata::core {

namespace {

unsigned char byte_at(std::string_view text, std::size_t at) noexcept {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

bool is_continuation(unsigned char byte) noexcept { return (byte & 0xc0) == 0x80; }

// The second byte's range excludes overlong forms, surrogates, and what lies beyond U+10FFFF.
bool is_second(unsigned char lead, unsigned char byte) noexcept {
    switch (lead) {
        case 0xe0: return byte >= 0xa0 && byte <= 0xbf;
        case 0xed: return byte >= 0x80 && byte <= 0x9f;
        case 0xf0: return byte >= 0x90 && byte <= 0xbf;
        case 0xf4: return byte >= 0x80 && byte <= 0x8f;
        default: return is_continuation(byte);
    }
}

// Length of the character at `at`, 0 when there is no valid one.
std::size_t character_length(std::string_view text, std::size_t at) noexcept {
    const auto lead = byte_at(text, at);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xc2 && lead <= 0xdf   ? 2
                               : lead >= 0xe0 && lead <= 0xef ? 3
                               : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                              : 0;
    if (length == 0 || !is_second(lead, byte_at(text, at + 1))) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if (!is_continuation(byte_at(text, at + i))) return 0;
    }
    return length;
}

Fault refuse(std::string_view content, std::size_t at, std::string message, std::string hint) {
    const auto before = content.substr(0, at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    return {Condition::DirectoryRefused, std::move(message), {}, std::move(hint), static_cast<int>(line)};
}

}  // namespace

std::size_t end_of_utf8(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto length = character_length(text, at);
        if (length == 0) break;
        at += length;
    }
    return at;
}

std::optional<Fault> objection_to_content(std::string_view content, ContentEncoding encoding) {
    if (content.starts_with("\xef\xbb\xbf")) {
        return refuse(content, 0, "file begins with a byte order mark", "Save it as UTF-8 without byte order mark.");
    }
    if (content.starts_with("\xff\xfe") || content.starts_with("\xfe\xff")) {
        return refuse(content, 0, "file is in UTF-16", "Save it as UTF-8 without byte order mark.");
    }
    if (const auto at = content.find('\0'); at != std::string_view::npos) {
        return refuse(content, at, "file holds a NUL byte", "Save it as UTF-8 text.");
    }
    if (encoding == ContentEncoding::Other) return std::nullopt;
    if (const auto at = end_of_utf8(content); at < content.size()) {
        return refuse(content, at, "file is not valid UTF-8", "Save it as UTF-8 text.");
    }
    return std::nullopt;
}

}  // namespace strata::core
