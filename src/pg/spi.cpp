#include "pg/spi.h"

#include "pg/clock.h"
#include "pg/datum.h"
#include "pg/guard.h"

extern "C" {
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/fmgrprotos.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
}

namespace strata::pg {

namespace {

// Errors that SPI reports by code rather than by raising: none of our statements should meet one.
void check(int code) {
    if (code >= 0) return;
    const char* name = SPI_result_code_string(code);
    call([&] { ereport(ERROR, (errmsg_internal("pg_strata: SPI failed: %s", name))); });
}

void prepare(Query& query, const Parameters& parameters) {
    auto* types = const_cast<Oid*>(parameters.types().data());
    const int count = static_cast<int>(parameters.types().size());
    const int code = call([&] {
        SPIPlanPtr plan = SPI_prepare(query.sql, count, types);
        if (plan == nullptr) return SPI_result;
        if (SPI_keepplan(plan) != 0) return SPI_result;
        query.plan = plan;
        query.parameters = count;
        return 0;
    });
    check(code);
}

}  // namespace

Session::Session() : caller_(CurrentMemoryContext) {
    settings_.set("search_path", "pg_catalog, pg_temp");
    settings_.set("enable_seqscan", "off");
    settings_.set("jit", "off");
    own_snapshot_ = !ActiveSnapshotSet();
    if (own_snapshot_) call([] { PushActiveSnapshot(GetTransactionSnapshot()); });
    check(call([] { return SPI_connect(); }));
    // What the caller allocates must not vanish with the connection.
    MemoryContextSwitchTo(caller_);
}

Session::~Session() {
    call_in_destructor("close an SPI connection", [&] {
        (void) SPI_finish();
        if (own_snapshot_ && ActiveSnapshotSet()) PopActiveSnapshot();
    });
    MemoryContextSwitchTo(caller_);
}

std::uint64_t Session::execute(Query& query, Parameters parameters) {
    if (query.plan == nullptr) prepare(query, parameters);
    Datum* values = parameters.values().data();
    const char* nulls = parameters.nulls().data();
    check(call([&] { return SPI_execute_plan(query.plan, values, nulls, false, 0); }));
    MemoryContextSwitchTo(caller_);
    return SPI_processed;
}

namespace {

// Cells point into the result; compressed or external values are expanded once, here, and names become texts.
template <class Cell>
Cell* read_cells(SPITupleTable* table, std::uint64_t rows, int columns) {
    return call([&] {
        TupleDesc desc = table->tupdesc;
        auto* cells = static_cast<Cell*>(MemoryContextAllocHuge(table->tuptabcxt,
                                                                sizeof(Cell) * Max(rows * columns, (std::uint64_t) 1)));
        MemoryContext const caller = MemoryContextSwitchTo(table->tuptabcxt);
        for (std::uint64_t row = 0; row < rows; ++row) {
            for (int column = 0; column < columns; ++column) {
                Cell* cell = &cells[row * columns + column];
                cell->value = SPI_getbinval(table->vals[row], desc, column + 1, &cell->null);
                if (cell->null) continue;
                if (TupleDescAttr(desc, column)->attlen == -1)
                    cell->value = PointerGetDatum(PG_DETOAST_DATUM_PACKED(cell->value));
                else if (TupleDescAttr(desc, column)->atttypid == NAMEOID)
                    cell->value = PointerGetDatum(cstring_to_text(NameStr(*DatumGetName(cell->value))));
            }
        }
        MemoryContextSwitchTo(caller);
        return cells;
    });
}

}  // namespace

Rows Session::last_result() {
    Rows rows;
    if (SPI_tuptable == nullptr) return rows;
    rows.count_ = SPI_processed;
    rows.described_ = SPI_tuptable->tupdesc;
    rows.columns_ = SPI_tuptable->tupdesc->natts;
    rows.cells_ = read_cells<Rows::Cell>(SPI_tuptable, rows.count_, rows.columns_);
    return rows;
}

Rows Session::query(Query& query, Parameters parameters) {
    execute(query, std::move(parameters));
    return last_result();
}

Rows Session::query_latest(Query& query) {
    if (query.plan == nullptr) prepare(query, {});
    check(call([&] {
        PushActiveSnapshot(GetLatestSnapshot());
        const int code = SPI_execute_plan(query.plan, nullptr, nullptr, true, 0);
        PopActiveSnapshot();
        return code;
    }));
    MemoryContextSwitchTo(caller_);
    return last_result();
}

namespace {

// Without a plan of its own, which an error would leave behind for the rest of the session.
int execute_text(const std::string& sql, Parameters& parameters, bool latest) {
    const char* text = sql.c_str();
    auto* types = const_cast<Oid*>(parameters.types().data());
    Datum* values = parameters.values().data();
    const char* nulls = parameters.nulls().data();
    const int count = static_cast<int>(parameters.types().size());
    return call([&] {
        if (latest) PushActiveSnapshot(GetLatestSnapshot());
        const int code = SPI_execute_with_args(text, count, types, values, nulls, latest, 0);
        if (latest) PopActiveSnapshot();
        return code;
    });
}

}  // namespace

Rows Session::query_text(const std::string& sql, Parameters parameters) {
    check(execute_text(sql, parameters, false));
    MemoryContextSwitchTo(caller_);
    return last_result();
}

Rows Session::query_text_latest(const std::string& sql, Parameters parameters) {
    check(execute_text(sql, parameters, true));
    MemoryContextSwitchTo(caller_);
    return last_result();
}

std::string_view Rows::text(std::size_t row, int column) const {
    const FormData_pg_attribute* attribute = TupleDescAttr(described_, column);
    if (attribute->attlen != -1 && attribute->atttypid != NAMEOID)
        call([&] { ereport(ERROR, (errmsg_internal("pg_strata: column %d is no text", column))); });
    auto* value = reinterpret_cast<struct varlena*>(DatumGetPointer(cell(row, column).value));
    return {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

std::optional<std::string> Rows::optional_text(std::size_t row, int column) const {
    if (is_null(row, column)) return std::nullopt;
    return std::string(text(row, column));
}

std::int64_t Rows::number(std::size_t row, int column) const { return DatumGetInt64(cell(row, column).value); }
std::int64_t Rows::integer(std::size_t row, int column) const { return DatumGetInt32(cell(row, column).value); }
bool Rows::flag(std::size_t row, int column) const { return DatumGetBool(cell(row, column).value); }
Oid Rows::oid(std::size_t row, int column) const { return DatumGetObjectId(cell(row, column).value); }

std::int64_t Rows::timestamp(std::size_t row, int column) const {
    return DatumGetTimestampTz(cell(row, column).value) + unix_to_postgres_us;
}

std::int64_t Rows::interval_us(std::size_t row, int column) const {
    return strata::pg::interval_us(cell(row, column).value);
}

std::vector<std::string> Rows::texts(std::size_t row, int column) const { return text_array(cell(row, column).value); }

Parameters& Parameters::add_value(Oid type, Datum value) {
    types_.push_back(type);
    values_.push_back(value);
    nulls_.push_back(' ');
    return *this;
}

Parameters& Parameters::add_null(Oid type) {
    add_value(type, Datum{0});
    nulls_.back() = 'n';
    return *this;
}

Parameters& Parameters::add(std::string_view text) { return add_value(TEXTOID, text_datum(text)); }

Parameters& Parameters::add(const std::optional<std::string>& text) {
    return text ? add(std::string_view(*text)) : add_null(TEXTOID);
}

Parameters& Parameters::add(std::int64_t number) { return add_value(INT8OID, Int64GetDatum(number)); }
Parameters& Parameters::add(bool flag) { return add_value(BOOLOID, BoolGetDatum(flag)); }
Parameters& Parameters::add_oid(Oid oid) { return add_value(OIDOID, ObjectIdGetDatum(oid)); }

Parameters& Parameters::add(const std::vector<std::string>& texts) {
    return add_value(TEXTARRAYOID, text_array_datum(texts));
}

Parameters& Parameters::add_oids(const std::vector<Oid>& oids) {
    const auto* elements = oids.data();
    const int count = static_cast<int>(oids.size());
    const Datum array = call([&] {
        auto* datums = static_cast<Datum*>(palloc(sizeof(Datum) * Max(count, 1)));
        for (int i = 0; i < count; ++i) datums[i] = ObjectIdGetDatum(elements[i]);
        return PointerGetDatum(construct_array(datums, count, OIDOID, sizeof(Oid), true, TYPALIGN_INT));
    });
    return add_value(OIDARRAYOID, array);
}

Parameters& Parameters::add_jsonb(std::string_view text) {
    const std::string copy(text);
    const char* source = copy.c_str();
    return add_value(JSONBOID, call([&] { return DirectFunctionCall1(jsonb_in, CStringGetDatum(source)); }));
}

Parameters& Parameters::add_timestamp(std::int64_t unix_us) {
    return add_value(TIMESTAMPTZOID, TimestampTzGetDatum(unix_us - unix_to_postgres_us));
}

Parameters& Parameters::add_interval_us(std::int64_t microseconds) {
    return add_value(INTERVALOID, interval_datum(microseconds));
}

}  // namespace strata::pg
