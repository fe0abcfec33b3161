#include "sqlread/dynamic_text.h"

#include "pg/guard.h"
#include "sqlread/node_lists.h"

namespace strata::sqlread {

namespace {

std::string quoted_name(const std::string& name) {
    return pg::call([&] { return quote_identifier(name.c_str()); });
}

std::string quoted_literal(const std::string& value) {
    return pg::call([&] { return static_cast<const char*>(quote_literal_cstr(value.c_str())); });
}

// One conversion of format(): %[position$][-][width]kind.
struct Conversion {
    std::size_t size = 0;
    int position = 0;  // from 1; 0 for the next argument
    char kind = 0;
};

Conversion conversion_at(std::string_view text) {
    Conversion conversion;
    std::size_t at = 1;
    int number = 0;
    while (at < text.size() && std::string_view("0123456789$-*").find(text[at]) != std::string_view::npos) {
        if (text[at] == '$') {
            conversion.position = number;
            number = 0;
        } else if (text[at] >= '0' && text[at] <= '9') {
            number = (number * 10 + (text[at] - '0')) % 10000;
        }
        ++at;
    }
    if (at < text.size()) conversion.kind = text[at++];
    conversion.size = at;
    return conversion;
}

class Assembly {
public:
    explicit Assembly(const KnownTexts& variables) : variables_(variables) {}

    // Unknown is nothing.
    std::optional<std::string> value(const Node* node) {
        if (node == nullptr || stack_is_too_deep()) return std::nullopt;
        switch (nodeTag(node)) {
            case T_A_Const: return constant(as<A_Const>(node));
            case T_A_Expr: return concatenation(as<A_Expr>(node));
            case T_FuncCall: return call(as<FuncCall>(node));
            case T_TypeCast: return value(as<TypeCast>(node)->arg);
            case T_CollateClause: return value(as<CollateClause>(node)->arg);
            case T_ColumnRef: return variable(as<ColumnRef>(node));
            default: return std::nullopt;
        }
    }

private:
    std::string or_unknown(std::optional<std::string> text) {
        return text ? std::move(*text) : std::string(unknown_part);
    }

    std::optional<std::string> constant(const A_Const* constant) {
        if (constant->isnull) return std::string();
        switch (nodeTag(&constant->val)) {
            case T_String: return constant->val.sval.sval;
            case T_Integer: return std::to_string(constant->val.ival.ival);
            case T_Float: return constant->val.fval.fval;
            case T_Boolean: return constant->val.boolval.boolval ? "true" : "false";
            default: return std::nullopt;
        }
    }

    std::optional<std::string> concatenation(const A_Expr* operation) {
        if (operation->kind != AEXPR_OP || string_value(llast(operation->name)) != std::string_view("||"))
            return std::nullopt;
        auto left = value(operation->lexpr);
        auto right = value(operation->rexpr);
        if (!left && !right) return std::nullopt;
        return or_unknown(std::move(left)) + or_unknown(std::move(right));
    }

    std::optional<std::string> variable(const ColumnRef* column) {
        const auto* name = static_cast<const Node*>(linitial(column->fields));
        if (list_length(column->fields) != 1 || !IsA(name, String)) return std::nullopt;
        const auto found = variables_.find(std::string_view(string_value(name)));
        return found == variables_.end() ? std::nullopt : std::optional(found->second);
    }

    std::optional<std::string> call(const FuncCall* call) {
        const std::string_view name = string_value(llast(call->funcname));
        const int count = list_length(call->args);
        if (count == 0 || call->func_variadic) return std::nullopt;
        auto first = value(argument(call, 0));
        if (name == "format") return first ? format(*first, call) : std::nullopt;
        if (name == "concat") return concat(call);
        if (count > 1) return std::nullopt;
        if (name == "quote_ident") return quoted_name(or_unknown(std::move(first)));
        if (name == "quote_literal" || name == "quote_nullable") return quoted_literal(or_unknown(std::move(first)));
        if (name == "chr") return first ? character(*first) : std::nullopt;
        return std::nullopt;
    }

    const Node* argument(const FuncCall* call, int number) {
        return number < list_length(call->args) ? static_cast<const Node*>(list_nth(call->args, number)) : nullptr;
    }

    std::optional<std::string> concat(const FuncCall* call) {
        std::string text;
        bool is_known = false;
        for (const Node* part : elements<Node>(call->args)) {
            auto known = value(part);
            is_known = is_known || known;
            text += or_unknown(std::move(known));
        }
        return is_known ? std::optional(text) : std::nullopt;
    }

    // White space, mostly.
    std::optional<std::string> character(const std::string& code) {
        if (code.size() > 3) return std::nullopt;
        int number = 0;
        for (const char digit : code) number = number * 10 + (digit - '0');
        return number > 0 && number < 128 ? std::optional(std::string(1, static_cast<char>(number))) : std::nullopt;
    }

    std::optional<std::string> format(std::string_view pattern, const FuncCall* call) {
        std::string text;
        int next = 1;
        while (!pattern.empty()) {
            const std::size_t plain = std::min(pattern.find('%'), pattern.size());
            text += pattern.substr(0, plain);
            pattern.remove_prefix(plain);
            if (pattern.empty()) break;
            const Conversion conversion = conversion_at(pattern);
            pattern.remove_prefix(conversion.size);
            if (conversion.kind == '%') {
                text += '%';
                continue;
            }
            if (conversion.position > 0) next = conversion.position;
            text += formatted(conversion.kind, or_unknown(value(argument(call, next++))));
        }
        return text;
    }

    std::string formatted(char kind, const std::string& value) {
        if (kind == 'I') return quoted_name(value);
        return kind == 'L' ? quoted_literal(value) : value;
    }

    const KnownTexts& variables_;
};

}  // namespace

std::string without_unknown_parts(std::string text) {
    for (std::size_t at = text.find(unknown_part); at != std::string::npos; at = text.find(unknown_part, at))
        text.erase(at, unknown_part.size());
    return text;
}

std::optional<std::string> assemble_text(const Node* expression, const KnownTexts& variables) {
    return Assembly(variables).value(expression);
}

}  // namespace strata::sqlread
