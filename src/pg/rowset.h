// Results as rows: a set-returning function fills a materialized set, complete before the first row is shown.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// One cell: a text in the column type's input form, or null. Timestamps and intervals come as typed cells because
// their text form depends on settings.
class Cell {
public:
    Cell() = default;
    Cell(std::nullopt_t) {}
    Cell(std::string text) : kind_(Kind::Text), text_(std::move(text)) {}
    Cell(std::string_view text) : Cell(std::string(text)) {}
    Cell(const char* text) : Cell(std::string(text)) {}
    Cell(const std::optional<std::string>& text) { if (text) *this = Cell(*text); }
    Cell(bool flag) : kind_(Kind::Flag), number_(flag) {}
    Cell(std::int64_t number) : kind_(Kind::Number), number_(number) {}
    Cell(int number) : Cell(static_cast<std::int64_t>(number)) {}
    Cell(std::size_t number) : Cell(static_cast<std::int64_t>(number)) {}
    Cell(std::vector<std::string> texts) : kind_(Kind::Texts), texts_(std::move(texts)) {}
    Cell(const std::optional<std::int64_t>& number) { if (number) *this = Cell(*number); }
    static Cell timestamp(std::int64_t unix_us);
    static Cell interval(std::int64_t microseconds);

private:
    friend struct RowValues;
    enum class Kind { Null, Text, Flag, Number, Texts, Timestamp, Interval };
    Kind kind_ = Kind::Null;
    std::int64_t number_ = 0;
    std::string text_;
    std::vector<std::string> texts_;
};

// The result of the running function, whose declared type is SETOF a composite. Columns must match it in number:
// text, text[], boolean, integer, bigint, numeric, timestamptz and interval columns are understood.
class RowSet {
public:
    explicit RowSet(FunctionCallInfo fcinfo);
    ~RowSet();
    RowSet(const RowSet&) = delete;
    RowSet& operator=(const RowSet&) = delete;

    void add(const std::vector<Cell>& cells);

private:
    ReturnSetInfo* result_;
    MemoryContext row_;  // what one row needs on its way
};

// The result of the running procedure: its INOUT arguments, in order.
Datum output_row(FunctionCallInfo fcinfo, const std::vector<Cell>& cells);

}  // namespace strata::pg
