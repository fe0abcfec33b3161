// What a script said: messages of level INFO, NOTICE and WARNING, whatever the client's and the server's settings.
#pragma once

#include "pg/setting.h"

namespace strata::engine {

// Collects from construction to destruction. The server hands messages to a hook only when it would log them, so the
// log level is lowered meanwhile and what the former level would have hidden is kept out of the log (FACTS 14).
class NoticeCapture {
public:
    NoticeCapture();
    // For a stretch of several transactions: the caller has lowered the level already, from this one.
    explicit NoticeCapture(int former_level);
    ~NoticeCapture();
    NoticeCapture(const NoticeCapture&) = delete;
    NoticeCapture& operator=(const NoticeCapture&) = delete;

    // Lowers the log level again when the script itself has raised it. In force until the current nest level ends.
    static void lower_log_level();

    // Called by the log hook. Records the message; says whether the former level would have kept it out of the log.
    static bool note(const ErrorData* data) noexcept;

    // "NOTICE: text", in order. At most `kept_messages`; a last line counts the rest.
    std::vector<std::string> messages() const;

private:
    void record(const ErrorData* data) noexcept;

    std::optional<pg::SettingScope> settings_;
    NoticeCapture* outer_;
    int former_level_;
    std::vector<std::string> messages_;
    std::size_t dropped_ = 0;
};

inline constexpr std::size_t kept_messages = 1000;

}  // namespace strata::engine
