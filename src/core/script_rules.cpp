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

bool can_close(ScriptRole role, StatementKind kind) noexcept {
    return kind == StatementKind::Commit || (kind == StatementKind::Rollback && role == ScriptRole::Verify);
}

// The statements that are left out: the outer pair, a lone last COMMIT, or none.
std::vector<std::size_t> elided_positions(ScriptRole role, const std::vector<Statement>& statements) {
    if (statements.empty()) return {};
    const std::size_t last = statements.size() - 1;
    const bool opens = statements.front().kind == StatementKind::Begin;
    if (opens && last > 0 && can_close(role, statements[last].kind)) return {0, last};
    if (statements[last].kind == StatementKind::Commit) return {last};
    return {};
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
    const auto end = role == ScriptRole::Verify ? "COMMIT or ROLLBACK" : "COMMIT";
    return refuse(statement, concat(label_of(statement), " is not allowed in ", with_article(role)), own_transaction,
                  concat("Remove it. Only BEGIN as the first statement with ", end,
                         " as the last one, or a lone COMMIT as the last one, is left out by itself."));
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
