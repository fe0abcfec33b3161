#include "core/object_text.h"

#include "core/text.h"

namespace strata::core {

namespace {

bool is_name_byte(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

class Reader {
public:
    explicit Reader(std::string_view text) : rest_(trim(text)) {}

    std::optional<ObjectText> read() {
        ObjectText object;
        object.kind = kind();
        if (!dotted_name(object.names)) return std::nullopt;
        if (take('(') && !arguments(object.arguments.emplace())) return std::nullopt;
        if (is_word("on") && !(skip_word(), dotted_name(object.owner))) return std::nullopt;
        if (!rest_.empty()) return std::nullopt;
        return object;
    }

private:
    void skip_space() {
        while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
    }

    bool take(char c) {
        skip_space();
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        skip_space();
        return true;
    }

    std::string_view word() const {
        std::size_t end = 0;
        while (end < rest_.size() && is_name_byte(rest_[end])) ++end;
        return rest_.substr(0, end);
    }

    bool is_word(std::string_view wanted) const { return equal_ignoring_case(word(), wanted); }

    void skip_word() {
        rest_.remove_prefix(word().size());
        skip_space();
    }

    // Of one or more words: the longest that is a kind and leaves a name.
    std::optional<ObjectKind> kind() {
        const std::string_view before = rest_;
        std::string_view after = rest_;
        std::optional<ObjectKind> longest;
        std::string words;
        while (!word().empty()) {
            if (!words.empty()) words += ' ';
            for (const char c : word()) words += to_lower(c);
            skip_word();
            const bool leaves_name = !rest_.empty() && (is_name_byte(rest_.front()) || rest_.front() == '"');
            const auto found = object_kind_of_name(words);
            if (!found || !leaves_name || is_word("on")) continue;
            longest = found;
            after = rest_;
        }
        rest_ = longest ? after : before;
        return longest;
    }

    std::optional<std::string> name() {
        if (rest_.empty() || rest_.front() != '"') {
            std::string folded;
            for (const char c : word()) folded += to_lower(c);
            rest_.remove_prefix(folded.size());
            if (folded.empty()) return std::nullopt;
            return folded;
        }
        std::string unquoted;
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == '"' && (i + 1 == rest_.size() || rest_[i + 1] != '"')) {
                rest_.remove_prefix(i + 1);
                if (unquoted.empty()) return std::nullopt;
                return unquoted;
            }
            if (rest_[i] == '"') ++i;
            unquoted += rest_[i];
        }
        return std::nullopt;
    }

    bool dotted_name(std::vector<std::string>& names) {
        do {
            auto part = name();
            if (!part) return false;
            names.push_back(*std::move(part));
        } while (take('.'));
        skip_space();
        return true;
    }

    // Up to the parenthesis that closes; commas within parentheses and quotes separate nothing.
    bool arguments(std::vector<std::string>& types) {
        std::string type;
        int depth = 0;
        bool is_quoted = false;
        for (std::size_t i = 0; i < rest_.size(); ++i) {
            const char c = rest_[i];
            if (c == '"') is_quoted = !is_quoted;
            const bool ends = !is_quoted && depth == 0 && (c == ',' || c == ')');
            if (!is_quoted && c == '(') ++depth;
            if (!is_quoted && c == ')') --depth;
            if (!ends) {
                type += c;
                continue;
            }
            if (!is_blank(type)) types.emplace_back(trim(type));
            else if (c == ',' || !types.empty()) return false;
            type.clear();
            if (c == ',') continue;
            rest_.remove_prefix(i + 1);
            skip_space();
            return true;
        }
        return false;
    }

    std::string_view rest_;
};

}  // namespace

std::optional<ObjectText> read_object_text(std::string_view text) { return Reader(text).read(); }

}  // namespace strata::core
