// Times calls of usersig.hpp: a line with the name of one in, nanoseconds per ticket out.

#include <chrono>
#include <iostream>

#include "support.hpp"

static double timed(int calls, std::size_t rows, const std::function<void()> &call) {
    const auto start = std::chrono::steady_clock::now();
    for (int at = 0; at < calls; at++) {
        call();
    }
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    return took.count() / (static_cast<double>(calls) * static_cast<double>(rows));
}

int main() {
    constexpr std::size_t rows = 1000;
    const usersig::application app(sdkappid, key);
    std::vector<std::string> names;
    for (std::size_t at = 0; at < rows; at++) {
        names.push_back("user" + std::to_string(at + 1000));
    }
    const std::vector<std::string_view> userids(names.begin(), names.end());
    const std::string ticket = app.sign("xiaojun");
    const auto tickets = app.sign_many(userids);
    std::vector<std::pair<std::string_view, std::string_view>> signed_rows;
    for (std::size_t at = 0; at < rows; at++) {
        signed_rows.emplace_back(*tickets[at], userids[at]);
    }
    for (std::string line; std::getline(std::cin, line);) {
        if (line == "sign") {
            std::cout << timed(20000, 1, [&] { app.sign("xiaojun"); });
        } else if (line == "verify") {
            std::cout << timed(20000, 1, [&] { app.verify(ticket, "xiaojun"); });
        } else if (line == "sign_many") {
            std::cout << timed(20, rows, [&] { app.sign_many(userids); });
        } else {
            std::cout << timed(20, rows, [&] { app.verify_many(signed_rows); });
        }
        std::cout << std::endl;
    }
}
