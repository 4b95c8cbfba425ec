// The tickets of one call, in one piece of memory.
#ifndef USERSIG_TICKETS_HPP
#define USERSIG_TICKETS_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "usersig.h"
#include "usersig/error.hpp"

namespace usersig {

// What sign_many made: for each row a ticket or a fault.
class tickets {
public:
    std::size_t size() const noexcept { return statuses_.size(); }

    // The ticket of a row, which lives as long as this object or a copy of it; nothing where
    // there is a fault.
    std::optional<std::string_view> operator[](std::size_t row) const {
        if (statuses_.at(row) != USERSIG_OK) {
            return std::nullopt;
        }
        return std::string_view(bytes_.get() + offsets_[row], offsets_[row + 1] - offsets_[row]);
    }

    // USERSIG_OK, or why a row has no ticket.
    usersig_kind kind(std::size_t row) const { return static_cast<usersig_kind>(statuses_.at(row)); }

    // Why a row has no ticket, in full; false where it has one.
    usersig::fault fault(std::size_t row) const {
        const auto found = faults_.find(row);
        return found == faults_.end() ? usersig::fault() : found->second;
    }

private:
    friend class application;

    template <typename Write>
    tickets(std::size_t count, std::size_t total, Write write) : offsets_(count + 1), statuses_(count) {
        // The memory is not filled beforehand: what stays unused is never touched.
        std::size_t len = 0;
        const auto attempt = [&](std::size_t size) {
            bytes_.reset(new char[size]);
            return write(bytes_.get(), size, &len, offsets_.data(), statuses_.data());
        };
        // Enough for usual tickets of both algorithms; what is longer is told and asked for once
        // more, with all of the signing.
        std::int32_t status = attempt(count * 512 + total * 2);
        if (status == USERSIG_BUFFER_TOO_SMALL) {
            status = attempt(len);
        }
        detail::check(status);
        for (std::size_t row = 0; row < count; row++) {
            if (statuses_[row] != USERSIG_OK) {
                faults_.emplace(row, usersig::fault::of_row(row));
            }
        }
    }

    std::shared_ptr<char[]> bytes_;
    std::vector<std::size_t> offsets_;
    std::vector<std::int32_t> statuses_;
    std::map<std::size_t, usersig::fault> faults_;
};

}  // namespace usersig

#endif
