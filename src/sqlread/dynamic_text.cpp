#include "sqlread/dynamic_text.h"

#include <algorithm>
#include <utility>

#include "pg/guard.h"
#include "sqlread/format_text.h"
#include "sqlread/node_lists.h"

namespace strata::sqlread {

namespace {

constexpr std::size_t most_texts = 8;
constexpr std::size_t longest_text = 200'000;

std::string quoted_name(const std::string& name) {
    return pg::call([&] { return quote_identifier(name.c_str()); });
}

std::string quoted_literal(const std::string& value) {
    return pg::call([&] { return static_cast<const char*>(quote_literal_cstr(value.c_str())); });
}

std::size_t longest_of(const Texts& texts) {
    std::size_t longest = 0;
    for (const std::string& text : texts) longest = std::max(longest, text.size());
    return longest;
}

bool separates_statements(const Texts& texts) {
    return std::ranges::any_of(texts, [](const std::string& text) { return text.find(';') != std::string::npos; });
}

void add_once(Texts& texts, std::string text) {
    if (std::ranges::find(texts, text) == texts.end()) texts.push_back(std::move(text));
}

template <class Change>
std::optional<Texts> each(const Texts& texts, Change&& change) {
    Texts changed;
    for (const std::string& text : texts) add_once(changed, change(text));
    return longest_of(changed) > longest_text ? std::nullopt : std::optional(std::move(changed));
}

Texts or_unknown(std::optional<Texts> texts) { return texts ? std::move(*texts) : Texts{std::string(unknown_part)}; }

// Null is empty here.
Texts in_place(std::optional<Texts> texts) {
    Texts known = or_unknown(std::move(texts));
    if (known.empty()) known.emplace_back();
    return known;
}

// Whether what is not known of the one can make it the other.
bool covers(std::string_view general, std::string_view text) {
    for (std::size_t part = general.find(unknown_part); part != general.npos; part = general.find(unknown_part)) {
        if (!text.starts_with(general.substr(0, part))) return false;
        text.remove_prefix(part);
        general.remove_prefix(part + unknown_part.size());
        const std::string_view next = general.substr(0, general.find(unknown_part));
        const std::size_t found = next.size() == general.size() ? text.rfind(next) : text.find(next);
        if (found == text.npos) return false;
        text.remove_prefix(found);
    }
    return text == general;
}

// Of several, the one that covers them all.
std::optional<std::size_t> most_general(const Texts& texts) {
    for (std::size_t i = 0; i < texts.size() && texts.size() > 1; ++i)
        if (std::ranges::all_of(texts, [&](const std::string& text) { return covers(texts[i], text); })) return i;
    return std::nullopt;
}

// Of too many, one that covers them stands for all, unless it would hide whole statements.
std::optional<Texts> few_of(Texts texts) {
    if (texts.size() <= most_texts) return texts;
    const auto general = most_general(texts);
    return general && !separates_statements(texts) ? std::optional(Texts{texts[*general]}) : std::nullopt;
}

// Where one text of each side covers the others, so does the one with the other behind it: for the rest it is enough
// that each occurs.
std::optional<Texts> joined_in_step(const Texts& left, std::size_t general_left, const Texts& right,
                                    std::size_t general_right) {
    Texts all{left[general_left] + right[general_right]};
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i)
        add_once(all, left[std::min(i, left.size() - 1)] + right[std::min(i, right.size() - 1)]);
    return few_of(std::move(all));
}

// Every one of the left with every one of the right behind it; of too many, or too long ones, only the left is kept.
std::optional<Texts> joined(const Texts& left, const Texts& right) {
    pg::call([] { CHECK_FOR_INTERRUPTS(); });
    const auto general_left = most_general(left);
    const auto general_right = most_general(right);
    if (general_left && general_right && longest_of(left) + longest_of(right) <= longest_text)
        return joined_in_step(left, *general_left, right, *general_right);
    const bool is_too_much = left.size() * right.size() > most_texts ||
                             longest_of(left) + longest_of(right) > longest_text;
    if (is_too_much && (separates_statements(right) || longest_of(left) > longest_text)) return std::nullopt;
    const Texts unknown{std::string(unknown_part)};
    Texts all;
    for (const std::string& begin : left)
        for (const std::string& end : is_too_much ? unknown : right) add_once(all, begin + end);
    return all;
}

std::string replaced(const std::string& text, const std::string& from, const std::string& to) {
    std::string result;
    std::size_t done = 0;
    std::size_t at = from.empty() ? text.npos : text.find(from);
    for (; at != text.npos && result.size() <= longest_text; at = text.find(from, done)) {
        result.append(text, done, at - done).append(to);
        done = at + from.size();
    }
    return result.append(text, done);
}

class Assembly {
public:
    explicit Assembly(const KnownTexts& variables) : variables_(variables) {}

    // Unknown is nothing.
    std::optional<Texts> value(const Node* node) {
        if (node == nullptr || stack_is_too_deep()) return std::nullopt;
        switch (nodeTag(node)) {
            case T_A_Const: return constant(as<A_Const>(node));
            case T_A_Expr: return operation(as<A_Expr>(node));
            case T_FuncCall: return call(as<FuncCall>(node));
            case T_TypeCast: return value(as<TypeCast>(node)->arg);
            case T_CollateClause: return value(as<CollateClause>(node)->arg);
            case T_ColumnRef: return variable(as<ColumnRef>(node));
            case T_CoalesceExpr: return first_of(as<CoalesceExpr>(node)->args);
            case T_CaseExpr: return of_case(as<CaseExpr>(node));
            case T_SubLink: return of_subquery(as<SubLink>(node), EXPR_SUBLINK);
            default: return std::nullopt;
        }
    }

    // By column of what the query gives.
    std::vector<TextColumn> columns(const Node* query) {
        if (query == nullptr || !IsA(query, SelectStmt) || stack_is_too_deep()) return {};
        const auto* select = as<SelectStmt>(query);
        if (select->op != SETOP_NONE) {
            auto left = columns(reinterpret_cast<const Node*>(select->larg));
            unite(left, columns(reinterpret_cast<const Node*>(select->rarg)));
            return left;
        }
        return select->valuesLists != NIL ? columns_of_values(select->valuesLists) : columns_of(select->targetList);
    }

    // What the elements of an array may be.
    std::optional<Texts> of_elements(const Node* array) {
        if (array == nullptr) return std::nullopt;
        if (IsA(array, TypeCast)) return of_elements(as<TypeCast>(array)->arg);
        if (IsA(array, A_ArrayExpr)) return any_of(as<A_ArrayExpr>(array)->elements);
        if (IsA(array, SubLink)) return of_subquery(as<SubLink>(array), ARRAY_SUBLINK);
        if (IsA(array, FuncCall) && name_of_function(as<FuncCall>(array)) == "array_agg")
            return value(argument(as<FuncCall>(array), 0));
        return std::nullopt;
    }

private:
    std::optional<Texts> constant(const A_Const* constant) {
        if (constant->isnull) return Texts();
        switch (nodeTag(&constant->val)) {
            case T_String: return Texts{constant->val.sval.sval};
            case T_Integer: return Texts{std::to_string(constant->val.ival.ival)};
            case T_Float: return Texts{constant->val.fval.fval};
            case T_Boolean: return Texts{constant->val.boolval.boolval ? "true" : "false"};
            default: return std::nullopt;
        }
    }

    std::optional<Texts> operation(const A_Expr* operation) {
        if (operation->kind == AEXPR_NULLIF) return value(operation->lexpr);
        if (operation->kind != AEXPR_OP || string_value(llast(operation->name)) != std::string_view("||"))
            return std::nullopt;
        auto left = value(operation->lexpr);
        auto right = value(operation->rexpr);
        if (!left && !right) return std::nullopt;
        return joined(or_unknown(std::move(left)), or_unknown(std::move(right)));
    }

    std::optional<Texts> variable(const ColumnRef* column) {
        std::string name;
        for (const Node* part : elements<Node>(column->fields)) {
            if (!IsA(part, String)) return std::nullopt;
            if (!name.empty()) name += '.';
            name += string_value(part);
        }
        const auto found = variables_.find(name);
        return found == variables_.end() ? std::nullopt : std::optional(found->second);
    }

    std::optional<Texts> any_of(const List* expressions) {
        std::optional<Texts> all = Texts();
        for (const Node* expression : elements<Node>(expressions))
            if (all) all = united(std::move(all), value(expression));
        return all;
    }

    // What is not known may be null: what comes behind it counts all the same.
    std::optional<Texts> first_of(const List* expressions) {
        bool is_known = false;
        std::optional<Texts> all = Texts();
        for (const Node* expression : elements<Node>(expressions)) {
            auto texts = value(expression);
            is_known = is_known || texts;
            if (all) all = united(std::move(all), or_unknown(std::move(texts)));
        }
        return is_known ? all : std::nullopt;
    }

    std::optional<Texts> of_case(const CaseExpr* choice) {
        std::optional<Texts> all = choice->defresult == nullptr
                                       ? Texts()
                                       : value(reinterpret_cast<const Node*>(choice->defresult));
        for (const CaseWhen* when : elements<CaseWhen>(choice->args))
            if (all) all = united(std::move(all), value(reinterpret_cast<const Node*>(when->result)));
        return all;
    }

    std::optional<Texts> of_subquery(const SubLink* link, SubLinkType wanted) {
        if (link->subLinkType != wanted) return std::nullopt;
        auto given = columns(link->subselect);
        return given.size() == 1 ? std::move(given.front().texts) : std::nullopt;
    }

    static std::string_view name_of_function(const FuncCall* call) { return string_value(llast(call->funcname)); }

    std::optional<Texts> call(const FuncCall* call) {
        const std::string_view name = name_of_function(call);
        const int count = list_length(call->args);
        if (count == 0) return std::nullopt;
        if (name == "format") return format(call);
        if (name == "concat") return concat(call, 0, {});
        if (name == "concat_ws") return concat(call, 1, in_place(value(argument(call, 0))));
        if (call->func_variadic) return std::nullopt;
        if (name == "string_agg" && count == 2) return value(argument(call, 0));
        if (name == "array_to_string") return of_elements(argument(call, 0));
        if (name == "unnest" && count == 1) return of_elements(argument(call, 0));
        if (name == "replace" && count == 3) return replacement(call);
        return count == 1 ? of_one(name, value(argument(call, 0))) : std::nullopt;
    }

    std::optional<Texts> of_one(std::string_view name, std::optional<Texts> text) {
        if (name == "quote_ident") return each(or_unknown(std::move(text)), quoted_name);
        if (name == "quote_literal") return each(or_unknown(std::move(text)), quoted_literal);
        if (name == "quote_nullable") return literals(or_unknown(std::move(text)));
        const bool is_trimmed = name == "btrim" || name == "ltrim" || name == "rtrim";
        if (is_trimmed) return text;
        return name == "chr" && text && text->size() == 1 ? character(text->front()) : std::nullopt;
    }

    static std::optional<Texts> literals(const Texts& texts) {
        return texts.empty() ? Texts{"NULL"} : each(texts, quoted_literal);
    }

    // Of a VARIADIC call the last is an array.
    const Node* argument(const FuncCall* call, int number) {
        const int count = list_length(call->args) - (call->func_variadic ? 1 : 0);
        return number < count ? static_cast<const Node*>(list_nth(call->args, number)) : nullptr;
    }

    std::optional<Texts> concat(const FuncCall* call, int first, const Texts& separator) {
        std::optional<Texts> all = Texts{""};
        bool is_known = false;
        for (int i = first; i < list_length(call->args) && all; ++i) {
            auto part = value(argument(call, i));
            is_known = is_known || part;
            if (i > first && !separator.empty()) all = joined(*all, separator);
            if (all) all = joined(*all, in_place(std::move(part)));
        }
        return is_known ? all : std::nullopt;
    }

    std::optional<Texts> replacement(const FuncCall* call) {
        const auto text = value(argument(call, 0));
        const auto from = value(argument(call, 1));
        const auto to = value(argument(call, 2));
        if (!text || !from || from->size() != 1 || from->front().find(unknown_part) != std::string::npos)
            return std::nullopt;
        if (to && to->size() > 1) return std::nullopt;
        const std::string by = or_unknown(to).empty() ? std::string() : or_unknown(to).front();
        return each(*text, [&](const std::string& each_text) { return replaced(each_text, from->front(), by); });
    }

    // White space, mostly.
    std::optional<Texts> character(const std::string& code) {
        if (code.size() > 3) return std::nullopt;
        int number = 0;
        for (const char digit : code) number = number * 10 + (digit - '0');
        return number > 0 && number < 128 ? std::optional(Texts{std::string(1, static_cast<char>(number))})
                                          : std::nullopt;
    }

    std::optional<Texts> format(const FuncCall* call) {
        const auto patterns = value(argument(call, 0));
        if (!patterns) return std::nullopt;
        std::optional<Texts> all = Texts();
        for (const std::string& pattern : *patterns)
            if (all) all = united(std::move(all), formatted(pattern, call));
        return all;
    }

    std::optional<Texts> formatted(const std::string& pattern, const FuncCall* call) {
        std::optional<Texts> all = Texts{""};
        for (const FormatPart& part : format_parts(pattern)) {
            if (all && !part.text.empty()) all = joined(*all, {part.text});
            if (all && part.kind != 0) all = joined(*all, converted(part.kind, value(argument(call, part.argument))));
        }
        return all;
    }

    static Texts converted(char kind, std::optional<Texts> value) {
        if (kind == 'I') return or_unknown(each(in_place(std::move(value)), quoted_name));
        return kind == 'L' ? or_unknown(literals(or_unknown(std::move(value)))) : in_place(std::move(value));
    }

    std::vector<TextColumn> columns_of(const List* targets) {
        std::vector<TextColumn> given;
        for (const ResTarget* target : elements<ResTarget>(targets))
            given.push_back({target->name == nullptr ? "" : target->name, value(target->val)});
        return given;
    }

    std::vector<TextColumn> columns_of_values(const List* rows) {
        std::vector<TextColumn> all;
        bool is_first = true;
        for (const List* row : elements<List>(rows)) {
            std::vector<TextColumn> given;
            for (const Node* expression : elements<Node>(row)) given.push_back({"", value(expression)});
            if (std::exchange(is_first, false)) all = std::move(given);
            else unite(all, given);
        }
        return all;
    }

    static void unite(std::vector<TextColumn>& some, const std::vector<TextColumn>& others) {
        for (std::size_t i = 0; i < some.size(); ++i)
            some[i].texts = i < others.size() ? united(std::move(some[i].texts), others[i].texts) : std::nullopt;
    }

    const KnownTexts& variables_;
};

}  // namespace

std::string without_unknown_parts(std::string text) {
    for (std::size_t at = text.find(unknown_part); at != std::string::npos; at = text.find(unknown_part, at))
        text.erase(at, unknown_part.size());
    return text;
}

std::optional<Texts> united(std::optional<Texts> some, const std::optional<Texts>& others) {
    if (!some || !others) return std::nullopt;
    for (const std::string& text : *others) add_once(*some, text);
    return few_of(std::move(*some));
}

std::optional<Texts> with_more_behind(Texts texts) {
    for (std::size_t i = 0, count = texts.size(); i < count; ++i)
        if (!texts[i].ends_with(unknown_part)) add_once(texts, texts[i] + std::string(unknown_part));
    return few_of(std::move(texts));
}

std::optional<Texts> assemble_texts(const Node* expression, const KnownTexts& variables) {
    return Assembly(variables).value(expression);
}

std::optional<Texts> assemble_elements(const Node* array, const KnownTexts& variables) {
    return Assembly(variables).of_elements(array);
}

std::vector<TextColumn> assemble_columns(const Node* query, const KnownTexts& variables) {
    return Assembly(variables).columns(query);
}

}  // namespace strata::sqlread
