// What the reader costs beside the parser. SQL: bench_reading(what, script) gives nanoseconds of one run over the text:
// 'parse' is the server's raw parser over the script, for which the body of a function is a single word; 'bodies' is what
// the same parser needs for the text in bodies while the script is read; 'read' is all that registration does with the
// tree, up to the stored form, 'bodies' included.
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

// The linker sends the reader's calls of raw_parser here.
extern "C" List* __real_raw_parser(const char* text, RawParseMode mode);

namespace {

std::int64_t parsing = 0;

std::int64_t now() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

}  // namespace

extern "C" List* __wrap_raw_parser(const char* text, RawParseMode mode);
extern "C" List* __wrap_raw_parser(const char* text, RawParseMode mode) {
    const std::int64_t begin = now();
    List* trees = __real_raw_parser(text, mode);
    parsing += now() - begin;
    return trees;
}

namespace strata::bench {

namespace {

std::int64_t parse_once(const std::string& script) {
    parsing = 0;
    pg::call([&] { raw_parser(script.c_str(), RAW_PARSE_DEFAULT); });
    return parsing;
}

std::int64_t read_once(const std::string& script) {
    const auto parsed = sqlread::parse(script, sqlread::OwnNames{"pg_strata", {"migrate"}});
    parsing = 0;
    const std::int64_t begin = now();
    core::pack(sqlread::read_script(parsed, {}));
    return now() - begin;
}

std::int64_t bodies_once(const std::string& script) {
    read_once(script);
    return parsing;
}

}  // namespace

Datum bench_reading(const pg::Arguments& arguments) {
    const pg::MemoryScope memory("bench reading");
    const std::string script = arguments.text(1).value();
    const auto what = arguments.text(0);
    return Int64GetDatum(what == "parse" ? parse_once(script) : what == "read" ? read_once(script) : bodies_once(script));
}

}  // namespace strata::bench

STRATA_FUNCTION_OF(bench, bench_reading)
