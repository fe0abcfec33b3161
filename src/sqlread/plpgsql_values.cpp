// What texts the variables of a PL/pgSQL body come to hold. It matters only where strings are executed.
#include <algorithm>

#include "sqlread/node_lists.h"
#include "sqlread/plpgsql_reader.h"

namespace strata::sqlread {

using Kind = PlpgsqlToken::Kind;

bool PlpgsqlReader::may_be_text(const Piece& piece) const {
    if (!executes_) return false;
    for (std::size_t i = piece.first; i < piece.last; ++i)
        if (tokens_[i].kind == Kind::String || (tokens_[i].is_name() && texts_.knows(tokens_[i].text))) return true;
    return false;
}

std::optional<Texts> PlpgsqlReader::read_value(const Piece& piece) {
    const PlpgsqlToken& first = tokens_[piece.first];
    if (piece.last == piece.first + 1) {
        if (first.kind == Kind::String) return Texts{std::string(first.text)};
        if (first.is("null")) return Texts();
        const auto known = texts_.known().find(first.text);
        return known == texts_.known().end() ? std::nullopt : std::optional(known->second);
    }
    const bool is_text = may_be_text(piece);
    const Node* value = is_text || needs_parsing(piece) ? read_parsed(piece) : nullptr;
    return is_text && value != nullptr ? assemble_texts(value, texts_.known()) : std::nullopt;
}

void PlpgsqlReader::forget_names(const Piece& piece) {
    for (std::size_t i = piece.first; i < piece.last; ++i)
        if (tokens_[i].is_name()) forget(std::string(tokens_[i].text));
}

// GET DIAGNOSTICS, FETCH
void PlpgsqlReader::forget_all_in_statement() {
    const std::size_t first = at_;
    skip_statement();
    forget_names({first, at_});
}

// A row of the query goes into these; what is no name is empty. A single one may be a record.
void PlpgsqlReader::assign_row(const Node* query, const std::vector<std::string>& targets) {
    if (!executes_ || targets.empty() || query == nullptr) return;
    const bool has_columns = IsA(query, SelectStmt) && as<SelectStmt>(query)->fromClause != NIL;
    const KnownTexts none;
    auto columns = assemble_columns(query, columns_win_ && has_columns ? none : texts_.known());
    for (std::size_t i = 0; i < targets.size() && i < columns.size(); ++i)
        if (!targets[i].empty()) assign(targets[i], columns[i].texts);
    if (targets.size() != 1) return;
    for (TextColumn& column : columns)
        if (!column.name.empty()) assign(targets.front() + '.' + column.name, std::move(column.texts));
}

void PlpgsqlReader::assign_elements(const Node* array, const std::string& target) {
    if (executes_ && array != nullptr) assign(target, assemble_elements(array, texts_.known()));
}

// What the loop from here on assigns may be there from its last round when the next begins.
void PlpgsqlReader::expect_assignments_of_loop() {
    if (!executes_) return;
    for (const auto& [variable, is_appended] : assigned_in_loop()) {
        const auto known = texts_.known().find(variable);
        if (known == texts_.known().end()) continue;
        assign(variable, is_appended ? with_more_behind(known->second) : std::nullopt);
    }
}

// Rather too many than too few; true for those that are only appended to.
std::map<std::string, bool> PlpgsqlReader::assigned_in_loop() const {
    std::map<std::string, bool> assigned;
    bool lists_targets = false;
    int depth = 1;
    for (std::size_t at = at_; at < tokens_.size() && depth > 0; ++at) {
        const PlpgsqlToken& next = tokens_[at];
        if (next.is("loop")) depth += tokens_[at - 1].is("end") ? -1 : 1;
        if (is_one_of(next, {"into", "for", "foreach", "get", "fetch", "call"})) lists_targets = true;
        if (is_one_of(next, {";", "in", "from", "loop"})) lists_targets = false;
        if (!next.is_name() || !(lists_targets || is_target_at(at))) continue;
        auto& appended = assigned.try_emplace(std::string(next.text), true).first->second;
        appended = appended && is_appended_at(at);
    }
    return assigned;
}

// v := ..., v = ...
bool PlpgsqlReader::is_target_at(std::size_t at) const {
    if (tokens_[at + 1].is(":=")) return true;
    return tokens_[at + 1].is("=") && is_one_of(tokens_[at - 1], {";", ".", ">>", "then", "else", "begin", "loop"});
}

// v := v || ..., v := concat(v, ...)
bool PlpgsqlReader::is_appended_at(std::size_t at) const {
    const auto is_it = [&](std::size_t other) {
        return other < tokens_.size() && tokens_[other].is_name() && tokens_[other].text == tokens_[at].text;
    };
    if (!is_one_of(tokens_[at + 1], {":=", "="})) return false;
    if (is_it(at + 2)) return tokens_[at + 3].is("||");
    return tokens_[at + 2].is("concat") && tokens_[at + 3].is("(") && is_it(at + 4) && tokens_[at + 5].is(",");
}

}  // namespace strata::sqlread
