// What the doors of the regime module share: objects that are counted, faults by name, and arming.
#pragma once

#include "pg/boundary.h"
#include "pg/guard.h"

// Below PostgreSQL 16 PGDLLEXPORT exports nothing.
#define REGIME_EXPORT extern "C" __attribute__((visibility("default")))

namespace strata::regime {

// Tells whether its destructor ran. It owns memory, so that a leak checker sees what the counter sees.
class Counted {
public:
    Counted() : payload_(64, 'x') {
        ++alive;
        ++built;
    }
    Counted(const Counted&) : Counted() {}
    Counted& operator=(const Counted&) = delete;
    ~Counted() { --alive; }

    static inline constinit int alive = 0;
    static inline constinit int built = 0;

private:
    std::string payload_;
};

// Several C++ frames, each with counted objects, and the fault `kind` below them. Most kinds do not return.
void descend(std::string_view kind, int frames = 3);

// A door that has no argument to carry the kind is armed before: the next one that opens it takes the kind, once.
void arm(const std::string& door, const std::string& kind);
std::optional<std::string> take(const char* door) noexcept;

void install_hooks();

}  // namespace strata::regime
