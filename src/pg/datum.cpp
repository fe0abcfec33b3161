#include "pg/datum.h"

#include "pg/guard.h"

extern "C" {
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/timestamp.h"
}

namespace strata::pg {

Datum text_datum(std::string_view text) {
    return call([&] { return PointerGetDatum(cstring_to_text_with_len(text.data(), static_cast<int>(text.size()))); });
}

Datum text_array_datum(const std::vector<std::string>& texts) {
    std::vector<Datum> elements;
    elements.reserve(texts.size());
    for (const std::string& text : texts) elements.push_back(text_datum(text));
    Datum* first = elements.data();
    const int count = static_cast<int>(elements.size());
    return call([&] { return PointerGetDatum(construct_array(first, count, TEXTOID, -1, false, TYPALIGN_INT)); });
}

Datum interval_datum(std::int64_t microseconds) {
    return call([&] {
        auto* interval = static_cast<Interval*>(palloc0(sizeof(Interval)));
        interval->time = microseconds;
        return IntervalPGetDatum(interval);
    });
}

std::int64_t interval_us(Datum datum) {
    const Interval* interval = DatumGetIntervalP(datum);
    const std::int64_t days = interval->month * INT64CONST(30) + interval->day;
    std::int64_t total = 0;
    if (__builtin_mul_overflow(days, USECS_PER_DAY, &total) || __builtin_add_overflow(total, interval->time, &total))
        return days < 0 ? INT64_MIN : INT64_MAX;
    return total;
}

std::string text_value(Datum datum) {
    const struct varlena* value = call([&] { return DatumGetTextPP(datum); });
    return {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

std::vector<std::string> text_array(Datum datum) {
    struct Elements {
        Datum* values;
        bool* nulls;
        int count;
    };
    const Elements elements = call([&] {
        Elements found{};
        deconstruct_array(DatumGetArrayTypeP(datum), TEXTOID, -1, false, TYPALIGN_INT, &found.values, &found.nulls,
                          &found.count);
        return found;
    });
    std::vector<std::string> texts;
    texts.reserve(elements.count);
    for (int i = 0; i < elements.count; ++i)
        texts.push_back(elements.nulls[i] ? std::string() : text_value(elements.values[i]));
    return texts;
}

}  // namespace strata::pg
