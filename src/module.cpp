// The library's magic block, and what happens when it is loaded.
#include "migrate/writer.h"
#include "pg/boundary.h"

#pragma GCC visibility push(default)
extern "C" {
PG_MODULE_MAGIC;
void _PG_init();
}
#pragma GCC visibility pop

void _PG_init() {
    strata::pg::boundary([] { strata::migrate::define_writer_settings(); });
}
