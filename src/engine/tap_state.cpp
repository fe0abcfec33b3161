#include "engine/tap_state.h"

#include "pg/guard.h"

extern "C" {
#include "catalog/namespace.h"
#include "commands/tablecmds.h"
#include "utils/lsyscache.h"
}

namespace strata::engine {

namespace {

struct Relation {
    const char* name;
    const char* hidden;
    bool is_index;
};

constexpr Relation tap_relations[] = {
    {"__tcache__", "__tcache__of_caller", false},
    {"__tcache___id_seq", "__tcache___id_seq_of_caller", false},
    {"__tcache___key", "__tcache___key_of_caller", true},
    {"__tresults___numb_seq", "__tresults___numb_seq_of_caller", false},
};

}  // namespace

void hide_tap_state() {
    pg::call([] {
        const Oid schema = LookupExplicitNamespace("pg_temp", true);
        if (!OidIsValid(schema)) return;
        for (const Relation& relation : tap_relations) {
            const Oid oid = get_relname_relid(relation.name, schema);
            if (OidIsValid(oid)) RenameRelationInternal(oid, relation.hidden, true, relation.is_index);
        }
        CommandCounterIncrement();
    });
}

}  // namespace strata::engine
