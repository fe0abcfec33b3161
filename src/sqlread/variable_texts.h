// What texts the variables of a PL/pgSQL body may hold where its reader stands.
#pragma once

#include "sqlread/dynamic_text.h"

namespace strata::sqlread {

class VariableTexts {
public:
    const KnownTexts& known() const { return known_; }
    // Of this variable, or of a field of it.
    bool knows(std::string_view variable) const;

    // Nothing: not known. Fields of a record go with it.
    void assign(const std::string& variable, std::optional<Texts> texts);
    // From here on nothing is known for certain: a variable has another name, or the texts take too much memory.
    void give_up();

    // Code that may run or not, or another number of times: mark() before it, undo_since() at the end of each of several
    // ways, join_since() where they meet. Then a variable holds what it held before or anything that it was assigned.
    std::size_t mark() const { return log_.size(); }
    void undo_since(std::size_t mark);
    void join_since(std::size_t mark);

private:
    struct Assignment {
        std::string variable;
        std::optional<Texts> before;
        std::optional<Texts> after;
    };

    std::optional<Texts> texts_of(const std::string& variable) const;
    void put(const std::string& variable, std::optional<Texts> texts);
    void log_and_put(const std::string& variable, std::optional<Texts> texts);

    bool gave_up_ = false;
    KnownTexts known_;
    std::vector<Assignment> log_;
    std::size_t bytes_of_log_ = 0;
};

}  // namespace strata::sqlread
