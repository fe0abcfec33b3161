// What ring 1 takes to plan 10,000 migrations with 100,000 hard needs and 100,000 provided names: in version order, and
// with versions shuffled, so that most needs bend the order. Prints milliseconds of processor time, the median of the
// runs.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/inference.h"
#include "core/plan_up.h"

namespace {

using namespace strata::core;

constexpr std::size_t migrations = 10000;
constexpr std::size_t columns = 9;
constexpr std::size_t references = 5;

Mention mention(Bearing bearing, ObjectKind kind, std::string name, std::string member, int statement) {
    Mention made;
    made.bearing = bearing;
    made.kind = kind;
    made.name = std::move(name);
    made.member = std::move(member);
    made.line = made.statement = statement;
    return made;
}

// Makes a table of nine columns, and needs five earlier tables and a column of each.
Reading reading_of(std::size_t number, std::mt19937& random) {
    const std::string table = "table_" + std::to_string(number);
    Reading reading = {mention(Bearing::Provides, ObjectKind::Table, table, "", 1)};
    for (std::size_t i = 0; i < columns; ++i)
        reading.push_back(mention(Bearing::Provides, ObjectKind::Column, table, "column_" + std::to_string(i), 1));
    for (std::size_t i = 0; i < references && number > 0; ++i) {
        const std::string other = "table_" + std::to_string(random() % number);
        const int statement = static_cast<int>(i) + 2;
        reading.push_back(mention(Bearing::Needs, ObjectKind::Table, other, "", statement));
        reading.push_back(mention(Bearing::Needs, ObjectKind::Column, other,
                                  "column_" + std::to_string(random() % columns), statement));
    }
    return reading;
}

struct Workload {
    Catalog catalog;
    std::vector<Reading> readings;
    std::vector<std::string> path = {"public"};
    std::vector<Subject> subjects;  // in version order

    explicit Workload(bool is_shuffled) {
        std::mt19937 random(1);
        std::vector<std::size_t> numbers(migrations);
        for (std::size_t i = 0; i < migrations; ++i) numbers[i] = i;
        for (const std::size_t number : numbers) readings.push_back(reading_of(number, random));
        if (is_shuffled) std::shuffle(numbers.begin(), numbers.end(), random);
        for (std::size_t i = 0; i < migrations; ++i) {
            Node node;
            node.identifier = std::to_string(20250000000000 + i) + "_create_table_" + std::to_string(numbers[i]);
            node.registration = static_cast<std::int64_t>(i);
            catalog.nodes.push_back(std::move(node));
            subjects.push_back({static_cast<Index>(i), &readings[numbers[i]], &path});
        }
    }
};

void load(Simulation& simulation) {
    simulation.run({mention(Bearing::Provides, ObjectKind::Schema, "public", "", 1)}, database);
}

class Clock {
public:
    double lap() {
        const std::clock_t now = std::clock();
        return 1000.0 * static_cast<double>(now - std::exchange(last_, now)) / CLOCKS_PER_SEC;
    }

private:
    std::clock_t last_ = std::clock();
};

struct Times {
    double infer, order, examine, plan;
    double sum() const { return infer + order + examine + plan; }
};

Times measure(const Workload& workload) {
    Catalog catalog = workload.catalog;
    Times times{};
    Clock clock;
    {
        Simulation simulation(World::Closed);
        load(simulation);
        infer_up(simulation, workload.subjects, catalog);
    }
    times.infer = clock.lap();
    std::vector<Subject> ordered;
    const auto order = order_up(catalog, {});
    for (const Index node : *order) ordered.push_back(workload.subjects[node]);
    times.order = clock.lap();
    {
        Simulation simulation(World::Closed);
        load(simulation);
        const Surroundings nothing{[](const Mention&, const std::string&) { return std::vector<std::string>(); },
                                   [](const Mention&, const std::string&) { return std::nullopt; }};
        examine_up(simulation, ordered, nothing, catalog);
    }
    times.examine = clock.lap();
    const auto plan = plan_up(catalog, {});
    times.plan = clock.lap();
    if (plan->refusal || plan->steps.size() != migrations) {
        const Fault& fault = *plan->refusal;
        std::fprintf(stderr, "not planned: %s\n%.500s\n", fault.message.c_str(), fault.detail.c_str());
        std::exit(1);
    }
    return times;
}

void report(const char* name, const Workload& workload, int runs) {
    std::vector<Times> all;
    for (int i = 0; i < runs; ++i) all.push_back(measure(workload));
    std::sort(all.begin(), all.end(), [](const Times& a, const Times& b) { return a.sum() < b.sum(); });
    const Times median = all[all.size() / 2];
    std::printf("%-10s infer %6.1f  order %6.1f  examine %6.1f  plan %6.1f  in all %6.1f ms\n", name, median.infer,
                median.order, median.examine, median.plan, median.sum());
}

}  // namespace

int main(int count, char** arguments) {
    const int runs = count > 1 ? std::atoi(arguments[1]) : 7;
    report("in order", Workload(false), runs);
    report("shuffled", Workload(true), runs);
    return 0;
}
