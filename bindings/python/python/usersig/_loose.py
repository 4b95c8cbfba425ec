"""What the drop-in classes take besides exact types, because `str()` and `int()` took it."""

from __future__ import annotations

from typing import cast


def text(value: str | int) -> str:
    """A UserID that may be given as a number."""
    if isinstance(value, str):
        return value
    # To Python a bool is a number, too. It is refused where it is used, as all else is.
    return cast("str", value) if isinstance(value, bool) or not isinstance(value, int) else str(value)


def number(value: int | str) -> int:
    """A number that may be given as its digits."""
    if not isinstance(value, str):
        return value
    digits = value.isascii() and value.isdecimal() and len(value) <= MAX_DIGITS
    return int(value) if digits else cast("int", value)


MAX_DIGITS = 20
"""More than any number that fits has."""
