// Where in a text of ours an error arises: CONTEXT, and positions that a client can show.
#pragma once

#include "pg/error.h"

namespace strata::pg {

// While it exists, every message gets a line of CONTEXT: the label, then line and column in `source`. A position that
// the server counts in `source` becomes one in an excerpt of it, which the client sees as LINE. It takes its place
// among the server's own context callbacks, so that the frames of a caller in PL/pgSQL come after it and do not take
// the position for one in their own text.
class SourceContext {
public:
    // Both must outlive it.
    SourceContext(const std::string& label, const std::string& source);
    ~SourceContext();
    SourceContext(const SourceContext&) = delete;
    SourceContext& operator=(const SourceContext&) = delete;

    // The source is itself a part of a longer text and begins there at `place`: lines and columns count on from it, an
    // error without a position of its own is said to be at it, and the excerpt is the whole source. Without this the
    // source is the whole text, the excerpt is the line of the error, and only errors with a position have a place.
    void begin_at(const ErrorPlace& place);

    // Of the last message that passed; offset in bytes, -1 when it had no position in the source.
    ErrorPlace place() const { return state_.found; }
    int offset() const { return state_.offset; }

private:
    struct State {
        const char* label;
        const char* source;
        int length;
        ErrorPlace begin;  // line 0: the source is the whole text
        ErrorPlace found;
        int offset;
    };

    static void add(void* state);
    static int find_position(State* state, int position);
    static void point_into_excerpt(const State* state, int line_start);

    State state_;
    ErrorContextCallback callback_;
};

}  // namespace strata::pg
