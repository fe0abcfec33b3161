// Whether the bytes of a file can be a script at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/result.h"

namespace strata::core {

enum class ContentEncoding : std::uint8_t { Utf8, Other };  // Other: only what no encoding allows is reported

// Refused: a byte order mark (stripping it would make the script's checksum differ from the file's), a NUL byte, and
// what is not UTF-8. The fault has the line; condition DirectoryRefused.
std::optional<Fault> objection_to_content(std::string_view content, ContentEncoding encoding);

// Where the first byte stands that is not UTF-8; the text's size when there is none.
std::size_t end_of_utf8(std::string_view text) noexcept;

}  // namespace strata::core
