#include "migrate/options.h"

#include <algorithm>

#include "core/text.h"
#include "migrate/raise.h"
#include "pg/spi.h"

namespace strata::migrate {

namespace {

constinit pg::Query is_object{"SELECT jsonb_typeof($1) = 'object'"};
constinit pg::Query entries{"SELECT key, value FROM jsonb_each_text($1) ORDER BY key"};

[[noreturn]] void refuse_key(const std::string& key, const std::vector<std::string>& known) {
    raise({core::Condition::UnknownOption, core::concat("unknown option ", core::quoted(key)), "",
           known.empty() ? "This function has no options."
                         : core::concat("Known options: ", core::quoted_list(known), ".")});
}

}  // namespace

Options::Options(const std::string& json, const std::vector<std::string>& known) {
    if (json == "{}") return;
    pg::Session session;
    if (!session.query(is_object, pg::Parameters().add_jsonb(json)).flag(0, 0))
        raise({core::Condition::UnknownOption, "options must be a JSON object", "",
               "For example: '{\"reason\": \"...\"}'."});
    const pg::Rows rows = session.query(entries, pg::Parameters().add_jsonb(json));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::string key(rows.text(i, 0));
        if (std::find(known.begin(), known.end(), key) == known.end()) refuse_key(key, known);
        if (rows.is_null(i, 1))
            without_value_.insert(std::move(key));
        else
            values_.emplace(std::move(key), rows.text(i, 1));
    }
}

std::optional<std::string> Options::text(const std::string& key) const {
    const auto found = values_.find(key);
    if (found == values_.end() || found->second.empty()) return std::nullopt;
    return found->second;
}

bool Options::flag(const std::string& key) const {
    const std::optional<std::string> value = text(key);
    if (!value || *value == "false") return false;
    if (*value == "true") return true;
    raise({core::Condition::UnknownOption, core::concat("option ", core::quoted(key), " must be true or false")});
}

}  // namespace strata::migrate
