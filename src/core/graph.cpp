#include "core/graph.h"

#include <algorithm>
#include <limits>
#include <queue>

namespace strata::core {

namespace {

constexpr Index nobody = std::numeric_limits<Index>::max();

// Tarjan's algorithm with its call stack spelled out.
class ComponentSearch {
public:
    explicit ComponentSearch(const Adjacency& graph)
        : graph_(graph), seen_(graph.size(), nobody), low_(graph.size()), component_(graph.size(), nobody) {}

    std::vector<Index> run() {
        for (Index root = 0; root < graph_.size(); ++root) {
            if (seen_[root] == nobody) search_from(root);
        }
        return std::move(component_);
    }

private:
    struct Frame {
        Index node;
        std::size_t next;  // which successor comes next
    };

    void search_from(Index root) {
        enter(root);
        while (!calls_.empty()) {
            auto& frame = calls_.back();
            const auto successors = graph_.successors(frame.node);
            if (frame.next < successors.size()) {
                look_at(frame.node, successors[frame.next++]);
            } else {
                leave();
            }
        }
    }

    void enter(Index node) {
        seen_[node] = low_[node] = clock_++;
        open_.push_back(node);
        calls_.push_back({node, 0});
    }

    void look_at(Index node, Index successor) {
        if (seen_[successor] == nobody) {
            enter(successor);
        } else if (component_[successor] == nobody) {
            low_[node] = std::min(low_[node], seen_[successor]);
        }
    }

    void leave() {
        const Index node = calls_.back().node;
        calls_.pop_back();
        if (low_[node] == seen_[node]) close_component(node);
        if (!calls_.empty()) {
            auto& caller_low = low_[calls_.back().node];
            caller_low = std::min(caller_low, low_[node]);
        }
    }

    void close_component(Index root) {
        Index member = nobody;
        while (member != root) {
            member = open_.back();
            open_.pop_back();
            component_[member] = components_;
        }
        ++components_;
    }

    const Adjacency& graph_;
    std::vector<Index> seen_;
    std::vector<Index> low_;
    std::vector<Index> component_;
    std::vector<Index> open_;
    std::vector<Frame> calls_;
    Index clock_ = 0;
    Index components_ = 0;
};

// Breadth-first searches for short cycles within one component. The scratch space is cleared by what was touched, so
// a search costs what it visits.
class CycleSearch {
public:
    CycleSearch(const Adjacency& graph, std::span<const Index> members)
        : graph_(graph), member_(graph.size(), false), parent_(graph.size(), nobody) {
        for (const Index member : members) member_[member] = true;
    }

    // The shortest cycle through `start` if it is shorter than `limit` nodes, else none.
    std::vector<Index> through(Index start, std::size_t limit) {
        frontier_.assign(1, start);
        visited_.clear();
        std::vector<Index> cycle;
        for (std::size_t length = 1; length < limit && !frontier_.empty() && cycle.empty(); ++length) {
            cycle = advance(start);
        }
        for (const Index node : visited_) parent_[node] = nobody;
        return cycle;
    }

    std::size_t cost() const noexcept { return cost_; }

private:
    std::vector<Index> advance(Index start) {
        std::vector<Index> next;
        for (const Index node : frontier_) {
            for (const Index successor : graph_.successors(node)) {
                ++cost_;
                if (successor == start) return path_to(node, start);
                if (!member_[successor] || parent_[successor] != nobody) continue;
                parent_[successor] = node;
                visited_.push_back(successor);
                next.push_back(successor);
            }
        }
        frontier_ = std::move(next);
        return {};
    }

    std::vector<Index> path_to(Index node, Index start) const {
        std::vector<Index> path{node};
        while (path.back() != start) path.push_back(parent_[path.back()]);
        std::reverse(path.begin(), path.end());
        return path;
    }

    const Adjacency& graph_;
    std::vector<bool> member_;
    std::vector<Index> parent_;
    std::vector<Index> frontier_;
    std::vector<Index> visited_;
    std::size_t cost_ = 0;
};

bool points_to_itself(const Adjacency& graph, Index node) {
    const auto successors = graph.successors(node);
    return std::binary_search(successors.begin(), successors.end(), node);
}

}  // namespace

Adjacency::Adjacency(std::size_t nodes, std::span<const Arrow> arrows)
    : begin_(nodes + 1, 0), successor_(arrows.size()) {
    for (const auto& arrow : arrows) ++begin_[arrow.from + 1];
    for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    auto place = begin_;
    for (const auto& arrow : arrows) successor_[place[arrow.from]++] = arrow.to;
    const auto at = [this](std::size_t i) { return successor_.begin() + static_cast<std::ptrdiff_t>(begin_[i]); };
    for (std::size_t i = 0; i < nodes; ++i) std::sort(at(i), at(i + 1));
}

std::vector<Index> strong_components(const Adjacency& graph) { return ComponentSearch(graph).run(); }

std::vector<std::vector<Index>> cyclic_components(const Adjacency& graph, std::span<const Index> component) {
    std::vector<std::vector<Index>> members(graph.size());
    for (Index node = 0; node < graph.size(); ++node) members[component[node]].push_back(node);
    std::erase_if(members, [&](const std::vector<Index>& group) {
        return group.empty() || (group.size() == 1 && !points_to_itself(graph, group.front()));
    });
    std::sort(members.begin(), members.end());
    return members;
}

std::vector<Index> short_cycle(const Adjacency& graph, std::span<const Index> members) {
    constexpr std::size_t affordable = 1'000'000;
    CycleSearch search(graph, members);
    auto best = search.through(members.front(), members.size() + 1);
    for (const Index start : members.subspan(1)) {
        if (search.cost() > affordable) break;
        auto cycle = search.through(start, best.size());
        if (!cycle.empty()) best = std::move(cycle);
    }
    std::rotate(best.begin(), std::min_element(best.begin(), best.end()), best.end());
    return best;
}

std::vector<Index> lowest_first_order(const Adjacency& graph, std::span<const Index> component) {
    std::vector<Index> waiting_for(graph.size(), 0);
    const auto each_successor = [&](Index node, auto&& visit) {
        for (const Index successor : graph.successors(node)) {
            if (component[successor] != component[node]) visit(successor);
        }
    };
    for (Index node = 0; node < graph.size(); ++node) {
        each_successor(node, [&](Index successor) { ++waiting_for[successor]; });
    }
    std::priority_queue<Index, std::vector<Index>, std::greater<>> ready;
    for (Index node = 0; node < graph.size(); ++node) {
        if (waiting_for[node] == 0) ready.push(node);
    }
    std::vector<Index> order;
    order.reserve(graph.size());
    while (!ready.empty()) {
        const Index node = ready.top();
        ready.pop();
        order.push_back(node);
        each_successor(node, [&](Index successor) {
            if (--waiting_for[successor] == 0) ready.push(successor);
        });
    }
    return order;
}

std::vector<bool> reachable(const Adjacency& graph, std::span<const Index> start) {
    std::vector<bool> reached(graph.size(), false);
    std::vector<Index> open;
    const auto reach = [&](Index node) {
        if (reached[node]) return;
        reached[node] = true;
        open.push_back(node);
    };
    for (const Index node : start) reach(node);
    while (!open.empty()) {
        const Index node = open.back();
        open.pop_back();
        for (const Index successor : graph.successors(node)) reach(successor);
    }
    return reached;
}

}  // namespace strata::core
