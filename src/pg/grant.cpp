#include "pg/grant.h"

#include "pg/guard.h"

extern "C" {
#include "parser/parser.h"
#include "utils/acl.h"
}

namespace strata::pg {

void execute_grant(const std::string& statement) {
    const char* sql = statement.c_str();
    call([&] {
        const auto* raw = static_cast<const RawStmt*>(linitial(raw_parser(sql, RAW_PARSE_DEFAULT)));
        ExecuteGrantStmt(castNode(GrantStmt, raw->stmt));
        CommandCounterIncrement();
    });
}

}  // namespace strata::pg
