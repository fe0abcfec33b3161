// Where readers write down what they find. It knows the place in the script and how much weaker than its own word a
// statement's needs are, so that the readers of single nodes need not.
#pragma once

#include "core/may_provide.h"
#include "pg/server.h"

namespace strata::sqlread {

class Recorder {
public:
    explicit Recorder(core::Reading& reading) : reading_(reading) {}

    // A statement of the script: its number (from 1), the line it starts on, and its text, in which locations count.
    void begin_statement(int number, int line, std::string_view text);

    // What is added from here on belongs to another statement within it.
    void begin_part() { begins_ = true; }

    // Appends. `location` is a byte offset in the text being read, or negative for where the text begins. The mention's
    // strength is weakened to that of the scopes around; line and statement are filled in. What was needed or altered
    // just before is not repeated.
    core::Mention& add(core::Mention mention, int location = -1);

    core::Strength strength() const { return strength_; }
    std::string_view text() const { return text_; }  // being read

    // Whether an unqualified name in a query can be a variable or an argument instead of a column.
    bool may_be_variable(std::string_view name) const;
    // The names of the VariableScope around; null where there is none, or any name can be a variable.
    const std::vector<std::string>* variables() const { return variables_; }

    // What bodies read so far name so, without a schema, is a transition table: only its trigger shows it.
    void excuse_late(std::string_view transition_table);

    std::size_t mark() const { return reading_.size(); }
    // What was added since the mark is at most as strong as this.
    void weaken(std::size_t mark, core::Strength strength);
    // Takes back what was added since the mark and has `part` in a name, which stands for what is not known. What may
    // be provided under such names is added to `hidden`. A routine of such a name is taken to make nothing.
    void forget_naming(std::size_t mark, std::string_view part, core::MayProvide& hidden);
    // Takes back all that was added since the mark and changes what is there.
    void forget_changes(std::size_t mark);

private:
    friend class StrengthScope;
    friend class TextScope;
    friend class VariableScope;
    friend class RoutineScope;

    int line_of(int location);
    core::Mention* said_before(const core::Mention& mention);

    core::Reading& reading_;
    core::Strength strength_ = core::Strength::Hard;
    int statement_ = 0;
    bool begins_ = false;
    bool any_variable_ = false;
    const std::vector<std::string>* variables_ = nullptr;
    std::string_view text_;
    int first_line_ = 1;
    int known_location_ = 0;  // line_of() counts on from here
    int known_line_ = 1;
};

// Everything added meanwhile is at most as strong as this.
class StrengthScope {
public:
    StrengthScope(Recorder& recorder, core::Strength strength);
    ~StrengthScope();
    StrengthScope(const StrengthScope&) = delete;
    StrengthScope& operator=(const StrengthScope&) = delete;

private:
    Recorder& recorder_;
    core::Strength before_;
};

// Queries read meanwhile stand where these names are variables or arguments; null: where any name can be one, as in
// PL/pgSQL. The names must outlive the scope.
class VariableScope {
public:
    VariableScope(Recorder& recorder, const std::vector<std::string>* names);
    ~VariableScope();
    VariableScope(const VariableScope&) = delete;
    VariableScope& operator=(const VariableScope&) = delete;

private:
    Recorder& recorder_;
    bool any_before_;
    const std::vector<std::string>* before_;
};

// What is read meanwhile runs when a routine is called, not now. Of that only needs are kept, marked in_routine,
// without those that the routine's own statements provide for; one Unread stands for all that these provide and drop.
class RoutineScope {
public:
    explicit RoutineScope(Recorder& recorder) : recorder_(recorder), mark_(recorder.mark()) {}
    ~RoutineScope();
    RoutineScope(const RoutineScope&) = delete;
    RoutineScope& operator=(const RoutineScope&) = delete;

private:
    Recorder& recorder_;
    std::size_t mark_;
};

// Another text is read meanwhile (a function body, a string given to EXECUTE) that begins at `location` of the one
// around.
// Lines count on from there, which is exact for dollar quotes and for strings without escaped newlines.
class TextScope {
public:
    TextScope(Recorder& recorder, std::string_view text, int location);
    ~TextScope();
    TextScope(const TextScope&) = delete;
    TextScope& operator=(const TextScope&) = delete;

private:
    Recorder& recorder_;
    std::string_view text_;
    int first_line_, known_location_, known_line_;
};

}  // namespace strata::sqlread
