#include "migrate/elsewhere.h"

#include "core/near_names.h"
#include "core/text.h"
#include "migrate/live_catalog.h"

namespace strata::migrate {

namespace {

bool is_open(const core::Node& node) {
    return node.state == core::State::Pending || node.state == core::State::Partial;
}

// Why a migration that is not open does not help.
core::Surroundings::Excuse excuse_of(const core::Node& provider) {
    const std::string identifier = core::quote_literal(provider.identifier);
    if (provider.state == core::State::Skipped)
        return {core::concat(core::quoted(provider.identifier), " provides it, but is marked skipped"),
                core::select_call("migrate_mark", {identifier, "'pending'", "'needed after all'"})};
    return {core::concat(core::quoted(provider.identifier), ", which is applied, provided it, and it is gone since"),
            core::select_call("migrate_mark", {identifier, "'pending'", "'what it made is gone'"})};
}

}  // namespace

std::vector<std::string> Elsewhere::near(const core::Mention& need, const std::string& object) {
    if (core::is_member(need.kind) || searches_left_-- <= 0) return {};
    const std::size_t dot = object.find('.');
    return core::near_names(need.name, candidates(need.kind, dot == std::string::npos ? "" : object.substr(0, dot)));
}

const std::vector<std::string>& Elsewhere::candidates(core::ObjectKind kind, const std::string& schema) {
    const auto [found, is_new] = candidates_.try_emplace({core::space_of(kind), schema});
    if (!is_new) return found->second;
    found->second = live_names(actor_, kind, schema);
    for (const core::Subject& subject : open_)
        for (const core::Mention& mention : *subject.reading)
            if (mention.bearing == core::Bearing::Provides && !core::is_member(mention.kind) &&
                core::space_of(mention.kind) == core::space_of(kind) && mention.kind != core::ObjectKind::Index)
                found->second.push_back(mention.name);
    return found->second;
}

void Elsewhere::read_closed() {
    closed_readings_ = stored_readings(actor_, Which::All);
    for (core::Index node = 0; node < catalog_.nodes.size(); ++node) {
        const auto found = closed_readings_->find(catalog_.nodes[node].identifier);
        if (is_open(catalog_.nodes[node]) || found == closed_readings_->end()) continue;
        for (const core::Mention& mention : found->second.up)
            if (mention.bearing == core::Bearing::Provides) closed_.emplace(mention.name, Closed{node, &mention});
    }
}

std::optional<core::Surroundings::Excuse> Elsewhere::excuse(const core::Mention& need) {
    if (!closed_readings_) read_closed();
    const Closed* first = nullptr;
    for (auto [at, end] = closed_.equal_range(need.name); at != end; ++at)
        if (core::provides_same(*at->second.provided, need) && (first == nullptr || at->second.node < first->node))
            first = &at->second;
    if (first == nullptr) return std::nullopt;
    return excuse_of(catalog_.nodes[first->node]);
}

}  // namespace strata::migrate
