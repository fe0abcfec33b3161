#include "sqlread/do_block.h"

#include <algorithm>

#include "sqlread/body_text.h"
#include "sqlread/node_lists.h"
#include "sqlread/plpgsql_tokens.h"
#include "sqlread/written_names.h"

namespace strata::sqlread {

namespace {

constexpr std::string_view before_statement[] = {";", "begin", "then", "else", "loop", ">>"};

bool is_one_of(const PlpgsqlToken& token, std::span<const std::string_view> wanted) {
    return std::ranges::any_of(wanted, [&](std::string_view text) { return token.is(text); });
}

// COMMIT; or COMMIT AND CHAIN; where a statement begins.
bool is_statement(std::span<const PlpgsqlToken> tokens, std::size_t at) {
    const bool begins = at > 0 && is_one_of(tokens[at - 1], before_statement);
    return begins && at + 1 < tokens.size() && (tokens[at + 1].is(";") || tokens[at + 1].is("and"));
}

std::string transaction_end_among(std::span<const PlpgsqlToken> tokens) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].is("commit") && is_statement(tokens, i)) return "COMMIT";
        if (tokens[i].is("rollback") && is_statement(tokens, i)) return "ROLLBACK";
    }
    return {};
}

}  // namespace

DoBlock do_block(const DoStmt* statement) {
    DoBlock block;
    for (const DefElem* option : elements<DefElem>(statement->args)) {
        if (strcmp(option->defname, "language") == 0) block.language = text_of(option->arg);
        if (strcmp(option->defname, "as") == 0) block.body = option;
    }
    return block;
}

std::string transaction_end_in(const DoStmt* statement) {
    const DoBlock block = do_block(statement);
    if (block.body == nullptr || block.language != "plpgsql") return {};
    const std::string body = text_of(block.body->arg);
    std::string found;
    (void) could_read([&] { found = transaction_end_among(scan_plpgsql(body)); });
    return found;
}

}  // namespace strata::sqlread
