// What goes into the calls, and what comes out of them.
#ifndef USERSIG_VALUES_HPP
#define USERSIG_VALUES_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "usersig.h"
#include "usersig/view.hpp"

namespace usersig {
namespace detail {

// A number that may be left out. The one that means so to the C library becomes its neighbour,
// which the library refuses wherever a number may be left out.
inline std::int64_t given(std::optional<std::int64_t> number) noexcept {
    return number ? std::max(*number, USERSIG_UNSET + 1) : USERSIG_UNSET;
}

}  // namespace detail

// What an application does in another way than usual.
struct options {
    // Which UserIDs are signed. Verifying takes the widest form always.
    usersig_userid_form userid_form = USERSIG_USERID_DOCUMENTED;
    usersig_encoding encoding = USERSIG_ENCODING_COMPACT;
    // Seconds that a ticket may be signed ahead of now.
    std::optional<std::int64_t> max_clock_skew = {};
    // Longest validity that is accepted, seconds.
    std::optional<std::int64_t> longest_validity = {};
    // Zone of the local time in the oldest legacy tickets, seconds east of UTC.
    std::int32_t legacy_utc_offset = 0;

    usersig_options native() const noexcept {
        usersig_options out;
        usersig_options_init(&out);
        out.userid_form = userid_form;
        out.encoding = encoding;
        out.max_clock_skew = detail::given(max_clock_skew);
        out.longest_validity = detail::given(longest_validity);
        out.legacy_utc_offset = legacy_utc_offset;
        return out;
    }
};

// A room: a number from 1 to 4294967294, or a text. The two are different rooms.
class room {
public:
    static room id(std::int64_t number) { return room(number, std::nullopt); }
    static room str(view name) { return room(0, std::string(name)); }

    std::int64_t number() const noexcept { return number_; }

    // The name of a string room, otherwise null.
    const std::string *name() const noexcept { return name_ ? &*name_ : nullptr; }

private:
    room(std::int64_t number, std::optional<std::string> name) : number_(number), name_(std::move(name)) {}

    std::int64_t number_;
    std::optional<std::string> name_;
};

// What a request expects the ticket to carry: anything, if nothing is said.
class expected {
public:
    expected() : expected(USERSIG_EXPECT_ANY, {}) {}

    static expected any() { return {}; }
    static expected no_userbuf() { return expected(USERSIG_EXPECT_NONE, {}); }

    static expected userbuf(view bytes) {
        expected what(USERSIG_EXPECT_USERBUF, std::string(bytes));
        what.missing_ = bytes.data() == nullptr;
        return what;
    }

    // A PrivateMapKey of the user for this room, with at least the privileges of the mask,
    // whose own time is not over.
    static expected room(const usersig::room &where, std::int64_t privileges = 0) {
        const std::string *name = where.name();
        expected what(name ? USERSIG_EXPECT_ROOM_STR : USERSIG_EXPECT_ROOM_ID, name ? *name : std::string());
        what.room_id_ = where.number();
        what.privileges_ = privileges;
        return what;
    }

    // As the C library takes it; it points into this object.
    usersig_expected native() const noexcept {
        usersig_expected out{};
        out.kind = kind_;
        out.text = missing_ ? nullptr : text_.data();
        out.text_len = text_.size();
        out.room_id = room_id_;
        out.privileges = privileges_;
        return out;
    }

private:
    expected(usersig_expectation kind, std::string text) : kind_(kind), text_(std::move(text)) {}

    usersig_expectation kind_;
    std::string text_;
    bool missing_ = false;
    std::int64_t room_id_ = 0;
    std::int64_t privileges_ = 0;
};

// The PrivateMapKey that a ticket carries.
struct room_ticket {
    usersig::room room;
    std::uint32_t privileges;
    // Its last second, Unix seconds.
    std::int64_t expires_at;
};

// What a verified ticket says. Times are Unix seconds.
struct outcome {
    outcome() = default;

    outcome(const usersig_outcome &native, std::string_view carried)
        : time(native.time), expire(native.expire), expires_at(native.expires_at),
          algorithm(static_cast<usersig_algorithm>(native.algorithm)),
          key_index(static_cast<std::size_t>(native.key_index)) {
        if (native.has_userbuf != 0) {
            userbuf = std::string(carried);
        }
        if (native.room_kind != USERSIG_ROOM_NONE) {
            const auto name = carried.substr(native.room_str_offset, native.room_str_len);
            auto where = native.room_kind == USERSIG_ROOM_STR ? room::str(name) : room::id(native.room_id);
            private_map_key = room_ticket{std::move(where), native.privileges, native.room_expires_at};
        }
    }

    // Time of signing.
    std::int64_t time = 0;
    // Validity, seconds.
    std::int64_t expire = 0;
    // The last second at which the ticket is valid.
    std::int64_t expires_at = 0;
    usersig_algorithm algorithm = USERSIG_ALGORITHM_NONE;
    // Which key of the application made the signature, counted from 0.
    std::size_t key_index = 0;
    // The bytes that the ticket carries; an empty UserBuf is not the same as none.
    std::optional<std::string> userbuf = {};
    // The UserBuf as a PrivateMapKey, if it is one. Its account, SDKAppID and own time were
    // compared only if a room was expected.
    std::optional<room_ticket> private_map_key = {};
};

}  // namespace usersig

#endif
