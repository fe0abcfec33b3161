#include "migrate/planning.h"

#include <algorithm>

#include "core/text.h"
#include "core/version.h"
#include "core/waits.h"
#include "migrate/applied_table.h"
#include "migrate/raise.h"
#include "migrate/setting_table.h"
#include "pg/lock.h"

namespace strata::migrate {

namespace {

constinit pg::Query select_all{
    "SELECT m.migration, m.id, a.state, a.position, m.obstacle, m.down_checksum IS NOT NULL, m.down_obstacle, "
    "m.lock_estimate::bigint, m.requires, m.conflicts, m.verify_checksum IS NOT NULL, m.up_checksum, a.applied_at, "
    "a.applied_by, a.duration, cardinality(m.requires) + cardinality(m.conflicts) > 0, "
    "m.revision_digest, m.registrant, m.registrant_oid, a.search_path, a.applied_by_oid, p.script = 'down', "
    "p.statements_done::bigint "
    "FROM migrate.migration m LEFT JOIN migrate.applied a ON a.migration = m.migration "
    "LEFT JOIN migrate.partial p ON p.migration = m.migration ORDER BY m.id"};

core::Node read_node(const pg::Rows& rows, std::size_t row) {
    core::Node node;
    node.identifier = rows.text(row, 0);
    node.registration = rows.number(row, 1);
    if (!rows.is_null(row, 2)) {
        node.state = state_of_name(rows.text(row, 2)).value_or(core::State::Applied);
        node.position = rows.number(row, 3);
    }
    node.transactional = rows.is_null(row, 4);
    node.obstacle = rows.optional_text(row, 4).value_or("");
    node.has_down = rows.flag(row, 5);
    node.down_transactional = rows.is_null(row, 6);
    node.down_obstacle = rows.optional_text(row, 6).value_or("");
    node.locks = rows.number(row, 7);
    if (!rows.is_null(row, 21)) {
        node.stopped_on_way_back = rows.flag(row, 21);
        node.rest = core::concat("statement ", rows.number(row, 22) + 1);
    }
    return node;
}

Particulars read_particulars(const pg::Rows& rows, std::size_t row) {
    Particulars particulars;
    particulars.has_verify = rows.flag(row, 10);
    particulars.text_checksum = rows.text(row, 11);
    if (!rows.is_null(row, 12)) particulars.applied_at = rows.timestamp(row, 12);
    if (!rows.is_null(row, 14)) particulars.duration_us = rows.interval_us(row, 14);
    if (!rows.is_null(row, 19))
        particulars.path = {std::string(rows.text(row, 19)), std::string(rows.text(row, 13)), rows.oid(row, 20),
                            rows.timestamp(row, 12)};
    particulars.provenance = {std::string(rows.text(row, 0)), std::string(rows.text(row, 16)),
                              std::string(rows.text(row, 17)), rows.oid(row, 18)};
    return particulars;
}

void find_waits(const OpenScripts& scripts, core::Plan& plan) {
    std::unordered_map<core::Index, const core::Reading*> reading_of;
    for (const core::Subject& subject : scripts.subjects()) reading_of.emplace(subject.node, subject.reading);
    core::Waits waits;
    for (core::Step& step : plan.steps) {
        const auto found = reading_of.find(step.node);
        if (found != reading_of.end()) step.may_wait = waits.may_wait(*found->second);
    }
}

}  // namespace

Planning::Planning(const Actor& actor) {
    std::vector<std::string> identifiers;
    {
        Bookkeeping books(actor);
        const pg::Rows rows = books.session().query(select_all);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            catalog_.nodes.push_back(read_node(rows, i));
            particulars_.push_back(read_particulars(rows, i));
            conflicts_.emplace_back();
            if (rows.flag(i, 15)) {
                particulars_.back().requires_as_written = rows.texts(i, 8);
                conflicts_.back() = rows.texts(i, 9);
            }
            identifiers.push_back(catalog_.nodes.back().identifier);
        }
    }
    index_.emplace(std::move(identifiers));
    add_edges();
}

// Empty texts leave the wording to the planner; what the resolver knows more it says here.
core::Missing Planning::missing_need(core::Index node, const std::string& wanted, const core::Fault& fault) const {
    core::Missing missing{node, wanted, core::EdgeKind::Declared, "", ""};
    if (fault.condition == core::Condition::AmbiguousVersion) missing.reason = fault.message;
    const std::vector<std::string> similar = index_->similar(wanted);
    if (!missing.reason.empty() || similar.empty()) return missing;
    std::vector<std::string> corrected = particulars_[node].requires_as_written;
    std::erase(corrected, similar.front());
    std::replace(corrected.begin(), corrected.end(), wanted, similar.front());
    missing.fix_call =
        core::select_call("migrate_register", {core::quote_literal(catalog_.nodes[node].identifier),
                                               "requires => " + core::quote_array(corrected), "replace => true"});
    missing.reason = core::concat("requires ", core::quoted(wanted), ", which is not registered (did you mean ",
                                  core::quoted_list(similar, "or"), "?)");
    return missing;
}

// Requirements and conflicts are kept as written and resolved here: what they mean can change with every registration.
void Planning::add_edges() {
    for (core::Index node = 0; node < catalog_.nodes.size(); ++node) {
        for (const std::string& wanted : particulars_[node].requires_as_written) {
            const auto found = index_->find(wanted);
            if (found.ok())
                catalog_.edges.push_back({node, static_cast<core::Index>(*found), core::EdgeKind::Declared, ""});
            else
                catalog_.missing.push_back(missing_need(node, wanted, found.fault()));
        }
        for (const std::string& other : conflicts_[node]) {
            const auto found = index_->find(other);
            if (found.ok()) catalog_.conflicts.push_back({node, static_cast<core::Index>(*found)});
        }
    }
}

core::Index Planning::find(const std::optional<std::string>& migration) const {
    return static_cast<core::Index>(value_or_raise(index_->find(migration.value_or(""))));
}

std::vector<core::Index> Planning::in_version_order() const {
    std::vector<core::Index> order(catalog_.nodes.size());
    std::vector<core::Place> places;
    places.reserve(order.size());
    for (core::Index i = 0; i < order.size(); ++i) {
        order[i] = i;
        places.emplace_back(catalog_.nodes[i].identifier, catalog_.nodes[i].registration);
    }
    std::sort(order.begin(), order.end(), [&](core::Index a, core::Index b) { return places[a] < places[b]; });
    return order;
}

core::Plan Planning::up(const Actor& actor, const UpChoice& choice) const {
    core::UpRequest request;
    if (choice.target) request.target = find(choice.target);
    if (choice.only_these) {
        request.only_these.emplace();
        for (const std::string& migration : *choice.only_these) request.only_these->push_back(find(migration));
    }
    request.late = late_policy(actor);
    request.lock_capacity = pg::lock_table_capacity();
    request.ignore_blocked = choice.ignore_blocked;
    request.door = choice.door;
    core::Catalog catalog = catalog_;
    const OpenScripts scripts(actor, catalog, in_version_order());
    const std::size_t sound = scripts.add_edges(catalog);
    scripts.examine(value_or_raise(core::order_up(catalog, request)), sound, catalog);
    core::Plan plan = value_or_raise(core::plan_up(catalog, request));
    find_waits(scripts, plan);
    for (core::Step& step : plan.steps) step.may_wait |= particulars_[step.node].has_verify;
    return plan;
}

core::Plan Planning::down(const Actor& actor, const core::DownRequest& request) const {
    core::Catalog catalog = catalog_;
    const StandingScripts scripts = standing_scripts(actor);
    scripts.add_edges(catalog);
    scripts.add_takings(catalog);
    return value_or_raise(core::plan_down(catalog, request));
}

StandingScripts Planning::standing_scripts(const Actor& actor) const {
    std::vector<StandingScripts::Applied> applied;
    for (core::Index node = 0; node < catalog_.nodes.size(); ++node) {
        const core::State state = catalog_.nodes[node].state;
        if (state != core::State::Applied && state != core::State::Partial) continue;
        const AppliedPath& path = particulars_[node].path;
        applied.push_back({node, &path.search_path, &path.applier});
    }
    std::sort(applied.begin(), applied.end(), [this](const auto& a, const auto& b) {
        return catalog_.nodes[a.node].position < catalog_.nodes[b.node].position;
    });
    return {actor, catalog_, applied};
}

std::vector<core::Subject> Planning::in_plan_order(const OpenScripts& open) const {
    core::Catalog catalog = catalog_;
    open.add_edges(catalog);
    std::vector<const core::Subject*> subject_of(catalog.nodes.size(), nullptr);
    for (const core::Subject& subject : open.subjects()) subject_of[subject.node] = &subject;
    std::vector<core::Subject> ordered;
    for (const core::Index node : value_or_raise(core::order_up(catalog, {})))
        if (subject_of[node] != nullptr) ordered.push_back(*subject_of[node]);
    return ordered;
}

void block_untrusted(const Actor& who, const Planning& planning, core::Plan& plan) {
    if (!has_level(who, Level::Operator)) return;
    for (core::Step& step : plan.steps) {
        const Provenance& provenance = planning.particulars()[step.node].provenance;
        const AppliedPath* path =
            step.action == core::Action::Rollback ? &planning.particulars()[step.node].path : nullptr;
        if (step.action == core::Action::Blocked || is_trusted(who, provenance, path)) continue;
        step.action = core::Action::Blocked;
        step.note =
            core::concat("registered by ", core::quoted(provenance.registrant), ", must be approved by you first");
        step.fix_call = core::select_call("migrate_approve", {core::quote_literal(provenance.migration),
                                                               core::quote_literal(provenance.revision_digest)});
    }
}

}  // namespace strata::migrate
