#include "sqlread/session_settings.h"

#include "pg/guard.h"
#include "sqlread/node_lists.h"
#include "sqlread/recording.h"

extern "C" {
#include "utils/guc.h"
#include "utils/varlena.h"
}

namespace strata::sqlread {

namespace {

using core::ObjectKind;

bool is_string(const Node* value) {
    return value != nullptr && IsA(value, A_Const) && !as<A_Const>(value)->isnull &&
           as<A_Const>(value)->val.node.type == T_String;
}

std::string string_of(const Node* value) {
    return is_string(value) ? text_of(as<A_Const>(value)->val.sval.sval) : std::string();
}

std::string value_of(const VariableSetStmt* statement) {
    return statement->args == NIL ? std::string() : string_of(static_cast<const Node*>(linitial(statement->args)));
}

bool is_named(const VariableSetStmt* statement, const char* name) {
    return statement->name != nullptr && pg_strcasecmp(statement->name, name) == 0;
}

void set_path(std::vector<std::string> schemas, Recorder& recorder) {
    recorder.add({.bearing = core::Bearing::Path, .arguments = std::move(schemas)});
}

void set_body_checks(const std::string& value, ReadingContext& context) {
    bool checks = true;
    if (parse_bool(value.c_str(), &checks)) context.check_function_bodies = checks;
}

// The list that a string holds, as the server splits it; an empty one is a path without schemas.
std::vector<std::string> split_path(const std::string& value) {
    const char* text = value.c_str();
    List* names = NIL;
    const bool legal = pg::call([&] { return SplitIdentifierString(pstrdup(text), ',', &names); });
    std::vector<std::string> schemas;
    for (const char* name : elements<char>(names)) schemas.emplace_back(name);
    if (!legal || schemas.empty()) return {""};
    return schemas;
}

void read_set_config(const FuncCall* call, ReadingContext& context, Recorder& recorder) {
    if (last_of(call->funcname) != "set_config" || list_length(call->args) < 2) return;
    const auto* name = static_cast<const Node*>(linitial(call->args));
    const auto* value = static_cast<const Node*>(lsecond(call->args));
    if (!is_string(name) || !is_string(value)) return;
    const std::string setting = string_of(name);
    if (pg_strcasecmp(setting.c_str(), "search_path") == 0) set_path(split_path(string_of(value)), recorder);
    if (pg_strcasecmp(setting.c_str(), "check_function_bodies") == 0) set_body_checks(string_of(value), context);
    if (pg_strcasecmp(setting.c_str(), "role") == 0 && string_of(value) != "none")
        need_named(ObjectKind::Role, string_of(value).c_str(), recorder, call->location);
}

bool is_false(const Node* value) {
    bool truth = true;
    const auto* constant = as<A_Const>(value);
    if (IsA(value, A_Const) && constant->val.node.type == T_Boolean) return !constant->val.boolval.boolval;
    return is_string(value) && parse_bool(string_of(value).c_str(), &truth) && !truth;
}

bool sets_config_for_session(const FuncCall* call) {
    if (last_of(call->funcname) != "set_config" || list_length(call->args) != 3) return false;
    const auto* value = static_cast<const Node*>(lsecond(call->args));
    const auto* is_local = static_cast<const Node*>(lthird(call->args));
    return is_string(value) && is_false(is_local);
}

void read_setting(const VariableSetStmt* statement, ReadingContext& context, Recorder& recorder) {
    const bool given = statement->kind == VAR_SET_VALUE;
    const std::string value = given ? value_of(statement) : std::string();
    if (is_search_path(statement)) set_path(given ? schemas_of(statement) : std::vector<std::string>{}, recorder);
    if (is_named(statement, "check_function_bodies")) set_body_checks(given ? value : "on", context);
    if (!given) return;
    const bool is_role = is_named(statement, "role") && value != "none";
    if (is_role || is_named(statement, "session_authorization"))
        need_named(ObjectKind::Role, value.c_str(), recorder);
}

}  // namespace

bool sets_for_session(const Node* statement) {
    if (IsA(statement, VariableSetStmt)) {
        const auto* set = as<VariableSetStmt>(statement);
        return !set->is_local && (set->name == nullptr || strcmp(set->name, "TRANSACTION") != 0);
    }
    if (!IsA(statement, SelectStmt)) return false;
    const auto* select = as<SelectStmt>(statement);
    if (select->targetList == NIL || select->fromClause != NIL) return false;
    for (const ResTarget* target : elements<ResTarget>(select->targetList))
        if (!IsA(target->val, FuncCall) || !sets_config_for_session(as<FuncCall>(target->val))) return false;
    return true;
}

bool is_search_path(const VariableSetStmt* statement) { return is_named(statement, "search_path"); }

std::vector<std::string> schemas_of(const VariableSetStmt* statement) {
    std::vector<std::string> schemas;
    for (const Node* value : elements<Node>(statement->args)) schemas.push_back(string_of(value));
    return schemas;
}

void read_set(const VariableSetStmt* statement, ReadingContext& context, Recorder& recorder) {
    switch (statement->kind) {
        case VAR_SET_VALUE:
        case VAR_SET_DEFAULT:
        case VAR_RESET: return read_setting(statement, context, recorder);
        case VAR_RESET_ALL:
            set_path({}, recorder);
            context.check_function_bodies = true;
            return;
        case VAR_SET_CURRENT:
        case VAR_SET_MULTI: return;
    }
}

void read_set_config_calls(const SelectStmt* statement, ReadingContext& context, Recorder& recorder) {
    for (const ResTarget* target : elements<ResTarget>(statement->targetList))
        if (target->val != nullptr && IsA(target->val, FuncCall))
            read_set_config(as<FuncCall>(target->val), context, recorder);
}

}  // namespace strata::sqlread
