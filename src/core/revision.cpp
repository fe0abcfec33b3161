#include "core/revision.h"

#include "core/encoding.h"

namespace strata::core {

std::string canonical_revision(const Revision& revision) {
    return CanonicalRecord("revision")
        .text(revision.up)
        .text(revision.down)
        .text(revision.verify)
        .text(revision.options)
        .array(revision.requirements)
        .array(revision.conflicts)
        .text(revision.migration)
        .text(revision.lexing)
        .bytes();
}

}  // namespace strata::core
