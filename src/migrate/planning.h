// Everything registered, as the planners of ring 1 see it.
#pragma once

#include "core/plan_down.h"
#include "core/plan_up.h"
#include "core/resolve.h"
#include "migrate/approval_table.h"
#include "migrate/bookkeeping.h"
#include "migrate/script_needs.h"

namespace strata::migrate {

// What the planners do not ask for, by the same index as catalog.nodes.
struct Particulars {
    bool has_verify = false;
    std::string text_checksum;
    std::optional<std::int64_t> applied_at;
    AppliedPath path;  // of what is applied
    std::optional<std::int64_t> duration_us;
    std::vector<std::string> requires_as_written;
    Provenance provenance;
};

class Planning {
public:
    // Reads the tables. Scripts are not read.
    explicit Planning(const Actor& actor);

    const core::Catalog& catalog() const { return catalog_; }
    const std::vector<Particulars>& particulars() const { return particulars_; }

    // By identifier or version; raises MG001, MG002 or MG003.
    core::Index find(const std::optional<std::string>& migration) const;

    // All migrations in version order.
    std::vector<core::Index> in_version_order() const;

    struct UpChoice {
        std::optional<std::string> target = {};
        std::optional<std::vector<std::string>> only_these = {};
        bool ignore_blocked = false;
        core::Door door = core::Door::InTransaction;
    };
    core::Plan up(const Actor& actor, const UpChoice& choice) const;
    core::Plan down(const Actor& actor, const core::DownRequest& request) const;

    // What has been applied, in order of application.
    StandingScripts standing_scripts(const Actor& actor) const;

    // The subjects of `open` in the order in which all of them would be applied.
    std::vector<core::Subject> in_plan_order(const OpenScripts& open) const;

private:
    void add_edges();
    core::Missing missing_need(core::Index node, const std::string& wanted, const core::Fault& fault) const;

    core::Catalog catalog_;
    std::vector<Particulars> particulars_;
    std::vector<std::vector<std::string>> conflicts_;
    std::optional<core::IdentifierIndex> index_;
};

// Blocks, for this caller alone, the steps that must be approved first. Callers who may not run anything see the plan
// as it is.
void block_untrusted(const Actor& who, const Planning& planning, core::Plan& plan);

}  // namespace strata::migrate
