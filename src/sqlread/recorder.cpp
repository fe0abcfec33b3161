#include "sqlread/recorder.h"

#include <algorithm>

namespace strata::sqlread {

void Recorder::begin_statement(int number, int line, std::string_view text) {
    statement_ = number;
    text_ = text;
    first_line_ = known_line_ = line;
    known_location_ = 0;
}

int Recorder::line_of(int location) {
    if (location < 0) return first_line_;
    const int end = std::min(location, static_cast<int>(text_.size()));
    if (end < known_location_) {
        known_location_ = 0;
        known_line_ = first_line_;
    }
    known_line_ += static_cast<int>(std::count(text_.begin() + known_location_, text_.begin() + end, '\n'));
    known_location_ = end;
    return known_line_;
}

core::Mention& Recorder::add(core::Mention mention, int location) {
    mention.strength = std::max(mention.strength, strength_);
    if (strength_ != core::Strength::Hard) mention.flags |= core::mention_flag::uncertain;
    mention.line = line_of(location);
    mention.statement = statement_;
    return reading_.emplace_back(std::move(mention));
}

StrengthScope::StrengthScope(Recorder& recorder, core::Strength strength)
    : recorder_(recorder), before_(recorder.strength_) {
    recorder.strength_ = std::max(before_, strength);
}

StrengthScope::~StrengthScope() { recorder_.strength_ = before_; }

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
