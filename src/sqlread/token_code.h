// The scanner's public token codes. They are fixed across majors: PL/pgSQL's grammar relies on the same order.
#pragma once

namespace strata::sqlread {

enum TokenCode : int {
    Ident = 258, UIdent, FConst, SConst, UsConst, BConst, XConst, Operator, IConst, Param,
    TypeCast, DotDot, ColonEquals, EqualsGreater, LessEquals, GreaterEquals, NotEquals
};

}  // namespace strata::sqlread
