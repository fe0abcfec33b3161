#include "migrate/run.h"

#include <algorithm>

#include "core/text.h"
#include "engine/progress.h"
#include "migrate/raise.h"
#include "migrate/reasons.h"
#include "migrate/run_failure.h"
#include "migrate/run_step.h"
#include "migrate/run_table.h"
#include "migrate/writing_transaction.h"
#include "pg/boundary.h"
#include "pg/duration.h"
#include "pg/lock.h"
#include "pg/transaction.h"
#include "pg/worker.h"

extern "C" {
#include "catalog/pg_extension.h"
#include "catalog/pg_type.h"
}

namespace strata::migrate {

namespace {

constinit pg::Query request_as_json{
    "SELECT jsonb_strip_nulls(jsonb_build_object('target', $1, 'only_these', $2, 'steps', $3, 'migration', $4, "
    "'cascade', nullif($5, false), 'options', nullif($6, '{}')))::text"};

bool is_way_back(const RunRequest& request) { return request.action == core::Action::Rollback; }

Options options_of(const RunRequest& request) {
    return is_way_back(request) ? Options(request.options, with_limits({"reason", "all", "wait"}))
                                : Options(request.options, with_limits({"reason", "ignore_blocked", "wait"}));
}

// How long a run waits until it is the only writer: in a CALL that does no harm.
int patience_ms(const Options& options) {
    const std::optional<std::string> wait = options.text("wait");
    if (!wait) return 0;
    if (const auto duration = pg::parse_duration_ms(*wait)) return *duration;
    raise({core::Condition::UnknownOption, core::concat("wait cannot be ", core::quoted(*wait)), "",
           "It is a time, such as \"30s\" or \"5min\"."});
}

core::DownRequest down_request(const Planning& planning, const RunRequest& request, const Options& options) {
    core::DownRequest down;
    down.door = core::Door::CommittingEach;
    if (request.target) down.target = planning.find(request.target);
    down.steps = request.steps;
    if (request.migration) down.migration = planning.find(request.migration);
    down.cascade = request.cascade;
    down.all = options.flag("all");
    return down;
}

class Runner {
public:
    // `number` is told as soon as the run has one.
    Runner(const Actor& actor, const RunRequest& request, std::optional<std::int64_t>& number)
        : actor_(actor), request_(request), number_(number), work_(is_way_back(request) ? Work::RunBack : Work::Run),
          only_writer_({ExtensionRelationId, actor.home.extension, static_cast<std::uint16_t>(work_)}) {}

    RunResult run() {
        pg::commit_and_begin();  // without the snapshot that the caller's statement came with
        read_options();
        become_only_writer();
        settle_others();
        begin();
        if (!plan_.steps.empty()) perform_steps();
        if (!number_) return {};
        end();
        return {number_.value(), static_cast<std::int64_t>(plan_.steps.size())};
    }

private:
    void read_options() {
        pg::Transaction transaction;
        options_.emplace(options_of(request_));
        limits_.emplace(actor_, *options_);
        transaction.commit();
    }

    // The transaction that asked for a run gives its locks back one by one.
    void become_only_writer() {
        constexpr int patience_with_caller_ms = 1000;
        const int patience = patience_ms(*options_);
        if (!request_.run) return take_lock(patience);
        const engine::RunProgress progress(*request_.run);
        engine::show_phase("waiting for others that change migrations");
        take_lock(std::max(patience, patience_with_caller_ms));
    }

    void take_lock(int patience) {
        if (only_writer_.take(patience)) return;
        const pg::Transaction transaction;
        raise_busy(actor_);
    }

    // By itself, so that it stays when the plan is refused.
    void settle_others() {
        pg::Transaction transaction;
        if (!open_runs(actor_).empty()) {
            Writer writer(actor_, work_);
            settle_interrupted_runs(writer);
            writer.finish();
        }
        transaction.commit();
    }

    void begin() {
        pg::Transaction transaction;
        Writer writer(actor_, work_);
        planning_.emplace(actor_);
        plan_ = plan_run(actor_, *planning_, request_);
        if (plan_.steps.empty() && !number_) {
            writer.finish();
            return transaction.commit();
        }
        if (number_) {
            begin_run(actor_, *number_, steps());
        } else {
            number_ = next_run(actor_);
            insert_run(actor_, row());
        }
        if (!plan_.steps.empty()) advance_run(actor_, *number_, 0, name_of(0));
        writer.finish();
        transaction.commit();
    }

    std::int64_t steps() const { return static_cast<std::int64_t>(plan_.steps.size()); }

    RunRow row() const {
        RunRow row;
        row.run = number_.value();
        row.action = is_way_back(request_) ? "rollback" : "apply";
        row.status = RunStatus::Running;
        row.arguments = arguments_of(request_);
        row.process = pg::own_backend();
        row.steps = steps();
        return row;
    }

    std::optional<std::string> name_of(std::size_t step) const {
        if (step >= plan_.steps.size()) return std::nullopt;
        return planning_->particulars()[plan_.steps[step].node].provenance.migration;
    }

    void perform_steps() {
        std::optional<engine::CallScope> call;
        sqlread::OwnNames own;
        std::optional<std::string> given_reason;
        {
            pg::Transaction transaction;
            call.emplace();
            own = own_names();
            given_reason = reason();
            transaction.commit();
        }
        RunState state{actor_, work_, only_writer_, *call, own, given_reason, *limits_, number_.value()};
        engine::RunProgress progress(number_.value());
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
            progress.step(static_cast<std::int64_t>(i) + 1, steps());
            pg::reload_configuration();
            const core::Step& step = plan_.steps[i];
            run_step(state, {step.action, planning_->particulars()[step.node], name_of(i + 1)});
        }
    }

    std::optional<std::string> reason() const {
        return is_way_back(request_) ? options_->text("reason") : reason_of(*options_, reason_to_ignore(*options_));
    }

    void end() {
        pg::Transaction transaction;
        end_run(actor_, number_.value(), {});
        transaction.commit();
    }

    const Actor& actor_;
    const RunRequest& request_;
    std::optional<std::int64_t>& number_;
    Work work_;
    std::optional<Options> options_;
    std::optional<LimitSource> limits_;
    pg::SessionLock only_writer_;
    std::optional<Planning> planning_;
    core::Plan plan_;
};

// A run that was requested and cannot begin is not to look as if it still might, nor one that has ended, when the
// failure of its step could not be written or there was none, as if it went on.
void end_open_run(const Actor& actor, std::int64_t run, const pg::Error& error) {
    pg::abort_and_begin();
    pg::Transaction transaction(writer_lock_timeout());
    const std::optional<RunRow> row = find_run(actor, run);
    if (row && is_open(*row)) end_run(actor, run, is_complete(*row) ? RunEnd{} : end_by(error));
    transaction.commit();
}

}  // namespace

std::string arguments_of(const RunRequest& request) {
    pg::Parameters values;
    values.add(request.target);
    if (request.only_these)
        values.add(*request.only_these);
    else
        values.add_null(TEXTARRAYOID);
    if (request.steps)
        values.add(*request.steps);
    else
        values.add_null(INT8OID);
    values.add(request.migration).add(request.cascade).add_jsonb(request.options);
    pg::Session session;
    return std::string(session.query(request_as_json, std::move(values)).text(0, 0));
}

bool waits_for_others(const RunRequest& request) { return patience_ms(options_of(request)) > 0; }

core::Plan plan_run(const Actor& actor, const Planning& planning, const RunRequest& request) {
    const Options options = options_of(request);
    core::Plan plan;
    if (is_way_back(request)) {
        plan = planning.down(actor, down_request(planning, request, options));
    } else {
        const bool ignores = reason_to_ignore(options).has_value();
        plan = planning.up(actor, {request.target, request.only_these, ignores, core::Door::CommittingEach});
    }
    require_runnable(actor, planning, plan);
    return plan;
}

RunResult perform_run(const Actor& actor, const RunRequest& request) {
    std::optional<std::int64_t> run = request.run;
    try {
        return Runner(actor, request, run).run();
    } catch (const pg::Error& error) {
        if (run) pg::insist("put the end of the run on record", [&] { end_open_run(actor, *run, error); });
        throw;
    }
}

}  // namespace strata::migrate
