#include "engine/lock_watch.h"

#include <algorithm>

#include "engine/log_hook.h"
#include "pg/setting.h"

extern "C" {
#include "storage/proc.h"
#include "utils/array.h"
#include "utils/fmgrprotos.h"
}

namespace strata::engine {

namespace {

constinit LockWatch* active = nullptr;
constinit Blockers sample{};

// How the server words its messages on waits, before translation: "process %d still waiting for %s on %s after ...".
bool is_about_a_wait(const ErrorData* data) {
    if (data->elevel != LOG || data->message_id == nullptr) return false;
    const std::string_view text = data->message_id;
    return text.starts_with("process %d ") && text.find(" on %s after %ld.%03d ms") != text.npos;
}

bool has_ended(const ErrorData* data) {
    return std::string_view(data->message_id).find(" still waiting for ") == std::string_view::npos;
}

void add(int pid) {
    const int kept = std::min(sample.count, Blockers::most);
    if (std::find(sample.pids, sample.pids + kept, pid) != sample.pids + kept) return;
    if (sample.count < Blockers::most) sample.pids[sample.count] = pid;
    ++sample.count;
}

// Not through the guard, which would empty the server's stack of messages. No lock is held here.
void take_sample() {
    sample.count = 0;
    const Datum blocking = DirectFunctionCall1(pg_blocking_pids, Int32GetDatum(MyProcPid));
    ArrayType* array = DatumGetArrayTypeP(blocking);
    const int count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
    const auto* pids = reinterpret_cast<const std::int32_t*>(ARR_DATA_PTR(array));
    for (int i = 0; i < count; ++i) add(pids[i]);
}

// Early enough to be told of the wait before it ends.
int deadlock_timeout_for(int lock_timeout) { return std::max(1, lock_timeout / 4 * 3); }

}  // namespace

Blockers last_blockers() { return sample; }

LockWatch::LockWatch() : outer_(active), user_logs_waits_(outer_ != nullptr ? outer_->user_logs_waits_ : log_lock_waits) {
    install_log_hook();
    sample.count = 0;
    active = this;
}

LockWatch::~LockWatch() { active = outer_; }

void LockWatch::begin_statement() {
    if (active == nullptr) return;
    sample.count = 0;
    if (!log_lock_waits) pg::SettingScope::override_privileged("log_lock_waits", "on");
    const int limit = deadlock_timeout_for(LockTimeout);
    if (LockTimeout > 0 && DeadlockTimeout > limit)
        pg::SettingScope::override_privileged("deadlock_timeout", std::to_string(limit).c_str());
}

bool LockWatch::note(const ErrorData* data) noexcept {
    if (active == nullptr || !is_about_a_wait(data)) return false;
    if (has_ended(data))
        sample.count = 0;
    else
        take_sample();
    return !active->user_logs_waits_;
}

}  // namespace strata::engine
