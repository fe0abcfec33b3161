// SQL of our own, run through SPI with typed parameters and results read as C++ values.
#pragma once

#include "pg/server.h"
#include "pg/setting.h"

extern "C" {
#include "executor/spi.h"
}

namespace strata::pg {

// One of our statements. Define it `constinit static`: the plan is made at first use and kept for the session.
struct Query {
    const char* sql;
    SPIPlanPtr plan = nullptr;
    int parameters = 0;
};

// Positional parameters ($1, $2...), in the order of the add calls. The values live in the current memory context.
class Parameters {
public:
    Parameters& add(std::string_view text);
    Parameters& add(const std::optional<std::string>& text);
    Parameters& add(std::int64_t number);
    Parameters& add(bool flag);
    Parameters& add(const std::vector<std::string>& texts);
    Parameters& add_oid(Oid oid);
    Parameters& add_oids(const std::vector<Oid>& oids);
    Parameters& add_jsonb(std::string_view text);
    // Microseconds since 1970-01-01 00:00 UTC.
    Parameters& add_timestamp(std::int64_t unix_us);
    Parameters& add_interval_us(std::int64_t microseconds);
    // An untyped null of the named type.
    Parameters& add_null(Oid type);

    const std::vector<Oid>& types() const { return types_; }
    std::vector<Datum>& values() { return values_; }
    const std::vector<char>& nulls() const { return nulls_; }

private:
    Parameters& add_value(Oid type, Datum value);

    std::vector<Oid> types_;
    std::vector<Datum> values_;
    std::vector<char> nulls_;
};

// The rows of one query. Valid until the session that ran it ends. Columns count from 0.
class Rows {
public:
    std::size_t size() const { return count_; }
    bool empty() const { return count_ == 0; }
    bool is_null(std::size_t row, int column) const { return cell(row, column).null; }

    // Each wants a column of that type that is not null.
    std::string_view text(std::size_t row, int column) const;     // text, varchar, name
    std::int64_t number(std::size_t row, int column) const;       // bigint
    std::int64_t integer(std::size_t row, int column) const;      // integer
    bool flag(std::size_t row, int column) const;
    Oid oid(std::size_t row, int column) const;
    std::int64_t timestamp(std::size_t row, int column) const;    // Unix microseconds
    std::int64_t interval_us(std::size_t row, int column) const;  // months count as 30 days
    std::vector<std::string> texts(std::size_t row, int column) const;

    std::optional<std::string> optional_text(std::size_t row, int column) const;

private:
    friend class Session;
    struct Cell {
        Datum value;
        bool null;
    };
    const Cell& cell(std::size_t row, int column) const { return cells_[row * columns_ + column]; }

    Cell* cells_ = nullptr;
    TupleDesc described_ = nullptr;
    std::size_t count_ = 0;
    int columns_ = 0;
};

// An SPI connection with search_path `pg_catalog, pg_temp`, so that nobody's objects come between our statements and
// the server's. Plans are kept for the session, and one made while a table was small must not scan it when it has
// grown: sequential scans are for queries that nothing else serves. Memory that SPI gives out lives until it ends. Where
// there is no snapshot (between the transactions of a run) it has one of its own, which ends with it.
class Session {
public:
    Session();
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Rows query(Query& query, Parameters parameters = {});
    // Reads what is committed by now, and what this transaction has done, whatever its snapshot.
    Rows query_latest(Query& query);
    // For statements whose text is made at run time; not cached.
    Rows query_text(const std::string& sql, Parameters parameters = {});
    Rows query_text_latest(const std::string& sql, Parameters parameters = {});
    // The number of rows that the statement changed or returned.
    std::uint64_t execute(Query& query, Parameters parameters = {});

private:
    static Rows last_result();

    MemoryContext caller_;
    SettingScope settings_;
    bool own_snapshot_;
};

}  // namespace strata::pg
