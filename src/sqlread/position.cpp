#include "sqlread/position.h"

#include <algorithm>

#include "pg/guard.h"

extern "C" {
#include "mb/pg_wchar.h"
}

namespace strata::sqlread {

int characters(std::string_view text) {
    return pg::call([&] { return pg_mbstrlen_with_len(text.data(), static_cast<int>(text.size())); });
}

LineIndex::LineIndex(const std::string& script) : script_(script), starts_{0} {
    for (std::size_t at = script.find('\n'); at != std::string::npos; at = script.find('\n', at + 1))
        starts_.push_back(static_cast<int>(at) + 1);
}

Position LineIndex::position_of_byte(int offset) {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    const int line = static_cast<int>(after - starts_.begin());
    const bool goes_on = line == last_.line && offset >= last_offset_;
    const int from = goes_on ? last_offset_ : *(after - 1);
    const int column = characters(std::string_view(script_).substr(from, offset - from)) + (goes_on ? last_.column : 1);
    last_offset_ = offset;
    last_ = {line, column};
    return last_;
}

}  // namespace strata::sqlread
