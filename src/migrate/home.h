// Where the extension lives in this database, and who owns its tables.
#pragma once

#include "sqlread/classify.h"

namespace strata::migrate {

struct Home {
    Oid extension;
    Oid record_schema;  // migrate
    Oid owner;  // of the tables: in a trusted extension not the extension's owner
};

// Raises when the extension is not there (dropped while its functions run, say).
Home home();

bool is_installed();

// Tells every session, once the transaction commits, that what it remembers of our tables is out of date; this one at
// once, and again should the transaction abort.
void announce_change(const Home& home);

// The table whose relation cache entry carries the announcements: not one that every migration writes to, whose plans
// would be made again each time.
Oid announcing_table(const Home& home);

// Whether the extension is still the one that `home` is of, as a script may have dropped it.
bool is_still_there(const Home& home);

// The schema that holds the functions.
std::string function_schema();

// By what names a script could reach the extension.
sqlread::OwnNames own_names();

}  // namespace strata::migrate
