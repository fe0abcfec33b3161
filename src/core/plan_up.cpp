#include "core/plan_up.h"

#include <algorithm>

#include "core/cycles.h"
#include "core/ranking.h"
#include "core/text.h"
#include "core/version.h"

namespace strata::core {

namespace {

constexpr std::int64_t alarming_percentage = 80;

bool is_open(const Node& node) noexcept { return node.state == State::Pending || node.state == State::Partial; }

std::string mark_call(const Node& node, std::string_view state, std::string_view reason) {
    return select_call("migrate_mark", {quote_literal(node.identifier), quote_literal(state), quote_literal(reason)});
}

class UpPlanner {
public:
    UpPlanner(const Catalog& catalog, const UpRequest& request)
        : catalog_(catalog), request_(request), ranking_(catalog), planned_(ranking_.size(), false),
          blocked_(ranking_.size(), nullptr), remarks_(ranking_.size()) {
        for (const auto& remark : catalog.remarks) remarks_[ranking_.rank_of(remark.node)].push_back(&remark);
    }

    Result<std::vector<Index>> order() {
        if (auto fit = check_request(); !fit) return fit.fault();
        std::vector<Index> nodes;
        if (!target_is_applied())
            for (const Index rank : ordered()) nodes.push_back(ranking_.index_of(rank));
        return nodes;
    }

    Result<Plan> run() {
        if (auto fit = check_request(); !fit) return fit.fault();
        Plan plan;
        if (!target_is_applied()) plan.steps = judge_all(ordered());
        plan.refusal = refusal_of(catalog_, plan.steps, "cannot apply");
        return plan;
    }

private:
    Result<void> check_request() const {
        if (request_.target && request_.only_these) {
            return Fault{Condition::ContradictoryArguments, "target and only_these exclude each other"};
        }
        std::vector<std::string> skipped;
        const auto look_at = [&](Index index) {
            const auto& node = catalog_.nodes[index];
            if (node.state == State::Skipped) skipped.push_back(node.identifier);
        };
        if (request_.target) look_at(*request_.target);
        if (request_.only_these) std::for_each(request_.only_these->begin(), request_.only_these->end(), look_at);
        if (skipped.empty()) return {};
        return Fault{Condition::WrongState, concat("cannot apply ", quoted_list(skipped), ": marked skipped"), {},
                     concat("To have it applied: SELECT * FROM migrate_mark(", quote_literal(skipped.front()),
                            ", 'pending', 'wanted after all')")};
    }

    bool target_is_applied() const {
        return request_.target && catalog_.nodes[*request_.target].state == State::Applied;
    }

    // The ranks that have a step, in plan order.
    std::vector<Index> ordered() {
        const auto wanted = chosen();
        const auto graph = ranking_.prerequisites(wanted);
        const auto component = strong_components(graph);
        cycles_.emplace(ranking_, graph, component);
        auto order = lowest_first_order(ranking_.followers(wanted), component);
        std::erase_if(order, [&](Index rank) { return !wanted[rank]; });
        if (request_.target) {
            order.erase(std::find(order.begin(), order.end(), ranking_.rank_of(*request_.target)) + 1, order.end());
        }
        return order;
    }

    std::vector<bool> chosen() const {
        std::vector<bool> open(ranking_.size());
        for (Index rank = 0; rank < ranking_.size(); ++rank) open[rank] = is_open(ranking_.node(rank));
        if (!request_.only_these) return open;
        std::vector<Index> start;
        for (const Index index : *request_.only_these) {
            if (is_open(catalog_.nodes[index])) start.push_back(ranking_.rank_of(index));
        }
        return reachable(ranking_.prerequisites(open), start);
    }

    std::vector<Step> judge_all(const std::vector<Index>& order) {
        note_applied();
        std::vector<Step> steps;
        steps.reserve(order.size());  // blocked_ points into the steps
        for (const Index rank : order) {
            steps.push_back(judge(rank, steps));
            steps.back().because = place_of(rank);
            planned_[rank] = true;
            highest_ = std::max(highest_, rank);
            if (steps.back().action == Action::Blocked) blocked_[rank] = &steps.back();
        }
        return steps;
    }

    void note_applied() {
        for (Index rank = 0; rank < ranking_.size(); ++rank) {
            if (ranking_.node(rank).state == State::Applied && has_version(rank)) applied_.push_back(rank);
        }
    }

    // What it comes after, and whether that bends the order of versions: what bends it goes first.
    std::string place_of(Index rank) const {
        constexpr std::size_t enough = 3;
        const bool is_bent = rank < highest_;
        std::vector<std::string> reasons;
        for (const bool later : {true, false}) {
            for (const auto* edge : ranking_.edges_of(rank)) {
                const Index prerequisite = ranking_.rank_of(edge->prerequisite);
                const bool tells = is_bent || binds(edge->kind);
                if (tells && planned_[prerequisite] && (prerequisite > rank) == later)
                    reasons.push_back(describe(ranking_, *edge));
            }
        }
        if (reasons.empty()) return "version order";
        const std::size_t more = reasons.size() > enough ? reasons.size() - enough : 0;
        reasons.resize(reasons.size() - more);
        return concat(is_bent ? "out of version order: " : "version order: ", join(reasons, "; "),
                      more == 0 ? std::string() : concat(" and ", more, " more"));
    }

    Step judge(Index rank, const std::vector<Step>& before) {
        Step step{.node = ranking_.index_of(rank), .needs = ranking_.declared_needs(rank)};
        auto obstacles = obstacles_of(rank);
        step.out_of_order = is_late(rank);
        const bool is_ignored = (request_.ignore_blocked && obstacles.only(Condition::PlanBlocked)) ||
                                (request_.door == Door::Either && obstacles.only(Condition::NotTransactional));
        step.action = obstacles.none() || is_ignored ? Action::Apply : Action::Blocked;
        step.condition = obstacles.condition;
        step.fix_call = std::move(obstacles.fix_call);
        auto notes = std::move(obstacles.notes);
        for (const auto* remark : remarks_[rank]) {
            notes.push_back(remark->note);
            if (step.fix_call.empty()) step.fix_call = remark->fix_call;
        }
        if (step.out_of_order && request_.late == LatePolicy::Apply) notes.push_back(lateness(rank));
        if (step.action == Action::Apply) watch_locks(rank, before, step, notes);
        step.note = join(notes, "; ");
        return step;
    }

    Obstacles obstacles_of(Index rank) {
        Obstacles obstacles;
        cycles_->report(rank, obstacles);
        const bool is_begun = ranking_.node(rank).state == State::Partial;  // it was judged when it began
        for (const auto* missing : ranking_.missing_of(rank)) {
            if (is_begun) break;
            if (!missing->met_by || !is_told_of(rank, ranking_.rank_of(*missing->met_by)))
                report_missing(*missing, obstacles);
        }
        report_skipped(rank, obstacles);
        report_conflicts(rank, obstacles);
        report_script(rank, obstacles);
        if (request_.late == LatePolicy::Refuse && is_late(rank)) {
            obstacles.add(concat(lateness(rank), ", and out_of_order = refuse"),
                          "SELECT * FROM migrate_set('out_of_order', 'apply', 'a late migration is wanted')",
                          Condition::OutOfOrderRefused);
        }
        report_blocked_prerequisites(rank, obstacles);
        return obstacles;
    }

    // Whether the step's note says anyway that it needs the other one, which is in the way.
    bool is_told_of(Index rank, Index other) const {
        if (cycles_->share_one(rank, other)) return true;
        return blocked_[other] != nullptr && std::ranges::any_of(ranking_.edges_of(rank), [&](const Edge* edge) {
            return binds(edge->kind) && ranking_.rank_of(edge->prerequisite) == other;
        });
    }

    void report_missing(const Missing& missing, Obstacles& obstacles) const {
        if (missing.condition == Condition::NotTransactional)
            return report_door(missing.reason, missing.fix_call, obstacles);
        const bool declared = missing.kind == EdgeKind::Declared;
        obstacles.add(!missing.reason.empty() ? missing.reason
                      : declared ? concat("requires ", quoted(missing.what), ", which is not registered")
                                 : concat("needs ", missing.what, ", which nothing provides"),
                      missing.fix_call.empty() && declared
                          ? select_call("migrate_register", {quote_literal(missing.what), "'...'"})
                          : missing.fix_call,
                      missing.condition);
    }

    void report_skipped(Index rank, Obstacles& obstacles) const {
        for (const auto* edge : ranking_.edges_of(rank)) {
            const auto& prerequisite = catalog_.nodes[edge->prerequisite];
            if (!binds(edge->kind) || prerequisite.state != State::Skipped) continue;
            obstacles.add(concat(describe(ranking_, *edge), ", which is marked skipped"),
                          mark_call(prerequisite, "pending", concat("needed by ", ranking_.node(rank).identifier)));
        }
    }

    void report_conflicts(Index rank, Obstacles& obstacles) const {
        for (const Index other : ranking_.conflicts_of(rank)) {
            const auto& node = ranking_.node(other);
            if (node.state == State::Applied || node.state == State::Partial) {
                obstacles.add(concat("conflicts with ", ranking_.quoted_name(other), ", which is applied"),
                              mark_call(ranking_.node(rank), "skipped", concat("conflicts with ", node.identifier)));
            } else if (planned_[other]) {
                obstacles.add(concat("conflicts with ", ranking_.quoted_name(other), ", an earlier step"),
                              mark_call(ranking_.node(rank), "skipped", concat("conflicts with ", node.identifier)));
            }
        }
    }

    void report_script(Index rank, Obstacles& obstacles) const {
        const auto& node = ranking_.node(rank);
        if (node.state == State::Partial) return report_partial(node, obstacles);
        if (node.transactional) return;
        const auto what = node.obstacle.empty() ? std::string("the up script") : node.obstacle;
        report_door(concat(what, not_in_transaction), {}, obstacles);
    }

    void report_partial(const Node& node, Obstacles& obstacles) const {
        if (node.stopped_on_way_back)
            obstacles.add(concat("its way back stopped half-way, at ", node.rest),
                          call_statement("migrate_run_rollback",
                                         std::vector{"migration => " + quote_literal(node.identifier)}),
                          Condition::WrongState);
        else
            report_door(concat("its last attempt stopped half-way, at ", node.rest), {}, obstacles);
    }

    // What only the door that commits can run.
    void report_door(std::string note, const std::string& fix_call, Obstacles& obstacles) const {
        if (request_.door == Door::CommittingEach) return;
        obstacles.add(std::move(note), fix_call.empty() ? run_call() : fix_call, Condition::NotTransactional);
    }

    std::string run_call() const {
        std::vector<std::string> arguments;
        if (request_.target) arguments.push_back(quote_literal(catalog_.nodes[*request_.target].identifier));
        if (request_.only_these) {
            std::vector<std::string> names;
            for (const Index index : *request_.only_these) names.push_back(catalog_.nodes[index].identifier);
            arguments.push_back("only_these => " + quote_array(names));
        }
        return call_statement("migrate_run", arguments);
    }

    void report_blocked_prerequisites(Index rank, Obstacles& obstacles) const {
        for (const auto* edge : ranking_.edges_of(rank)) {
            const auto* step = blocked_[ranking_.rank_of(edge->prerequisite)];
            if (step == nullptr || !binds(edge->kind)) continue;
            if (cycles_->share_one(rank, ranking_.rank_of(edge->prerequisite))) continue;
            obstacles.add(concat(describe(ranking_, *edge), ", which is blocked"), step->fix_call,
                          step->condition);
        }
    }

    bool has_version(Index rank) const {
        return parse_version(ranking_.node(rank).identifier).kind != VersionKind::None;
    }

    bool is_late(Index rank) const { return !applied_.empty() && rank < applied_.back(); }

    std::string lateness(Index rank) const {
        const auto first = std::upper_bound(applied_.begin(), applied_.end(), rank);
        const auto further = applied_.end() - first - 1;
        const auto others = further == 0   ? std::string()
                            : further == 1 ? std::string(" (and 1 later one)")
                                           : concat(" (and ", further, " later ones)");
        return concat("late: ", ranking_.quoted_name(*first), others, " already applied");
    }

    // Speaks up at the first step that takes the plan's estimate past the alarming part of the lock table.
    void watch_locks(Index rank, const std::vector<Step>& before, Step& step, std::vector<std::string>& notes) {
        const auto held = locks_;
        locks_ += ranking_.node(rank).locks;
        const auto alarming = request_.lock_capacity / 100 * alarming_percentage +
                              request_.lock_capacity % 100 * alarming_percentage / 100;
        if (request_.lock_capacity <= 0 || held > alarming || locks_ <= alarming) return;
        const auto* last = last_unblocked(before);
        auto note = concat("the plan would hold about ", locks_, " locks by then, more than ", alarming_percentage,
                           " % of the lock table's ", request_.lock_capacity, ": ");
        if (last == nullptr || request_.only_these) {
            notes.push_back(note + "raise max_locks_per_transaction");
            return;
        }
        const auto& identifier = catalog_.nodes[last->node].identifier;
        notes.push_back(concat(note, "apply in parts, up to ", quoted(identifier), " first"));
        step.fix_call = select_call("migrate_apply", {quote_literal(identifier)});
    }

    static const Step* last_unblocked(const std::vector<Step>& steps) {
        const auto found = std::find_if(steps.rbegin(), steps.rend(),
                                        [](const Step& step) { return step.action == Action::Apply; });
        return found == steps.rend() ? nullptr : &*found;
    }

    const Catalog& catalog_;
    const UpRequest& request_;
    Ranking ranking_;
    std::optional<Cycles> cycles_;
    std::vector<Index> applied_;      // ranks, ascending; not those without a version, which stand behind all others
    std::vector<bool> planned_;       // ranks that have a step already
    std::vector<const Step*> blocked_;  // by rank: the blocked steps
    std::vector<std::vector<const Remark*>> remarks_;  // by rank
    Index highest_ = 0;                 // rank of a step so far
    std::int64_t locks_ = 0;
};

}  // namespace

Result<std::vector<Index>> order_up(const Catalog& catalog, const UpRequest& request) {
    return UpPlanner(catalog, request).order();
}

Result<Plan> plan_up(const Catalog& catalog, const UpRequest& request) { return UpPlanner(catalog, request).run(); }

}  // namespace strata::core
