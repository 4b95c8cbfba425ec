// How texts go into the C library, and how they come out.
#ifndef USERSIG_VIEW_HPP
#define USERSIG_VIEW_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "usersig.h"
#include "usersig/error.hpp"

namespace usersig {

// A text that a call looks at: whatever a std::string_view can be made of, and a null pointer,
// which is refused as a text that is missing.
class view : public std::string_view {
public:
    constexpr view() noexcept : std::string_view("") {}

    constexpr view(const char *text) noexcept : std::string_view(text == nullptr ? std::string_view() : text) {}

    // An empty text is not missing, wherever it points to.
    template <typename Text, std::enable_if_t<std::is_convertible_v<const Text &, std::string_view> &&
                                                  !std::is_pointer_v<std::decay_t<Text>> &&
                                                  !std::is_null_pointer_v<Text>,
                                              int> = 0>
    constexpr view(const Text &text) : std::string_view(never_null(text)) {}

private:
    static constexpr std::string_view never_null(std::string_view text) noexcept {
        return text.data() == nullptr ? std::string_view("") : text;
    }
};

namespace detail {

// A text as the C library takes it. Null has a length, so that it is refused even where none is
// a choice.
struct text {
    explicit text(view any) noexcept : data(any.data()), len(any.data() == nullptr ? 1 : any.size()) {}

    const char *data;
    std::size_t len;
};

// Many texts as the C library takes them.
class texts {
public:
    template <typename Views>
    explicit texts(const Views &views) {
        data_.reserve(views.size());
        lens_.reserve(views.size());
        for (const view any : views) {
            const text one(any);
            data_.push_back(one.data);
            lens_.push_back(one.len);
        }
    }

    const char *const *data() const noexcept { return data_.data(); }
    const std::size_t *lens() const noexcept { return lens_.data(); }
    std::size_t size() const noexcept { return data_.size(); }

private:
    std::vector<const char *> data_;
    std::vector<std::size_t> lens_;
};

// Many texts in one piece of memory; a null one is empty there, which its row is refused for.
struct packed {
    // Of each row the text that find tells.
    template <typename Rows, typename Find>
    packed(const Rows &rows, Find find) {
        std::size_t total = 0;
        for (const auto &row : rows) {
            total += find(row).size();
        }
        bytes.reserve(total);
        offsets.reserve(rows.size() + 1);
        offsets.push_back(0);
        for (const auto &row : rows) {
            bytes.append(find(row));
            offsets.push_back(bytes.size());
        }
    }

    std::string bytes;
    std::vector<std::size_t> offsets;
};

// The text that a function of the C library writes; once more when it needs more room.
template <typename Write>
std::string filled(std::size_t capacity, Write write) {
    std::string out(capacity, '\0');
    std::size_t len = 0;
    std::int32_t status = write(out.data(), out.size(), &len);
    if (status == USERSIG_BUFFER_TOO_SMALL) {
        out.resize(len);
        status = write(out.data(), out.size(), &len);
    }
    check(status);
    out.resize(len);
    return out;
}

}  // namespace detail
}  // namespace usersig

#endif
