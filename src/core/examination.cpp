// What a plan lacks, in words.
#include <algorithm>
#include <map>
#include <unordered_set>

#include "core/inference.h"
#include "core/text.h"

namespace strata::core {

namespace {

std::string corrected_registration(const Node& node) {
    return select_call("migrate_register", {quote_literal(node.identifier), "'...'", "replace => true"});
}

bool has_members(ObjectKind kind) {
    return is_relation(kind) || kind == ObjectKind::Type || kind == ObjectKind::Domain;
}

// Objects that a person would call made: not columns and the like.
bool is_object(const Mention& mention) {
    return mention.bearing == Bearing::Provides && (!is_member(mention.kind) || mention.kind == ObjectKind::Trigger ||
                                                    mention.kind == ObjectKind::Policy);
}

// Texts, each once, in the order in which they came.
class Listing {
public:
    void add(std::string text) {
        if (known_.insert(text).second) texts_.push_back(std::move(text));
    }
    std::size_t size() const { return texts_.size(); }
    bool empty() const { return texts_.empty(); }
    std::string text() const { return human_list(texts_, "and", 5); }

private:
    std::vector<std::string> texts_;
    std::unordered_set<std::string> known_;
};

class Examiner {
public:
    Examiner(Simulation& simulation, const Surroundings& surroundings, Catalog& catalog)
        : simulation_(simulation), surroundings_(surroundings), catalog_(catalog) {}

    void examine(const Subject& subject) {
        subject_ = &subject;
        conditional_.clear();
        weak_.clear();
        guesses_.clear();
        said_.clear();
        clashing_statement_ = 0;
        simulation_.set_path(*subject.path);
        pass_ = simulation_.run(reading(), self());
        blocks_ = 0;
        for (const Clash& clash : pass_.clashes) report(clash);
        for (const Outcome& outcome : pass_.outcomes) report(outcome);
        if (blocks_ > enough) remark(concat("and ", counted(blocks_ - enough, "more object", "more objects")));
        for (const auto& [source, guesses] : guesses_) remark_on_guesses(source, guesses);
        remark_on_branches();
        remark_on_conditional();
        for (const auto& [strength, objects] : weak_) remark_on_weak(strength, objects);
    }

private:
    const Reading& reading() const { return *subject_->reading; }
    const Node& node() const { return catalog_.nodes[subject_->node]; }
    Provider self() const { return static_cast<Provider>(subject_->node); }
    std::string quoted_name(Provider provider) const {
        return quoted(catalog_.nodes[static_cast<Index>(provider)].identifier);
    }
    std::string described_at(std::uint32_t position) const {
        return described(simulation_, reading()[position], pass_.schemas[position]);
    }

    void block(const Mention& mention, std::string what, std::string reason, std::string fix_call,
               Condition condition = Condition::PlanBlocked, std::optional<Index> met_by = {}) {
        if (++blocks_ > enough) return;
        catalog_.missing.push_back({subject_->node, std::move(what), EdgeKind::Inferred, std::move(reason),
                                    std::move(fix_call), condition, mention.line, met_by});
    }
    void remark(std::string note, std::string fix_call = {}) {
        catalog_.remarks.push_back({subject_->node, std::move(note), std::move(fix_call)});
    }

    void report(const Clash& clash) {
        const Mention& mention = reading()[clash.mention];
        if (!can_block(mention.kind) || mention.statement == clashing_statement_) return;
        if (has_members(mention.kind)) clashing_statement_ = mention.statement;  // its columns are no news
        const std::string object = described_at(clash.mention);
        if (clash.doubt) return remark(concat(object, " (line ", mention.line, ") may be there already"));
        if (clash.beside)
            report_namesake(clash, mention, object);
        else if (clash.made.who == self())
            block(mention, object, concat("makes ", object, " twice (line ", mention.line, ')'),
                  corrected_registration(node()));
        else if (clash.made.who == database)
            report_existing(mention, object);
        else
            report_two_providers(clash, mention, object);
    }

    // A table and a type cannot share a name, as a table has a type of its own.
    void report_namesake(const Clash& clash, const Mention& mention, const std::string& object) {
        const std::string there = simulation_.display(mention, pass_.schemas[clash.mention]);
        const std::string at = clash.made.line > 0 ? concat(" (line ", clash.made.line, ')') : std::string();
        const std::string maker = clash.made.who == database ? std::string("is in the database already")
                                  : clash.made.who == self() ? concat("the same script makes", at)
                                                             : concat(quoted_name(clash.made.who), " provides", at);
        block(mention, object,
              concat(object, " (line ", mention.line, ") cannot stand beside ", name(*clash.beside), ' ', quoted(there),
                     ", which ", maker),
              corrected_registration(node()));
    }

    void report_two_providers(const Clash& clash, const Mention& mention, const std::string& object) {
        const std::string at = clash.made.line > 0 ? concat(" (line ", clash.made.line, ')') : std::string();
        const std::string& other = catalog_.nodes[static_cast<Index>(clash.made.who)].identifier;
        block(mention, object,
              concat("provides ", object, " (line ", mention.line, "), as ", quoted(other), at, " does"),
              select_call("migrate_mark", {quote_literal(node().identifier), "'skipped'",
                                           quote_literal(concat(other, " provides the same"))}));
    }

    void report_existing(const Mention& mention, const std::string& object) {
        const bool is_temporary = mention.schema == "pg_temp";
        block(mention, object,
              concat(object, " (line ", mention.line, ") is in the ", is_temporary ? "session" : "database",
                     " already"),
              is_temporary ? corrected_registration(node())
                           : select_call("migrate_mark", {quote_literal(node().identifier), "'applied'",
                                                          "'was there before'"}));
    }

    void report(const Outcome& outcome) {
        const Mention& mention = reading()[outcome.mention];
        if (!can_block(mention.kind) || outcome.lacks_owner) return;
        if (outcome.provider != nobody) {
            if (mention.kind == ObjectKind::EnumLabel) report_fresh_label(outcome, mention);
            return;
        }
        const bool is_late = mention.strength == Strength::Late;
        if (mention.strength == Strength::Hard) return report_missing(outcome, mention);
        if (mention.has(mention_flag::if_exists) || (outcome.is_guess && !is_late)) return;
        if (mention.strength == Strength::Conditional)
            note_conditional(outcome);
        else if (!is_late || (outcome.offer < 0 && line_of_own(outcome.mention) == 0))
            note_weak(outcome, mention);  // what comes later is in time for those who call the function
    }

    // A label added to a type that was there before cannot be used by the transaction that adds it.
    void report_fresh_label(const Outcome& outcome, const Mention& mention) {
        if (mention.strength != Strength::Hard || outcome.provider < 0 || !outcome.is_fresh) return;
        const std::string label = concat("label ", quoted(mention.member), " of type ", quoted(mention.name));
        const bool is_own = outcome.provider == self();
        const std::string& adder = catalog_.nodes[static_cast<Index>(outcome.provider)].identifier;
        block(mention, label,
              is_own ? concat("adds ", label, " and uses it (line ", mention.line, "): one transaction cannot do both")
                     : concat("uses ", label, " (line ", mention.line, "), which ", quoted(adder),
                              " adds: one transaction cannot do both"),
              is_own ? std::string() : select_call("migrate_apply", {quote_literal(adder)}),
              Condition::NotTransactional);
    }

    std::string needed(const Outcome& outcome, const Mention& mention) const {
        std::string by = beneficiary(reading(), outcome.mention);
        if (is_member(mention.kind) && by.ends_with(concat(' ', quoted(mention.name)))) by.clear();
        return concat(described_at(outcome.mention), " is needed at line ", mention.line,
                      by.empty() ? std::string() : concat(" by ", by));
    }

    std::string dropper_of(const Outcome& outcome) const {
        return outcome.dropped.who == self() ? std::string("the same script") : quoted_name(outcome.dropped.who);
    }

    static std::string line_of_drop(const Outcome& outcome) {
        return outcome.dropped.line > 0 ? concat(" (line ", outcome.dropped.line, ')') : std::string();
    }

    void report_missing(const Outcome& outcome, const Mention& mention) {
        const std::string object = described_at(outcome.mention);
        if (!said_.insert(object).second) return;
        if (outcome.is_guess) return note_guess(outcome, mention, object);
        if (blocks_ >= enough) {
            ++blocks_;
            return;
        }
        const std::string need = needed(outcome, mention);
        if (outcome.dropped.who >= 0) {
            block(mention, object, concat(need, "; ", dropper_of(outcome), " takes it away", line_of_drop(outcome)),
                  corrected_registration(node()));
        } else if (outcome.offer >= 0) {
            block(mention, object, concat(need, "; ", quoted_name(outcome.offer), " provides it, but stands later"),
                  corrected_registration(node()), Condition::PlanBlocked, static_cast<Index>(outcome.offer));
        } else if (outcome.former >= 0) {
            block(mention, object, concat(need, "; ", quoted_name(outcome.former), " should provide it, but does not"),
                  corrected_registration(node()), Condition::PlanBlocked, static_cast<Index>(outcome.former));
        } else if (const auto later = line_of_own(outcome.mention); later > 0) {
            block(mention, object, concat(need, "; the same script makes it later (line ", later, ')'),
                  corrected_registration(node()));
        } else if (outcome.has_namesake) {
            block(mention, object, concat(need, "; those of this name take other arguments"),
                  corrected_registration(node()));
        } else {
            report_unmet(outcome, mention, object, need);
        }
    }

    // Where the script itself provides it, too late; 0 for nowhere.
    std::int32_t line_of_own(std::uint32_t position) const {
        const auto begin = reading().begin() + position;
        const auto found = std::find_if(begin, reading().end(),
                                        [&](const Mention& later) { return provides_same(later, *begin); });
        return found == reading().end() ? 0 : found->line;
    }

    void report_unmet(const Outcome& outcome, const Mention& mention, const std::string& object,
                      const std::string& need) {
        const std::string display = simulation_.display(mention, pass_.schemas[outcome.mention]);
        if (const auto excuse = surroundings_.excuse(mention, display))
            block(mention, object, concat(need, "; ", excuse->note), excuse->fix_call);
        else
            report_unprovided(mention, object, need, display);
    }

    void report_unprovided(const Mention& mention, const std::string& object, const std::string& need,
                           const std::string& display) {
        const auto near = surroundings_.near(mention, display);
        const std::string question =
            near.empty() ? std::string() : concat("; did you mean ", quoted_list(near, "or"), '?');
        block(mention, object, concat(need, "; no registered migration provides it", question),
              near.empty() && !is_member(mention.kind)
                  ? select_call("migrate_register", {quote_literal(concat("create_", mention.name)), "'...'"})
                  : corrected_registration(node()));
    }

    struct Source {
        Provider who;
        std::int32_t line;
        bool is_extension;
        auto operator<=>(const Source&) const = default;
    };
    struct Guesses {
        std::string need;  // the first of them
        Listing objects;
    };

    void note_guess(const Outcome& outcome, const Mention& mention, const std::string& object) {
        Guesses& guesses = guesses_[{outcome.source.who, outcome.source.line, outcome.is_of_extension}];
        if (guesses.objects.empty()) guesses.need = needed(outcome, mention);
        guesses.objects.add(concat(object, " (line ", mention.line, ')'));
    }

    void remark_on_guesses(const Source& source, const Guesses& guesses) {
        const bool is_one = guesses.objects.size() == 1;
        const std::string need =
            is_one ? guesses.need : concat("nothing is known to provide ", guesses.objects.text());
        remark(concat(need, "; ", source_of(source, is_one ? "it" : "they")));
    }

    std::string source_of(const Source& source, std::string_view what) const {
        const bool is_own = source.who == self();
        if (source.is_extension)
            return concat(what, " may come with the extension that ",
                          is_own ? std::string("the script") : quoted_name(source.who), " creates at line ",
                          source.line);
        if (is_own) return concat("what line ", source.line, " does cannot be read");
        return concat(what, " may come from ", quoted_name(source.who), ", where line ", source.line,
                      " cannot be read");
    }

    void note_conditional(const Outcome& outcome) {
        auto& [made, offer] = conditional_[described_at(outcome.mention)];
        offer = outcome.offer;
        for (const Mention& mention : statement_around(reading(), outcome.mention)) {
            if (!is_object(mention)) continue;
            const std::string& made_name = is_member(mention.kind) ? mention.member : mention.name;
            return made.add(concat(name(mention.kind), ' ', quoted(made_name)));
        }
    }

    // Whether the object at `position` comes with another one: the index of a key, the sequence of a column.
    bool is_part(std::size_t position) const {
        const Mention& mention = reading()[position];
        if (mention.kind == ObjectKind::Sequence) return mention.has(mention_flag::chosen);
        if (mention.kind != ObjectKind::Index || position + 1 == reading().size()) return false;
        const Mention& next = reading()[position + 1];
        return next.bearing == Bearing::Provides && next.kind == ObjectKind::Constraint && next.member == mention.name;
    }

    // IF NOT EXISTS alone is no branch: the object is there afterwards.
    bool stands_in_branch(const Mention& mention) const {
        return is_object(mention) && mention.strength == Strength::Conditional &&
               mention.has(mention_flag::uncertain) && !mention.has(mention_flag::in_routine) &&
               mention.schema != "pg_temp";
    }

    void remark_on_branches() {
        std::size_t objects = 0;
        for (std::size_t i = 0; i < reading().size(); ++i)
            if (stands_in_branch(reading()[i]) && !is_part(i)) ++objects;
        std::size_t told = 0;
        for (const auto& [object, hanging] : conditional_) told += hanging.made.size();
        if (objects > told)
            remark(concat(counted(objects, "conditional object: whether it is",
                                  "conditional objects: whether they are"),
                          " made shows only when the script runs"));
    }

    void remark_on_conditional() {
        for (const auto& [object, hanging] : conditional_) {
            const auto& [made, offer] = hanging;
            const std::string later =
                offer >= 0 ? concat(quoted_name(offer), " provides it, but stands later") : std::string();
            if (made.empty())
                remark(concat("what depends on ", object, " is left out or fails: ",
                              later.empty() ? "nothing provides it before" : later));
            else
                remark(concat(counted(made.size(), "conditional object", "conditional objects"),
                              " will not be made, as ", object, " is not there: ", made.text(),
                              later.empty() ? "" : "; ", later));
        }
    }

    void note_weak(const Outcome& outcome, const Mention& mention) {
        weak_[mention.strength].add(concat(described_at(outcome.mention), " (line ", mention.line, ')'));
    }

    void remark_on_weak(Strength strength, const Listing& objects) {
        const bool is_late = strength == Strength::Late;
        const auto* what = is_late ? "its functions need what is not there: " : "dynamic SQL names what is not there: ";
        remark(concat(what, objects.text()));
    }

    static constexpr std::size_t enough = 5;  // things in the way of one step that a note can hold

    Simulation& simulation_;
    const Surroundings& surroundings_;
    Catalog& catalog_;
    const Subject* subject_ = nullptr;
    Pass pass_;
    struct Hanging {
        Listing made;
        Provider offer = nobody;
    };
    std::map<std::string, Hanging> conditional_;  // by what is not there
    std::map<Strength, Listing> weak_;
    std::map<Source, Guesses> guesses_;
    std::unordered_set<std::string> said_;
    std::size_t blocks_ = 0;
    std::int32_t clashing_statement_ = 0;  // made a relation that is there already
};

}  // namespace

void examine_up(Simulation& simulation, const std::vector<Subject>& subjects, const Surroundings& surroundings,
                Catalog& catalog) {
    std::vector<Simulation::Announcement> announcements;
    for (const Subject& subject : subjects)
        announcements.push_back({subject.reading, static_cast<Provider>(subject.node), subject.path});
    simulation.announce(announcements);
    Examiner examiner(simulation, surroundings, catalog);
    for (const Subject& subject : subjects) examiner.examine(subject);
}

}  // namespace strata::core
