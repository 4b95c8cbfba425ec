// What the C++ tests share: checks that are counted, keys, and what a call throws.
#ifndef SUPPORT_HPP
#define SUPPORT_HPP

#include <cstdio>
#include <functional>
#include <string>

#include "usersig.hpp"

inline const std::string key = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
inline const std::string private_pem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWtRjgjZA7pc2JIAD\n"
    "wNryGlK0kq225cjqJZnyig6GMKmhRANCAAT7xB2Yqr9DVcOVt+RbPgmB6myVGnEr\n"
    "DXACd3d6oLQ/UGTxTfxwWNDAJzOlq3MDXFBfPOoThfYzLN9ujNw+HRg8\n"
    "-----END PRIVATE KEY-----\n";
inline const std::string public_pem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+8QdmKq/Q1XDlbfkWz4JgepslRpx\n"
    "Kw1wAnd3eqC0P1Bk8U38cFjQwCczpatzA1xQXzzqE4X2MyzfbozcPh0YPA==\n"
    "-----END PUBLIC KEY-----\n";
inline constexpr std::int64_t sdkappid = 1400000000;
inline constexpr std::int64_t moment = 1700000000;
inline constexpr std::int64_t day = 86400;

inline int failures = 0;
inline int tests = 0;

#define CHECK(...) check((__VA_ARGS__) ? true : false, #__VA_ARGS__, "", __FILE__, __LINE__)
#define CHECK_IN(condition, what) check((condition) ? true : false, #condition, what, __FILE__, __LINE__)

inline void check(bool right, const char *text, const std::string &what, const char *file, int line) {
    if (!right) {
        failures++;
        std::fprintf(stderr, "%s:%d: not so: %s %s\n", file, line, text, what.c_str());
    }
}

inline void test(const char *name, const std::function<void()> &body) {
    tests++;
    try {
        body();
    } catch (const std::exception &thrown) {
        check(false, name, thrown.what(), "thrown", 0);
    }
}

inline int finish(const char *unit) {
    std::printf("%d %s\n", tests, unit);
    return failures == 0 ? 0 : 1;
}

// The kind of what a call throws; USERSIG_OK if it throws nothing.
inline usersig_kind thrown(const std::function<void()> &call) {
    try {
        call();
    } catch (const usersig::rejection &what) {
        check(what.kind() > 100 && what.trtc_code() != 0, "a rejection", what.what(), __FILE__, __LINE__);
        return what.kind();
    } catch (const usersig::error &what) {
        check(what.kind() < 100 && what.code() != 0, "an error", what.what(), __FILE__, __LINE__);
        return what.kind();
    }
    return USERSIG_OK;
}

#endif
