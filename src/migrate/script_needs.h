// What the scripts of registered migrations need of each other and of the database, for the planners and for those who
// look. Nothing of it is written, so it works on a standby.
#pragma once

#include "core/inference.h"
#include "migrate/extension_members.h"
#include "migrate/readings.h"

namespace strata::migrate {

// The way up: open migrations over the live catalog.
class OpenScripts {
public:
    // `catalog` holds the nodes; `version_order` all of them in order.
    OpenScripts(const Actor& actor, const core::Catalog& catalog, const std::vector<core::Index>& version_order);

    // Returns how many of the subjects, from the first on, would run in version order without a remark.
    std::size_t add_edges(core::Catalog& catalog) const;

    // What is missing or clashes when these nodes run in this order. `sound` is what add_edges() returned.
    void examine(const std::vector<core::Index>& plan_order, std::size_t sound, core::Catalog& catalog) const;

    const std::vector<core::Subject>& subjects() const { return subjects_; }  // in version order
    core::Simulation& load(core::Simulation& simulation) const;               // with what the database has

private:
    void block_unavailable_extensions(const core::Subject& subject, core::Catalog& catalog) const;

    const Actor& actor_;
    std::unordered_map<std::string, Readings> readings_;
    std::vector<std::string> path_;
    std::vector<core::Subject> subjects_;
    core::Reading live_;
    std::optional<Extensions> extensions_;
};

// What has been applied, in order of application.
class StandingScripts {
public:
    struct Applied {
        core::Index node;
        const std::string* search_path;
        const std::string* applier;
    };
    StandingScripts(const Actor& actor, const core::Catalog& catalog, const std::vector<Applied>& by_application);

    void add_edges(core::Catalog& catalog) const;
    // What their down scripts would take from each other.
    void add_takings(core::Catalog& catalog) const;

    const std::vector<core::Subject>& subjects() const { return subjects_; }
    core::Simulation& load(core::Simulation& simulation) const;  // with the schemas there are
    const core::Reading& down_of(std::size_t subject) const { return *downs_[subject]; }

private:
    const Actor& actor_;
    std::unordered_map<std::string, Readings> readings_;
    std::vector<std::vector<std::string>> paths_;
    std::vector<core::Subject> subjects_;
    std::vector<const core::Reading*> downs_;
    core::Reading schemas_;
    Extensions extensions_;
};

}  // namespace strata::migrate
