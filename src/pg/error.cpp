#include "pg/error.h"

#include "pg/guard.h"

namespace strata::pg {

namespace {

char* keep(MemoryContext context, std::string_view text) {
    return call([&] {
        auto* copy = static_cast<char*>(MemoryContextAlloc(context, text.size() + 1));
        memcpy(copy, text.data(), text.size());
        copy[text.size()] = '\0';
        return copy;
    });
}

int packed_sqlstate(const std::string& text) {
    return MAKE_SQLSTATE(text[0], text[1], text[2], text[3], text[4]);
}

// Reports through the server, so that context callbacks and log settings apply as to any of its own messages.
void report(int level, const Report& what) {
    const char* message = what.message.c_str();
    const char* detail = what.detail.empty() ? nullptr : what.detail.c_str();
    const char* hint = what.hint.empty() ? nullptr : what.hint.c_str();
    const int sqlstate = what.sqlstate.size() == 5 ? packed_sqlstate(what.sqlstate) : 0;
    const int position = what.cursor_position;
    call([&] {
        ereport(level, (sqlstate != 0 ? errcode(sqlstate) : 0, errmsg_internal("%s", message),
                        detail != nullptr ? errdetail_internal("%s", detail) : 0,
                        hint != nullptr ? errhint("%s", hint) : 0,
                        position > 0 ? errposition(position) : 0));
    });
}

}  // namespace

Error::Error(const Error& other) noexcept : shared_(other.shared_) {
    if (shared_ != nullptr) ++shared_->references;
}

Error::~Error() {
    if (shared_ != nullptr && --shared_->references == 0) MemoryContextDelete(shared_->context);
}

void Error::set_statement(std::string_view text) {
    if (shared_ != nullptr) shared_->statement = keep(shared_->context, text);
}

int Error::sqlstate() const noexcept { return shared_ != nullptr ? shared_->data->sqlerrcode : ERRCODE_OUT_OF_MEMORY; }

const char* Error::message() const noexcept {
    if (shared_ == nullptr) return "out of memory";
    return shared_->data->message != nullptr ? shared_->data->message : "missing error text";
}

const char* Error::detail() const noexcept { return shared_ != nullptr ? shared_->data->detail : nullptr; }
const char* Error::hint() const noexcept { return shared_ != nullptr ? shared_->data->hint : nullptr; }

const char* Error::context() const noexcept { return shared_ != nullptr ? shared_->data->context : nullptr; }

void Error::set_hint(std::string_view text) {
    if (shared_ != nullptr) shared_->data->hint = keep(shared_->context, text);
}

void Error::set_detail(std::string_view text) {
    if (shared_ != nullptr) shared_->data->detail = keep(shared_->context, text);
}

ErrorData* Error::release() noexcept {
    static constinit MemoryContext last = nullptr;
    if (shared_ == nullptr) return nullptr;
    if (last != nullptr) MemoryContextDelete(last);
    last = shared_->context;
    ErrorData* data = shared_->data;
    shared_ = nullptr;
    return data;
}

std::string sqlstate_text(int packed) { return unpack_sql_state(packed); }

void raise(const Report& what) {
    report(ERROR, what);
    std::terminate();  // not reached: ERROR does not return
}

void warn(const Report& what) { report(WARNING, what); }

void notice(const Report& what) { report(NOTICE, what); }

void log(const Report& what) { report(LOG, what); }

}  // namespace strata::pg
