#include "sqlread/variable_texts.h"

namespace strata::sqlread {

namespace {

constexpr std::size_t most_bytes = 64'000'000;

std::size_t bytes_of(const std::optional<Texts>& texts) {
    std::size_t bytes = 0;
    if (texts)
        for (const std::string& text : *texts) bytes += text.size();
    return bytes;
}

}  // namespace

bool VariableTexts::knows(std::string_view variable) const {
    if (known_.contains(variable)) return true;
    const std::string field = std::string(variable) + '.';
    const auto next = known_.lower_bound(field);
    return next != known_.end() && next->first.starts_with(field);
}

std::optional<Texts> VariableTexts::texts_of(const std::string& variable) const {
    const auto found = known_.find(variable);
    return found == known_.end() ? std::nullopt : std::optional(found->second);
}

void VariableTexts::put(const std::string& variable, std::optional<Texts> texts) {
    if (texts && !gave_up_)
        known_.insert_or_assign(variable, std::move(*texts));
    else
        known_.erase(variable);
}

void VariableTexts::log_and_put(const std::string& variable, std::optional<Texts> texts) {
    if (gave_up_) return;
    log_.push_back({variable, texts_of(variable), texts});
    put(variable, std::move(texts));
    bytes_of_log_ += bytes_of(log_.back().before) + bytes_of(log_.back().after);
    if (bytes_of_log_ > most_bytes) give_up();
}

void VariableTexts::assign(const std::string& variable, std::optional<Texts> texts) {
    const std::string field = variable + '.';
    for (auto next = known_.lower_bound(field); next != known_.end() && next->first.starts_with(field);
         next = known_.lower_bound(field))
        log_and_put(std::string(next->first), std::nullopt);
    log_and_put(variable, std::move(texts));
}

void VariableTexts::give_up() {
    gave_up_ = true;
    known_.clear();
    for (Assignment& assignment : log_) assignment.before = assignment.after = std::nullopt;
}

void VariableTexts::undo_since(std::size_t mark) {
    for (std::size_t i = log_.size(); i > mark; --i) put(log_[i - 1].variable, log_[i - 1].before);
}

void VariableTexts::join_since(std::size_t mark) {
    std::map<std::string, std::optional<Texts>> joined;
    for (std::size_t i = mark; i < log_.size(); ++i) {
        const Assignment& assignment = log_[i];
        auto& texts = joined.try_emplace(assignment.variable, assignment.before).first->second;
        texts = united(std::move(texts), assignment.after);
    }
    for (auto& [variable, texts] : joined) log_and_put(variable, std::move(texts));
}

}  // namespace strata::sqlread
