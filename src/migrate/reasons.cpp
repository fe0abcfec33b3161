#include "migrate/reasons.h"

#include "core/text.h"
#include "migrate/raise.h"

namespace strata::migrate {

std::optional<std::string> reason_to_ignore(const Options& options) {
    if (!options.has("ignore_blocked")) return std::nullopt;
    std::optional<std::string> reason = options.text("ignore_blocked");
    if (!reason || core::is_blank(*reason) || *reason == "true" || *reason == "false")
        raise({core::Condition::ContradictoryArguments, "ignore_blocked must give a reason", "",
               "Write it as {\"ignore_blocked\": \"the table is made by hand\"}."});
    return reason;
}

std::optional<std::string> reason_of(const Options& options, const std::optional<std::string>& ignored) {
    if (!ignored) return options.text("reason");
    const std::optional<std::string> reason = options.text("reason");
    return core::concat("blocked steps ignored: ", *ignored, reason ? core::concat("; ", *reason) : std::string());
}

}  // namespace strata::migrate
