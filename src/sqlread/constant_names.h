// Objects that string constants name: 'app.orders'::regclass, nextval('order_id_seq'), 'label'::mood.
#pragma once

#include "sqlread/recorder.h"

namespace strata::sqlread {

// The text of a string constant, also one cast to text; null for other nodes.
const char* constant_text(const Node* value);

// What a constant means as a value of this type: the object for regclass and its kind, a label for a type that is not
// the server's own.
void read_constant_of_type(const char* text, const TypeName* type, int location, Recorder& recorder);

// How many of the first arguments were constants that name objects, which are recorded.
int read_object_arguments(const FuncCall* call, Recorder& recorder);

}  // namespace strata::sqlread
