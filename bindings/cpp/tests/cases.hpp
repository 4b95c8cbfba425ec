// How the C++ tests read the cases of ../../../vectors.
#ifndef CASES_HPP
#define CASES_HPP

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support.hpp"

using json = nlohmann::json;

// The JSON value null stands for what is not there.
inline json member(const json &object, const char *name) {
    return object.contains(name) ? object.at(name) : json();
}

inline std::string decode_base64(const std::string &text) {
    static const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned bits = 0, count = 0;
    for (const char character : text.substr(0, text.find('='))) {
        bits = bits << 6 | static_cast<unsigned>(alphabet.find(character));
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes.push_back(static_cast<char>(bits >> count));
        }
    }
    return bytes;
}

// The bytes of a base64 text; nothing for null.
inline std::optional<std::string> bytes_of(const json &text) {
    return text.is_null() ? std::nullopt : std::optional<std::string>(decode_base64(text.get<std::string>()));
}

// A key of a case.
inline std::string text_of(const json &one) {
    return (one.contains("hmac") ? one.at("hmac") : one.at("pem")).get<std::string>();
}

inline usersig::room room_of(const json &room) {
    return room.contains("id") ? usersig::room::id(room.at("id").get<std::int64_t>())
                               : usersig::room::str(room.at("str").get<std::string>());
}

// Hands each case of a file to a function.
inline void cases_of_file(const std::filesystem::path &path, const std::function<void(const json &)> &take) {
    std::ifstream lines(path);
    CHECK_IN(lines.is_open(), path.string());
    for (std::string line; std::getline(lines, line);) {
        take(json::parse(line));
    }
}

#endif
