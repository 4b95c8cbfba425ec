// What tickets claim and why they are rejected, as values beside the JSON.

#include <algorithm>

#include "cases.hpp"

using usersig::application;

static const char *const privileges[] = {"create-room", "enter",         "send-audio",     "receive-audio",
                                         "send-video",  "receive-video", "send-substream", "receive-substream"};

// Bits that have no name stand there as a number.
static std::uint32_t mask_of(const json &names) {
    std::uint32_t mask = 0;
    for (const std::string name : names) {
        const auto known = std::find(std::begin(privileges), std::end(privileges), name);
        mask |= known == std::end(privileges) ? static_cast<std::uint32_t>(std::stoul(name)) : 1U << (known - privileges);
    }
    return mask;
}

static void same(const json &report, const usersig::claims &claims) {
    const auto &carried = claims.private_map_key;
    CHECK(report.at("algorithm") == (claims.algorithm == USERSIG_ALGORITHM_HMAC_SHA256 ? "hmac-sha256" : "ecdsa-sha256"));
    CHECK(report.at("sdkappid") == claims.sdkappid && report.at("userid") == claims.userid);
    CHECK(report.at("time") == claims.time && report.at("expire") == claims.expire);
    CHECK(report.at("expires_at") == claims.expires_at && report.at("json") == claims.ticket_json);
    CHECK(bytes_of(report.at("userbuf")) == claims.userbuf && bytes_of(report.at("signature")) == claims.signature);
    CHECK(report.at("room").is_null() == !carried && report.at("privileges").is_null() == !carried);
    CHECK(report.at("room_expires_at").is_null() == !carried && report.size() == 13);
    if (carried) {
        const usersig::room wanted = room_of(report.at("room"));
        CHECK(wanted.number() == carried->room.number() && !wanted.name() == !carried->room.name());
        CHECK(!wanted.name() || *wanted.name() == *carried->room.name());
        CHECK(mask_of(report.at("privileges")) == carried->privileges && report.at("room_expires_at") == carried->expires_at);
    }
}

static void same(const json &report, const usersig::diagnosis &found) {
    static const char *const severities[] = {"note", "warning", "fatal"};
    const auto &rejection = report.at("rejection"), &causes = report.at("causes"), &unverified = report.at("unverified");
    CHECK(rejection.is_null() == !found.is_rejected() && rejection.is_null() == !found.reason && report.size() == 4);
    CHECK((rejection.is_null() ? 0 : rejection.at("code").get<int>()) == found.code);
    CHECK(rejection.is_null() || (rejection.at("reason") == *found.reason && found.kind >= USERSIG_EMPTY));
    CHECK(report.at("repaired").is_null() ? !found.repaired : report.at("repaired") == *found.repaired);
    CHECK(causes.size() == found.causes.size());
    for (std::size_t at = 0; at < causes.size(); at++) {
        const usersig::cause &cause = found.causes.at(at);
        CHECK(causes[at].at("id") == cause.id && causes[at].at("severity") == severities[cause.severity]);
        CHECK(causes[at].at("text") == cause.text && causes[at].at("advice") == cause.advice && found.has(cause.id));
    }
    CHECK(unverified.is_null() == !found.claims);
    if (found.claims) {
        same(unverified, *found.claims);
        CHECK(unverified == json::parse(found.claims->json));
    }
}

static void of_claims() {
    using usersig::room;
    const application app(sdkappid, key);
    auto claims = usersig::inspect(app.sign_private_map_key("xiaojun", 60, room::str("lobby"), 42, moment));
    CHECK(claims.userid == "xiaojun" && claims.sdkappid == sdkappid && claims.algorithm == USERSIG_ALGORITHM_HMAC_SHA256);
    CHECK(claims.time == moment && claims.expire == 60 && claims.expires_at == moment + 60);
    CHECK(*claims.private_map_key->room.name() == "lobby" && claims.private_map_key->privileges == 42);
    CHECK(claims.private_map_key->expires_at == moment + 60 && claims.signature.size() == 32);
    CHECK(claims.json.find("\"userid\":\"xiaojun\"") != std::string::npos);
    CHECK(claims.ticket_json.find("\"TLS.identifier\":\"xiaojun\"") != std::string::npos);
    claims = usersig::inspect(app.sign_private_map_key("xiaojun", 60, room::id(10001), 255));
    CHECK(claims.private_map_key->room.number() == 10001 && !claims.private_map_key->room.name());
    const std::string binary("a\0b", 3);
    CHECK(usersig::inspect(app.sign("xiaojun", 60, binary)).userbuf == binary);
    CHECK(usersig::inspect(app.sign("xiaojun", 60, "")).userbuf == "");
    claims = usersig::inspect(application(sdkappid, private_pem).sign("xiaojun", 60));
    CHECK(claims.algorithm == USERSIG_ALGORITHM_ECDSA_SHA256 && !claims.userbuf && !claims.private_map_key);
    CHECK(thrown([&] { usersig::inspect("?"); }) == USERSIG_UNDECODABLE);
}

static void of_diagnosis() {
    const application app(sdkappid, key);
    const std::string ticket = app.sign("xiaojun", 60, std::nullopt, moment), damaged = key + "\n";
    usersig::symptoms known;
    known.sdkappid = sdkappid;
    known.userid = "xiaojun";
    known.keys = {"other", damaged};
    known.others = {{1400000001, "another"}};
    known.now = moment;
    auto found = usersig::diagnose(ticket, known);
    CHECK(found.is_rejected() && found.kind == USERSIG_MISMATCH_SIGNATURE && found.code == 70009 && found.reason);
    CHECK(found.causes.at(0).id == "key-white-space" && found.causes[0].severity == USERSIG_SEVERITY_FATAL);
    CHECK(found.has("key-white-space") && !found.has("key-quotes") && !found.has("") && !found.has(nullptr));
    CHECK(found.claims->userid == "xiaojun" && !found.repaired);
    known.keys = {key};
    found = usersig::diagnose(ticket + "\n", known);
    CHECK(!found.is_rejected() && found.kind == USERSIG_OK && found.code == 0 && !found.reason);
    found = usersig::diagnose("%65J" + ticket.substr(2) + "%0A", known);
    CHECK(found.repaired == ticket && found.is_rejected());
    found = usersig::diagnose("nothing like it");
    CHECK(found.kind == USERSIG_UNDECODABLE && !found.claims && !found.repaired);
}

// Over tickets of every kind and damage.
static void values_are_those_of_the_json(const std::filesystem::path &cases) {
    int readable = 0, rejected = 0, all = 0;
    const auto compare = [&](const json &item) {
        const auto ticket = item.at("ticket").get<std::string>();
        std::vector<std::string> texts;
        for (const json &one : item.at("keys")) {
            texts.push_back(text_of(one));
        }
        usersig::symptoms known;
        known.keys.assign(texts.begin(), texts.end());
        known.now = item.at("now").get<std::int64_t>();
        const auto found = usersig::diagnose(ticket, known);
        same(json::parse(found.json), found);
        all++;
        rejected += found.is_rejected();
        try {
            const auto claims = usersig::inspect(ticket);
            same(json::parse(claims.json), claims);
            CHECK_IN(found.claims, item.at("title").get<std::string>());
            readable++;
        } catch (const usersig::rejection &why) {
            // What cannot be read may be repaired.
            CHECK_IN(found.kind == why.kind(), item.at("title").get<std::string>());
        }
    };
    for (const auto &entry : std::filesystem::directory_iterator(cases)) {
        cases_of_file(entry.path(), compare);
    }
    CHECK(all > 5000 && readable > 1000 && readable < all && rejected > 1000 && rejected < all);
}

int main(int count, char **arguments) {
    test("of_claims", of_claims);
    test("of_diagnosis", of_diagnosis);
    if (count > 1) {
        const std::filesystem::path root = arguments[1];
        test("values_are_those_of_the_json", [&] { values_are_those_of_the_json(root / "verify"); });
    }
    return finish("explanation tests");
}
