// The arguments of the running SQL function, by position from 0; null reads as nullopt.
#pragma once

#include "pg/server.h"

namespace strata::pg {

class Arguments {
public:
    explicit Arguments(FunctionCallInfo fcinfo) : fcinfo_(fcinfo) {}

    std::optional<std::string> text(int position) const;
    std::optional<std::string> name(int position) const;  // of SQL type name
    std::optional<std::int64_t> integer(int position) const;
    std::optional<std::int64_t> bigint(int position) const;
    // Microseconds; months count as 30 days.
    std::optional<std::int64_t> interval(int position) const;
    // Null reads as `otherwise`.
    bool flag(int position, bool otherwise = false) const;
    std::optional<std::vector<std::string>> texts(int position) const;
    // A jsonb argument in its canonical text form; null reads as {}.
    std::string jsonb(int position) const;

    FunctionCallInfo fcinfo() const { return fcinfo_; }

private:
    FunctionCallInfo fcinfo_;
};

}  // namespace strata::pg
