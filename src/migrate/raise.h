// From ring 1's faults to server errors.
#pragma once

#include "core/result.h"
#include "pg/error.h"

namespace strata::migrate {

[[noreturn]] inline void raise(const core::Fault& fault) {
    pg::raise({std::string(core::sqlstate(fault.condition)), fault.message, fault.detail, fault.hint});
}

// The value, or the fault raised.
template <class T>
T value_or_raise(core::Result<T> result) {
    if (!result.ok()) raise(result.fault());
    return std::move(result).value();
}

}  // namespace strata::migrate
