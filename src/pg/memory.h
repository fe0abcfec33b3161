// Memory contexts with a C++ lifetime.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// A context of ours, child of the one current at construction. It is current until the end of the
// scope, when it is deleted and the former one is current again.
// `name` must be a literal: the server keeps the pointer.
class MemoryScope {
public:
    explicit MemoryScope(const char* name);
    ~MemoryScope();
    MemoryScope(const MemoryScope&) = delete;
    MemoryScope& operator=(const MemoryScope&) = delete;

private:
    MemoryContext caller_;
    MemoryContext context_;
};

// Makes a context current until the end of the scope.
class MemorySwitch {
public:
    explicit MemorySwitch(MemoryContext context) : caller_(MemoryContextSwitchTo(context)) {}
    ~MemorySwitch() { MemoryContextSwitchTo(caller_); }
    MemorySwitch(const MemorySwitch&) = delete;
    MemorySwitch& operator=(const MemorySwitch&) = delete;

private:
    MemoryContext caller_;
};

}  // namespace strata::pg
