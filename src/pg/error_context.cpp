#include "pg/error_context.h"

extern "C" {
#include "mb/pg_wchar.h"
}

namespace strata::pg {

SourceContext::SourceContext(const std::string& label, const std::string& source)
    : state_{label.c_str(), source.c_str(), static_cast<int>(source.size()), 0, 0, {}, {}, -1},
      callback_{error_context_stack, &SourceContext::add, &state_} {
    error_context_stack = &callback_;
}

SourceContext::~SourceContext() { error_context_stack = callback_.previous; }

void SourceContext::at(int start, int end, const ErrorPlace& place) {
    state_.start = start;
    state_.end = end;
    state_.given = place;
}

// The callback proper, and what it calls, run in the middle of the server's error reporting: plain data only, and the
// server may jump over any of these frames.
void SourceContext::find_position(State* state, int position) {
    state->offset = pg_mbcharcliplen(state->source, state->length, position - 1);
    int line_start = 0;
    state->found.line = 1;
    for (int i = 0; i < state->offset; ++i) {
        if (state->source[i] != '\n') continue;
        ++state->found.line;
        line_start = i + 1;
    }
    state->found.column = pg_mbstrlen_with_len(state->source + line_start, state->offset - line_start) + 1;
    if (state->end > state->start) return;
    const char* newline = strchr(state->source + state->offset, '\n');
    state->start = line_start;
    state->end = newline != nullptr ? static_cast<int>(newline - state->source) : state->length;
}

void SourceContext::point_into_excerpt(const State* state) {
    if (state->offset < state->start) return;
    errposition(0);
    internalerrquery(pnstrdup(state->source + state->start, state->end - state->start));
    internalerrposition(pg_mbstrlen_with_len(state->source + state->start, state->offset - state->start) + 1);
}

void SourceContext::add(void* pointer) {
    auto* state = static_cast<State*>(pointer);
    state->found = state->given;
    state->offset = -1;
    const int position = geterrposition();
    if (position > 0) {
        find_position(state, position);
        point_into_excerpt(state);
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
