// Where a missing object could have come from: names like it, and migrations that are not open but provide it. Asked for
// every missing object of a plan, so what it takes is read once, at the first question.
#pragma once

#include <map>

#include "core/inference.h"
#include "migrate/readings.h"

namespace strata::migrate {

class Elsewhere {
public:
    Elsewhere(const Actor& actor, const core::Catalog& catalog, const std::vector<core::Subject>& open)
        : actor_(actor), catalog_(catalog), open_(open) {}

    std::vector<std::string> near(const core::Mention& need, const std::string& object);
    std::optional<core::Surroundings::Excuse> excuse(const core::Mention& need);

private:
    struct Closed {
        core::Index node;
        const core::Mention* provided;
    };
    const std::vector<std::string>& candidates(core::ObjectKind kind, const std::string& schema);
    void read_closed();

    const Actor& actor_;
    const core::Catalog& catalog_;
    const std::vector<core::Subject>& open_;
    std::map<std::pair<core::Space, std::string>, std::vector<std::string>> candidates_;
    std::optional<std::unordered_map<std::string, Readings>> closed_readings_;
    std::unordered_multimap<std::string, Closed> closed_;
    int searches_left_ = 100;  // each looks at all candidates, and nobody reads more answers than that
};

}  // namespace strata::migrate
