#include "engine/notices.h"

#include "engine/log_hook.h"

extern "C" {
#include "utils/elog.h"
#include "utils/guc.h"
}

namespace strata::engine {

namespace {

constinit NoticeCapture* active = nullptr;

// The server's rule for messages below ERROR. As a threshold LOG ranks above ERROR, as a level too, though its number
// is lower than that of INFO.
bool is_logged_at(int level, int threshold) {
    if (level == LOG || level == LOG_SERVER_ONLY) return threshold == LOG || threshold <= ERROR;
    return threshold != LOG && level >= threshold;
}

const char* level_name(int level) {
    if (level >= WARNING) return "WARNING: ";
    return level == INFO ? "INFO: " : "NOTICE: ";
}

}  // namespace

bool NoticeCapture::note(const ErrorData* data) noexcept {
    if (active == nullptr || data->elevel >= ERROR) return false;
    if (data->elevel >= INFO) active->record(data);
    return !is_logged_at(data->elevel, active->former_level_);
}

void NoticeCapture::record(const ErrorData* data) noexcept {
    if (messages_.size() >= kept_messages) {
        ++dropped_;
        return;
    }
    try {
        std::string line = level_name(data->elevel);
        if (data->message != nullptr) line += data->message;
        if (data->detail != nullptr) line.append(" DETAIL: ").append(data->detail);
        if (data->hint != nullptr) line.append(" HINT: ").append(data->hint);
        messages_.push_back(std::move(line));
    } catch (const std::bad_alloc&) {
        ++dropped_;
    }
}

NoticeCapture::NoticeCapture(int former_level) : outer_(active), former_level_(former_level) {
    install_log_hook();
    active = this;
}

NoticeCapture::NoticeCapture() : NoticeCapture(log_min_messages) {
    if (is_logged_at(INFO, former_level_)) return;
    settings_.emplace();
    settings_->set_privileged("log_min_messages", "info");
}

void NoticeCapture::lower_log_level() {
    if (active == nullptr || is_logged_at(INFO, log_min_messages)) return;
    active->former_level_ = log_min_messages;
    pg::SettingScope::override_privileged("log_min_messages", "info");
}

NoticeCapture::~NoticeCapture() { active = outer_; }

std::vector<std::string> NoticeCapture::messages() const {
    std::vector<std::string> all = messages_;
    if (dropped_ > 0) all.push_back("(" + std::to_string(dropped_) + " more messages were not kept)");
    return all;
}

}  // namespace strata::engine
