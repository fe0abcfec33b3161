#include "core/tap.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace strata::core {

namespace {

// Takes `prefix` off the front of `text`, if it is there.
bool take(std::string_view& text, std::string_view prefix) noexcept {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::optional<std::int64_t> take_number(std::string_view& text) noexcept {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || text.empty() || !is_digit(text.front())) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

struct TestLine {
    bool ok;
    bool excused;  // TODO or SKIP
    std::string description;
};

// Where the directive begins: the first '#' that no backslash escapes.
std::size_t directive_at(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '#') {
            return i;
        }
    }
    return text.size();
}

bool excuses(std::string_view directive) noexcept {
    if (!take(directive, "#")) return false;
    const auto word = trim(directive).substr(0, 4);
    return equal_ignoring_case(word, "todo") || equal_ignoring_case(word, "skip");
}

std::optional<TestLine> read_test(std::string_view line) {
    const bool ok = !take(line, "not ");
    if (!take(line, "ok ")) return std::nullopt;
    const auto number = take_number(line);
    if (!number || (!line.empty() && !is_space(line.front()))) return std::nullopt;
    const auto at = directive_at(line);
    auto description = trim(line.substr(0, at));
    if (take(description, "-")) description = trim(description);
    return TestLine{ok, excuses(line.substr(at)),
                    description.empty() ? concat("test ", *number) : std::string(description)};
}

std::optional<std::int64_t> read_plan(std::string_view line) noexcept {
    if (!take(line, "1..")) return std::nullopt;
    const auto number = take_number(line);
    line = trim(line);
    return line.empty() || line.front() == '#' ? number : std::nullopt;
}

bool is_tap_line(std::string_view line) {
    return line.starts_with('#') || line.starts_with("Bail out!") || read_plan(line) || read_test(line);
}

std::string_view take_line(std::string_view& text) noexcept {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

class TapReader {
public:
    void read(std::string_view value) {
        while (!value.empty()) read_line(take_line(value));
    }

    TapReport finish() {
        const auto ran = report_.ok + report_.not_ok;
        if (report_.planned && *report_.planned != ran) {
            report_.complaints.push_back(concat("planned ", *report_.planned, " but ran ", ran));
        }
        if (report_.passed() && !said_.empty()) report_.complaints = std::move(said_);
        return std::move(report_);
    }

private:
    void read_line(std::string_view line) {
        if (!line.empty() && is_space(line.front())) {
            read_subtest(line);
        } else if (line.starts_with('#')) {
            read_diagnostic(line);
        } else if (const auto plan = read_plan(line)) {
            note_plan(*plan);
        } else if (auto test = read_test(line)) {
            count(*test);
        } else if (line.starts_with("Bail out!")) {
            report_.complaints.emplace_back(line);
            report_.bailed_out = true;
        }
    }

    // A subtest's verdict comes with its own line, not indented; of its output only what tells of trouble is kept.
    void read_subtest(std::string_view line) {
        const auto inner = trim(line);
        if (inner.starts_with('#') || inner.starts_with("not ok ")) report_.diagnostics.emplace_back(line);
    }

    void read_diagnostic(std::string_view line) {
        report_.diagnostics.emplace_back(line);
        for (const std::string_view verdict :
             {"# Looks like you planned ", "# Looks like you failed ", "# No tests run"}) {
            if (line.starts_with(verdict)) said_.emplace_back(line.substr(2));
        }
    }

    void note_plan(std::int64_t plan) {
        if (report_.planned && *report_.planned != plan) {
            report_.complaints.push_back(concat("two plans: ", *report_.planned, " and ", plan));
        }
        report_.planned = plan;
    }

    void count(TestLine& test) {
        report_.descriptions.push_back(test.description);
        if (test.ok || test.excused) {
            ++report_.ok;
        } else {
            ++report_.not_ok;
            report_.failed.push_back(std::move(test.description));
        }
    }

    TapReport report_;
    std::vector<std::string> said_;  // verdicts of finish(), which count only if we saw nothing wrong ourselves
};

}  // namespace

bool is_tap(std::string_view value) {
    while (!value.empty()) {
        const auto line = take_line(value);
        if (!is_blank(line)) return is_tap_line(trim(line));
    }
    return false;
}

TapReport read_tap(std::span<const std::string> values) {
    TapReader reader;
    for (const auto& value : values) reader.read(value);
    return reader.finish();
}

}  // namespace strata::core
