// Errors as values: what ring 1 returns instead of throwing.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/condition.h"

namespace strata::core {

// Why something was refused. The texts follow the server's message style. `line` and `column` point into the script
// or file concerned, 1-based; 0 when there is no such place.
struct Fault {
    Condition condition = Condition::InvalidMigration;
    std::string message;
    std::string detail = {};
    std::string hint = {};
    int line = 0;
    int column = 0;
};

// A value, or the fault that stands in its place. Asking for the one that is not there is a programming error.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    Result(Fault fault) : held_(std::in_place_index<1>, std::move(fault)) {}

    bool ok() const noexcept { return held_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    T& value() & noexcept { return *checked(std::get_if<0>(&held_)); }
    const T& value() const& noexcept { return *checked(std::get_if<0>(&held_)); }
    T&& value() && noexcept { return std::move(value()); }
    T& operator*() & noexcept { return value(); }
    const T& operator*() const& noexcept { return value(); }
    T&& operator*() && noexcept { return std::move(value()); }
    T* operator->() noexcept { return &value(); }
    const T* operator->() const noexcept { return &value(); }

    const Fault& fault() const& noexcept { return *checked(std::get_if<1>(&held_)); }
    Fault&& fault() && noexcept { return std::move(*checked(std::get_if<1>(&held_))); }

private:
    template <class Pointer>
    static Pointer checked(Pointer pointer) noexcept {
        assert(pointer != nullptr);
        return pointer;
    }

    std::variant<T, Fault> held_;
};

// Success without a value, or a fault.
template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Fault fault) : fault_(std::move(fault)) {}

    bool ok() const noexcept { return !fault_.has_value(); }
    explicit operator bool() const noexcept { return ok(); }
    const Fault& fault() const& noexcept {
        assert(fault_.has_value());
        return *fault_;
    }

private:
    std::optional<Fault> fault_;
};

}  // namespace strata::core
