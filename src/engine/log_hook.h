// The one hook into the server's reporting of messages.
#pragma once

namespace strata::engine {

// From the first call on, every message that the server would log passes NoticeCapture and LockWatch, and is kept out of
// the log if one of them says so. Both do nothing unless they are wanted.
void install_log_hook();

}  // namespace strata::engine
