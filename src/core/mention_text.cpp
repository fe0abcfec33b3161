#include "core/mention_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <limits>
#include <system_error>

#include "core/text.h"

namespace strata::core {

namespace {

constexpr char field_end = '\t';
constexpr char line_end = '\n';
constexpr char item_end = '\x1f';
constexpr char part_end = '\x1e';
constexpr std::string_view reserved = "\\\t\n\x1f\x1e";
constexpr std::string_view letters = "btnip";  // what stands for each of the reserved after a backslash

// Faster than reserved.find(), which calls memchr() for a single byte.
constexpr bool is_reserved(char c) { return c == '\\' || c == '\t' || c == '\n' || c == '\x1f' || c == '\x1e'; }

void append_name(std::string& text, std::string_view name) {
    while (!name.empty()) {
        const auto next = std::ranges::find_if(name, is_reserved);
        text.append(name.begin(), next);
        if (next == name.end()) return;
        text.push_back('\\');
        text.push_back(letters[reserved.find(*next)]);
        name = {next + 1, name.end()};
    }
}

void append_number(std::string& text, std::integral auto number) {
    std::array<char, 12> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), end);
}

void append_qualified(std::string& text, const QualifiedName& name) {
    append_name(text, name.schema);
    text.push_back(part_end);
    append_name(text, name.name);
}

bool is_plain(const Mention& mention) {
    return mention.origin == QualifiedName{} && mention.origin_member.empty() && mention.or_of.empty() &&
           mention.arguments.empty() && mention.fewest == -1 && mention.most == -1;
}

void append_rest(std::string& text, const Mention& mention) {
    text.push_back(field_end);
    append_qualified(text, mention.origin);
    text.push_back(field_end);
    append_name(text, mention.origin_member);
    text.push_back(field_end);
    append_number(text, mention.fewest);
    text.push_back(field_end);
    append_number(text, mention.most);
    text.push_back(field_end);
    for (const auto& name : mention.or_of) {
        append_qualified(text, name);
        text.push_back(item_end);
    }
    text.push_back(field_end);
    for (const auto& argument : mention.arguments) {
        append_name(text, argument);
        text.push_back(item_end);
    }
}

void append_numbers(std::string& text, const Mention& mention) {
    std::array<char, 6 * 12> numbers;
    char* end = numbers.data();
    for (const int number : {static_cast<int>(mention.bearing), static_cast<int>(mention.kind),
                             static_cast<int>(mention.strength), static_cast<int>(mention.flags),
                             static_cast<int>(mention.line), static_cast<int>(mention.statement)}) {
        end = std::to_chars(end, numbers.data() + numbers.size(), number).ptr;
        *end++ = field_end;
    }
    text.append(numbers.data(), end);
}

void append_mention(std::string& text, const Mention& mention) {
    append_numbers(text, mention);
    append_name(text, mention.schema);
    text.push_back(field_end);
    append_name(text, mention.name);
    text.push_back(field_end);
    append_name(text, mention.member);
    if (!is_plain(mention)) append_rest(text, mention);
    text.push_back(line_end);
}

// Takes what is before the first `end` off the front of `text`.
std::string_view take(std::string_view& text, char end) {
    const auto at = text.find(end);
    const auto piece = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    return piece;
}

std::string name_of(std::string_view piece) {
    std::string name;
    if (piece.find('\\') == std::string_view::npos) return name = piece;
    for (std::size_t i = 0; i < piece.size(); ++i) {
        const bool escapes = piece[i] == '\\' && i + 1 < piece.size();
        const auto found = escapes ? letters.find(piece[i + 1]) : std::string_view::npos;
        name.push_back(found == std::string_view::npos ? piece[i] : reserved[found]);
        if (found != std::string_view::npos) ++i;
    }
    return name;
}

class Reader {
public:
    explicit Reader(std::string_view line) : rest_(line) {}

    std::optional<Mention> mention() {
        Mention mention;
        mention.bearing = enumerator<Bearing>(Bearing::LeavePath);
        mention.kind = enumerator<ObjectKind>(ObjectKind::Unread);
        mention.strength = enumerator<Strength>(Strength::Unread);
        mention.flags = static_cast<std::uint16_t>(number(0, 0xffff));
        mention.line = number(0, std::numeric_limits<std::int32_t>::max());
        mention.statement = number(0, std::numeric_limits<std::int32_t>::max());
        mention.schema = name_of(take(rest_, field_end));
        mention.name = name_of(take(rest_, field_end));
        mention.member = name_of(take(rest_, field_end));
        if (!rest_.empty()) rest(mention);
        if (!sound_) return std::nullopt;
        return mention;
    }

private:
    int number(int lowest, int highest) {
        const auto piece = take(rest_, field_end);
        int value = 0;
        const auto [end, error] = std::from_chars(piece.data(), piece.data() + piece.size(), value);
        const bool is_number = error == std::errc() && end == piece.data() + piece.size();
        if (is_number && value >= lowest && value <= highest) return value;
        sound_ = false;
        return lowest;
    }

    template <class Enumeration>
    Enumeration enumerator(Enumeration last) {
        return static_cast<Enumeration>(number(0, static_cast<int>(last)));
    }

    static QualifiedName qualified(std::string_view piece) {
        QualifiedName name;
        name.schema = name_of(take(piece, part_end));
        name.name = name_of(piece);
        return name;
    }

    void rest(Mention& mention) {
        mention.origin = qualified(take(rest_, field_end));
        mention.origin_member = name_of(take(rest_, field_end));
        mention.fewest = static_cast<std::int16_t>(number(-1, 0x7fff));
        mention.most = static_cast<std::int16_t>(number(-1, 0x7fff));
        for (auto items = take(rest_, field_end); !items.empty();)
            mention.or_of.push_back(qualified(take(items, item_end)));
        for (auto items = take(rest_, field_end); !items.empty();)
            mention.arguments.push_back(name_of(take(items, item_end)));
    }

    std::string_view rest_;
    bool sound_ = true;
};

}  // namespace

std::string pack(const Reading& reading) {
    constexpr std::size_t text_of_a_mention = 40;
    std::string text = std::to_string(reading_version);
    text.reserve(text_of_a_mention * (reading.size() + 1));
    text.push_back(line_end);
    for (const auto& mention : reading) append_mention(text, mention);
    return text;
}

std::optional<Reading> unpack(std::string_view text) {
    if (take(text, line_end) != std::to_string(reading_version)) return std::nullopt;
    Reading reading;
    reading.reserve(static_cast<std::size_t>(std::ranges::count(text, line_end)));
    while (!text.empty()) {
        auto mention = Reader(take(text, line_end)).mention();
        if (!mention) return std::nullopt;
        reading.push_back(std::move(*mention));
    }
    return reading;
}

}  // namespace strata::core
