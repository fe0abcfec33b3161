#include "core/progress_text.h"

#include <charconv>
#include <vector>

#include "core/text.h"

namespace strata::core {

namespace {

constexpr std::string_view prefix = "pg_strata: ";
constexpr std::string_view migration_opening = "migration \"";
constexpr std::string_view migration_closing = "\", ";

bool take(std::string_view& text, std::string_view wanted) {
    if (!text.starts_with(wanted)) return false;
    text.remove_prefix(wanted.size());
    return true;
}

bool take_number(std::string_view& text, std::int64_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

bool take_labelled(std::string_view& text, std::string_view label, std::int64_t& number) {
    std::string_view rest = text;
    if (!take(rest, label) || !take_number(rest, number)) return false;
    text = rest;
    return true;
}

bool take_count(std::string_view& text, std::string_view label, Progress::Count& count) {
    std::string_view rest = text;
    Progress::Count taken;
    if (!take_labelled(rest, label, taken.number) || !take_labelled(rest, " of ", taken.of)) return false;
    count = taken;
    text = rest;
    return true;
}

bool take_item(std::string_view& text, Progress& progress) {
    std::int64_t run = 0;
    if (take_labelled(text, "run ", run)) {
        progress.run = run;
        return true;
    }
    return take_count(text, "step ", progress.step) || take_count(text, "statement ", progress.statement) ||
           take_labelled(text, "line ", progress.line);
}

// The phase holds no quotation mark, an identifier may.
void take_matter(std::string_view text, Progress& progress) {
    if (!take(text, migration_opening)) {
        progress.phase = text;
        return;
    }
    const std::size_t end = text.rfind(migration_closing);
    progress.migration = text.substr(0, end);
    if (end != std::string_view::npos) progress.phase = text.substr(end + migration_closing.size());
}

std::string counted_item(std::string_view label, const Progress::Count& count) {
    return concat(label, count.number, " of ", count.of);
}

}  // namespace

std::string progress_text(const Progress& progress) {
    std::vector<std::string> items;
    if (progress.run) items.push_back(concat("run ", *progress.run));
    if (progress.step.of > 0) items.push_back(counted_item("step ", progress.step));
    if (progress.statement.of > 0) items.push_back(counted_item("statement ", progress.statement));
    if (progress.line > 0) items.push_back(concat("line ", progress.line));
    const std::string migration =
        progress.migration.empty() ? "" : concat(migration_opening, progress.migration, migration_closing);
    return concat(prefix, join(items, ", "), items.empty() ? "" : ": ", migration, progress.phase);
}

std::optional<Progress> read_progress(std::string_view text) {
    if (!take(text, prefix)) return std::nullopt;
    Progress progress;
    bool numbered = false;
    while (take_item(text, progress)) {
        numbered = true;
        if (!take(text, ", ")) break;
    }
    if (numbered && !take(text, ": ")) return progress;
    take_matter(text, progress);
    return progress;
}

}  // namespace strata::core
