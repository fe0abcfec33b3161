#include "core/script_rules.h"

#include "core/text.h"

namespace strata::core {

namespace {

constexpr std::string_view own_transaction = "A migration runs in a transaction of its own.";

std::string_view with_article(ScriptRole role) noexcept {
    switch (role) {
        case ScriptRole::Up: return "an up script";
        case ScriptRole::Down: return "a down script";
        case ScriptRole::Verify: break;
    }
    return "a verify script";
}

bool can_close(ScriptRole role, StatementKind kind, bool is_outer) noexcept {
    return kind == StatementKind::Commit || (kind == StatementKind::Rollback && role == ScriptRole::Verify && is_outer);
}

// The statements that are left out: complete BEGIN ... COMMIT blocks and a lone last COMMIT. A block that its script
// rolls back is one only when it is the whole script: what follows it would see what it undid.
std::vector<std::size_t> elided_positions(ScriptRole role, const std::vector<Statement>& statements) {
    std::vector<std::size_t> positions;
    std::optional<std::size_t> open;
    for (std::size_t position = 0; position < statements.size(); ++position) {
        const StatementKind kind = statements[position].kind;
        const bool is_last = position + 1 == statements.size();
        if (!open && kind == StatementKind::Begin) {
            open = position;
        } else if (open && can_close(role, kind, *open == 0 && is_last)) {
            positions.insert(positions.end(), {*open, position});
            open.reset();
        } else if (!open && is_last && kind == StatementKind::Commit) {
            positions.push_back(position);
        }
    }
    return positions;
}

std::string label_of(const Statement& statement) {
    return statement.label.empty() ? std::string("the statement") : statement.label;
}

Elision elide(std::size_t position, const Statement& statement) {
    return {position, concat("line ", statement.line, ": ", label_of(statement),
                             " is left out, as a migration runs in a transaction of its own")};
}

Fault refuse(const Statement& statement, std::string message, std::string_view detail, std::string_view hint) {
    return {Condition::ScriptRefused, std::move(message), std::string(detail), std::string(hint), statement.line,
            statement.column};
}

Fault refuse_transaction_control(ScriptRole role, const Statement& statement) {
    const auto rollback =
        role == ScriptRole::Verify ? "a BEGIN as the first with ROLLBACK as the last statement, " : "";
    const bool is_open = statement.kind == StatementKind::Begin;
    return refuse(statement, concat(label_of(statement), " is not allowed in ", with_article(role)),
                  is_open ? "There is no COMMIT that ends what it begins." : own_transaction,
                  concat("Remove it. Only a BEGIN with its COMMIT, ", rollback,
                         "and a COMMIT as the last statement need not be removed: they are left out."));
}

// Nothing when the statement may stay.
std::optional<Fault> objection(ScriptRole role, const Statement& statement) {
    const auto message = [&](std::string_view verdict) {
        return concat(label_of(statement), ' ', verdict, ' ', with_article(role));
    };
    switch (statement.kind) {
        case StatementKind::Begin:
        case StatementKind::BeginWithOptions:
        case StatementKind::Commit:
        case StatementKind::Rollback:
        case StatementKind::OtherTransactionControl: return refuse_transaction_control(role, statement);
        case StatementKind::CopyFromStdin:
            return refuse(statement, message("is not allowed in"), "A script has no client to read data from.",
                          "Use INSERT ... VALUES, or load the data outside of migrations.");
        case StatementKind::CopyToStdout:
            return refuse(statement, message("is not allowed in"), "A script has no client to send data to.",
                          "Use a SELECT, or copy to a table.");
        case StatementKind::OwnFunctionCall:
            return refuse(statement, message("cannot be called from"), "Migrations do not run migrations.",
                          "Remove it.");
        case StatementKind::DropsExtension:
            return refuse(statement, message("is not allowed in"),
                          "It would remove the records of the very migration that runs.",
                          "Drop the extension outside of migrations.");
        case StatementKind::DiscardsSession:
            return refuse(statement, message("is not allowed in"), "It would reset the caller's session.",
                          "Remove it: what a script leaves in the session is taken back anyway.");
        case StatementKind::Other: break;
    }
    return std::nullopt;
}

void count_in(ScriptVerdict& verdict, const Statement& statement) {
    ++verdict.statements;
    verdict.locks += statement.locks;
    if (!statement.transactional && verdict.obstacle.empty()) {
        verdict.obstacle = concat("line ", statement.line, ": ", label_of(statement));
    }
}

}  // namespace

std::string_view name(ScriptRole role) noexcept {
    switch (role) {
        case ScriptRole::Up: return "up";
        case ScriptRole::Down: return "down";
        case ScriptRole::Verify: break;
    }
    return "verify";
}

ScriptVerdict judge_script(ScriptRole role, const std::vector<Statement>& statements) {
    ScriptVerdict verdict;
    for (const auto position : elided_positions(role, statements)) {
        verdict.elided.push_back(elide(position, statements[position]));
    }
    auto elided = verdict.elided.begin();
    for (std::size_t position = 0; position < statements.size(); ++position) {
        if (elided != verdict.elided.end() && elided->statement == position) {
            ++elided;
            continue;
        }
        if (auto fault = objection(role, statements[position])) verdict.faults.push_back(std::move(*fault));
        count_in(verdict, statements[position]);
    }
    return verdict;
}

}  // namespace strata::core
