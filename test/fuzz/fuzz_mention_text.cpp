// What is packed unpacks to the same; text that is no packed reading is refused or is a reading like any other.
#include <cstdlib>

#include "core/mention_text.h"
#include "material.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    strata::fuzz::Material material(data, size);
    const auto reading = material.reading(40);
    const auto again = strata::core::unpack(strata::core::pack(reading));
    if (!again || *again != reading) std::abort();

    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto found = strata::core::unpack(text)) {
        const auto same = strata::core::unpack(strata::core::pack(*found));
        if (!same || *same != *found) std::abort();
    }
    return 0;
}
