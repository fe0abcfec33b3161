// What scripts say of each other: the edges that bend a plan, and what a plan in that order lacks.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/catalog.h"
#include "core/simulation.h"

namespace strata::core {

// A migration with what was read of it.
struct Subject {
    Index node = 0;
    const Reading* reading = nullptr;
    const std::vector<std::string>* path = nullptr;  // the search_path it runs under, "$user" replaced
};

// The way up. `catalog` holds the nodes; edges are appended: a hard need that another subject meets, now or later.
// `subjects` in version order; `simulation` knows what the database has. Linear in mentions. Returns how many of the
// subjects, from the first on, lack nothing in this order, clash with nothing and leave nothing in doubt: of those
// examine_up() would say nothing.
std::size_t infer_up(Simulation& simulation, const std::vector<Subject>& subjects, Catalog& catalog);

// What has been applied, in order of application, over an open world: who cannot stay without whom.
void infer_applied(Simulation& simulation, const std::vector<Subject>& subjects, Catalog& catalog);

// Answers about what stands outside the plan.
struct Surroundings {
    // Names like this one among objects of that kind, in the same schema without it.
    std::function<std::vector<std::string>(const Mention& need, const std::string& object)> near;
    // Why somebody who could provide it does not, as in `"002_x" provides it, but is marked skipped`, and the call that
    // helps.
    struct Excuse {
        std::string note;
        std::string fix_call;
    };
    std::function<std::optional<Excuse>(const Mention& need, const std::string& object)> excuse;
};

// Runs the subjects in the order of the plan and appends to the catalog what is missing, what clashes, and remarks.
// `simulation` knows what the database has and has run nothing yet.
void examine_up(Simulation& simulation, const std::vector<Subject>& subjects, const Surroundings& surroundings,
                Catalog& catalog);

// Whether the one provides what the other needs, as far as the names go that are written.
bool provides_same(const Mention& provided, const Mention& need);

// The mentions of the same statement, of the innermost one where a DO block holds several.
std::span<const Mention> statement_around(const Reading& reading, std::uint32_t position);

// `index "idx_active_integrations"`: what the statement of the mention makes or changes; empty when it does neither.
std::string beneficiary(const Reading& reading, std::uint32_t mention);

// `table "public.users"`, `column "email" of "public.users"`, `column "email" of "a" or "b"`.
std::string described(const Simulation& simulation, const Mention& mention, NameId schema);

}  // namespace strata::core
