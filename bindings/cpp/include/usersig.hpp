// usersig for C++17: the tickets (UserSig, PrivateMapKey) of Tencent's real-time services.
//
// Everything here is inline over the C library (usersig.h). An application is made once and
// shared between threads. What fails throws usersig::error, or usersig::rejection when a
// ticket is turned away; sign and verify also come in a form that throws neither. A null
// pointer in place of a text is refused, too.
//
//     usersig::application app(1400000000, key);
//     std::string ticket = app.sign("xiaojun", 86400);
//     usersig::outcome verified = app.verify(ticket, "xiaojun");
#ifndef USERSIG_HPP
#define USERSIG_HPP

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "usersig.h"
#include "usersig/error.hpp"
#include "usersig/explain.hpp"
#include "usersig/tickets.hpp"
#include "usersig/values.hpp"
#include "usersig/view.hpp"

namespace usersig {

// The validity that generators default to: 180 days, in seconds.
inline constexpr std::int64_t default_expire = USERSIG_DEFAULT_EXPIRE;

// One application with its keys: signs with the first, verifies with all. It never changes,
// copies share it, and it shows its keys to nobody.
class application {
public:
    // Keys are texts of secret keys, or PEM texts of the legacy algorithm. A secret key is
    // used byte for byte: strip the line end of a file before. Throws error for an SDKAppID
    // outside 1 to 4294967295 and for a key that cannot be used.
    application(std::int64_t sdkappid, view key, const options &how = {})
        : application(sdkappid, std::initializer_list<view>{key}, how) {}

    // Without any key, every ticket that can be read is rejected with 70016.
    application(std::int64_t sdkappid, std::initializer_list<view> keys, const options &how = {}) {
        make(sdkappid, detail::texts(keys), how);
    }

    application(std::int64_t sdkappid, const std::vector<std::string_view> &keys, const options &how = {}) {
        make(sdkappid, detail::texts(keys), how);
    }

    // Takes over an application of the C library.
    explicit application(usersig_application *made) { own(made); }

    // One ticket of this user, valid for expire seconds from now (Unix seconds, or the system
    // clock) on. An empty UserBuf is not the same as none.
    std::string sign(view userid, std::int64_t expire = default_expire, std::optional<view> userbuf = {},
                     std::optional<std::int64_t> now = {}) const {
        std::string ticket;
        detail::check(sign_to(ticket, userid, expire, userbuf, now));
        return ticket;
    }

    // As sign, without an exception for what is refused: nothing, and why stands in what.
    std::optional<std::string> sign(view userid, std::int64_t expire, fault &what, std::optional<view> userbuf = {},
                                    std::optional<std::int64_t> now = {}) const {
        std::string ticket;
        what = fault::of(sign_to(ticket, userid, expire, userbuf, now));
        return what ? std::nullopt : std::optional<std::string>(std::move(ticket));
    }

    // A PrivateMapKey: a ticket that also says which room the user may enter, and with which
    // of the eight privileges (a mask, 0 to 255).
    std::string sign_private_map_key(view userid, std::int64_t expire, const room &where, std::int64_t privileges,
                                     std::optional<std::int64_t> now = {}) const {
        const detail::text user(userid);
        return detail::filled(512, [&](char *out, std::size_t size, std::size_t *len) {
            if (const auto *name = where.name()) {
                const detail::text str(*name);
                return usersig_sign_private_map_key_str(get(), user.data, user.len, expire, str.data, str.len,
                                                        privileges, detail::given(now), out, size, len);
            }
            return usersig_sign_private_map_key(get(), user.data, user.len, expire, where.number(), privileges,
                                                detail::given(now), out, size, len);
        });
    }

    // Tickets for many users in one call. A UserID that must not be signed has a fault in its
    // row; the others have their tickets.
    tickets sign_many(const std::vector<std::string_view> &userids, std::int64_t expire = default_expire,
                      std::optional<std::int64_t> now = {}) const {
        return sign_rows(userids, expire, now);
    }

    tickets sign_many(std::initializer_list<view> userids, std::int64_t expire = default_expire,
                      std::optional<std::int64_t> now = {}) const {
        return sign_rows(userids, expire, now);
    }

    // What a ticket of this user says. Throws rejection when it is turned away.
    outcome verify(view ticket, view userid, const expected &what = {}, std::optional<std::int64_t> now = {}) const {
        outcome verified;
        detail::check(verify_to(verified, ticket, userid, what, now));
        return verified;
    }

    // As verify, without an exception: nothing when it is turned away, and why stands in why.
    std::optional<outcome> verify(view ticket, view userid, fault &why, const expected &what = {},
                                  std::optional<std::int64_t> now = {}) const {
        outcome verified;
        why = fault::of(verify_to(verified, ticket, userid, what, now));
        return why ? std::nullopt : std::optional<outcome>(std::move(verified));
    }

    // Verifies rows of a ticket and its UserID at one moment: USERSIG_OK or the kind of the
    // fault for each row, which fault::of_row tells in full until the next such call of the
    // thread. Throws error for what concerns every row.
    std::vector<std::int32_t> verify_many(const std::vector<std::pair<std::string_view, std::string_view>> &rows,
                                          const expected &what = {}, std::optional<std::int64_t> now = {}) const {
        return verify_rows(rows, what, now);
    }

    std::vector<std::int32_t> verify_many(std::initializer_list<std::pair<view, view>> rows, const expected &what = {},
                                          std::optional<std::int64_t> now = {}) const {
        return verify_rows(rows, what, now);
    }

    // As verify, with the outcome as JSON.
    std::string verify_json(view ticket, view userid, const expected &what = {},
                            std::optional<std::int64_t> now = {}) const {
        const detail::text sig(ticket), user(userid);
        const usersig_expected wanted = what.native();
        return detail::filled(1024, [&](char *out, std::size_t size, std::size_t *len) {
            return usersig_verify_json(get(), sig.data, sig.len, user.data, user.len, &wanted,
                                       detail::given(now), out, size, len);
        });
    }

    std::uint32_t sdkappid() const noexcept { return usersig_application_sdkappid(get()); }

    // The algorithm of new tickets; none for an application that verifies only.
    usersig_algorithm algorithm() const noexcept {
        return static_cast<usersig_algorithm>(usersig_application_algorithm(get()));
    }

    // Eight hexadecimal digits that tell signing keys apart and give nothing away.
    std::string key_fingerprint() const {
        return detail::filled(16, [&](char *out, std::size_t size, std::size_t *len) {
            return usersig_application_key_fingerprint(get(), out, size, len);
        });
    }

    // The application of the C library, for its functions.
    const usersig_application *get() const noexcept { return shared_.get(); }

private:
    void make(std::int64_t sdkappid, const detail::texts &keys, const options &how) {
        const usersig_options native = how.native();
        usersig_application *made = nullptr;
        detail::check(usersig_application_with_keys_new(sdkappid, keys.data(), keys.lens(), keys.size(), &native, &made));
        own(made);
    }

    template <typename Rows>
    tickets sign_rows(const Rows &rows, std::int64_t expire, std::optional<std::int64_t> now) const {
        const detail::packed users(rows, [](view userid) { return userid; });
        return tickets(rows.size(), users.bytes.size(), [&](char *out, std::size_t size, std::size_t *len,
                                                            std::size_t *offsets, std::int32_t *statuses) {
            return usersig_sign_many_packed(get(), users.bytes.data(), users.offsets.data(), rows.size(), expire,
                                            detail::given(now), out, size, len, offsets, statuses);
        });
    }

    template <typename Rows>
    std::vector<std::int32_t> verify_rows(const Rows &rows, const expected &what, std::optional<std::int64_t> now) const {
        const detail::packed sigs(rows, [](const auto &row) { return row.first; });
        const detail::packed users(rows, [](const auto &row) { return row.second; });
        std::vector<std::int32_t> statuses(rows.size());
        const usersig_expected wanted = what.native();
        detail::check(usersig_verify_many_packed(get(), sigs.bytes.data(), sigs.offsets.data(), users.bytes.data(),
                                                 users.offsets.data(), rows.size(), &wanted, detail::given(now),
                                                 nullptr, statuses.data()));
        return statuses;
    }

    void own(usersig_application *made) { shared_.reset(made, usersig_application_free); }

    std::int32_t sign_to(std::string &ticket, view userid, std::int64_t expire, std::optional<view> userbuf,
                         std::optional<std::int64_t> now) const {
        const detail::text user(userid), carried(userbuf.value_or(view()));
        const char *bytes = userbuf ? carried.data : nullptr;
        const auto write = [&](char *out, std::size_t capacity, std::size_t *len) {
            return usersig_sign(get(), user.data, user.len, expire, bytes, carried.len, detail::given(now), out,
                                capacity, len);
        };
        // Enough for usual tickets; what is longer tells its size.
        char few[512];
        std::size_t len = 0;
        std::int32_t status = write(few, sizeof few, &len);
        if (status == USERSIG_BUFFER_TOO_SMALL) {
            ticket.resize(len);
            status = write(ticket.data(), ticket.size(), &len);
            ticket.resize(status == USERSIG_OK ? len : 0);
        } else if (status == USERSIG_OK) {
            ticket.assign(few, len);
        }
        return status;
    }

    std::int32_t verify_to(outcome &verified, view ticket, view userid, const expected &what,
                           std::optional<std::int64_t> now) const {
        const detail::text sig(ticket), user(userid);
        const usersig_expected wanted = what.native();
        usersig_outcome native;
        char few[512];
        std::string many;
        const auto verify = [&](char *out, std::size_t capacity) {
            return usersig_verify(get(), sig.data, sig.len, user.data, user.len, &wanted, detail::given(now),
                                  &native, out, capacity);
        };
        const char *carried = few;
        std::int32_t status = verify(few, sizeof few);
        if (status == USERSIG_BUFFER_TOO_SMALL) {
            many.resize(native.userbuf_len);
            carried = many.data();
            status = verify(many.data(), many.size());
        }
        if (status == USERSIG_OK) {
            verified = outcome(native, std::string_view(carried, native.userbuf_len));
        }
        return status;
    }

    std::shared_ptr<usersig_application> shared_;
};

// The bytes of a PrivateMapKey alone: the UserBuf of the ticket that sign_private_map_key makes.
inline std::string private_map_key_bytes(std::int64_t sdkappid, view userid, std::int64_t expire, const room &where,
                                         std::int64_t privileges, std::optional<std::int64_t> now = {}) {
    const detail::text user(userid);
    return detail::filled(256, [&](char *out, std::size_t size, std::size_t *len) {
        if (const auto *name = where.name()) {
            const detail::text str(*name);
            return usersig_private_map_key_bytes_str(sdkappid, user.data, user.len, expire, str.data, str.len,
                                                     privileges, detail::given(now), out, size, len);
        }
        return usersig_private_map_key_bytes(sdkappid, user.data, user.len, expire, where.number(), privileges,
                                             detail::given(now), out, size, len);
    });
}

// The version of the library that runs, for example 0.1.0.
inline std::string_view version() noexcept { return usersig_version(); }

}  // namespace usersig

#endif
