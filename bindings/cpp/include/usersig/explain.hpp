// What tickets claim and why they are rejected: for people, not for the path of every request.
#ifndef USERSIG_EXPLAIN_HPP
#define USERSIG_EXPLAIN_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "usersig.h"
#include "usersig/error.hpp"
#include "usersig/values.hpp"
#include "usersig/view.hpp"

namespace usersig {
namespace detail {

// A copy of bytes of the C library; nothing if there are none, which is not the same as empty ones.
inline std::optional<std::string> copied(const usersig_bytes &bytes) {
    return bytes.data == nullptr ? std::nullopt : std::optional<std::string>(std::in_place, bytes.data, bytes.len);
}

}  // namespace detail

// What a ticket claims. Nothing of it is verified: anybody can write a ticket. Times are Unix
// seconds.
struct claims {
    claims() = default;

    explicit claims(const usersig_claims &native)
        : algorithm(static_cast<usersig_algorithm>(native.algorithm)), sdkappid(native.sdkappid),
          userid(native.userid.data, native.userid.len), time(native.time), expire(native.expire),
          expires_at(native.expires_at), userbuf(detail::copied(native.userbuf)),
          signature(native.signature.data, native.signature.len),
          ticket_json(native.ticket_json.data, native.ticket_json.len), json(native.json.data, native.json.len) {
        if (native.room_kind != USERSIG_ROOM_NONE) {
            const auto name = detail::copied(native.room_str);
            auto where = name ? room::str(*name) : room::id(native.room_id);
            private_map_key = room_ticket{std::move(where), native.privileges, native.room_expires_at};
        }
    }

    // How the ticket says it is signed.
    usersig_algorithm algorithm = USERSIG_ALGORITHM_NONE;
    std::uint32_t sdkappid = 0;
    std::string userid = {};
    // Time of signing.
    std::int64_t time = 0;
    // Validity, seconds.
    std::int64_t expire = 0;
    // The last second at which the ticket says it is valid.
    std::int64_t expires_at = 0;
    // The bytes that the ticket carries; an empty UserBuf is not the same as none.
    std::optional<std::string> userbuf = {};
    // The UserBuf as a PrivateMapKey, if it is one.
    std::optional<room_ticket> private_map_key = {};
    // The signature's bytes; empty when what is written there cannot be a signature.
    std::string signature = {};
    // The JSON inside the ticket, as it is written.
    std::string ticket_json = {};
    // All claims as JSON: the text that the command usersig inspect --json prints, too.
    std::string json = {};
};

// One thing that was found about a ticket.
struct cause {
    cause() = default;

    explicit cause(const usersig_cause &native)
        : id(native.id.data, native.id.len), severity(static_cast<usersig_severity>(native.severity)),
          text(native.text.data, native.text.len), advice(native.advice.data, native.advice.len) {}

    // A stable name for programs, for example key-white-space.
    std::string id = {};
    // How much it weighs.
    usersig_severity severity = USERSIG_SEVERITY_NOTE;
    // What it is, for people.
    std::string text = {};
    // What to do next, for people.
    std::string advice = {};
};

// Why a ticket is rejected and what to do about it.
struct diagnosis {
    diagnosis() = default;

    explicit diagnosis(const usersig_diagnosis &native)
        : kind(static_cast<usersig_kind>(native.kind)), code(native.code), reason(detail::copied(native.reason)),
          causes(native.causes, native.causes + native.cause_count), repaired(detail::copied(native.repaired)),
          json(native.json.data, native.json.len) {
        if (native.claims != nullptr) {
            claims.emplace(*native.claims);
        }
    }

    // Whether the ticket is rejected. What was not given, a key, a UserID, an SDKAppID, is not
    // checked: without a key, a ticket that is not rejected may still be anybody's.
    bool is_rejected() const noexcept { return kind != USERSIG_OK; }

    // Whether a cause of this id was found.
    bool has(view id) const noexcept {
        return std::any_of(causes.begin(), causes.end(), [id](const cause &found) { return found.id == id; });
    }

    // Why it is rejected; USERSIG_OK for a ticket that is not.
    usersig_kind kind = USERSIG_OK;
    // Tencent's code of the rejection; 0 for a ticket that is not rejected.
    int code = 0;
    // The rejection in words; nothing for a ticket that is not rejected.
    std::optional<std::string> reason = {};
    // All that was found, the most serious first.
    std::vector<cause> causes = {};
    // The ticket without the damage that it took on its way; nothing where there is none or it
    // cannot be undone.
    std::optional<std::string> repaired = {};
    // What the ticket claims, not verified; nothing if it cannot be read.
    std::optional<usersig::claims> claims = {};
    // All of it as JSON: the text that the command usersig diagnose --json prints, too.
    std::string json = {};
};

// What is known around a ticket that is rejected. More of it finds more.
struct symptoms {
    std::optional<std::int64_t> sdkappid = {};
    std::optional<view> userid = {};
    // The application's keys as they are configured, damage and all.
    std::vector<view> keys = {};
    // SDKAppIDs and keys of other applications that may have been mixed up with it.
    std::vector<std::pair<std::int64_t, view>> others = {};
    std::optional<std::int64_t> now = {};
};

namespace detail {

// Symptoms as the C library takes them.
class known_symptoms {
public:
    explicit known_symptoms(const symptoms &known)
        : keys_(known.keys), other_keys_(keys_of(known.others)), native_() {
        for (const auto &other : known.others) {
            other_sdkappids_.push_back(other.first);
        }
        const text userid(known.userid.value_or(view()));
        native_.sdkappid = given(known.sdkappid);
        native_.now = given(known.now);
        native_.userid = known.userid ? userid.data : nullptr;
        native_.userid_len = userid.len;
        native_.keys = keys_.data();
        native_.key_lens = keys_.lens();
        native_.key_count = keys_.size();
        native_.other_sdkappids = other_sdkappids_.data();
        native_.other_keys = other_keys_.data();
        native_.other_key_lens = other_keys_.lens();
        native_.other_count = other_keys_.size();
    }

    known_symptoms(const known_symptoms &) = delete;
    known_symptoms &operator=(const known_symptoms &) = delete;

    const usersig_symptoms *native() const noexcept { return &native_; }

private:
    static std::vector<view> keys_of(const std::vector<std::pair<std::int64_t, view>> &others) {
        std::vector<view> keys;
        for (const auto &other : others) {
            keys.push_back(other.second);
        }
        return keys;
    }

    texts keys_;
    texts other_keys_;
    std::vector<std::int64_t> other_sdkappids_;
    usersig_symptoms native_;
};

// Frees what the C library allocated.
struct freed {
    void operator()(usersig_claims *made) const noexcept { usersig_claims_free(made); }
    void operator()(usersig_diagnosis *made) const noexcept { usersig_diagnosis_free(made); }
};

}  // namespace detail

// What a ticket claims, without verifying it. Throws rejection for one that cannot be read.
inline claims inspect(view ticket) {
    const detail::text sig(ticket);
    usersig_claims *made = nullptr;
    detail::check(usersig_inspect_alloc(sig.data, sig.len, &made));
    const std::unique_ptr<usersig_claims, detail::freed> owner(made);
    return claims(*made);
}

// Explains why a ticket is rejected and what to do about it. It takes its time.
inline diagnosis diagnose(view ticket, const symptoms &known = {}) {
    const detail::text sig(ticket);
    const detail::known_symptoms list(known);
    usersig_diagnosis *made = nullptr;
    detail::check(usersig_diagnose_alloc(sig.data, sig.len, list.native(), &made));
    const std::unique_ptr<usersig_diagnosis, detail::freed> owner(made);
    return diagnosis(*made);
}

}  // namespace usersig

#endif
