// What the reader costs beside the parser. SQL: bench_reading(what, script) gives nanoseconds of one run over the text:
// 'parse' is the server's raw parser alone, 'read' what registration does with the tree, up to the stored form.
#include <chrono>
#include <string>

#include "core/mention_text.h"
#include "pg/entry.h"
#include "pg/error.h"
#include "pg/guard.h"
#include "pg/memory.h"
#include "sqlread/read_script.h"

extern "C" {
#include "parser/parser.h"
}

#pragma GCC visibility push(default)
extern "C" {
PG_MODULE_MAGIC;
}
#pragma GCC visibility pop

namespace strata::bench {

namespace {

template <class Work>
std::int64_t nanoseconds(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin).count();
}

std::int64_t parse_once(const std::string& script) {
    return nanoseconds([&] { pg::call([&] { raw_parser(script.c_str(), RAW_PARSE_DEFAULT); }); });
}

std::int64_t read_once(const std::string& script) {
    const auto parsed = sqlread::parse(script, sqlread::OwnNames{"pg_strata", {"migrate"}});
    return nanoseconds([&] { core::pack(sqlread::read_script(parsed, {})); });
}

}  // namespace

Datum bench_reading(const pg::Arguments& arguments) {
    const pg::MemoryScope memory("bench reading");
    const std::string script = arguments.text(1).value();
    return Int64GetDatum(arguments.text(0) == "parse" ? parse_once(script) : read_once(script));
}

}  // namespace strata::bench

STRATA_FUNCTION_OF(bench, bench_reading)
