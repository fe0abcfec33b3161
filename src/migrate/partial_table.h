// Table migrate.partial: the only place that knows its columns.
#pragma once

#include "core/script_rules.h"
#include "migrate/bookkeeping.h"

namespace strata::migrate {

// How far a script of a partial migration got. Statements count from 1.
struct Partial {
    std::string migration;
    core::ScriptRole script = core::ScriptRole::Up;
    std::string checksum;  // of the script
    std::int64_t done = 0;
    std::optional<std::int64_t> begun = {};
    std::optional<std::string> begun_object = {};  // see engine/begun_statement.h
};

std::optional<Partial> find_partial(const Actor& actor, const std::string& migration);
void save_partial(const Actor& actor, const Partial& partial);
void delete_partial(const Actor& actor, const std::string& migration);

}  // namespace strata::migrate
