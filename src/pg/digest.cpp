#include "pg/digest.h"

#include "pg/guard.h"

extern "C" {
#include "common/cryptohash.h"
#include "common/sha2.h"
}

namespace strata::pg {

std::string sha256_hex(std::string_view bytes) {
    struct Digest {
        std::uint8_t bytes[PG_SHA256_DIGEST_LENGTH];
    };
    const Digest digest = call([&] {
        Digest result;
        pg_cryptohash_ctx* context = pg_cryptohash_create(PG_SHA256);
        const bool failed =
            pg_cryptohash_init(context) < 0 ||
            pg_cryptohash_update(context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()) < 0 ||
            pg_cryptohash_final(context, result.bytes, sizeof(result.bytes)) < 0;
        pg_cryptohash_free(context);
        if (failed) ereport(ERROR, (errmsg_internal("could not compute SHA-256 checksum")));
        return result;
    });
    constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * sizeof(digest.bytes));
    for (const std::uint8_t byte : digest.bytes) {
        hex.push_back(digits[byte >> 4]);
        hex.push_back(digits[byte & 15]);
    }
    return hex;
}

}  // namespace strata::pg
