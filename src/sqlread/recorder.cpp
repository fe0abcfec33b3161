#include "sqlread/recorder.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "core/text.h"

namespace strata::sqlread {

namespace {

bool may_be(const core::Mention& provided, std::string_view schema, std::string_view name) {
    const bool same_schema = provided.schema == schema || provided.schema.empty() || schema.empty();
    return provided.name == name && same_schema;
}

// With memchr, which is several times as fast as a loop over bytes.
int line_ends(std::string_view text) {
    int count = 0;
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) ++count;
    return count;
}

// A new object provides its members too.
bool provides_for(const core::Mention& provided, const core::Mention& need) {
    if (provided.bearing != core::Bearing::Provides) return false;
    if (core::is_member(provided.kind) && (!core::is_member(need.kind) || provided.member != need.member)) return false;
    const auto is_it = [&](const core::QualifiedName& other) { return may_be(provided, other.schema, other.name); };
    return may_be(provided, need.schema, need.name) || std::ranges::any_of(need.or_of, is_it);
}

// What a routine does to the catalog is not followed to where it is called.
void become_unread(core::Mention& effect, const core::MayProvide& effects) {
    std::string text = core::concat(core::name(effect.kind), ' ');
    if (!effect.schema.empty()) text += core::concat(effect.schema, '.');
    text += effect.name;
    if (!effect.member.empty()) text += core::concat('.', effect.member);
    effect.name = std::move(text);
    effect.schema.clear();
    effect.member.clear();
    effect.bearing = core::Bearing::Needs;
    effect.kind = core::ObjectKind::Unread;
    effect.strength = core::Strength::Unread;
    effect.flags = core::mention_flag::in_routine;
    effect.arguments = effects.list();
    effect.origin = {};
    effect.origin_member.clear();
    effect.fewest = effect.most = -1;
}

bool changes_nothing(const core::Mention& mention) {
    return mention.bearing == core::Bearing::Needs || mention.bearing == core::Bearing::Alters;
}

bool is_provided(const core::Mention& mention) { return mention.bearing == core::Bearing::Provides; }

bool moves(const core::Mention& mention) {
    return mention.bearing == core::Bearing::Drops && mention.has(core::mention_flag::moved);
}

const std::string& name_of_new(const core::Mention& provided) {
    return core::is_member(provided.kind) ? provided.member : provided.name;
}

bool has_in_a_name(const core::Mention& mention, std::string_view part) {
    const auto has = [&](const std::string& text) { return text.find(part) != std::string::npos; };
    const auto named = [&](const core::QualifiedName& name) { return has(name.schema) || has(name.name); };
    return has(mention.schema) || has(mention.name) || has(mention.member) || named(mention.origin) ||
           has(mention.origin_member) || std::ranges::any_of(mention.or_of, named) ||
           std::ranges::any_of(mention.arguments, has);
}

// Of a name that the server picks only the kind of its end is sure: it shortens what stands before, and counts up.
std::string pattern_of_new(const core::Mention& provided, std::string_view part) {
    const std::string& name = name_of_new(provided);
    const std::size_t end = name.rfind('_');
    if (provided.has(core::mention_flag::chosen) && end != std::string::npos)
        return core::concat('*', std::string_view(name).substr(end), '*');
    return part.empty() ? name : core::pattern_of(name, part);
}

// Marks them as the routine's; those that it provides for itself are no needs any more.
void leave_needs(core::Reading::iterator first, core::Reading::iterator last) {
    const bool provides_any = std::any_of(first, last, is_provided);
    for (auto need = first; need != last; ++need) {
        need->flags &= static_cast<std::uint16_t>(~core::mention_flag::begins);
        if (need->bearing != core::Bearing::Needs) continue;
        if (need->strength != core::Strength::Hard) need->flags |= core::mention_flag::in_routine;
        if (!provides_any) continue;
        const auto is_provider = [&](const core::Mention& other) { return provides_for(other, *need); };
        if (std::any_of(first, last, is_provider)) need->bearing = core::Bearing::Drops;
    }
}

}  // namespace

void Recorder::begin_statement(int number, int line, std::string_view text) {
    statement_ = number;
    text_ = text;
    first_line_ = known_line_ = line;
    known_location_ = 0;
}

int Recorder::line_of(int location) {
    if (location < 0) return first_line_;
    const int end = std::min(location, static_cast<int>(text_.size()));
    const auto [from, to] = std::minmax(known_location_, end);
    const int lines = line_ends(text_.substr(from, to - from));
    known_line_ += end < known_location_ ? -lines : lines;
    known_location_ = end;
    return known_line_;
}

core::Mention& Recorder::add(core::Mention mention, int location) {
    mention.strength = std::max(mention.strength, strength_);
    if (strength_ != core::Strength::Hard) mention.flags |= core::mention_flag::uncertain;
    mention.line = line_of(location);
    mention.statement = statement_;
    if (std::exchange(begins_, false)) mention.flags |= core::mention_flag::begins;
    const bool can_repeat = changes_nothing(mention) && !mention.has(core::mention_flag::begins);
    core::Mention* same = can_repeat ? said_before(mention) : nullptr;
    return same != nullptr ? *same : reading_.emplace_back(std::move(mention));
}

// Only in the same statement, with nothing between that changes what is there, and a few mentions back.
core::Mention* Recorder::said_before(const core::Mention& mention) {
    constexpr std::size_t few = 32;
    for (std::size_t i = reading_.size(); i > 0 && i + few > reading_.size(); --i) {
        core::Mention& before = reading_[i - 1];
        if (before.statement != mention.statement || !changes_nothing(before)) break;
        if (!before.has(core::mention_flag::begins)) {
            if (before == mention) return &before;
            continue;
        }
        core::Mention beginning = mention;
        beginning.flags |= core::mention_flag::begins;
        return before == beginning ? &before : nullptr;
    }
    return nullptr;
}

bool Recorder::may_be_variable(std::string_view name) const {
    return any_variable_ || (variables_ != nullptr && std::ranges::find(*variables_, name) != variables_->end());
}

void Recorder::weaken(std::size_t mark, core::Strength strength) {
    for (std::size_t i = mark; i < reading_.size(); ++i)
        reading_[i].strength = std::max(reading_[i].strength, strength);
}

void Recorder::excuse_late(std::string_view transition_table) {
    for (core::Mention& mention : reading_)
        if (mention.strength == core::Strength::Late && mention.schema.empty() && mention.name == transition_table)
            mention.flags |= core::mention_flag::if_exists;
}

void Recorder::forget_naming(std::size_t mark, std::string_view part, core::MayProvide& hidden) {
    const auto first = reading_.begin() + static_cast<std::ptrdiff_t>(mark);
    const auto is_named = [&](const core::Mention& mention) { return has_in_a_name(mention, part); };
    const bool defines = std::any_of(first, reading_.end(), is_provided);
    for (auto mention = first; mention != reading_.end(); ++mention) {
        if (!is_named(*mention)) continue;
        const bool is_call = mention->kind == core::ObjectKind::Routine && mention->most >= 0 && !defines;
        if (is_provided(*mention))
            hidden.add(*mention, mention != first && moves(*std::prev(mention)), pattern_of_new(*mention, part));
        else if (mention->bearing == core::Bearing::Drops || is_call)
            hidden.note();
    }
    reading_.erase(std::remove_if(first, reading_.end(), is_named), reading_.end());
}

void Recorder::forget_changes(std::size_t mark) {
    const auto first = reading_.begin() + static_cast<std::ptrdiff_t>(mark);
    reading_.erase(std::remove_if(first, reading_.end(), std::not_fn(changes_nothing)), reading_.end());
}

StrengthScope::StrengthScope(Recorder& recorder, core::Strength strength)
    : recorder_(recorder), before_(recorder.strength_) {
    recorder.strength_ = std::max(before_, strength);
}

StrengthScope::~StrengthScope() { recorder_.strength_ = before_; }

VariableScope::VariableScope(Recorder& recorder, const std::vector<std::string>* names)
    : recorder_(recorder), any_before_(recorder.any_variable_), before_(recorder.variables_) {
    recorder.any_variable_ = names == nullptr;
    recorder.variables_ = names;
}

VariableScope::~VariableScope() {
    recorder_.any_variable_ = any_before_;
    recorder_.variables_ = before_;
}

RoutineScope::~RoutineScope() {
    core::Reading& reading = recorder_.reading_;
    const auto first = reading.begin() + static_cast<std::ptrdiff_t>(mark_);
    const auto is_change = [](const core::Mention& mention) {
        return !changes_nothing(mention) && mention.bearing < core::Bearing::Path && mention.schema != "pg_temp";
    };
    core::MayProvide effects;
    auto effect = reading.end();
    for (auto change = first; change != reading.end(); ++change) {
        if (!is_change(*change)) continue;
        if (effect == reading.end() || (is_provided(*change) && !is_provided(*effect))) effect = change;
        effects.note();
        const bool is_moved = change != first && moves(*std::prev(change));
        if (is_provided(*change)) effects.add(*change, is_moved, pattern_of_new(*change, {}));
    }
    leave_needs(first, reading.end());
    if (effect != reading.end()) become_unread(*effect, effects);
    const auto is_no_need = [](const core::Mention& mention) { return mention.bearing != core::Bearing::Needs; };
    reading.erase(std::remove_if(first, reading.end(), is_no_need), reading.end());
}

TextScope::TextScope(Recorder& recorder, std::string_view text, int location)
    : recorder_(recorder), text_(recorder.text_), first_line_(recorder.first_line_),
      known_location_(recorder.known_location_), known_line_(recorder.known_line_) {
    const int line = recorder.line_of(location);
    recorder.text_ = text;
    recorder.first_line_ = recorder.known_line_ = line;
    recorder.known_location_ = 0;
}

TextScope::~TextScope() {
    recorder_.text_ = text_;
    recorder_.first_line_ = first_line_;
    recorder_.known_location_ = known_location_;
    recorder_.known_line_ = known_line_;
}

}  // namespace strata::sqlread
