// How a script is to be run, as its author says in the comments that it begins with: -- lock_timeout: 2s.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace strata::core {

namespace directive {
inline constexpr char transaction[] = "transaction";
inline constexpr char lock_timeout[] = "lock_timeout";
inline constexpr char lock_retries[] = "lock_retries";
inline constexpr char statement_timeout[] = "statement_timeout";
inline constexpr char concurrent_lock_timeout[] = "concurrent_lock_timeout";
}  // namespace directive

// Those of waiting and those of a whole script: what registration can be told as well.
std::span<const char* const> all_directives() noexcept;
// Without `transaction`, which is the script's alone: what a call can be told.
std::span<const char* const> limit_directives() noexcept;

struct Directive {
    std::string name;   // as above
    std::string value;  // as written
    int line = 0;
};

// In order of the text; other comments are no directives. What the values mean is not judged.
std::vector<Directive> read_directives(std::string_view script);

// The last one of that name; null when there is none.
const Directive* find_directive(const std::vector<Directive>& directives, std::string_view name);

}  // namespace strata::core
