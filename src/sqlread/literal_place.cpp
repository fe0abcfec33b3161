#include "sqlread/literal_place.h"

#include <algorithm>
#include <cstddef>

namespace strata::sqlread {

namespace {

bool begins(std::string_view text, std::size_t at, std::string_view what) { return text.substr(at, 2) == what; }

// Behind the comment at `at`; comments of this form nest.
std::size_t after_block_comment(std::string_view text, std::size_t at) {
    int depth = 0;
    do {
        const bool opens = begins(text, at, "/*");
        const bool closes = begins(text, at, "*/");
        depth += opens ? 1 : closes ? -1 : 0;
        at += opens || closes ? 2 : 1;
    } while (depth > 0 && at < text.size());
    return at;
}

std::size_t after_blanks(std::string_view text, std::size_t at) {
    constexpr std::string_view blanks = " \t\n\r\f\v";
    while (at < text.size()) {
        if (begins(text, at, "--"))
            at = std::min(text.find('\n', at), text.size());
        else if (begins(text, at, "/*"))
            at = after_block_comment(text, at);
        else if (blanks.find(text[at]) != std::string_view::npos)
            ++at;
        else
            break;
    }
    return at;
}

// E'...', U&'...', $tag$...$tag$, '...'
std::size_t quote_length(std::string_view literal) {
    const char mark = literal.front() == '$' ? '$' : '\'';
    const std::size_t at = literal.find(mark, mark == '$' ? 1 : 0);
    return at == std::string_view::npos ? 0 : at + 1;
}

}  // namespace

int literal_start(std::string_view text, int from) {
    const std::size_t at = from < 0 ? text.size() : after_blanks(text, static_cast<std::size_t>(from));
    return at >= text.size() ? from : static_cast<int>(at + quote_length(text.substr(at)));
}

}  // namespace strata::sqlread
