#include "core/install_path.h"

#include <algorithm>
#include <map>
#include <set>

namespace strata::core {

namespace {

struct Scripts {
    std::map<std::string, std::string> installs;                        // by version
    std::map<std::string, std::map<std::string, std::string>> updates;  // by new version, then old one
};

Scripts sort_out(const std::string& extension, const std::vector<std::string>& files) {
    constexpr std::string_view suffix = ".sql";
    const std::string prefix = extension + "--";
    Scripts scripts;
    for (const std::string& file : files) {
        if (!file.starts_with(prefix) || !file.ends_with(suffix)) continue;
        const std::string versions = file.substr(prefix.size(), file.size() - prefix.size() - suffix.size());
        const std::size_t dashes = versions.find("--");
        if (dashes == std::string::npos)
            scripts.installs[versions] = file;
        else if (versions.find("--", dashes + 2) == std::string::npos)
            scripts.updates[versions.substr(dashes + 2)][versions.substr(0, dashes)] = file;
    }
    return scripts;
}

}  // namespace

std::vector<std::string> install_path(const std::string& extension, const std::string& version,
                                      const std::vector<std::string>& files) {
    const Scripts scripts = sort_out(extension, files);
    std::map<std::string, std::vector<std::string>> way_from = {{version, {}}};
    std::set<std::string> nearest = {version};
    while (!nearest.empty()) {
        // of several the server takes the one whose name sorts last
        for (auto start = nearest.rbegin(); start != nearest.rend(); ++start) {
            const auto install = scripts.installs.find(*start);
            if (install == scripts.installs.end()) continue;
            std::vector<std::string> path = way_from[*start];
            path.insert(path.begin(), install->second);
            return path;
        }
        std::set<std::string> further;
        for (const std::string& to : nearest) {
            const auto updates = scripts.updates.find(to);
            if (updates == scripts.updates.end()) continue;
            for (const auto& [from, file] : updates->second) {
                if (way_from.contains(from)) continue;
                std::vector<std::string> way = way_from[to];
                way.insert(way.begin(), file);
                way_from[from] = std::move(way);
                further.insert(from);
            }
        }
        nearest = std::move(further);
    }
    return {};
}

}  // namespace strata::core
