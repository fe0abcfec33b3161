#include "pg/rowset.h"

#include "pg/clock.h"
#include "pg/datum.h"
#include "pg/guard.h"
#include "pg/memory.h"

extern "C" {
#include "catalog/pg_type.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"
}

namespace strata::pg {

namespace {

Datum number_datum(std::int64_t number, Oid type) {
    if (type == INT4OID) return Int32GetDatum(static_cast<std::int32_t>(number));
    if (type == NUMERICOID) return call([&] { return NumericGetDatum(int64_to_numeric(number)); });
    return Int64GetDatum(number);
}

// The column's input form: of a text, itself.
Datum input_datum(const std::string& text, Oid type) {
    if (type != NUMERICOID) return text_datum(text);
    const char* number = text.c_str();
    return call([&] {
        return DirectFunctionCall3(numeric_in, CStringGetDatum(number), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
    });
}

}  // namespace

// Cells as the server takes them, in the current memory context.
struct RowValues {
    RowValues(const std::vector<Cell>& cells, TupleDesc desc);

    std::vector<Datum> values;
    std::unique_ptr<bool[]> nulls;
};

RowValues::RowValues(const std::vector<Cell>& cells, TupleDesc desc)
    : values(cells.size()), nulls(new bool[cells.size()]) {
    if (static_cast<int>(cells.size()) != desc->natts)
        raise({"XX000", "pg_strata: a result row does not fit its declared type", "", ""});
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Cell& cell = cells[i];
        nulls[i] = cell.kind_ == Cell::Kind::Null;
        switch (cell.kind_) {
            case Cell::Kind::Null: values[i] = Datum{0}; break;
            case Cell::Kind::Text: values[i] = input_datum(cell.text_, TupleDescAttr(desc, i)->atttypid); break;
            case Cell::Kind::Texts: values[i] = text_array_datum(cell.texts_); break;
            case Cell::Kind::Flag: values[i] = BoolGetDatum(cell.number_ != 0); break;
            case Cell::Kind::Number: values[i] = number_datum(cell.number_, TupleDescAttr(desc, i)->atttypid); break;
            case Cell::Kind::Timestamp: values[i] = TimestampTzGetDatum(cell.number_ - unix_to_postgres_us); break;
            case Cell::Kind::Interval: values[i] = interval_datum(cell.number_); break;
        }
    }
}

Cell Cell::timestamp(std::int64_t unix_us) {
    Cell cell(unix_us);
    cell.kind_ = Kind::Timestamp;
    return cell;
}

Cell Cell::interval(std::int64_t microseconds) {
    Cell cell(microseconds);
    cell.kind_ = Kind::Interval;
    return cell;
}

RowSet::RowSet(FunctionCallInfo fcinfo) : result_(reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo)) {
    row_ = call([&] {
        InitMaterializedSRF(fcinfo, 0);
        return AllocSetContextCreate(CurrentMemoryContext, "pg_strata row", ALLOCSET_SMALL_SIZES);
    });
}

RowSet::~RowSet() {
    call_in_destructor("delete a memory context", [&] { MemoryContextDelete(row_); });
}

void RowSet::add(const std::vector<Cell>& cells) {
    TupleDesc const desc = result_->setDesc;
    call([&] { MemoryContextReset(row_); });
    const MemorySwitch row(row_);
    RowValues row_values(cells, desc);
    Datum* values = row_values.values.data();
    bool* nulls = row_values.nulls.get();
    call([&] { tuplestore_putvalues(result_->setResult, desc, values, nulls); });
}

Datum output_row(FunctionCallInfo fcinfo, const std::vector<Cell>& cells) {
    TupleDesc const desc = call([&] {
        TupleDesc declared = nullptr;
        (void) get_call_result_type(fcinfo, nullptr, &declared);
        return BlessTupleDesc(declared);
    });
    RowValues row_values(cells, desc);
    Datum* values = row_values.values.data();
    bool* nulls = row_values.nulls.get();
    return call([&] { return HeapTupleGetDatum(heap_form_tuple(desc, values, nulls)); });
}

}  // namespace strata::pg
