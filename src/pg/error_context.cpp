#include "pg/error_context.h"

extern "C" {
#include "mb/pg_wchar.h"
}

namespace strata::pg {

SourceContext::SourceContext(const std::string& label, const std::string& source)
    : state_{label.c_str(), source.c_str(), static_cast<int>(source.size()), {}, {}, -1},
      callback_{error_context_stack, &SourceContext::add, &state_} {
    error_context_stack = &callback_;
}

SourceContext::~SourceContext() { error_context_stack = callback_.previous; }

void SourceContext::begin_at(const ErrorPlace& place) { state_.begin = place; }

// The callback proper, and what it calls, run in the middle of the server's error reporting: plain data only, and the
// server may jump over any of these frames.

// Fills offset and place, and gives back where in the source the line of the position begins.
int SourceContext::find_position(State* state, int position) {
    state->offset = pg_mbcharcliplen(state->source, state->length, position - 1);
    int line_start = 0;
    int line = Max(state->begin.line, 1);
    for (int i = 0; i < state->offset; ++i) {
        if (state->source[i] != '\n') continue;
        ++line;
        line_start = i + 1;
    }
    const int before = pg_mbstrlen_with_len(state->source + line_start, state->offset - line_start);
    state->found.line = line;
    state->found.column = before + (line_start == 0 ? Max(state->begin.column, 1) : 1);
    return line_start;
}

void SourceContext::point_into_excerpt(const State* state, int line_start) {
    const int start = state->begin.line > 0 ? 0 : line_start;
    int end = state->length;
    if (state->begin.line == 0) {
        const char* newline = strchr(state->source + state->offset, '\n');
        if (newline != nullptr) end = static_cast<int>(newline - state->source);
    }
    errposition(0);
    internalerrquery(pnstrdup(state->source + start, end - start));
    internalerrposition(pg_mbstrlen_with_len(state->source + start, state->offset - start) + 1);
}

void SourceContext::add(void* pointer) {
    auto* state = static_cast<State*>(pointer);
    state->found = state->begin;
    state->offset = -1;
    const int position = geterrposition();
    if (position > 0) {
        const int line_start = find_position(state, position);
        point_into_excerpt(state, line_start);
    }
    if (state->found.statement > 0)
        errcontext("%s, line %d, column %d, statement %d", state->label, state->found.line, state->found.column,
                   state->found.statement);
    else if (state->found.line > 0)
        errcontext("%s, line %d, column %d", state->label, state->found.line, state->found.column);
    else
        errcontext("%s", state->label);
}

}  // namespace strata::pg
