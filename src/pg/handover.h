// What a process leaves to a background worker of its own, in a segment of shared memory that is gone when both have
// let go of it.
#pragma once

#include "pg/server.h"

extern "C" {
#include "storage/dsm.h"
#include "storage/proc.h"
}

namespace strata::pg {

// The segment: this, then the payload, the list of loaded libraries and the settings, each as long as said.
struct HandoverHeader {
    std::uint32_t magic;
    Oid database;
    Oid authenticated;
    Oid session;
    Oid role;  // of SET ROLE; invalid: none
    TransactionId transaction;
    PGPROC* caller;
    volatile std::int64_t connected;  // when the worker started, once it is connected; Unix microseconds
    Size payload;
    Size libraries;
    Size settings;

    char* begin() { return reinterpret_cast<char*>(this + 1); }
};

inline constexpr std::uint32_t handover_magic = 0x57a7a001;

// The caller's side: who it is, how its session is set, and its transaction, which gets an xid.
class Handover {
public:
    explicit Handover(const std::string& payload);
    ~Handover();
    Handover(const Handover&) = delete;
    Handover& operator=(const Handover&) = delete;

    Datum handle() const { return UInt32GetDatum(dsm_segment_handle(segment_)); }
    // When the worker started, once it is connected; 0 before.
    std::int64_t connected() const;

private:
    dsm_segment* segment_;
    HandoverHeader* header_;
};

}  // namespace strata::pg
