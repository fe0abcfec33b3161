// A statement of which only the beginning is sure.
#pragma once

#include "core/may_provide.h"
#include "sqlread/plpgsql_tokens.h"

namespace strata::sqlread {

// The tokens of the statement, without a semicolon; unknown_part stands for what is not known.
void add_by_opening(std::span<const PlpgsqlToken> statement, core::MayProvide& may);

}  // namespace strata::sqlread
