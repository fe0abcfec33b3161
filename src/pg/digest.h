// SHA-256 by the server's own implementation.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// 64 lower-case hexadecimal digits, of the bytes as they are.
std::string sha256_hex(std::string_view bytes);

}  // namespace strata::pg
