#include "pg/handover.h"

#include "pg/guard.h"

extern "C" {
#include "port/atomics.h"
#include "utils/guc.h"
}

namespace strata::pg {

namespace {

void fill(HandoverHeader* header, const std::string& payload, Size libraries, Size settings) {
    header->magic = handover_magic;
    header->database = MyDatabaseId;
    header->authenticated = GetAuthenticatedUserId();
    header->session = GetSessionUserId();
    header->role = GetCurrentRoleId();
    header->transaction = GetTopTransactionId();
    header->caller = MyProc;
    header->connected = 0;
    header->payload = payload.size();
    header->libraries = libraries;
    header->settings = settings;
    char* at = header->begin();
    memcpy(at, payload.data(), payload.size());
    at += payload.size();
    SerializeLibraryState(libraries, at);
    at += libraries;
    SerializeGUCState(settings, at);
}

}  // namespace

Handover::Handover(const std::string& payload) {
    dsm_segment* segment = call([&] {
        const Size libraries = EstimateLibraryStateSpace();
        const Size settings = EstimateGUCStateSpace();
        dsm_segment* created = dsm_create(sizeof(HandoverHeader) + payload.size() + libraries + settings, 0);
        fill(static_cast<HandoverHeader*>(dsm_segment_address(created)), payload, libraries, settings);
        return created;
    });
    segment_ = segment;
    header_ = static_cast<HandoverHeader*>(dsm_segment_address(segment));
}

Handover::~Handover() {
    call_in_destructor("let go of shared memory", [&] { dsm_detach(segment_); });
}

std::int64_t Handover::connected() const {
    const std::int64_t started = header_->connected;
    pg_read_barrier();
    return started;
}

}  // namespace strata::pg
