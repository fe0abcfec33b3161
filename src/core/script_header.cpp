#include "core/script_header.h"

#include <algorithm>

#include "core/leading_comments.h"
#include "core/text.h"

namespace strata::core {

namespace {

constexpr const char* names[] = {directive::transaction, directive::lock_timeout, directive::lock_retries,
                                 directive::statement_timeout, directive::concurrent_lock_timeout};

}  // namespace

std::span<const char* const> all_directives() noexcept { return names; }
std::span<const char* const> limit_directives() noexcept { return all_directives().subspan(1); }

std::vector<Directive> read_directives(std::string_view script) {
    std::vector<Directive> found;
    for (const LineComment& comment : read_leading_comments(script).lines) {
        const auto pair = split_key(comment);
        if (!pair) continue;
        for (const char* name : names)
            if (equal_ignoring_case(pair->key, name))
                found.push_back({name, std::string(pair->value), comment.line});
    }
    return found;
}

const Directive* find_directive(const std::vector<Directive>& directives, std::string_view name) {
    const auto last = std::find_if(directives.rbegin(), directives.rend(),
                                   [&](const Directive& directive) { return directive.name == name; });
    return last == directives.rend() ? nullptr : &*last;
}

}  // namespace strata::core
