// What CREATE EXTENSION would bring along, read from the extension's files on the server.
#pragma once

#include <unordered_set>

#include "core/simulation.h"

namespace strata::migrate {

// Of one call: every extension's files are read once.
class Extensions {
public:
    // What `there` provides is left alone.
    explicit Extensions(const core::Reading& there);

    // Reads what there is of the extensions that the reading provides, and writes into the reading what that means:
    // before CREATE EXTENSION stand the extensions that it requires, as needs, or with CASCADE as provided.
    void read_for(core::Reading& reading);

    // Of extensions whose files are missing or cannot be read nothing is known.
    const core::ExtensionMembers& members() const { return members_; }

    bool is_available(const std::string& extension) const { return !unavailable_.contains(extension); }

private:
    const std::vector<std::string>& requirements_of(const std::string& extension);
    void read_files(const std::string& extension);
    // `there`: as far as the server has come when it looks for them.
    void add_requirements(const core::Mention& provided, std::unordered_set<std::string>& there,
                          core::Reading& before);

    std::unordered_set<std::string> installed_;
    core::ExtensionMembers members_;
    std::unordered_map<std::string, std::vector<std::string>> requirements_;
    std::unordered_set<std::string> unavailable_;
};

}  // namespace strata::migrate
