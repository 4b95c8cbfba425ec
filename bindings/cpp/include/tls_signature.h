// The published interface of the legacy algorithm, over usersig: same names, parameters and
// codes. Everything here is inline; new programs take usersig.hpp.
//
// Each function returns 0, or one of the codes with a text in strErrMsg; the results stay as
// they were then. Keys are PEM texts, not names of files. What verifies takes current tickets,
// too, with the secret key in place of the public one.
#ifndef CHECK_LICENCE_H
#define CHECK_LICENCE_H

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "usersig/dropin.hpp"

// What a ticket is compared with. strAccountType and strAppid3Rd never were, and are not.
typedef struct {
    std::string strAccountType;
    std::string strAppid3Rd;
    std::string strAppid;  // the SDKAppID, as decimal text
    std::string strIdentify;
} SigInfo;

// Signs a ticket that is valid for dwExpire seconds.
inline int tls_gen_signature_ex2_with_expire(uint32_t dwSdkAppid, const std::string &strIdentifier, uint32_t dwExpire,
                                             std::string &strSig, std::string &strPriKey, std::string &strErrMsg) {
    return usersig::detail::answer(strErrMsg, [&] {
        strSig = usersig::detail::legacy(dwSdkAppid, strPriKey).sign(strIdentifier, dwExpire);
    });
}

// Signs a ticket of 180 days.
inline int tls_gen_signature_ex2(uint32_t dwSdkAppid, const std::string &strIdentifier, std::string &strSig,
                                 std::string &strPriKey, std::string &strErrMsg) {
    const auto expire = static_cast<uint32_t>(usersig::default_expire);
    return tls_gen_signature_ex2_with_expire(dwSdkAppid, strIdentifier, expire, strSig, strPriKey, strErrMsg);
}

// Signs as tls_gen_signature_ex2_with_expire a ticket with an account type and a third-party
// id. strAppid3Rd is decimal digits, and "" counts as "0": other texts are refused with 11.
inline int tls_gen_signature_ex(uint32_t dwExpire, const std::string &strAppid3Rd, uint32_t dwSdkAppid,
                                const std::string &strIdentifier, uint32_t dwAccountType, std::string &strSig,
                                const char *pPriKey, uint32_t uPriKeyLen, std::string &strErrMsg) {
    return usersig::detail::answer(strErrMsg, [&] {
        const std::string_view key = pPriKey == nullptr ? std::string_view() : std::string_view(pPriKey, uPriKeyLen);
        strSig = usersig::detail::legacy(dwSdkAppid, key, dwAccountType, strAppid3Rd).sign(strIdentifier, dwExpire);
    });
}

// Verifies a ticket without a UserBuf, and tells its validity and its time of signing in
// seconds. A number of more than 32 bits becomes the largest.
inline int tls_check_signature_ex2(const std::string &strSig, const std::string &strPubKey, uint32_t dwSdkAppid,
                                   const std::string &strIdentifier, uint32_t &dwExpireTime, uint32_t &dwInitTime,
                                   std::string &strErrMsg) {
    return usersig::detail::answer(strErrMsg, [&] {
        const usersig::application app(dwSdkAppid, strPubKey);
        const auto verified = app.verify(strSig, strIdentifier, usersig::expected::no_userbuf());
        dwExpireTime = usersig::detail::narrow(verified.expire);
        dwInitTime = usersig::detail::narrow(verified.time);
    });
}

// Verifies as tls_check_signature_ex2.
inline int tls_check_signature_ex(const std::string &strSig, const char *pPubKey, uint32_t uPubKeyLen,
                                  const SigInfo &stSigInfo, uint32_t &dwExpireTime, uint32_t &dwInitTime,
                                  std::string &strErrMsg) {
    uint32_t sdkappid = 0;
    const char *end = stSigInfo.strAppid.data() + stSigInfo.strAppid.size();
    const auto read = std::from_chars(stSigInfo.strAppid.data(), end, sdkappid);
    if (read.ec != std::errc() || read.ptr != end) {
        sdkappid = 0;
    }
    const std::string key = pPubKey == nullptr ? std::string() : std::string(pPubKey, uPubKeyLen);
    return tls_check_signature_ex2(strSig, key, sdkappid, stSigInfo.strIdentify, dwExpireTime, dwInitTime, strErrMsg);
}

// Signs a ticket that carries strUserbuf.
inline int tls_gen_userbuf_ticket(uint32_t dwSdkAppid, const std::string &strIdentifier, uint32_t dwExpire,
                                  const std::string &strPriKey, const std::string &strUserbuf, std::string &strTicket,
                                  std::string &strErrMsg) {
    return usersig::detail::answer(strErrMsg, [&] {
        strTicket = usersig::detail::legacy(dwSdkAppid, strPriKey).sign(strIdentifier, dwExpire, strUserbuf);
    });
}

// Verifies a ticket that carries a UserBuf, and hands that out.
inline int tls_check_userbuf_ticket(const std::string &strTicket, const std::string &strPubKey, uint32_t dwSdkAppid,
                                    const std::string &strIdentifier, uint32_t &dwExpireTime, uint32_t &dwInitTime,
                                    std::string &strUserbuf, std::string &strErrMsg) {
    bool carries = true;
    const int code = usersig::detail::answer(strErrMsg, [&] {
        const usersig::application app(dwSdkAppid, strPubKey);
        auto verified = app.verify(strTicket, strIdentifier);
        carries = verified.userbuf.has_value();
        if (carries) {
            dwExpireTime = usersig::detail::narrow(verified.expire);
            dwInitTime = usersig::detail::narrow(verified.time);
            strUserbuf = std::move(*verified.userbuf);
        }
    });
    if (!carries) {
        strErrMsg = "the ticket has no UserBuf; verify it with tls_check_signature_ex2";
        return CHECK_ERR15;
    }
    return code;
}

// Signs a ticket of 180 days.
inline int gen_sig(uint32_t sdkappid, const std::string &identifier, const std::string &priKey, std::string &sig) {
    std::string key = priKey, ignored;
    return tls_gen_signature_ex2(sdkappid, identifier, sig, key, ignored);
}

#endif
