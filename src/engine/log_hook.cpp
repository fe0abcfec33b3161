#include "engine/log_hook.h"

#include "engine/lock_watch.h"
#include "engine/notices.h"

extern "C" {
#include "utils/elog.h"
}

namespace strata::engine {

namespace {

constinit emit_log_hook_type previous_hook = nullptr;
constinit bool installed = false;

// Runs in the middle of the server's error reporting: must not call back into it, and lets nothing out.
void hook(ErrorData* data) {
    const bool is_unwanted = NoticeCapture::note(data);
    if (LockWatch::note(data) || is_unwanted) {
        data->output_to_server = false;
        return;
    }
    if (previous_hook != nullptr) previous_hook(data);
}

}  // namespace

void install_log_hook() {
    if (installed) return;
    previous_hook = emit_log_hook;
    emit_log_hook = &hook;
    installed = true;
}

}  // namespace strata::engine
