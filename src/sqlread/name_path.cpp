#include "sqlread/name_path.h"

namespace strata::sqlread {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) { return starts_name(c) || (c >= '0' && c <= '9') || c == '$'; }

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

class NameText {
public:
    explicit NameText(std::string_view text) : text_(text) {}

    bool at_end() {
        while (position_ < text_.size() && is_space(text_[position_])) ++position_;
        return position_ == text_.size();
    }

    bool take(char wanted) {
        if (at_end() || text_[position_] != wanted) return false;
        ++position_;
        return true;
    }

    std::optional<std::string> take_name() {
        if (at_end()) return std::nullopt;
        return text_[position_] == '"' ? take_quoted() : take_plain();
    }

private:
    std::optional<std::string> take_plain() {
        if (!starts_name(text_[position_])) return std::nullopt;
        std::string name;
        for (; position_ < text_.size() && continues_name(text_[position_]); ++position_) {
            name += folded(text_[position_]);
        }
        return name;
    }

    std::optional<std::string> take_quoted() {
        std::string name;
        for (++position_; position_ < text_.size(); ++position_) {
            if (text_[position_] == '"') {
                ++position_;
                if (position_ == text_.size() || text_[position_] != '"') return name;
            }
            name += text_[position_];
        }
        return std::nullopt;
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

}  // namespace

std::optional<std::vector<std::string>> split_names(std::string_view text, char separator) {
    std::vector<std::string> names;
    NameText rest(text);
    if (rest.at_end()) return names;
    do {
        auto name = rest.take_name();
        if (!name) return std::nullopt;
        names.push_back(std::move(*name));
    } while (rest.take(separator));
    if (!rest.at_end()) return std::nullopt;
    return names;
}

}  // namespace strata::sqlread
