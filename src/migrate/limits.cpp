#include "migrate/limits.h"

#include "core/text.h"
#include "engine/script_run.h"
#include "migrate/limit_values.h"
#include "migrate/raise.h"
#include "migrate/setting_table.h"

extern "C" {
#include "storage/proc.h"
}

namespace strata::migrate {

namespace {

namespace directive = core::directive;

std::vector<std::string> joined(std::vector<std::string> keys, std::span<const char* const> more) {
    keys.insert(keys.end(), more.begin(), more.end());
    return keys;
}

int fitting_value(const Options& options, const char* name) {
    const std::string text = options.text(name).value_or("");
    if (const auto value = parse_limit(name, text)) return *value;
    raise({core::Condition::UnknownOption,
           core::concat("option ", core::quoted(name), " cannot be ", core::quoted(text)), "", limit_notation(name)});
}

const std::string& text_of(const core::Revision& revision, core::ScriptRole role) {
    return role == core::ScriptRole::Up ? revision.up : revision.down.value();
}

// Those that registration was told, over those of the script's header.
std::map<std::string, int> registered_values(const core::Revision& revision, core::ScriptRole role) {
    std::map<std::string, int> values;
    for (const core::Directive& directive : core::read_directives(text_of(revision, role)))
        if (const auto value = parse_limit(directive.name, directive.value)) values[directive.name] = *value;
    const Options options(revision.options, with_run_options({}));
    for (const char* name : core::all_directives())
        if (options.has(name)) values[name] = fitting_value(options, name);
    return values;
}

int* field_of(core::Limits& limits, std::string_view name) {
    if (name == directive::lock_timeout) return &limits.lock_timeout_ms;
    if (name == directive::lock_retries) return &limits.lock_retries;
    if (name == directive::concurrent_lock_timeout) return &limits.concurrent_lock_timeout_ms;
    if (name == directive::statement_timeout) return &limits.statement_timeout_ms;
    return nullptr;
}

void put(const std::map<std::string, int>& values, core::Limits& limits) {
    for (const auto& [name, value] : values)
        if (int* field = field_of(limits, name)) *field = value;
}

// As jsonb orders keys: by length, then bytewise.
bool is_before(const std::string& one, const std::string& other) {
    return one.size() != other.size() ? one.size() < other.size() : one < other;
}

}  // namespace

std::vector<std::string> with_limits(std::vector<std::string> keys) {
    return joined(std::move(keys), core::limit_directives());
}

std::vector<std::string> with_run_options(std::vector<std::string> keys) {
    return joined(std::move(keys), core::all_directives());
}

RunOptions run_options(const Options& options) {
    RunOptions values;
    for (const char* name : core::all_directives()) {
        if (!options.names(name)) continue;
        values[name] = options.text(name) ? limit_text(name, fitting_value(options, name)) : std::string();
    }
    return values;
}

RunOptions no_run_options() {
    RunOptions values;
    for (const char* name : core::all_directives()) values[name] = "";
    return values;
}

std::string merge_run_options(const RunOptions& given, const std::string& kept) {
    std::map<std::string, std::string, bool (*)(const std::string&, const std::string&)> merged(is_before);
    const Options before(kept, with_run_options({}));
    for (const char* name : core::all_directives())
        if (const auto value = before.text(name)) merged[name] = *value;
    for (const auto& [name, value] : given) {
        if (value.empty())
            merged.erase(name);
        else
            merged[name] = value;
    }
    std::vector<std::string> entries;
    for (const auto& [name, value] : merged) entries.push_back(core::concat('"', name, "\": \"", value, '"'));
    return core::concat('{', core::join(entries, ", "), '}');
}

void require_fitting_header(const std::string& migration, core::ScriptRole role, const std::string& script) {
    for (const core::Directive& directive : core::read_directives(script)) {
        if (parse_limit(directive.name, directive.value)) continue;
        core::Fault fault{core::Condition::UnknownOption,
                          core::concat(directive.name, " cannot be ", core::quoted(directive.value)), "",
                          limit_notation(directive.name)};
        fault.line = directive.line;
        fault.column = 1;
        engine::refuse_script(migration, role, script, fault);
    }
}

core::TransactionMode transaction_mode(const core::Revision& revision, core::ScriptRole role) {
    const auto values = registered_values(revision, role);
    const auto found = values.find(directive::transaction);
    if (found == values.end()) return core::TransactionMode::Auto;
    return found->second != 0 ? core::TransactionMode::On : core::TransactionMode::Off;
}

LimitSource::LimitSource(const Actor& actor, const Options& call) : session_lock_timeout_(LockTimeout) {
    for (const char* name : core::limit_directives())
        if (call.has(name)) call_[name] = fitting_value(call, name);
    for (const SettingRow& row : changed_settings(actor))
        if (const auto value = parse_limit(row.name, row.value)) database_[row.name] = *value;
}

core::Limits LimitSource::of(const core::Revision& revision, core::ScriptRole role) const {
    core::Limits limits;
    put(database_, limits);
    if (session_lock_timeout_ > 0) limits.lock_timeout_ms = session_lock_timeout_;
    put(registered_values(revision, role), limits);
    put(call_, limits);
    return limits;
}

}  // namespace strata::migrate
