// CREATE FUNCTION, CREATE PROCEDURE and DO.
#include "sqlread/read_routine.h"

#include <algorithm>
#include <array>

#include "sqlread/do_block.h"
#include "sqlread/literal_place.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_body.h"
#include "sqlread/read_query.h"
#include "sqlread/recording.h"
#include "sqlread/session_settings.h"
#include "sqlread/type_text.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

constexpr int as_length = 2;  // of the word before a body
constexpr std::int16_t any_number_of_arguments = 100;  // the server's limit, FUNC_MAX_ARGS

struct RoutineOptions {
    std::string language;
    const DefElem* as = nullptr;
    const VariableSetStmt* search_path = nullptr;
    const List* support = NIL;
};

void note_option(const DefElem* option, RoutineOptions& options) {
    const std::string_view name = option->defname;
    if (name == "language") options.language = text_of(option->arg);
    if (name == "as") options.as = option;
    if (name == "support") options.support = as<List>(option->arg);
    if (name != "set") return;
    const auto* setting = as<VariableSetStmt>(option->arg);
    if (setting->kind == VAR_SET_VALUE && is_search_path(setting)) options.search_path = setting;
}

RoutineOptions options_of(const CreateFunctionStmt* statement) {
    RoutineOptions options;
    for (const DefElem* option : elements<DefElem>(statement->options)) note_option(option, options);
    if (options.language.empty() && statement->sql_body != nullptr) options.language = "sql";
    return options;
}

bool is_input(const FunctionParameter* parameter) {
    return parameter->mode != FUNC_PARAM_OUT && parameter->mode != FUNC_PARAM_TABLE;
}

bool is_polymorphic(const TypeName* type) {
    constexpr std::array<std::string_view, 11> polymorphic = {
        "anyelement", "anyarray", "anynonarray", "anyenum", "anyrange", "anymultirange", "anycompatible",
        "anycompatiblearray", "anycompatiblenonarray", "anycompatiblerange", "anycompatiblemultirange"};
    return std::find(polymorphic.begin(), polymorphic.end(), last_of(type->names)) != polymorphic.end();
}

bool has_polymorphic_input(const List* parameters) {
    for (const FunctionParameter* parameter : elements<FunctionParameter>(parameters))
        if (is_input(parameter) && is_polymorphic(parameter->argType)) return true;
    return false;
}

std::vector<std::string> parameter_names(const CreateFunctionStmt* statement) {
    std::vector<std::string> names;
    for (const FunctionParameter* parameter : elements<FunctionParameter>(statement->parameters))
        if (parameter->name != nullptr) names.emplace_back(parameter->name);
    return names;
}

void need_types(const CreateFunctionStmt* statement, Recorder& recorder) {
    for (const FunctionParameter* parameter : elements<FunctionParameter>(statement->parameters)) {
        read_type(parameter->argType, recorder);
        read_expression(parameter->defexpr, {}, recorder);
    }
    if (statement->returnType != nullptr) read_type(statement->returnType, recorder);
}

void provide_routine(const CreateFunctionStmt* statement, const core::QualifiedName& name, Recorder& recorder) {
    core::Mention routine{.bearing = core::Bearing::Provides,
                          .kind = statement->is_procedure ? ObjectKind::Procedure : ObjectKind::Function,
                          .schema = name.schema,
                          .name = name.name};
    if (statement->replace) routine.flags = core::mention_flag::or_replace;
    set_signature(routine, statement->parameters);
    recorder.add(std::move(routine));
}

void read_statement_of_body(const Node* statement, Recorder& recorder) {
    if (IsA(statement, ReturnStmt))
        read_expression(as<ReturnStmt>(statement)->returnval, {}, recorder);
    else
        read_query(statement, recorder);
}

// RETURN expression, or a list of the list of statements between BEGIN ATOMIC and END.
void read_parsed_body(const Node* body, Recorder& recorder) {
    if (!IsA(body, List)) return read_statement_of_body(body, recorder);
    for (const List* statements : elements<List>(as<List>(body)))
        for (const Node* statement : elements<Node>(statements)) read_statement_of_body(statement, recorder);
}

void read_string_body(const CreateFunctionStmt* statement, const RoutineOptions& options, ReadingContext& context,
                      Recorder& recorder) {
    const std::string body = text_of(static_cast<const Node*>(linitial(as<List>(options.as->arg))));
    const int location = literal_start(recorder.text(), options.as->location + as_length);
    if (options.language == "plpgsql")
        return read_plpgsql_body(body, location, BodyKind::Function, context, recorder);
    if (options.language != "sql") return;
    const bool checked = context.check_function_bodies && !has_polymorphic_input(statement->parameters);
    const StrengthScope scope(recorder, checked ? core::Strength::Hard : core::Strength::Late);
    read_sql_body(body, location, parameter_names(statement), context, recorder);
}

void read_body(const CreateFunctionStmt* statement, const RoutineOptions& options, ReadingContext& context,
               Recorder& recorder) {
    const std::vector<std::string> parameters = parameter_names(statement);
    const VariableScope variables(recorder, &parameters);
    if (statement->sql_body != nullptr) return read_parsed_body(statement->sql_body, recorder);
    const Node* as_clause = options.as == nullptr ? nullptr : options.as->arg;
    if (as_clause == nullptr || !IsA(as_clause, List)) return;
    if (options.search_path == nullptr) return read_string_body(statement, options, context, recorder);
    recorder.add({.bearing = core::Bearing::EnterPath, .arguments = schemas_of(options.search_path)});
    read_string_body(statement, options, context, recorder);
    recorder.add({.bearing = core::Bearing::LeavePath});
}

}  // namespace

void set_signature(core::Mention& routine, const List* parameters) {
    routine.flags |= core::mention_flag::has_arguments;
    int count = 0;
    int defaults = 0;
    bool variadic = false;
    for (const FunctionParameter* parameter : elements<FunctionParameter>(parameters)) {
        if (is_input(parameter)) routine.arguments.push_back(type_text(parameter->argType));
        // CALL names output arguments too
        if (is_input(parameter) || routine.kind == ObjectKind::Procedure) ++count;
        if (parameter->defexpr != nullptr) ++defaults;
        variadic = variadic || parameter->mode == FUNC_PARAM_VARIADIC;
    }
    routine.fewest = static_cast<std::int16_t>(count - defaults);
    routine.most = variadic ? any_number_of_arguments : static_cast<std::int16_t>(count);
}

void read_create_routine(const CreateFunctionStmt* statement, ReadingContext& context, Recorder& recorder) {
    const core::QualifiedName name = name_of(statement->funcname);
    const RoutineOptions options = options_of(statement);
    need_schema_of(name, recorder);
    need_types(statement, recorder);
    need_language(options.language, recorder);
    if (options.support != NIL) read_function_name(options.support, 1, -1, recorder);
    provide_routine(statement, name, recorder);
    read_body(statement, options, context, recorder);
}

void need_language(const std::string& language, Recorder& recorder) {
    constexpr std::array<std::string_view, 4> of_the_server = {"c", "internal", "plpgsql", "sql"};
    if (std::find(of_the_server.begin(), of_the_server.end(), language) == of_the_server.end())
        need_named(ObjectKind::Language, language.c_str(), recorder);
}

void read_do(const DoStmt* statement, ReadingContext& context, Recorder& recorder) {
    const auto& [language, body] = do_block(statement);
    need_language(language, recorder);
    if (body == nullptr) return;
    if (language != "plpgsql") return note_unread("DO LANGUAGE " + language, recorder, body->location);
    const std::string text = text_of(body->arg);
    read_plpgsql_body(text, literal_start(recorder.text(), body->location), BodyKind::DoBlock, context, recorder);
}

}  // namespace strata::sqlread
