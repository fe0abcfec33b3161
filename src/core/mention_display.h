// Objects as messages show them.
#pragma once

#include <string>
#include <string_view>

#include "core/mention.h"

namespace strata::core {

// Of a mention whose object stands in `schema`: "public.users", "public.users.email", "owner_id_fkey on public.users",
// "public.f(int4)".
std::string display(const Mention& mention, std::string_view schema);

// Of a member: the relation or type, "public.users".
std::string display_owner(const Mention& mention, std::string_view schema);

// `table "public.users"`, `column "email" of "public.users"`, `column "email" of "a" or "b"`.
std::string described(const Mention& mention, std::string_view schema);

std::string dotted(std::string_view schema, std::string_view name);

}  // namespace strata::core
