"""What the drop-in classes take besides exact types, because `str()` and `int()` took it."""

from __future__ import annotations

from typing import cast


def text(value: str | int) -> str:
    """A UserID that may be given as a number."""
    # To Python a bool is a number, too. It is refused where it is used, as all else is.
    if issubclass(type(value), int) and type(value) is not bool:
        try:
            # Its digits, whatever a subclass prints.
            return int.__repr__(cast("int", value))
        except ValueError:
            # It has more digits than Python writes, and so more than a UserID.
            pass
    return cast("str", value)


def number(value: int | str) -> int:
    """A number that may be given as its digits."""
    if not issubclass(type(value), str):
        return cast("int", value)
    # Its characters, whatever a subclass says of itself.
    digits = str.__str__(cast("str", value))
    fits = digits.isascii() and digits.isdecimal() and len(digits) <= MAX_DIGITS
    return int(digits) if fits else cast("int", value)


MAX_DIGITS = 20
"""More than any number that fits has."""
