// Every case of ../../../vectors through usersig.hpp.

#include <algorithm>

#include "cases.hpp"

static usersig::expected expected_of(const json &policy) {
    const json room = member(policy, "room"), userbuf = member(policy, "userbuf");
    if (!room.is_null()) {
        return usersig::expected::room(room_of(room), policy.value("privileges", std::int64_t(0)));
    }
    if (userbuf == "none") {
        return usersig::expected::no_userbuf();
    }
    if (userbuf.is_object()) {
        return usersig::expected::userbuf(decode_base64(userbuf.at("base64").get<std::string>()));
    }
    return usersig::expected::any();
}

// The outcome as the cases write it.
static json describe(const usersig::outcome &verified, const json &expect) {
    json answer = {{"valid", true}, {"time", verified.time}, {"expire", verified.expire}};
    answer["algorithm"] = verified.algorithm == USERSIG_ALGORITHM_HMAC_SHA256 ? "hmac-sha256" : "ecdsa-sha256";
    answer["userbuf"] = nullptr;
    if (verified.userbuf) {
        const json wanted = member(expect, "userbuf");
        const bool same = wanted.is_string() && decode_base64(wanted.get<std::string>()) == *verified.userbuf;
        answer["userbuf"] = same ? wanted : json(*verified.userbuf);
    }
    answer["room"] = answer["privileges"] = nullptr;
    if (verified.private_map_key) {
        const auto &where = verified.private_map_key->room;
        answer["room"] = where.name() ? json{{"str", *where.name()}} : json{{"id", where.number()}};
        answer["privileges"] = verified.private_map_key->privileges;
    }
    return answer;
}

static json describe(const usersig::error &what) {
    if (what.kind() == USERSIG_INVALID_USERID) {
        return {{"refused", "userid"}};
    }
    if (what.kind() == USERSIG_INVALID_SDKAPPID) {
        return {{"refused", "sdkappid"}};
    }
    return {{"valid", false}, {"code", what.code()}, {"c_code", what.c_code()}};
}

static json verify(const json &item, const std::function<usersig::application()> &make) {
    const auto ticket = item.at("ticket").get<std::string>();
    const auto userid = item.at("request").at("userid").get<std::string>();
    const auto now = item.at("now").get<std::int64_t>();
    try {
        const usersig::application app = make();
        const auto what = expected_of(member(item, "policy"));
        usersig::fault why;
        const auto quiet = app.verify(ticket, userid, why, what, now);
        CHECK_IN(quiet.has_value() == !why, item.at("ticket").dump());
        return describe(app.verify(ticket, userid, what, now), item.at("expect"));
    } catch (const usersig::error &what) {
        return describe(what);
    }
}

static void verify_case(const json &item) {
    const json policy = member(item, "policy");
    usersig::options how;
    if (policy.contains("max_clock_skew")) {
        how.max_clock_skew = policy.at("max_clock_skew").get<std::int64_t>();
    }
    if (policy.contains("longest_validity")) {
        how.longest_validity = policy.at("longest_validity").get<std::int64_t>();
    }
    how.legacy_utc_offset = policy.is_null() ? 0 : policy.value("legacy_utc_offset", 0);
    const json answer = verify(item, [&] {
        std::vector<std::string> texts;
        for (const json &one : item.at("keys")) {
            texts.push_back(text_of(one));
        }
        const std::vector<std::string_view> views(texts.begin(), texts.end());
        return usersig::application(item.at("request").at("sdkappid").get<std::int64_t>(), views, how);
    });
    CHECK_IN(answer == item.at("expect"), item.at("title").get<std::string>() + " " + answer.dump());
}

static void key_case(const json &item) {
    const auto title = item.at("title").get<std::string>();
    const auto text = decode_base64(item.at("key_base64").get<std::string>());
    const json kind = member(item.at("expect"), "kind");
    if (kind.is_null()) {
        CHECK_IN(thrown([&] { usersig::application(sdkappid, text); }) == USERSIG_INVALID_KEY, title);
        return;
    }
    const usersig::application app(sdkappid, text);
    const auto wanted = kind == "hmac"            ? USERSIG_ALGORITHM_HMAC_SHA256
                        : kind == "ecdsa-private" ? USERSIG_ALGORITHM_ECDSA_SHA256
                                                  : USERSIG_ALGORITHM_NONE;
    CHECK_IN(app.algorithm() == wanted, title);
    if (item.contains("verifies")) {
        const json &verifies = item.at("verifies");
        CHECK_IN(verify(verifies, [&] { return app; }) == verifies.at("expect"), title);
    }
}

static const char *name_of(usersig_kind kind) {
    switch (kind) {
        case USERSIG_INVALID_USERID: return "userid";
        case USERSIG_INVALID_SDKAPPID: return "sdkappid";
        case USERSIG_INVALID_ROOM: return "room";
        case USERSIG_INVALID_EXPIRE: return "validity";
        case USERSIG_INVALID_USERBUF: return "userbuf";
        default: return "another";
    }
}

static void sign_case(const json &item) {
    const auto title = item.at("title").get<std::string>();
    const auto userid = item.at("userid").get<std::string>();
    const auto expire = item.at("expire").get<std::int64_t>(), now = item.at("time").get<std::int64_t>();
    const json &expect = item.at("expect"), &form = item.at("form"), &room = item.at("room");
    usersig::options how;
    how.userid_form = form == "documented" ? USERSIG_USERID_DOCUMENTED
                      : form == "ascii"    ? USERSIG_USERID_ASCII
                                           : USERSIG_USERID_UTF8;
    try {
        const usersig::application app(item.at("sdkappid").get<std::int64_t>(), text_of(item.at("key")), how);
        std::string ticket;
        if (room.is_null()) {
            ticket = app.sign(userid, expire, bytes_of(item.at("userbuf")), now);
        } else {
            ticket = app.sign_private_map_key(userid, expire, room_of(room), item.at("privileges").get<std::int64_t>(), now);
        }
        CHECK_IN(!expect.contains("error"), title);
        app.verify(ticket, userid, {}, now);
        const usersig::claims claims = usersig::inspect(ticket);
        CHECK_IN(claims.userbuf == bytes_of(expect.at("userbuf")), title);
        if (expect.contains("sig")) {
            CHECK_IN(claims.signature == bytes_of(expect.at("sig")), title);
        }
    } catch (const usersig::error &what) {
        CHECK_IN(member(expect, "error") == name_of(what.kind()), title + " " + what.what());
    }
}

// An output of a published generator, at the time at which it is valid.
static void published_case(const json &item) {
    const auto userid = item.at("userid").get<std::string>();
    const json &now = item.at("now_valid");
    const auto &text = item.contains("key") ? item.at("key") : item.at("public_key_pem");
    const usersig::application app(item.at("sdkappid").get<std::int64_t>(), text.get<std::string>());
    usersig::fault why;
    const auto then = now.is_null() ? item.at("time").get<std::int64_t>() : now.get<std::int64_t>();
    app.verify(item.at("usersig").get<std::string>(), userid, why, {}, then);
    const bool control = std::any_of(userid.begin(), userid.end(), [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; });
    CHECK_IN(!why == (!now.is_null() && !control), item.at("id").get<std::string>());
}

static void file(const std::filesystem::path &path, void (*run)(const json &)) {
    cases_of_file(path, [&](const json &item) { test(path.c_str(), [&] { run(item); }); });
}

static void folder(const std::filesystem::path &path, void (*run)(const json &)) {
    for (const auto &entry : std::filesystem::directory_iterator(path)) {
        file(entry.path(), run);
    }
}

int main(int, char **arguments) {
    const std::filesystem::path root = arguments[1];
    folder(root / "verify", verify_case);
    folder(root / "published", published_case);
    file(root / "keys.jsonl", key_case);
    file(root / "sign.jsonl", sign_case);
    CHECK(tests > 6000);
    return finish("vectors");
}
