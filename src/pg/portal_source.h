// The text that the server takes for the client's query.
#pragma once

#include "pg/server.h"

extern "C" {
#include "tcop/pquery.h"
}

namespace strata::pg {

// While it exists the running portal's query text is `text`, which must outlive it: the server looks there for the body
// of a function in which it found a syntax error (function_parse_error_transpose), and positions count in it.
class PortalSource {
public:
    explicit PortalSource(const char* text) : portal_(ActivePortal) {
        if (portal_ == nullptr) return;
        former_ = portal_->sourceText;
        portal_->sourceText = text;
    }
    ~PortalSource() {
        if (portal_ != nullptr) portal_->sourceText = former_;
    }
    PortalSource(const PortalSource&) = delete;
    PortalSource& operator=(const PortalSource&) = delete;

private:
    Portal portal_;
    const char* former_ = nullptr;
};

}  // namespace strata::pg
