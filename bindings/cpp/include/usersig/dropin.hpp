// What the drop-in headers share: the published codes, and calls that answer by them.
#ifndef USERSIG_DROPIN_HPP
#define USERSIG_DROPIN_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "usersig.hpp"

// The codes of both published headers, which spell the first nine in two ways.
enum {
    CHECK_ERR01 = 1,  // the ticket is empty
    CHECK_ERR02,      // it is not base64
    CHECK_ERR03,      // it is not a zlib stream
    CHECK_ERR04,      // it is not JSON
    CHECK_ERR05,      // a member is not what it has to be
    CHECK_ERR06,      // its signature is not base64
    CHECK_ERR07,      // a member is missing
    CHECK_ERR08,      // the signature does not match the key
    CHECK_ERR09,      // it is expired
    CHECK_ERR10,      // it is not JSON
    CHECK_ERR11,      // another third-party id
    CHECK_ERR12,      // another account type
    CHECK_ERR13,      // another UserID, or one that must not be signed
    CHECK_ERR14,      // another SDKAppID, or one that is none
    CHECK_ERR15,      // another UserBuf, or a room or privileges that are none
    CHECK_ERR16,      // a defect, or a request that cannot be served
    CHECK_ERR17,      // the key cannot be used
    CHECK_ERR_MAX,
    CHECK_ERR1 = CHECK_ERR01,
    CHECK_ERR2,
    CHECK_ERR3,
    CHECK_ERR4,
    CHECK_ERR5,
    CHECK_ERR6,
    CHECK_ERR7,
    CHECK_ERR8,
    CHECK_ERR9,
};

// The published packages need these calls around threads; there is nothing to do any more.
inline int thread_setup() { return 0; }
inline void thread_cleanup() {}

namespace usersig {
namespace detail {

// Runs the body of a published function: 0, or the older code with the message.
template <typename Body>
int answer(std::string &message, Body body) {
    try {
        body();
        return 0;
    } catch (const error &what) {
        message = what.what();
        return what.c_code();
    }
}

// The application of the current face: one secret key.
inline application current(std::uint32_t sdkappid, std::string_view key) {
    const text secret(key);
    usersig_application *made = nullptr;
    check(usersig_dropin_current_new(sdkappid, secret.data, secret.len, &made));
    return application(made);
}

// The application of the legacy face: one private key.
inline application legacy(std::uint32_t sdkappid, std::string_view private_key) {
    const text pem(private_key);
    usersig_application *made = nullptr;
    check(usersig_dropin_legacy_new(sdkappid, pem.data, pem.len, nullptr, 0, &made));
    return application(made);
}

// The application of the legacy face for tickets with an account type and a third-party id.
inline application legacy(std::uint32_t sdkappid, std::string_view private_key, std::uint32_t account_type,
                          std::string_view appid_at_3rd) {
    const text pem(private_key), appid(appid_at_3rd);
    const std::string type = std::to_string(account_type);
    usersig_application *made = nullptr;
    check(usersig_dropin_legacy_with_account_new(sdkappid, pem.data, pem.len, type.data(), type.size(), appid.data,
                                                 appid.len, &made));
    return application(made);
}

// The older interface has 32 bits for a time: a larger one becomes the largest.
inline std::uint32_t narrow(std::int64_t seconds) {
    return seconds < 0 || seconds > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(seconds);
}

}  // namespace detail
}  // namespace usersig

#endif
