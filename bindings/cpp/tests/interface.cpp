// What usersig.hpp does, with good and with bad input.

#include "support.hpp"

using usersig::application;

static void tickets_verify() {
    const application app(sdkappid, key);
    const std::string ticket = app.sign("xiaojun", day, std::nullopt, moment);
    const auto verified = app.verify(ticket, "xiaojun", {}, moment + day);
    CHECK(verified.time == moment && verified.expire == day && verified.expires_at == moment + day);
    CHECK(!verified.userbuf && !verified.private_map_key && verified.key_index == 0);
    CHECK(thrown([&] { app.verify(ticket, "xiaojun", {}, moment + day + 1); }) == USERSIG_EXPIRED);
    CHECK(app.verify(app.sign("xiaojun"), "xiaojun").expire == usersig::default_expire);
    CHECK(app.verify(app.sign("xiaojun", day, ""), "xiaojun").userbuf == "");
    CHECK(app.verify_json(ticket, "xiaojun", {}, moment).find("\"valid\":true") != std::string::npos);
    CHECK(app.sdkappid() == sdkappid && app.algorithm() == USERSIG_ALGORITHM_HMAC_SHA256);
    CHECK(app.key_fingerprint().size() == 8 && usersig::version() == VERSION);
}

static void faults_without_exceptions() {
    const application app(sdkappid, key);
    usersig::fault what;
    const auto ticket = app.sign("xiaojun", day, what, std::nullopt, moment);
    CHECK(ticket && !what && what.kind() == USERSIG_OK);
    CHECK(app.verify(*ticket, "xiaojun", what, {}, moment) && !what);
    CHECK(!app.verify(*ticket, "xiaohong", what, {}, moment) && what.is_rejection());
    CHECK(what.code() == 70013 && what.c_code() == 13 && what.name() == "mismatch_userid");
    CHECK(!app.sign("xiao\njun", day, what) && what.kind() == USERSIG_INVALID_USERID && !what.is_rejection());
    const std::string message = what.message(), hint = what.hint();
    CHECK(!hint.empty() && message.size() > hint.size() + 2);
    CHECK(message.substr(message.size() - hint.size() - 2) == "; " + hint);
}

static void rotation_and_options() {
    const application app(sdkappid, {key, "an older secret", public_pem});
    const application old(sdkappid, "an older secret"), legacy(sdkappid, private_pem);
    CHECK(app.verify(old.sign("xiaojun"), "xiaojun").key_index == 1);
    CHECK(app.verify(legacy.sign("xiaojun"), "xiaojun").algorithm == USERSIG_ALGORITHM_ECDSA_SHA256);
    usersig::options how;
    how.userid_form = USERSIG_USERID_UTF8;
    how.encoding = USERSIG_ENCODING_STORED;
    how.max_clock_skew = 10;
    how.longest_validity = day;
    const application wide(sdkappid, key, how);
    const auto ticket = wide.sign("\xe5\xb0\x8f\xe5\x86\x9b", day, std::nullopt, moment);
    wide.verify(ticket, "\xe5\xb0\x8f\xe5\x86\x9b", {}, moment - 10);
    CHECK(thrown([&] { wide.verify(ticket, "\xe5\xb0\x8f\xe5\x86\x9b", {}, moment - 11); }) == USERSIG_FROM_THE_FUTURE);
    how.max_clock_skew = -1;
    CHECK(thrown([&] { application(sdkappid, key, how); }) == USERSIG_INVALID_ARGUMENT);
}

static void rooms() {
    using usersig::expected;
    using usersig::room;
    const application app(sdkappid, key);
    auto ticket = app.sign_private_map_key("xiaojun", day, room::id(10001), 42, moment);
    const auto verified = app.verify(ticket, "xiaojun", expected::room(room::id(10001), 2), moment);
    CHECK(verified.private_map_key->room.number() == 10001 && verified.private_map_key->privileges == 42);
    CHECK(verified.private_map_key->expires_at == moment + day);
    CHECK(verified.userbuf == usersig::private_map_key_bytes(sdkappid, "xiaojun", day, room::id(10001), 42, moment));
    CHECK(thrown([&] { app.verify(ticket, "xiaojun", expected::room(room::id(10002)), moment); }) == USERSIG_MISMATCH_ROOM);
    CHECK(thrown([&] { app.verify(ticket, "xiaojun", expected::no_userbuf(), moment); }) == USERSIG_UNEXPECTED_USERBUF);
    ticket = app.sign_private_map_key("xiaojun", day, room::str("room a"), 255, moment);
    CHECK(*app.verify(ticket, "xiaojun", expected::room(room::str("room a")), moment).private_map_key->room.name() == "room a");
    for (const std::int64_t number : {std::int64_t(0), std::int64_t(-1), std::int64_t(4294967295)}) {
        CHECK(thrown([&] { app.sign_private_map_key("xiaojun", day, room::id(number), 255); }) == USERSIG_INVALID_ROOM);
    }
    CHECK(thrown([&] { app.sign_private_map_key("xiaojun", day, room::str(""), 255); }) == USERSIG_INVALID_ROOM);
    CHECK(thrown([&] { app.sign_private_map_key("xiaojun", day, room::id(1), 256); }) == USERSIG_INVALID_PRIVILEGES);
}

static void many() {
    usersig::options how;
    how.userid_form = USERSIG_USERID_UTF8;
    const application app(sdkappid, key, how);
    const std::string longest(2048, 'x');
    const auto made = app.sign_many({"xiaojun", "xiao\njun", longest, {}}, day, moment);
    CHECK(made.size() == 4 && made.kind(0) == USERSIG_OK && made.kind(1) == USERSIG_INVALID_USERID);
    CHECK(*made[0] == app.sign("xiaojun", day, std::nullopt, moment) && !made[1] && !made[3]);
    CHECK(*made[2] == app.sign(longest, day, std::nullopt, moment));
    usersig::fault alone;
    app.sign("xiao\njun", day, alone);
    CHECK(!made.fault(0) && made.fault(1).code() == -3319 && made.fault(1).message() == std::string(alone.message()));
    const auto statuses = app.verify_many({{*made[0], "xiaojun"}, {*made[0], "xiaohong"}, {"", "xiaojun"}}, {}, moment);
    CHECK(statuses == std::vector<std::int32_t>{USERSIG_OK, USERSIG_MISMATCH_USERID, USERSIG_EMPTY});
    CHECK(!usersig::fault::of_row(0) && usersig::fault::of_row(1).code() == 70013 && usersig::fault::of_row(2).code() == 70002);
    CHECK(app.sign_many({}, day, moment).size() == 0 && app.verify_many({}).empty());
    CHECK(thrown([&] { app.sign_many({"xiaojun"}, -1); }) == USERSIG_INVALID_EXPIRE);
}

static void bad_input() {
    const application app(sdkappid, key);
    for (const std::int64_t number : {std::int64_t(0), std::int64_t(-1), std::int64_t(4294967296)}) {
        CHECK(thrown([&] { application(number, key); }) == USERSIG_INVALID_SDKAPPID);
    }
    CHECK(thrown([&] { application(sdkappid, ""); }) == USERSIG_INVALID_KEY);
    CHECK(thrown([&] { application(sdkappid, std::string_view()); }) == USERSIG_INVALID_KEY);
    CHECK(thrown([&] { application(sdkappid, "-----BEGIN PRIVATE KEY-----"); }) == USERSIG_INVALID_KEY);
    CHECK(thrown([&] { application(sdkappid, public_pem).sign("xiaojun"); }) == USERSIG_INVALID_KEY);
    const std::string large(1 << 20, 'x'), userids[] = {"", "xiao\njun", std::string("xiao\0jun", 8), "\xed\xa0\x80", large};
    for (const std::string &userid : userids) {
        CHECK(thrown([&] { app.sign(userid); }) == USERSIG_INVALID_USERID);
    }
    CHECK(thrown([&] { app.sign(std::string_view()); }) == USERSIG_INVALID_USERID);
    CHECK(thrown([&] { app.sign("xiaojun", -1); }) == USERSIG_INVALID_EXPIRE);
    CHECK(thrown([&] { app.sign("xiaojun", day, std::nullopt, -1); }) == USERSIG_INVALID_TIME);
    CHECK(thrown([&] { app.sign("xiaojun", day, large); }) == USERSIG_INVALID_USERBUF);
    CHECK(thrown([&] { app.verify({}, "xiaojun"); }) == USERSIG_EMPTY);
    CHECK(thrown([&] { app.verify(large, "xiaojun"); }) == USERSIG_UNDECODABLE);
}

// As getenv answers for what is not set.
static void null_pointers() {
    using usersig::expected;
    using usersig::room;
    const char *null = nullptr;
    const application app(sdkappid, key);
    const std::string ticket = app.sign("xiaojun", day, "", moment);
    CHECK(thrown([&] { application(sdkappid, null); }) == USERSIG_INVALID_KEY);
    CHECK(thrown([&] { application(sdkappid, {key, null}); }) == USERSIG_INVALID_KEY);
    CHECK(thrown([&] { app.sign(null); }) == USERSIG_INVALID_USERID);
    CHECK(thrown([&] { app.sign("xiaojun", day, null); }) == USERSIG_INVALID_USERBUF);
    CHECK(thrown([&] { app.sign_private_map_key(null, day, room::id(1), 255); }) == USERSIG_INVALID_USERID);
    CHECK(thrown([&] { app.sign_private_map_key("xiaojun", day, room::str(null), 255); }) == USERSIG_INVALID_ROOM);
    CHECK(thrown([&] { usersig::private_map_key_bytes(sdkappid, null, day, room::id(1), 255); }) == USERSIG_INVALID_USERID);
    CHECK(thrown([&] { app.verify(null, "xiaojun"); }) == USERSIG_INVALID_TICKET);
    CHECK(thrown([&] { app.verify(ticket, null); }) == USERSIG_INVALID_USERID);
    CHECK(thrown([&] { app.verify(ticket, "xiaojun", expected::userbuf(null), moment); }) == USERSIG_INVALID_USERBUF);
    CHECK(thrown([&] { app.verify_json(null, "xiaojun"); }) == USERSIG_INVALID_TICKET);
    CHECK(thrown([&] { usersig::inspect(null); }) == USERSIG_INVALID_TICKET);
    CHECK(thrown([&] { usersig::diagnose(null); }) == USERSIG_INVALID_TICKET);
    usersig::symptoms known;
    known.userid = null;
    CHECK(thrown([&] { usersig::diagnose(ticket, known); }) == USERSIG_INVALID_USERID);
    known = {};
    known.keys = {null};
    CHECK(thrown([&] { usersig::diagnose(ticket, known); }) == USERSIG_INVALID_KEY);
    usersig::fault what;
    CHECK(!app.sign(null, day, what) && what.kind() == USERSIG_INVALID_USERID);
    CHECK(!app.verify(null, "xiaojun", what) && what.kind() == USERSIG_INVALID_TICKET);
    const auto made = app.sign_many({null, "xiaojun"}, day, moment);
    CHECK(made.kind(0) == USERSIG_INVALID_USERID && made[1]);
    const auto statuses = app.verify_many({{null, "xiaojun"}, {ticket, null}, {ticket, "xiaojun"}}, {}, moment);
    CHECK(statuses[0] == USERSIG_EMPTY && statuses[1] != USERSIG_OK && statuses[2] == USERSIG_OK);
}

// INT64_MIN means to the C library that a number is left out; here it is a number.
static void least_number() {
    constexpr std::int64_t least = INT64_MIN;
    const application app(sdkappid, key);
    const std::string ticket = app.sign("xiaojun");
    CHECK(thrown([&] { app.sign("xiaojun", day, std::nullopt, least); }) == USERSIG_INVALID_TIME);
    CHECK(thrown([&] { app.sign_private_map_key("xiaojun", day, usersig::room::id(1), 255, least); }) == USERSIG_INVALID_TIME);
    CHECK(thrown([&] { app.sign_many({"xiaojun"}, day, least); }) == USERSIG_INVALID_TIME);
    CHECK(thrown([&] { app.verify(ticket, "xiaojun", {}, least); }) == USERSIG_INVALID_TIME);
    CHECK(thrown([&] { app.verify_json(ticket, "xiaojun", {}, least); }) == USERSIG_INVALID_TIME);
    CHECK(thrown([&] { app.verify_many({{ticket, "xiaojun"}}, {}, least); }) == USERSIG_INVALID_TIME);
    usersig::options how;
    how.max_clock_skew = least;
    CHECK(thrown([&] { application(sdkappid, key, how); }) == USERSIG_INVALID_ARGUMENT);
    how = {};
    how.longest_validity = least;
    CHECK(thrown([&] { application(sdkappid, key, how); }) == USERSIG_INVALID_ARGUMENT);
    usersig::symptoms known;
    known.sdkappid = least;
    CHECK(thrown([&] { usersig::diagnose(ticket, known); }) == USERSIG_INVALID_SDKAPPID);
    known = {};
    known.now = least;
    CHECK(thrown([&] { usersig::diagnose(ticket, known); }) == USERSIG_INVALID_TIME);
}

// Everything that a std::string_view can be made of.
static void kinds_of_texts() {
    struct own {
        operator std::string_view() const { return "xiaojun"; }
    };
    const std::string text = "xiaojun";
    const std::string_view cut = std::string_view("xiaojunior").substr(0, 7);
    char array[] = "xiaojun";
    const application app(sdkappid, key);
    const std::string ticket = app.sign(text, day, std::nullopt, moment);
    CHECK(app.sign(cut, day, std::nullopt, moment) == ticket && app.sign(own(), day, std::nullopt, moment) == ticket);
    CHECK(app.sign(array, day, std::nullopt, moment) == ticket && app.sign(&array[0], day, std::nullopt, moment) == ticket);
    CHECK(app.sign(std::string("xiaojun"), day, std::optional<std::string>(), moment) == ticket);
    const std::vector<std::string_view> userids = {text, cut};
    const auto made = app.sign_many(userids, day, moment);
    CHECK(*made[0] == ticket && *made[1] == ticket);
    const std::vector<std::pair<std::string_view, std::string_view>> rows = {{ticket, text}};
    CHECK(app.verify_many(rows, {}, moment)[0] == USERSIG_OK);
    CHECK(app.verify(app.sign(text, day, std::string_view()), text).userbuf == "");
}

int main() {
    test("tickets_verify", tickets_verify);
    test("faults_without_exceptions", faults_without_exceptions);
    test("rotation_and_options", rotation_and_options);
    test("rooms", rooms);
    test("many", many);
    test("bad_input", bad_input);
    test("null_pointers", null_pointers);
    test("least_number", least_number);
    test("kinds_of_texts", kinds_of_texts);
    return finish("interface tests");
}
