// Where in a script: byte offsets, character positions, lines and columns.
#pragma once

#include "pg/server.h"

namespace strata::sqlread {

// Both count from 1; the column counts characters of the database encoding.
struct Position {
    int line;
    int column;
};

// The line starts of one script, so that many positions, asked for in ascending order, cost one pass. Keeps a reference
// to the script.
class LineIndex {
public:
    explicit LineIndex(const std::string& script);
    Position position_of_byte(int offset);

private:
    const std::string& script_;
    std::vector<int> starts_;
    int last_offset_ = 0;
    Position last_{1, 1};
};

// The number of characters in `text`.
int characters(std::string_view text);

}  // namespace strata::sqlread
