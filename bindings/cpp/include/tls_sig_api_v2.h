// The published interface of the current algorithm, over usersig: same names, parameters and
// codes. Everything here is inline; new programs take usersig.hpp.
//
// Each function returns 0, or one of the codes with a text in errmsg; usersig stays as it was
// then. Any UserID without control characters is signed. A key that is a PEM text is refused.
#ifndef TLS_SIG_API_V2_H
#define TLS_SIG_API_V2_H

#include <cstdint>
#include <string>

#include "usersig/dropin.hpp"

// Signs with a UserBuf; an empty one means none.
inline int genSig(uint32_t sdkappid, const std::string &userid, const std::string &key, const std::string &userbuf,
                  int expire, std::string &usersig, std::string &errmsg) {
    return usersig::detail::answer(errmsg, [&] {
        const auto carried = userbuf.empty() ? std::nullopt : std::optional<usersig::view>(userbuf);
        usersig = usersig::detail::current(sdkappid, key).sign(userid, expire, carried);
    });
}

// Signs a UserSig that is valid for expire seconds.
inline int genUserSig(uint32_t sdkappid, const std::string &userid, const std::string &key, int expire,
                      std::string &usersig, std::string &errmsg) {
    return genSig(sdkappid, userid, key, std::string(), expire, usersig, errmsg);
}

// Signs a PrivateMapKey for the numeric room roomid.
inline int genPrivateMapKey(uint32_t sdkappid, const std::string &userid, const std::string &key, uint32_t roomid,
                            int expire, int privilegeMap, std::string &usersig, std::string &errmsg) {
    return usersig::detail::answer(errmsg, [&] {
        const auto where = usersig::room::id(roomid);
        usersig = usersig::detail::current(sdkappid, key).sign_private_map_key(userid, expire, where, privilegeMap);
    });
}

// Signs a PrivateMapKey for the string room roomstr.
inline int genPrivateMapKeyWithStringRoomID(uint32_t sdkappid, const std::string &userid, const std::string &key,
                                            const std::string &roomstr, int expire, int privilegeMap,
                                            std::string &usersig, std::string &errmsg) {
    return usersig::detail::answer(errmsg, [&] {
        const auto where = usersig::room::str(roomstr);
        usersig = usersig::detail::current(sdkappid, key).sign_private_map_key(userid, expire, where, privilegeMap);
    });
}

// The UserBuf of a PrivateMapKey: for the room roomStr, or for dwAuthID if that is empty.
// Empty when it cannot be made; a room string together with a dwAuthID, and a dwAccountType
// other than 0, cannot.
inline std::string gen_userbuf(const std::string &account, uint32_t dwSdkappid, uint32_t dwAuthID, uint32_t dwExpTime,
                               uint32_t dwPrivilegeMap, uint32_t dwAccountType, const std::string &roomStr) {
    if (dwAccountType != 0 || (dwAuthID != 0 && !roomStr.empty())) {
        return std::string();
    }
    std::string userbuf, ignored;
    usersig::detail::answer(ignored, [&] {
        const auto where = roomStr.empty() ? usersig::room::id(dwAuthID) : usersig::room::str(roomStr);
        userbuf = usersig::private_map_key_bytes(dwSdkappid, account, dwExpTime, where, dwPrivilegeMap);
    });
    return userbuf;
}

// The names of the first published version.
inline int gen_sig(uint32_t sdkappid, const std::string &identifier, const std::string &key, int expire,
                   std::string &sig, std::string &errMsg) {
    return genUserSig(sdkappid, identifier, key, expire, sig, errMsg);
}

inline int gen_sig_with_userbuf(uint32_t sdkappid, const std::string &identifier, const std::string &key, int expire,
                                const std::string &userBuf, std::string &sig, std::string &errMsg) {
    return genSig(sdkappid, identifier, key, userBuf, expire, sig, errMsg);
}

#endif  // TLS_SIG_API_V2_H
