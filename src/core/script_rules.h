// What a script may hold: the policy on transaction control and on statements that a migration cannot run. Works on an
// abstract statement list, which ring 3 makes with the server's parser.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace strata::core {

enum class ScriptRole : std::uint8_t { Up, Down, Verify };

std::string_view name(ScriptRole role) noexcept;  // "up", "down", "verify"

enum class StatementKind : std::uint8_t {
    Begin,                    // BEGIN or START TRANSACTION without options
    BeginWithOptions,
    Commit,                   // COMMIT or END, without AND CHAIN
    Rollback,                 // ROLLBACK or ABORT, without AND CHAIN
    OtherTransactionControl,  // SAVEPOINT, RELEASE, PREPARE TRANSACTION, AND CHAIN, ...
    CopyFromStdin,
    CopyToStdout,
    OwnFunctionCall,          // one of our act-functions
    DropsExtension,           // this extension or its schema
    DiscardsSession,          // DISCARD ALL
    Other,
};

struct Statement {
    StatementKind kind = StatementKind::Other;
    int line = 0;
    int column = 0;
    std::string label = {};     // as a person calls it: "CREATE INDEX CONCURRENTLY", "SAVEPOINT"
    bool transactional = true;  // whether it can run inside a transaction
    bool may_need_top_level = false;  // only running it shows: it may end transactions, or refuse to be in one
    int locks = 0;              // estimate of the locks it keeps until the transaction ends
};

// A statement that is left out when the script runs. `note` says so in prose.
struct Elision {
    std::size_t statement = 0;
    std::string note;
};

struct ScriptVerdict {
    std::vector<Elision> elided;  // ascending
    std::vector<Fault> faults;    // all of them, in order of the script; condition ScriptRefused
    std::size_t statements = 0;   // that remain to run
    std::string obstacle;         // the first that cannot run in a transaction: "line 3: CREATE INDEX CONCURRENTLY"
    std::int64_t locks = 0;       // sum

    bool transactional() const noexcept { return obstacle.empty(); }
};

// Elided: complete BEGIN ... COMMIT (or END) blocks, in a verify script also a BEGIN as the first with ROLLBACK as the
// last statement, and a lone last COMMIT. All other transaction control and COPY through the client are refused.
ScriptVerdict judge_script(ScriptRole role, const std::vector<Statement>& statements);

}  // namespace strata::core
