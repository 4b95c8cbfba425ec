// The published headers' functions, as their own examples and tests call them.

#include <cstring>
#include <iostream>

#include "tls_sig_api_v2.h"
#include "tls_signature.h"

#include "support.hpp"

// A throw-away pair on secp256k1, the other curve.
static const std::string PRIVATEKEY =
    "-----BEGIN EC PARAMETERS-----\n"
    "BgUrgQQACg==\n"
    "-----END EC PARAMETERS-----\n"
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHQCAQEEIFBooCg0a6sUn/T3zJ4LSu+jbgT03CAwkAmXmvOQ1YZboAcGBSuBBAAK\n"
    "oUQDQgAEtqF9a4XZGHQ/npNSeTcGITcBR7lW7qz1x0M1QFxkhLM4GiBa2kv7GzLo\n"
    "O2/YqIuXRWV5Xm9EdnrSGd3T7sHFcg==\n"
    "-----END EC PRIVATE KEY-----";
static const std::string PUBLICKEY =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEtqF9a4XZGHQ/npNSeTcGITcBR7lW7qz1\n"
    "x0M1QFxkhLM4GiBa2kv7GzLoO2/YqIuXRWV5Xm9EdnrSGd3T7sHFcg==\n"
    "-----END PUBLIC KEY-----";

static std::string sig, errmsg;
static uint32_t expire, init;

static void readme_of_the_current_package() {
    int ret = genUserSig(140000000, "xiaojun", key, 180 * 86400, sig, errmsg);
    CHECK(ret == 0);
    CHECK(usersig::application(140000000, key).verify(sig, "xiaojun").expire == 180 * 86400);
    ret = gen_sig(140000000, "xiaojun", key, 180 * 86400, sig, errmsg);
    CHECK(ret == 0 && !usersig::application(140000000, key).verify(sig, "xiaojun").userbuf);
}

static void tests_of_the_current_package() {
    CHECK(gen_sig_with_userbuf(1400000000, "xiaojun", key, 180 * 86400, "abc", sig, errmsg) == 0);
    const usersig::application app(sdkappid, key);
    CHECK(app.verify(sig, "xiaojun").userbuf == "abc");
    CHECK(genSig(1400000000, "xiaojun", key, "abc", 86400, sig, errmsg) == 0);
    CHECK(app.verify(sig, "xiaojun").userbuf == "abc");
    CHECK(genSig(1400000000, "xiaojun", key, "", 86400, sig, errmsg) == 0);
    CHECK(!app.verify(sig, "xiaojun").userbuf);
}

static void room_tickets() {
    using usersig::expected;
    using usersig::room;
    const usersig::application app(sdkappid, key);
    CHECK(genPrivateMapKey(1400000000, "xiaojun", key, 10001, 86400, 255, sig, errmsg) == 0);
    CHECK(app.verify(sig, "xiaojun", expected::room(room::id(10001), 255)).expire == 86400);
    CHECK(genPrivateMapKeyWithStringRoomID(1400000000, "xiaojun", key, "1000000040", 86400, 255, sig, errmsg) == 0);
    CHECK(app.verify(sig, "xiaojun", expected::room(room::str("1000000040"), 255)).expire == 86400);
    CHECK(genPrivateMapKey(1400000000, "xiaojun", key, 0, 86400, 255, sig, errmsg) == CHECK_ERR15);
    CHECK(genPrivateMapKey(1400000000, "xiaojun", key, 1, 86400, 256, sig, errmsg) == CHECK_ERR15);

    CHECK(gen_userbuf("xiaojun", 1400000000, 10001, 86400, 255, 0, "").size() == 30);
    CHECK(gen_userbuf("xiaojun", 1400000000, 0, 86400, 255, 0, "room").size() == 36);
    CHECK(gen_userbuf("xiaojun", 1400000000, 1, 86400, 255, 0, "room").empty());
    CHECK(gen_userbuf("xiaojun", 1400000000, 1, 86400, 255, 1, "").empty());
    CHECK(gen_userbuf("xiaojun", 1400000000, 0, 86400, 255, 0, "").empty());
    const auto userbuf = gen_userbuf("xiaojun", 1400000000, 10001, 86400, 255, 0, "");
    CHECK(genSig(1400000000, "xiaojun", key, userbuf, 86400, sig, errmsg) == 0);
    CHECK(app.verify(sig, "xiaojun", expected::room(room::id(10001), 255)).userbuf == userbuf);
}

static void codes_of_the_current_interface() {
    sig = "as it was";
    CHECK(genUserSig(0, "xiaojun", key, 86400, sig, errmsg) == CHECK_ERR14);
    CHECK(genUserSig(1400000000, "xiao\njun", key, 86400, sig, errmsg) == CHECK_ERR13);
    CHECK(genUserSig(1400000000, "xiaojun", "", 86400, sig, errmsg) == CHECK_ERR17);
    CHECK(genUserSig(1400000000, "xiaojun", private_pem, 86400, sig, errmsg) == CHECK_ERR17);
    CHECK(genUserSig(1400000000, "xiaojun", key, -1, sig, errmsg) == CHECK_ERR16);
    CHECK(sig == "as it was" && errmsg.find("; ") != std::string::npos);
    CHECK(genUserSig(1400000000, "\xe5\xb0\x8f\xe5\x86\x9b", key, 86400, sig, errmsg) == 0);
    CHECK(thread_setup() == 0);
    thread_cleanup();
}

static void readme_of_the_legacy_package() {
    int ret = gen_sig(140000000, "xiaojun", PRIVATEKEY, sig);
    CHECK(ret == 0);
    CHECK(tls_check_signature_ex2(sig, PUBLICKEY, 140000000, "xiaojun", expire, init, errmsg) == 0);
    CHECK(expire == 180 * 86400 && init > moment);
}

static void usersig_generate_and_verify() {
    int ret = tls_gen_signature_ex(60, "0", 1234, "12345", 0, sig, PRIVATEKEY.c_str(), strlen(PRIVATEKEY.c_str()), errmsg);
    CHECK(ret == 0);
    SigInfo siginfo;
    siginfo.strAccountType = "6";
    siginfo.strAppid3Rd = "123";
    siginfo.strAppid = "1234";
    siginfo.strIdentify = "12345";
    const auto check_ex = [&] {
        return tls_check_signature_ex(sig, PUBLICKEY.c_str(), strlen(PUBLICKEY.c_str()), siginfo, expire, init, errmsg);
    };
    CHECK(check_ex() == 0 && expire == 60);
    siginfo.strAccountType = "5";
    siginfo.strAppid3Rd = "12";
    CHECK(check_ex() == 0);
    siginfo.strIdentify = "1";
    CHECK(check_ex() == CHECK_ERR13);
    siginfo.strIdentify = "12345";
    siginfo.strAppid = "12345";
    CHECK(check_ex() == CHECK_ERR14);
    siginfo.strAppid = "1234x";
    CHECK(check_ex() == CHECK_ERR14);
    CHECK(tls_check_signature_ex2(sig, PUBLICKEY, 1234, "12345", expire, init, errmsg) == 0 && expire == 60);
    CHECK(tls_check_signature_ex2(sig, PUBLICKEY, 123, "12345", expire, init, errmsg) == CHECK_ERR14);
    CHECK(tls_check_signature_ex2(sig, PUBLICKEY, 1234, "2345", expire, init, errmsg) == CHECK_ERR13);
    CHECK(tls_check_signature_ex2(sig, PUBLICKEY, 1234, "123456", expire, init, errmsg) == CHECK_ERR13);
    sig = "eJxN0E9vgjAUAPA7n6LhumVrC7ixxAOKA4OLM*K2W9NIdS8IQqlSWfbd59Bsfcf3e--yviyEkJ3Olnd8vd4fSsXUqRI2ekL2wL79x6qCjHHFHJn1SKhjsNAVSMH4Rgl56cWGQiZKBRu42rnV9Qxuspz18--URNj26ZfJYjyNOD4UcuE*y9Eu1asd0a1Q969JNK-jMP4I4ebkbsMw149BAEG7jGs-J8kn6VLqRNPG180xGby-ibbl44IC7UYR1JNuFgyHxkoFxeUBxKPkgWDim584CtnAvuwLKCbe*V78G7b1bf0AYUhaRQ__";
    CHECK(tls_check_signature_ex2(sig, PUBLICKEY, 1234, "12345", expire, init, errmsg) == CHECK_ERR9);
}

static void userbuf_generate_and_verify() {
    CHECK(tls_gen_userbuf_ticket(1234, "12345", 60, PRIVATEKEY, "abc", sig, errmsg) == 0);
    std::string userbuf;
    CHECK(tls_check_userbuf_ticket(sig, PUBLICKEY, 1234, "12345", expire, init, userbuf, errmsg) == 0);
    CHECK(expire == 60 && userbuf == "abc");
    CHECK(tls_check_userbuf_ticket(sig, PUBLICKEY, 1234, "1345", expire, init, userbuf, errmsg) == CHECK_ERR13);
    CHECK(tls_check_userbuf_ticket(sig, PUBLICKEY, 123, "12345", expire, init, userbuf, errmsg) == CHECK_ERR14);
    /* Neither function takes the ticket of the other. */
    CHECK(tls_check_signature_ex2(sig, PUBLICKEY, 1234, "12345", expire, init, errmsg) != 0);
    CHECK(gen_sig(1234, "12345", PRIVATEKEY, sig) == 0);
    CHECK(tls_check_userbuf_ticket(sig, PUBLICKEY, 1234, "12345", expire, init, userbuf, errmsg) == CHECK_ERR15);
}

static void tickets_of_others() {
    std::string ticket = "eJxNz11vgjAYBeB7fkXTW41rKwL1bkMMGnGyidu8IaxUfdehFWpkMfvv8ysL5-Y5yck5WQghPJ*8djIhdoetSc2Plhj1EabUwe1-lrWGUqbZysjyyqzHGSGkUYFcbg2s4F6gZ6UNrnKVZlpDflObXMJYc6SC9RWj4MMfxf57lz0xb8ztcd2aKgrTJYdSh8lsU8dmcnQTFaqdGC48dRxtHp8DL5qLw-fnW*Q8BCJosXj-FfpLx7eLRf2iOUnWVTEgXuI2Jg0U97s9do7LXY6tX*sPGj5LXg__";
    std::string pubkey = "-----BEGIN PUBLIC KEY-----\nMFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAED5Ffi4qIe4XUZ5zDGR9pC0Z6UL/gCHf0\nvgoLVestQxqOGJB5mcbaKULeriaevZoq0Sx8gGtfDlSf4fXwzPtGvg==\n-----END PUBLIC KEY-----\n";
    const SigInfo siginfo = {"0", "0", "1400000226", "10001"};
    CHECK(tls_check_signature_ex(ticket, pubkey.data(), pubkey.size(), siginfo, expire, init, errmsg) == 9);

    /* A current ticket verifies with the secret key. */
    CHECK(genUserSig(1400000000, "xiaojun", key, 86400, ticket, errmsg) == 0);
    CHECK(tls_check_signature_ex2(ticket, key, 1400000000, "xiaojun", expire, init, errmsg) == 0 && expire == 86400);
    CHECK(tls_check_signature_ex2(ticket, "another", 1400000000, "xiaojun", expire, init, errmsg) == CHECK_ERR8);
}

static void codes_of_the_legacy_interface() {
    std::string secret = key, pem = PRIVATEKEY;
    CHECK(tls_gen_signature_ex(60, "my app", 1234, "12345", 0, sig, pem.data(), pem.size(), errmsg) == CHECK_ERR11);
    CHECK(tls_gen_signature_ex(60, "1234", 1234, "12345", 6, sig, pem.data(), pem.size(), errmsg) == 0);
    CHECK(usersig_dropin_compare_account(sig.data(), sig.size(), "6", 1, "1234", 4) == 0);
    CHECK(tls_check_signature_ex2(sig, PUBLICKEY, 1234, "12345", expire, init, errmsg) == 0 && expire == 60);
    CHECK(tls_gen_signature_ex(60, "0", 1234, "12345", 0, sig, nullptr, 0, errmsg) == CHECK_ERR17);
    CHECK(tls_gen_signature_ex2(1234, "12345", sig, secret, errmsg) == CHECK_ERR17);
    CHECK(tls_gen_signature_ex2_with_expire(1234, "12\n345", 60, sig, pem, errmsg) == CHECK_ERR13);
    CHECK(tls_gen_signature_ex2_with_expire(1234, "12345", 60, sig, pem, errmsg) == 0);
    CHECK(tls_check_signature_ex2("", PUBLICKEY, 1234, "12345", expire, init, errmsg) == CHECK_ERR1);
    CHECK(tls_check_signature_ex2("?", PUBLICKEY, 1234, "12345", expire, init, errmsg) == CHECK_ERR2);
    CHECK(tls_check_signature_ex2("eJ__", PUBLICKEY, 1234, "12345", expire, init, errmsg) == CHECK_ERR3);
    CHECK(tls_check_signature_ex2(sig, public_pem, 1234, "12345", expire, init, errmsg) == CHECK_ERR8);
}

int main() {
    test("readme_of_the_current_package", readme_of_the_current_package);
    test("tests_of_the_current_package", tests_of_the_current_package);
    test("room_tickets", room_tickets);
    test("codes_of_the_current_interface", codes_of_the_current_interface);
    test("readme_of_the_legacy_package", readme_of_the_legacy_package);
    test("usersig_generate_and_verify", usersig_generate_and_verify);
    test("userbuf_generate_and_verify", userbuf_generate_and_verify);
    test("tickets_of_others", tickets_of_others);
    test("codes_of_the_legacy_interface", codes_of_the_legacy_interface);
    return finish("drop-in tests");
}
