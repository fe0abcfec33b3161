// What this session's guard goes by: the settings and what registered migrations provide and need.
#pragma once

#include "core/interest.h"
#include "pg/server.h"

namespace strata::guard {

enum class Mode : std::uint8_t { Enforce, Warn, Log, Off };

std::string_view name(Mode mode);

struct Watch {
    Mode mode = Mode::Enforce;
    bool refuse_changes = false;  // out_of_band = refuse
    std::vector<std::string> exempt_schemas = {};
    std::vector<std::string> exempt_roles = {};
    core::InterestSet interests = {};
};

// Remembered from one DDL to the next, read again after a change that another session has committed or that this one
// has made or taken back. Valid until the next call.
const Watch& watch();

}  // namespace strata::guard
