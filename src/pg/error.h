// The server's error as a C++ exception. It carries the whole ErrorData, so SQLSTATE, DETAIL, HINT, CONTEXT and
// positions survive the way through C++ frames (FACTS 1: flattening loses them).
#pragma once

#include "pg/server.h"

namespace strata::pg {

// Where in a text of the caller's an error arose, for those who catch it: from 1, 0 when not known.
struct ErrorPlace {
    int line = 0;
    int column = 0;
    int statement = 0;
};

// Owns a copy of an ErrorData in a memory context of its own. Copies share it. Never empty, except that a failure
// to copy for want of memory is represented without any allocation (see out_of_memory()).
class Error {
public:
    // What copies of an error share; lives in the memory context that it names.
    struct Shared {
        MemoryContext context;
        ErrorData* data;
        int references;
        ErrorPlace place;
        char* statement;  // null: not known
    };

    // Takes one reference of `shared`; null means "out of memory".
    explicit Error(Shared* shared) noexcept : shared_(shared) {}
    Error(const Error& other) noexcept;
    Error& operator=(const Error&) = delete;
    ~Error();

    int sqlstate() const noexcept;
    const char* message() const noexcept;
    const char* detail() const noexcept;   // null when there is none, as the following
    const char* hint() const noexcept;
    const char* context() const noexcept;
    bool out_of_memory() const noexcept { return shared_ == nullptr; }

    // Replaces the hint by a copy of `text` in the error's own context. May throw Error on out of memory.
    void set_hint(std::string_view text);
    // Likewise the detail.
    void set_detail(std::string_view text);

    ErrorPlace place() const noexcept { return shared_ != nullptr ? shared_->place : ErrorPlace{}; }
    void set_place(const ErrorPlace& place) noexcept {
        if (shared_ != nullptr) shared_->place = place;
    }

    // The statement of a script that raised it, for those who catch it; null when not known.
    const char* statement() const noexcept { return shared_ != nullptr ? shared_->statement : nullptr; }
    // May throw Error on out of memory.
    void set_statement(std::string_view text);

    // For the boundary only: gives the data away for re-throwing; it stays valid until the next call of release().
    ErrorData* release() noexcept;

private:
    Shared* shared_;
};

// "23505" for an error's packed SQLSTATE.
std::string sqlstate_text(int packed);

// How the extension raises its own errors from C++: throws an Error that the boundary will report.
// `sqlstate` is five characters; empty texts are left out.
struct Report {
    std::string sqlstate;
    std::string message;
    std::string detail;
    std::string hint;
    int cursor_position = 0;  // from 1, in characters of the text concerned; 0 for none
};
[[noreturn]] void raise(const Report& report);

// Sends a WARNING to the client and the log.
void warn(const Report& report);

// Sends a NOTICE to the client.
void notice(const Report& report);

// Sends a message to the server's log; a client sees it only if it asks for such.
void log(const Report& report);

}  // namespace strata::pg
