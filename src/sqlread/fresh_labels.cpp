#include "sqlread/fresh_labels.h"

#include <algorithm>

namespace strata::sqlread {

namespace {

const char* added_label(const RawStmt* raw) {
    if (!IsA(raw->stmt, AlterEnumStmt)) return nullptr;
    const auto* statement = reinterpret_cast<const AlterEnumStmt*>(raw->stmt);
    return statement->oldVal == nullptr ? statement->newVal : nullptr;
}

bool runs_body(const Node* node) { return IsA(node, DoStmt) || IsA(node, CreateFunctionStmt); }

// The label as a literal token of its own, in the form that tokens.h gives.
bool has_constant(const ParsedStatement& statement, const std::string& label) {
    const std::string token = "s" + std::to_string(label.size()) + ":" + label;
    return scan_tokens(statement.text).canonical.find(token) != std::string::npos;
}

bool uses(const ParsedStatement& statement, const std::string& label) {
    if (statement.text.find(label) == std::string::npos) return false;
    return runs_body(statement.raw->stmt) || has_constant(statement, label);
}

}  // namespace

std::vector<std::size_t> statements_to_commit(const ParsedScript& script) {
    std::vector<std::size_t> found;
    const auto& statements = script.statements;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const char* label = added_label(statements[i].raw);
        if (label != nullptr && std::any_of(statements.begin() + static_cast<std::ptrdiff_t>(i) + 1, statements.end(),
                                            [&](const ParsedStatement& later) { return uses(later, label); }))
            found.push_back(i);
    }
    return found;
}

}  // namespace strata::sqlread
