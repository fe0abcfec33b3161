// What text that cannot be read may provide, gathered for Mention::arguments of an Unread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/mention.h"

namespace strata::core {

// The only item of a list that says so.
inline constexpr std::string_view nothing_provided = "none";

inline constexpr std::size_t longest_name = 63;  // the server cuts longer ones

class MayProvide {
public:
    void add_anything() { is_anything_ = is_noted_ = true; }
    // An object of this kind; `pattern` is its name, of a member the member's, with * for unknown parts.
    void add(ObjectKind kind, std::string_view pattern = "*");
    // What a Provides says. Where it gives a relation or a type a new name, everything on it gets one with it.
    void add(const Mention& provided, bool is_moved, std::string_view pattern);
    // Nothing is provided, but something may be dropped or altered.
    void note() { is_noted_ = true; }

    // Whether nothing of it need be told.
    bool is_empty() const { return !is_noted_; }
    std::vector<std::string> list() const;

private:
    bool is_anything_ = false;
    bool is_noted_ = false;
    std::vector<std::string> items_;
};

// A name in which `part` stands for what is not known, as a pattern. Names that the server would have cut, or may have
// cut, fit with any end.
std::string pattern_of(std::string_view name, std::string_view part);

}  // namespace strata::core
