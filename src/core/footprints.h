// Who touched what last, by name: steps that touch the same thing must not change places, unless a need demands it.
#pragma once

#include <vector>

#include "core/flat_index.h"
#include "core/offers.h"

namespace strata::core {

class Footprints {
public:
    // Visits the one who wrote it last.
    template <class Visit>
    void read(const OfferKey& key, Provider who, Visit visit) {
        Trace& trace = trace_of(key);
        if (trace.writer >= 0 && trace.writer != who) visit(trace.writer);
        if (trace.readers != 0 && readers_[trace.readers].who == who) return;
        readers_.push_back({who, trace.readers});
        trace.readers = static_cast<std::uint32_t>(readers_.size() - 1);
    }

    // Visits those who have read it since it was written last, and the one who wrote it.
    template <class Visit>
    void write(const OfferKey& key, Provider who, Visit visit) {
        Trace& trace = trace_of(key);
        for (auto reader = trace.readers; reader != 0; reader = readers_[reader].before)
            if (readers_[reader].who >= 0 && readers_[reader].who != who) visit(readers_[reader].who);
        if (trace.writer >= 0 && trace.writer != who) visit(trace.writer);
        trace = {who, 0};
    }

private:
    struct Trace {
        Provider writer = nobody;
        std::uint32_t readers = 0;
    };
    struct Reader {
        Provider who;
        std::uint32_t before;
    };

    Trace& trace_of(const OfferKey& key) {
        const auto [place, is_new] = index_.try_emplace(key, static_cast<std::uint32_t>(traces_.size()));
        if (is_new) traces_.emplace_back();
        return traces_[place];
    }

    FlatIndex<OfferKey, OfferKeyHash> index_;
    std::vector<Trace> traces_;
    std::vector<Reader> readers_ = {{nobody, 0}};  // linked lists, the latest first; 0 ends them
};

}  // namespace strata::core
