// Eight threads on one application; a long loop that must not grow.

#include <fstream>
#include <thread>

#include "support.hpp"

constexpr int warm_up = 100000, loop = 1000000, growth_kib = 512;

static void threads() {
    const usersig::application app(sdkappid, key);
    std::vector<std::thread> running;
    std::vector<int> wrong(8);
    for (int &count : wrong) {
        running.emplace_back([&count, app] {
            for (int at = 0; at < 10000; at++) {
                const std::string userid = "user-" + std::to_string(at), ticket = app.sign(userid, day);
                usersig::fault why;
                count += !app.verify(ticket, userid, why);
                count += app.verify(ticket, "another", why).has_value() || why.kind() != USERSIG_MISMATCH_USERID;
            }
        });
    }
    for (std::thread &thread : running) {
        thread.join();
    }
    CHECK(wrong == std::vector<int>(8));
}

static void round_trips(const usersig::application &app, int count) {
    for (int at = 0; at < count; at++) {
        const std::string ticket = app.sign("xiaojun", day, "userbuf", moment);
        if (app.verify(ticket, "xiaojun", {}, moment).userbuf != "userbuf") {
            throw std::runtime_error("another UserBuf");
        }
        if (at % 16 == 0) {
            const usersig::application other(sdkappid, key);
            other.sign_many({"xiaojun", "xiao\njun"}, day, moment);
            CHECK(thrown([&] { other.verify(ticket, "xiaohong", {}, moment); }) == USERSIG_MISMATCH_USERID);
            usersig::inspect(ticket);
        }
    }
}

// The resident memory of this process, KiB.
static long resident() {
    long pages = 0, resident_pages = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident_pages;
    CHECK(resident_pages > 0);
    return resident_pages * 4;
}

static void a_million_round_trips_do_not_grow() {
    const usersig::application app(sdkappid, key);
    round_trips(app, warm_up);
    const long before = resident();
    round_trips(app, loop);
    const long growth = resident() - before;
    std::printf("%d round trips: %ld KiB more, at most %d\n", loop, growth, growth_kib);
    CHECK(growth <= growth_kib);
}

int main() {
    test("threads", threads);
    test("a_million_round_trips_do_not_grow", a_million_round_trips_do_not_grow);
    return finish("tests of load");
}
