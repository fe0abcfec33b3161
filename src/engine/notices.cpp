#include "engine/notices.h"

extern "C" {
#include "utils/elog.h"
#include "utils/guc.h"
}

namespace strata::engine {

namespace {

constinit NoticeCapture* active = nullptr;
constinit emit_log_hook_type previous_hook = nullptr;
constinit bool installed = false;

const char* level_name(int level) {
    if (level >= WARNING) return "WARNING: ";
    return level == INFO ? "INFO: " : "NOTICE: ";
}

}  // namespace

// Runs in the middle of the server's error reporting: must not call back into it, and lets nothing out.
void NoticeCapture::hook(ErrorData* data) {
    if (active != nullptr && data->elevel >= INFO && data->elevel < ERROR) {
        active->record(data);
        if (data->elevel < active->former_level_) {
            data->output_to_server = false;
            return;
        }
    }
    if (previous_hook != nullptr) previous_hook(data);
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

NoticeCapture::NoticeCapture() : outer_(active), former_level_(log_min_messages) {
    if (!installed) {
        previous_hook = emit_log_hook;
        emit_log_hook = &NoticeCapture::hook;
        installed = true;
    }
    if (former_level_ > INFO) settings_.set_privileged("log_min_messages", "info");
    active = this;
}

NoticeCapture::~NoticeCapture() { active = outer_; }

std::vector<std::string> NoticeCapture::messages() const {
    std::vector<std::string> all = messages_;
    if (dropped_ > 0) all.push_back("(" + std::to_string(dropped_) + " more messages were not kept)");
    return all;
}

}  // namespace strata::engine
