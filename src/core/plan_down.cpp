#include "core/plan_down.h"

#include <algorithm>

#include "core/ranking.h"
#include "core/text.h"

namespace strata::core {

namespace {

bool stands(const Node& node) noexcept { return node.state == State::Applied || node.state == State::Partial; }

// All numbers are ranks, except in the request and where `recency` counts from the latest applied migration.
class DownPlanner {
public:
    DownPlanner(const Catalog& catalog, const DownRequest& request)
        : catalog_(catalog), request_(request), ranking_(catalog), standing_(ranking_.size()),
          dependents_(find_standing()), takings_of_(ranking_.size()) {
        for (const Taking& taking : catalog.takings) takings_of_[ranking_.rank_of(taking.node)].push_back(&taking);
    }

    Result<Plan> run() {
        if (auto fit = check_request(); !fit) return fit.fault();
        const auto chosen = choose();
        const auto along = reachable(dependents_, chosen);  // the chosen ones and all that depends on them
        going_ = along;
        if (!request_.cascade) going_ = flags(chosen);
        if (request_.target) going_[ranking_.rank_of(*request_.target)] = false;
        Plan plan;
        for (const Index rank : ordered()) plan.steps.push_back(judge(rank));
        plan.refusal = refusal_of(catalog_, plan.steps, "cannot roll back");
        if (plan.refusal) name_all_dependents(along, *plan.refusal);
        return plan;
    }

private:
    Adjacency find_standing() {
        for (Index rank = 0; rank < ranking_.size(); ++rank) {
            standing_[rank] = stands(ranking_.node(rank));
            if (standing_[rank]) by_recency_.push_back(rank);
        }
        std::sort(by_recency_.begin(), by_recency_.end(), [this](Index a, Index b) {
            return std::pair(ranking_.node(b).position, b) < std::pair(ranking_.node(a).position, a);
        });
        return ranking_.dependents(standing_);
    }

    Result<void> check_request() const {
        const int ways = request_.target.has_value() + request_.steps.has_value() + request_.migration.has_value() +
                         request_.all;
        if (ways > 1) {
            return Fault{Condition::ContradictoryArguments, "target, steps, migration and all exclude each other"};
        }
        if (request_.steps && *request_.steps < 1) {
            return Fault{Condition::ContradictoryArguments, "steps must be at least 1"};
        }
        const auto named = request_.target ? request_.target : request_.migration;
        if (named && !stands(catalog_.nodes[*named])) {
            const auto& node = catalog_.nodes[*named];
            const auto identifier = quote_literal(node.identifier);
            return Fault{Condition::WrongState, concat("migration ", quoted(node.identifier), " is not applied"), {},
                         node.state == State::Skipped
                             ? concat("It is marked as skipped. To have it pending: ",
                                      select_call("migrate_mark", {identifier, "'pending'", "'...'"}), ".")
                             : concat("To apply it: ", select_call("migrate_apply", {identifier}), ".")};
        }
        return {};
    }

    std::vector<Index> choose() const {
        if (request_.migration) return {ranking_.rank_of(*request_.migration)};
        return {by_recency_.begin(), by_recency_.begin() + static_cast<std::ptrdiff_t>(how_many())};
    }

    std::size_t how_many() const {
        if (request_.all) return by_recency_.size();
        if (request_.target) {
            const auto target = ranking_.rank_of(*request_.target);
            const auto place = std::find(by_recency_.begin(), by_recency_.end(), target);
            return static_cast<std::size_t>(place - by_recency_.begin());
        }
        const auto wanted = static_cast<std::uint64_t>(request_.steps.value_or(1));
        return static_cast<std::size_t>(std::min<std::uint64_t>(wanted, by_recency_.size()));
    }

    std::vector<bool> flags(const std::vector<Index>& ranks) const {
        std::vector<bool> result(ranking_.size(), false);
        for (const Index rank : ranks) result[rank] = true;
        return result;
    }

    // The latest first, but a dependent before what it needs.
    std::vector<Index> ordered() const {
        std::vector<Index> going;
        std::vector<Index> recency(ranking_.size());
        for (const Index rank : by_recency_) {
            if (!going_[rank]) continue;
            recency[rank] = static_cast<Index>(going.size());
            going.push_back(rank);
        }
        std::vector<Arrow> arrows;
        for (const Index rank : going) {
            for (const Index dependent : dependents_.successors(rank)) {
                if (going_[dependent]) arrows.push_back({recency[dependent], recency[rank]});
            }
        }
        const Adjacency graph(going.size(), arrows);
        auto order = lowest_first_order(graph, strong_components(graph));
        for (auto& place : order) place = going[place];
        return order;
    }

    Step judge(Index rank) const {
        Step step{.node = ranking_.index_of(rank), .needs = ranking_.declared_needs(rank)};
        auto obstacles = obstacles_of(rank);
        const bool is_ignored = request_.door == Door::Either && obstacles.only(Condition::NotTransactional);
        step.action = obstacles.none() || is_ignored ? Action::Rollback : Action::Blocked;
        step.condition = obstacles.condition;
        step.note = join(obstacles.notes, "; ");
        step.fix_call = std::move(obstacles.fix_call);
        return step;
    }

    Obstacles obstacles_of(Index rank) const {
        Obstacles obstacles;
        const auto& node = ranking_.node(rank);
        const auto identifier = quote_literal(node.identifier);
        if (!node.has_down) {
            obstacles.add("has no down script",
                          select_call("migrate_register", {identifier, "down => '...'", "replace => true"}),
                          Condition::RollbackRefused);
        } else if (node.state == State::Partial && node.stopped_on_way_back) {
            report_door(concat("its way back stopped half-way, at ", node.rest), obstacles);
        } else if (!node.down_transactional) {
            const auto what = node.down_obstacle.empty() ? std::string("the down script") : node.down_obstacle;
            report_door(concat(what, not_in_transaction), obstacles);
        }
        report_dependents_that_stay(rank, obstacles);
        report_takings(rank, obstacles);
        return obstacles;
    }

    // What only the door that commits can run.
    void report_door(std::string note, Obstacles& obstacles) const {
        if (request_.door == Door::CommittingEach) return;
        obstacles.add(std::move(note), run_call(), Condition::NotTransactional);
    }

    std::string run_call() const {
        const auto literal = [this](Index index) { return quote_literal(catalog_.nodes[index].identifier); };
        std::vector<std::string> arguments;
        if (request_.target) arguments.push_back(literal(*request_.target));
        if (request_.steps) arguments.push_back(concat("steps => ", *request_.steps));
        if (request_.migration) arguments.push_back(concat("migration => ", literal(*request_.migration)));
        if (request_.cascade) arguments.push_back("cascade => true");
        if (request_.all) arguments.push_back("options => '{\"all\": true}'");
        return call_statement("migrate_run_rollback", arguments);
    }

    void report_takings(Index rank, Obstacles& obstacles) const {
        std::vector<std::pair<std::string, std::vector<std::string>>> by_deed;
        for (const Taking* taking : takings_of_[rank]) {
            const Index victim = ranking_.rank_of(taking->victim);
            if (!standing_[victim] || going_[victim]) continue;
            if (by_deed.empty() || by_deed.back().first != taking->deed) by_deed.push_back({taking->deed, {}});
            by_deed.back().second.push_back(
                concat(human_list(taking->objects, "and", 5), " of ", ranking_.quoted_name(victim)));
        }
        for (const auto& [deed, losses] : by_deed)
            obstacles.add(concat("its down script ", deed, ", which takes ", human_list(losses), " along"),
                          select_call("migrate_register", {quote_literal(ranking_.node(rank).identifier),
                                                           "down => '...'", "replace => true"}),
                          Condition::RollbackRefused);
    }

    void report_dependents_that_stay(Index rank, Obstacles& obstacles) const {
        std::vector<std::string> staying;
        for (const Index dependent : distinct_dependents(rank)) {
            if (going_[dependent]) continue;
            if (is_target(dependent)) {
                obstacles.add(concat("needed by the target ", ranking_.quoted_name(dependent)), {},
                              Condition::RollbackRefused);
            } else {
                staying.push_back(ranking_.node(dependent).identifier);
            }
        }
        if (staying.empty()) return;
        obstacles.add(concat("needed by ", quoted_list(staying), ", still applied"), cascading_call(),
                      Condition::RollbackRefused);
    }

    bool is_target(Index rank) const { return request_.target && ranking_.rank_of(*request_.target) == rank; }

    std::vector<Index> distinct_dependents(Index rank) const {
        const auto successors = dependents_.successors(rank);
        std::vector<Index> distinct(successors.begin(), successors.end());
        distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
        return distinct;
    }

    std::string cascading_call() const {
        const auto with = [](const std::string& argument) {
            return select_call("migrate_rollback", {argument, "cascade => true"});
        };
        const auto literal = [this](Index index) { return quote_literal(catalog_.nodes[index].identifier); };
        if (request_.target) return with(concat("target => ", literal(*request_.target)));
        if (request_.migration) return with(concat("migration => ", literal(*request_.migration)));
        return with(concat("steps => ", request_.steps.value_or(1)));
    }

    void name_all_dependents(const std::vector<bool>& along, Fault& refusal) const {
        std::vector<std::string> names;
        for (Index rank = 0; rank < ranking_.size(); ++rank) {
            if (along[rank] && !going_[rank]) names.push_back(ranking_.node(rank).identifier);
        }
        if (names.empty()) return;
        refusal.detail += concat("\nApplied migrations that depend on these: ",
                                 quoted_list(names, "and", names.size()), ".");
    }

    const Catalog& catalog_;
    const DownRequest& request_;
    Ranking ranking_;
    std::vector<bool> standing_;
    std::vector<Index> by_recency_;  // the latest applied first
    Adjacency dependents_;           // between standing migrations
    std::vector<std::vector<const Taking*>> takings_of_;
    std::vector<bool> going_;        // what is to be rolled back
};

}  // namespace

Result<Plan> plan_down(const Catalog& catalog, const DownRequest& request) {
    return DownPlanner(catalog, request).run();
}

}  // namespace strata::core
