#include "sqlread/read_body.h"

namespace strata::sqlread {

void read_plpgsql_body(std::string_view, int, BodyKind, ReadingContext&, Recorder&) {}

}  // namespace strata::sqlread
