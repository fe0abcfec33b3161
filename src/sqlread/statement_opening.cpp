#include "sqlread/statement_opening.h"

#include <algorithm>

#include "sqlread/dynamic_text.h"
#include "sqlread/system_names.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

template <std::size_t Count>
bool is_one_of(std::string_view word, const std::string_view (&words)[Count]) {
    return std::ranges::find(words, word) != std::end(words);
}

constexpr std::string_view provide_nothing[] = {
    "grant", "revoke", "comment", "truncate", "analyze", "analyse", "vacuum", "lock", "cluster", "reindex", "notify",
    "listen", "unlisten", "set", "reset", "show", "discard", "deallocate", "prepare", "copy", "refresh", "security",
    "checkpoint", "declare", "close", "fetch", "move", "load", "reassign"};
constexpr std::string_view queries[] = {"select", "with", "values", "table", "insert", "update", "delete", "merge"};

// Of ALTER TABLE: what they begin with.
constexpr std::string_view harmless_actions[] = {"drop", "alter", "owner", "enable", "disable", "force", "no", "reset",
                                                 "cluster", "validate", "replica", "inherit", "not", "of", "detach"};

class Opening {
public:
    Opening(std::span<const PlpgsqlToken> tokens, core::MayProvide& may) : tokens_(tokens), may_(may) {}

    void read() {
        while (take("(")) {}
        if (tokens_.empty()) return;
        const std::string_view first = take_word();
        if (is_one_of(first, provide_nothing)) return may_.note();
        if (is_one_of(first, queries)) return read_query();
        if (first == "drop") return may_.note();
        if (first == "create") return read_create();
        if (first == "alter") return read_alter();
        may_.add_anything();
    }

private:
    bool is(std::size_t at, std::string_view wanted) const { return at < tokens_.size() && tokens_[at].is(wanted); }

    bool take(std::string_view wanted) {
        if (!is(0, wanted)) return false;
        tokens_ = tokens_.subspan(1);
        return true;
    }

    std::string_view take_word() {
        const bool is_word = !tokens_.empty() && tokens_.front().kind == PlpgsqlToken::Kind::Word;
        const std::string_view word = is_word ? tokens_.front().text : std::string_view();
        if (!tokens_.empty()) tokens_ = tokens_.subspan(1);
        return word;
    }

    bool has(std::string_view word) const {
        return std::ranges::any_of(tokens_, [&](const PlpgsqlToken& token) { return token.is(word); });
    }

    // Calls can do anything, and SELECT INTO makes a table. The table of INSERT INTO is no call.
    void read_query() {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (tokens_[i].is("into")) {
                if (i > 0 && !tokens_[i - 1].is("insert") && !tokens_[i - 1].is("merge")) return may_.add_anything();
                ++i;
                while (is(i + 1, ".")) i += 2;
            } else if (is_call(i)) {
                return may_.add_anything();
            }
        }
        may_.note();
    }

    bool is_call(std::size_t at) const {
        if (!is(at + 1, "(") || !tokens_[at].is_name() || tokens_[at].text == unknown_part) return false;
        const std::string name(tokens_[at].text);
        const bool is_keyword = tokens_[at].kind == PlpgsqlToken::Kind::Word && names_no_function(name);
        return !is_keyword && !is_system_function(name.c_str(), -1);
    }

    static bool names_no_function(const std::string& word);

    // [IF [NOT] EXISTS] [ONLY] [schema.]name, of which the name is given.
    std::string take_name() {
        take("concurrently");
        if (take("if")) {
            take("not");
            take("exists");
        }
        take("only");
        std::string_view name = unknown_part;
        while (!tokens_.empty() && tokens_.front().is_name()) {
            name = tokens_.front().text;
            tokens_ = tokens_.subspan(1);
            if (!take(".")) break;
            name = unknown_part;
        }
        return core::pattern_of(name, unknown_part);
    }

    void read_create() {
        constexpr std::string_view modifiers[] = {"or", "replace", "temp", "temporary", "global", "local", "unlogged",
                                                  "unique", "recursive", "trusted", "procedural", "default"};
        while (!tokens_.empty() && tokens_.front().kind == PlpgsqlToken::Kind::Word &&
               is_one_of(tokens_.front().text, modifiers))
            tokens_ = tokens_.subspan(1);
        const bool is_materialized = take("materialized");
        const bool is_foreign = take("foreign");
        if (take("constraint") && !is(0, "trigger")) return may_.add_anything();
        read_created(take_word(), is_materialized, is_foreign);
    }

    void read_created(std::string_view kind, bool is_materialized, bool is_foreign) {
        if (kind == "table") return read_table(is_foreign ? ObjectKind::ForeignTable : ObjectKind::Table);
        if (is_foreign) return kind == "data" ? may_.note() : may_.add_anything();
        if (kind == "view") return read_view(is_materialized ? ObjectKind::MaterializedView : ObjectKind::View);
        if (kind == "index") return is(0, "on") ? may_.add(ObjectKind::Index, "*_idx*") : add(ObjectKind::Index);
        if (kind == "sequence") return add(ObjectKind::Sequence);
        if (kind == "trigger") return add(ObjectKind::Trigger);
        if (kind == "policy") return add(ObjectKind::Policy);
        if (kind == "rule") return add(ObjectKind::Rule);
        if (kind == "role" || kind == "group") return add(ObjectKind::Role);
        if (kind == "user") return is(0, "mapping") ? may_.note() : add(ObjectKind::Role);
        if (kind == "function" || kind == "procedure") return add(ObjectKind::Routine);
        if (kind == "aggregate") return add(ObjectKind::Aggregate);
        if (kind == "domain") return read_domain();
        if (kind == "type") return read_type();
        if (kind == "schema" && !has("create") && !has(unknown_part)) return add(ObjectKind::Schema);
        if (!is_never_in_the_way(kind)) may_.add_anything();
        may_.note();
    }

    static bool is_never_in_the_way(std::string_view kind) {
        constexpr std::string_view kinds[] = {"cast", "collation", "conversion", "database", "publication", "server",
                                              "statistics", "subscription", "tablespace", "text", "transform", "event",
                                              "operator", "access"};
        return is_one_of(kind, kinds);
    }

    void add(ObjectKind kind) { may_.add(kind, take_name()); }

    void read_table(ObjectKind kind) {
        add(kind);
        add_parts();
    }

    void add_parts() {
        for (const ObjectKind part : {ObjectKind::Column, ObjectKind::Constraint, ObjectKind::Index}) may_.add(part);
        may_.add(ObjectKind::Sequence, "*_seq*");
    }

    void read_view(ObjectKind kind) {
        add(kind);
        may_.add(ObjectKind::Column);
    }

    void read_domain() {
        add(ObjectKind::Domain);
        may_.add(ObjectKind::Constraint);
    }

    void read_type() {
        add(ObjectKind::Type);
        may_.add(ObjectKind::EnumLabel);
        may_.add(ObjectKind::Column);
    }

    void read_alter() {
        const bool is_view = take("materialized");
        const bool is_foreign = take("foreign");
        const std::string_view kind = take_word();
        if (kind == "table" || kind == "view") return read_alter_relation(kind == "view" || is_view);
        if (is_foreign) return kind == "data" ? may_.note() : may_.add_anything();
        if (kind == "index") return add_renamed({ObjectKind::Index, ObjectKind::Constraint});
        if (kind == "sequence") return add_renamed({ObjectKind::Sequence});
        if (kind == "policy") return add_renamed({ObjectKind::Policy});
        if (kind == "trigger") return add_renamed({ObjectKind::Trigger});
        if (kind == "rule") return add_renamed({ObjectKind::Rule});
        if (kind == "role" || kind == "group") return add_renamed({ObjectKind::Role});
        if (kind == "user") return is(0, "mapping") ? may_.note() : add_renamed({ObjectKind::Role});
        if (kind == "function" || kind == "procedure" || kind == "routine" || kind == "aggregate")
            return add_renamed({ObjectKind::Routine});
        if (kind == "type" || kind == "domain")
            return add_renamed({ObjectKind::Type, ObjectKind::Domain, ObjectKind::EnumLabel, ObjectKind::Column,
                                ObjectKind::Constraint});
        if (kind == "default" || kind == "system" || kind == "large" || is_never_in_the_way(kind)) return may_.note();
        may_.add_anything();
    }

    void add_renamed(std::initializer_list<ObjectKind> kinds) {
        may_.note();
        for (const ObjectKind kind : kinds) may_.add(kind);
    }

    // Its actions, one by one.
    void read_alter_relation(bool is_view) {
        (void) take_name();
        take("*");
        do {
            read_action(is_view);
            int depth = 0;
            while (!tokens_.empty() && !(depth == 0 && is(0, ","))) {
                depth += is(0, "(") ? 1 : is(0, ")") ? -1 : 0;
                tokens_ = tokens_.subspan(1);
            }
            take(",");
        } while (!tokens_.empty());
        may_.note();
    }

    void read_action(bool is_view) {
        if (is(0, "set") && tokens_.size() > 1 && !is(1, "schema") && tokens_[1].text != unknown_part) return;
        if (!tokens_.empty() && tokens_.front().kind == PlpgsqlToken::Kind::Word &&
            is_one_of(tokens_.front().text, harmless_actions))
            return;
        if (is(0, "add") && is(1, "constraint")) return read_added_constraint();
        if ((is(0, "rename") && is(1, "constraint")) || is(0, "attach"))
            return add_renamed({ObjectKind::Constraint, ObjectKind::Index});
        add_parts();
        if (!is(0, "add") || is_view)
            add_renamed({ObjectKind::Relation, ObjectKind::Trigger, ObjectKind::Policy, ObjectKind::Rule});
    }

    void read_added_constraint() {
        tokens_ = tokens_.subspan(2);
        const std::string name = take_name();
        may_.add(ObjectKind::Constraint, name);
        may_.add(ObjectKind::Index, name);
    }

    std::span<const PlpgsqlToken> tokens_;
    core::MayProvide& may_;
};

// Words that stand before a parenthesis in queries.
bool Opening::names_no_function(const std::string& word) {
    constexpr std::string_view words[] = {
        "all", "and", "any", "array", "as", "between", "by", "case", "cast", "coalesce", "conflict", "cube", "distinct",
        "else", "except", "exists", "extract", "filter", "from", "greatest", "group", "grouping", "having", "ilike",
        "in", "intersect", "interval", "into", "is", "join", "lateral", "least", "like", "materialized", "not",
        "nullif", "numeric", "on", "or", "order", "over", "overlay", "partition", "position", "returning", "rollup",
        "row", "select", "set", "sets", "some", "substring", "then", "trim", "union", "using", "values", "varchar",
        "when", "where", "with", "within", "char", "character", "bit", "decimal", "float", "varying"};
    return is_one_of(word, words);
}

}  // namespace

void add_by_opening(std::span<const PlpgsqlToken> statement, core::MayProvide& may) {
    Opening(statement, may).read();
}

}  // namespace strata::sqlread
