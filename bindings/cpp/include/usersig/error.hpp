// Why a call has no result: as a value, and as an exception.
#ifndef USERSIG_ERROR_HPP
#define USERSIG_ERROR_HPP

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

#include "usersig.h"

namespace usersig {

// Why a call has no result: a request that cannot be served, or a ticket that is turned away.
// False when the call has one.
class fault {
public:
    fault() noexcept : native_() {}

    // The last fault of this thread.
    static fault last() noexcept {
        fault what;
        usersig_last_error(&what.native_);
        return what;
    }

    // The fault of a row of the last call of this thread that signs or verifies many.
    static fault of_row(std::size_t row) noexcept {
        fault what;
        usersig_last_row_error(row, &what.native_);
        return what;
    }

    // What a status of the C library stands for, right after the call.
    static fault of(std::int32_t status) noexcept { return status == USERSIG_OK ? fault() : last(); }

    explicit operator bool() const noexcept { return native_.kind != USERSIG_OK; }

    usersig_kind kind() const noexcept { return static_cast<usersig_kind>(native_.kind); }

    // The stable name of the kind, for example invalid_userid.
    std::string_view name() const noexcept { return native_.name; }

    // Tencent's code: 70001 to 70016 for a rejection, -3319 for a UserID that is none.
    int code() const noexcept { return native_.code; }

    // The code of the older C and C++ interface, 1 to 17.
    int c_code() const noexcept { return native_.c_code; }

    // The code that the TRTC SDK reports for a rejected ticket; 0 for a wrong request.
    int trtc_code() const noexcept { return native_.trtc_code; }

    // What is wrong, and after a semicolon what to do next.
    const char *message() const noexcept { return native_.message; }

    // What to do next, alone.
    const char *hint() const noexcept { return native_.message + native_.hint_offset; }

    // Whether a ticket was turned away, in contrast to a wrong request.
    bool is_rejection() const noexcept { return native_.kind > 100; }

private:
    usersig_error native_;
};

// A fault that is thrown. what() is its message.
class error : public std::runtime_error {
public:
    explicit error(const usersig::fault &what) : std::runtime_error(what.message()), fault_(what) {}

    const usersig::fault &fault() const noexcept { return fault_; }
    usersig_kind kind() const noexcept { return fault_.kind(); }
    std::string_view name() const noexcept { return fault_.name(); }
    int code() const noexcept { return fault_.code(); }
    int c_code() const noexcept { return fault_.c_code(); }
    int trtc_code() const noexcept { return fault_.trtc_code(); }

private:
    usersig::fault fault_;
};

// A ticket was turned away.
class rejection : public error {
public:
    using error::error;
};

namespace detail {

// Throws what a status of the C library stands for, right after the call.
inline void check(std::int32_t status) {
    if (status == USERSIG_OK) {
        return;
    }
    const fault what = fault::last();
    if (what.is_rejection()) {
        throw rejection(what);
    }
    throw error(what);
}

}  // namespace detail
}  // namespace usersig

#endif
