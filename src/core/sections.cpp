#include "core/sections.h"

#include <algorithm>

#include "core/leading_comments.h"
#include "core/script_header.h"
#include "core/text.h"

namespace strata::core {

namespace {

struct Marker {
    std::string_view word;     // "up"
    std::string_view options;  // what follows on the line
    int line = 0;
    std::size_t begin = 0;  // of the marker's line
    std::size_t end = 0;    // of the marker's line, its newline included
};

std::optional<Marker> read_marker(std::string_view line) {
    line = trim(line);
    if (!line.starts_with("--")) return std::nullopt;
    line = trim(line.substr(2));
    constexpr std::string_view key = "migrate:";
    if (!line.starts_with(key)) return std::nullopt;
    line.remove_prefix(key.size());
    const auto end = std::find_if(line.begin(), line.end(), is_space) - line.begin();
    Marker marker;
    marker.word = line.substr(0, static_cast<std::size_t>(end));
    marker.options = trim(line.substr(marker.word.size()));
    return marker.word.empty() ? std::nullopt : std::optional(marker);
}

std::vector<Marker> find_markers(std::string_view content) {
    std::vector<Marker> markers;
    int line = 0;
    for (std::size_t begin = 0; begin < content.size();) {
        ++line;
        const auto end = std::min(content.find('\n', begin), content.size() - 1) + 1;
        if (auto marker = read_marker(content.substr(begin, end - begin))) {
            marker->line = line;
            marker->begin = begin;
            marker->end = end;
            markers.push_back(*marker);
        }
        begin = end;
    }
    return markers;
}

std::optional<ScriptRole> role_of(const Marker& marker) {
    for (const auto role : {ScriptRole::Up, ScriptRole::Down, ScriptRole::Verify}) {
        if (marker.word == name(role)) return role;
    }
    return std::nullopt;
}

std::optional<std::string>& section(Sections& sections, ScriptRole role) {
    switch (role) {
        case ScriptRole::Up: return sections.up;
        case ScriptRole::Down: return sections.down;
        case ScriptRole::Verify: break;
    }
    return sections.verify;
}

Fault refuse(std::string message, int line, std::string hint = {}) {
    return {Condition::DirectoryRefused, std::move(message), {}, std::move(hint), line};
}

std::string shown(const Marker& marker) { return quoted(concat("-- migrate:", marker.word)); }

// dbmate's option is accepted and not needed: whether a script can run in a transaction shows in its statements.
bool has_known_options(const Marker& marker) {
    return marker.options.empty() || marker.options == "transaction:true" || marker.options == "transaction:false";
}

void fill(Sections& sections, const Marker& marker, std::string_view body) {
    const auto role = role_of(marker);
    if (!role) {
        sections.faults.push_back(refuse(concat("unknown marker ", shown(marker)), marker.line,
                                         "The markers are -- migrate:up, -- migrate:down and -- migrate:verify."));
        return;
    }
    if (!has_known_options(marker)) {
        sections.faults.push_back(
            refuse(concat("unknown option after ", shown(marker), ": ", marker.options), marker.line));
    }
    auto& text = section(sections, *role);
    if (text) {
        sections.faults.push_back(refuse(concat("marker ", shown(marker), " stands twice"), marker.line));
        return;
    }
    text.emplace(static_cast<std::size_t>(marker.line), '\n');
    text->append(body);
}

// Markers begin scripts: what stands before the first belongs to none.
void refuse_text_before(Sections& sections, std::string_view before) {
    for (const Directive& directive : read_directives(before))
        sections.faults.push_back(refuse(concat(directive.name, " stands before the first marker"), directive.line,
                                         "Move it behind the marker of the script that it is meant for."));
    const auto at = read_leading_comments(before).end;
    if (at == before.size()) return;
    const auto line = 1 + std::count(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    sections.faults.push_back(refuse("a statement stands before the first marker", static_cast<int>(line),
                                     "Move it behind -- migrate:up."));
}

}  // namespace

Sections split_sections(std::string_view content) {
    Sections sections;
    const auto markers = find_markers(content);
    sections.marked = std::any_of(markers.begin(), markers.end(), role_of);
    if (!sections.marked) return sections;
    refuse_text_before(sections, content.substr(0, markers.front().begin));
    for (std::size_t i = 0; i < markers.size(); ++i) {
        const auto end = i + 1 < markers.size() ? markers[i + 1].begin : content.size();
        fill(sections, markers[i], content.substr(markers[i].end, end - markers[i].end));
    }
    return sections;
}

int line_of_other_tools_marker(std::string_view content) {
    int line = 0;
    while (!content.empty()) {
        ++line;
        const auto end = std::min(content.find('\n'), content.size() - 1) + 1;
        auto text = trim(content.substr(0, end));
        content.remove_prefix(end);
        if (!text.starts_with("--")) continue;
        text = trim(text.substr(2));
        for (const std::string_view marker : {"+goose ", "+migrate ", "+micrate ", "rambler "}) {
            if (text.starts_with(marker)) return line;
        }
    }
    return 0;
}

int line_of_foreign_marker(std::string_view content, ScriptRole role) {
    for (const auto& marker : find_markers(content)) {
        const auto marked = role_of(marker);
        if (marked && *marked != role) return marker.line;
    }
    return 0;
}

}  // namespace strata::core
