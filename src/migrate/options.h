// The options argument of act-functions: a jsonb object of known keys.
#pragma once

#include <map>
#include <set>

#include "migrate/actor.h"

namespace strata::migrate {

class Options {
public:
    // Raises MG017 when `json` is not an object or holds a key that is not `known`.
    Options(const std::string& json, const std::vector<std::string>& known);

    // Whether the key is there, with or without a value.
    bool names(const std::string& key) const { return values_.contains(key) || without_value_.contains(key); }
    // Whether the key has a value; null is none.
    bool has(const std::string& key) const { return values_.contains(key); }
    std::optional<std::string> text(const std::string& key) const;
    // Raises MG017 when it is there and not true or false.
    bool flag(const std::string& key) const;

private:
    std::map<std::string, std::string> values_;
    std::set<std::string> without_value_;
};

}  // namespace strata::migrate
