// Random histories of scripts that work, and a small database that runs them: what plans say is held against it.
#pragma once

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "reading_builder.h"

namespace strata::core {

struct Operation {
    enum Kind {
        CreateTable, KeepTable, DropTable, DropTableIfExists, RenameTable,
        AddColumn, KeepColumn, DropColumn, RenameColumn,
        CreateIndex, DropIndex,
        CreateFunction, ReplaceFunction, DropFunction, CallFunction,
        UseColumn
    };
    static constexpr int kinds = UseColumn + 1;

    Kind kind;
    std::string table;  // or the function
    std::string column;
    std::string other;  // the new name, or the index
    int arguments = 0;
};

inline Reading reading_of(const Operation& op) {
    using enum ObjectKind;
    const std::vector<std::string> types(static_cast<std::size_t>(op.arguments), "int4");
    const auto& [kind, table, column, other, arguments] = op;
    switch (kind) {
        case Operation::CreateTable: return {provides(Table, table), provides(Column, table, column)};
        case Operation::KeepTable:
            return {if_not_exists(provides(Table, table)), if_not_exists(provides(Column, table, column))};
        case Operation::DropTable: return {drops(Table, table)};
        case Operation::DropTableIfExists: return {if_exists(drops(Table, table))};
        case Operation::RenameTable: return moves(drops(Table, table), other);
        case Operation::AddColumn: return {alters(Table, table), provides(Column, table, column)};
        case Operation::KeepColumn: return {alters(Table, table), if_not_exists(provides(Column, table, column))};
        case Operation::DropColumn: return {alters(Table, table), drops(Column, table, column)};
        case Operation::RenameColumn: {
            Reading reading = moves(drops(Column, table, column), table, other);
            reading.insert(reading.begin(), alters(Table, table));
            return reading;
        }
        case Operation::CreateIndex:
            return {needs(Relation, table), needs(Column, table, column), from(provides(Index, other), table)};
        case Operation::DropIndex: return {drops(Index, other)};
        case Operation::CreateFunction: return {taking(provides(Function, table), types)};
        case Operation::ReplaceFunction:
            return {with(taking(provides(Function, table), types), mention_flag::or_replace)};
        case Operation::DropFunction: return {taking(drops(Function, table), types)};
        case Operation::CallFunction: return {call(table, arguments)};
        case Operation::UseColumn: return {needs(Relation, table), needs(Column, table, column)};
    }
    return {};
}

class ModelDatabase {
public:
    // What the server would do: false when it would refuse, and then nothing is changed.
    bool run(const Operation& op) {
        const bool there = tables_.contains(op.table);
        const std::string relation = op.kind == Operation::CreateTable ? op.table : op.other;
        const bool taken = tables_.contains(relation) || indexes_.contains(relation);
        const std::pair column(op.table, op.column);
        const std::pair function(op.table, op.arguments);
        switch (op.kind) {
            case Operation::CreateTable:
                if (taken) return false;
                tables_[op.table] = {op.column};
                return true;
            case Operation::KeepTable:
                if (indexes_.contains(op.table)) return true;
                tables_.try_emplace(op.table, std::set<std::string>{op.column});
                return true;
            case Operation::DropTable:
            case Operation::DropTableIfExists:
                if (!there) return op.kind == Operation::DropTableIfExists;
                tables_.erase(op.table);
                std::erase_if(indexes_, [&](const auto& index) { return index.second.first == op.table; });
                return true;
            case Operation::RenameTable:
                if (!there || taken) return false;
                tables_[op.other] = tables_.extract(op.table).mapped();
                for (auto& [name, on] : indexes_)
                    if (on.first == op.table) on.first = op.other;
                return true;
            case Operation::AddColumn: return there && tables_[op.table].insert(op.column).second;
            case Operation::KeepColumn:
                if (there) tables_[op.table].insert(op.column);
                return there;
            case Operation::DropColumn:
                if (!there || tables_[op.table].erase(op.column) == 0) return false;
                std::erase_if(indexes_, [&](const auto& index) { return index.second == column; });
                return true;
            case Operation::RenameColumn:
                if (!there || tables_[op.table].contains(op.other)) return false;
                if (tables_[op.table].erase(op.column) == 0) return false;
                tables_[op.table].insert(op.other);
                for (auto& [name, on] : indexes_)
                    if (on == column) on.second = op.other;
                return true;
            case Operation::CreateIndex:
                if (!there || !tables_[op.table].contains(op.column) || taken) return false;
                indexes_[op.other] = {op.table, op.column};
                return true;
            case Operation::DropIndex: return indexes_.erase(op.other) == 1;
            case Operation::CreateFunction: return functions_.insert(function).second;
            case Operation::ReplaceFunction: functions_.insert(function); return true;
            case Operation::DropFunction: return functions_.erase(function) == 1;
            case Operation::CallFunction: return functions_.contains(function);
            case Operation::UseColumn: return there && tables_[op.table].contains(op.column);
        }
        return false;
    }

private:
    std::map<std::string, std::set<std::string>> tables_;
    std::map<std::string, std::pair<std::string, std::string>> indexes_;  // table and column
    std::set<std::pair<std::string, int>> functions_;
};

using ModelScript = std::vector<Operation>;

inline Reading reading_of(const ModelScript& operations) {
    Reading reading;
    std::int32_t number = 0;
    for (const Operation& operation : operations) {
        ++number;
        for (Mention& mention : reading_of(operation)) {
            mention.line = mention.statement = number;
            reading.push_back(std::move(mention));
        }
    }
    return reading;
}

// Whether all of it runs. A script that fails leaves what it did: nobody looks any more.
inline bool runs(ModelDatabase& database, const ModelScript& script) {
    for (const Operation& operation : script)
        if (!database.run(operation)) return false;
    return true;
}

inline Operation random_operation(std::mt19937& random) {
    const auto name = [&](const char* prefix, unsigned count) { return prefix + std::to_string(random() % count); };
    const auto kind = static_cast<Operation::Kind>(random() % Operation::kinds);
    const bool of_function = kind >= Operation::CreateFunction && kind <= Operation::CallFunction;
    Operation operation{kind, of_function ? name("f", 3) : name("t", 6), name("c", 4), {}, 0};
    operation.arguments = static_cast<int>(random() % 3);
    if (kind == Operation::RenameTable) operation.other = name("t", 6);
    else operation.other = kind == Operation::RenameColumn ? name("c", 4) : name("i", 5);
    return operation;
}

// Scripts that run one after the other.
inline std::vector<ModelScript> random_history(std::mt19937& random, std::size_t scripts) {
    std::vector<ModelScript> history(scripts);
    ModelDatabase database;
    for (ModelScript& script : history)
        for (std::size_t left = 1 + random() % 4, tries = 0; left > 0 && tries < 200; ++tries) {
            const Operation operation = random_operation(random);
            if (!database.run(operation)) continue;
            script.push_back(operation);
            --left;
        }
    return history;
}

}  // namespace strata::core
