/* An event trigger that does nothing: what any event trigger in C costs. */
#include "postgres.h"

#include "fmgr.h"

PG_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(noop_event_trigger);

Datum
noop_event_trigger(PG_FUNCTION_ARGS)
{
	PG_RETURN_NULL();
}
