#include "pg/argument.h"

#include "pg/datum.h"
#include "pg/guard.h"

extern "C" {
#include "utils/array.h"
#include "utils/fmgrprotos.h"
}

namespace strata::pg {

std::optional<std::string> Arguments::text(int position) const {
    if (fcinfo_->args[position].isnull) return std::nullopt;
    return text_value(fcinfo_->args[position].value);
}

std::optional<std::string> Arguments::name(int position) const {
    if (fcinfo_->args[position].isnull) return std::nullopt;
    return NameStr(*DatumGetName(fcinfo_->args[position].value));
}

std::optional<std::int64_t> Arguments::integer(int position) const {
    if (fcinfo_->args[position].isnull) return std::nullopt;
    return DatumGetInt32(fcinfo_->args[position].value);
}

std::optional<std::int64_t> Arguments::bigint(int position) const {
    if (fcinfo_->args[position].isnull) return std::nullopt;
    return DatumGetInt64(fcinfo_->args[position].value);
}

std::optional<std::int64_t> Arguments::interval(int position) const {
    if (fcinfo_->args[position].isnull) return std::nullopt;
    return interval_us(fcinfo_->args[position].value);
}

bool Arguments::flag(int position, bool otherwise) const {
    return fcinfo_->args[position].isnull ? otherwise : DatumGetBool(fcinfo_->args[position].value);
}

std::optional<std::vector<std::string>> Arguments::texts(int position) const {
    if (fcinfo_->args[position].isnull) return std::nullopt;
    const Datum value = fcinfo_->args[position].value;
    if (call([&] { return array_contains_nulls(DatumGetArrayTypeP(value)); }))
        raise({"22004", "array elements must not be null", "", ""});
    return text_array(value);
}

std::string Arguments::jsonb(int position) const {
    if (fcinfo_->args[position].isnull) return "{}";
    const Datum value = fcinfo_->args[position].value;
    return call([&] { return DatumGetCString(DirectFunctionCall1(jsonb_out, value)); });
}

}  // namespace strata::pg
