"""Values that the drop-in classes refuse: one table, for both algorithms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from test_bad_input import refused, refused_type

import TLSSigAPI
import TLSSigAPIv2
import usersig
from conftest import KEY, SDKAPPID


class Raising:
    """An object of which nothing can be asked."""

    @property
    def __class__(self) -> type:
        raise RuntimeError

    def __str__(self) -> str:
        raise RuntimeError

    __index__ = __int__ = __iter__ = __len__ = __str__


class OddInt(int):
    """A number that calls itself something else."""

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __index__ = __int__ = __abs__ = __bool__ = __str__


class OddStr(str):
    """A text that calls itself something else."""

    __slots__ = ()

    def __str__(self) -> str:
        raise RuntimeError

    isascii = isdecimal = encode = __len__ = __int__ = __repr__ = __str__


WIDE = 10**5000
"""More digits than Python writes."""

TYPES: dict[str, list[object]] = {
    "userid": [None, b"xiaojun", 1.5, ["xiaojun"], True, object(), Raising(), WIDE, -WIDE],
    "expire": [None, 1.5, "", "-1", "1.5", "\u0661", "9" * 5000, True, b"60", Raising(), OddStr("x")],
    "sdkappid": [None, "", "-1", "\u0661", 1.5, True, b"1", Raising(), OddStr("x")],
    "key": [1, 1.5, True, ["key"], bytearray(b"key"), object(), Raising()],
}
VALUES: dict[str, list[object]] = {
    "userid": ["", "xiao\0jun", "xiao\njun", "\x7f", "\ud800", "x" * (1 << 20), OddStr("\0")],
    "expire": [-1, 1 << 63, 1 << 64, WIDE, -WIDE, OddInt(-1)],
    "sdkappid": [0, -1, 1 << 32, "4294967296", 1 << 64, WIDE, -WIDE, OddInt(0)],
    "key": ["\ud800", "-----BEGIN PRIVATE KEY-----"],
}
CODES = {"userid": -3319, "expire": 6017, "sdkappid": -3317, "key": 6017}

Make = Callable[..., Any]


@pytest.fixture(params=["current", "legacy"])
def make(request: pytest.FixtureRequest, private_pem: str, public_pem: str) -> Make:
    """Makes the class of an algorithm, with what it is given in place of good values."""

    def current(sdkappid: Any = SDKAPPID, key: Any = KEY) -> TLSSigAPIv2.TLSSigAPIv2:
        return TLSSigAPIv2.TLSSigAPIv2(sdkappid, key)

    def legacy(sdkappid: Any = SDKAPPID, key: Any = private_pem) -> TLSSigAPI.TLSSigAPI:
        return TLSSigAPI.TLSSigAPI(sdkappid, key, public_pem)

    return {"current": current, "legacy": legacy}[request.param]


def calls(make: Make, parameter: str) -> list[Make]:
    """Every way to give a value to a parameter."""
    if parameter in ("sdkappid", "key"):
        return [lambda value: make(**{parameter: value})]
    api, found = make(), []
    others: dict[str, tuple[object, ...]] = {
        "gen_sig": (),
        "genSig": (),
        "GenSig": (),
        "genUserSig": (),
        "gen_sig_with_userbuf": (b"",),
        "genPrivateMapKey": (1, 255),
        "genPrivateMapKeyWithStringRoomID": ("1", 255),
        "tls_gen_sig": (),
    }
    for name, rest in others.items():
        method = getattr(api, name, None)
        if method and parameter == "userid":
            found.append(lambda value, method=method, rest=rest: method(value, 60, *rest))
        elif method and name != "tls_gen_sig":
            found.append(lambda value, method=method, rest=rest: method("u", value, *rest))
    if parameter == "userid" and hasattr(api, "tls_verify_sig"):
        found.append(lambda value: api.tls_verify_sig("eJ", value))
    return found


@pytest.mark.parametrize("parameter", CODES)
def test_wrong_types_and_values(make: Make, parameter: str) -> None:
    found = calls(make, parameter)
    assert len(found) == 1 if parameter in ("sdkappid", "key") else len(found) >= 3
    for call in found:
        for value in TYPES[parameter]:
            refused_type(f"invalid_{parameter}", CODES[parameter], call, value)
        for value in VALUES[parameter]:
            refused(f"invalid_{parameter}", CODES[parameter], call, value)


def test_keys_of_the_other_algorithm(private_pem: str, public_pem: str) -> None:
    for key in (private_pem, public_pem, private_pem.encode(), "", b""):
        refused("invalid_key", 6017, TLSSigAPIv2.TLSSigAPIv2, SDKAPPID, key)
    refused_type("invalid_key", 6017, TLSSigAPIv2.TLSSigAPIv2, SDKAPPID, None)
    for keys in ((KEY, public_pem), (KEY, None), (private_pem, KEY), ("", ""), (None, None)):
        refused("invalid_key", 6017, TLSSigAPI.TLSSigAPI, SDKAPPID, *keys)
    refused("invalid_key", 6017, TLSSigAPI.TLSSigAPI(SDKAPPID, "", public_pem).gen_sig, "u")


def test_tickets_that_are_none(private_pem: str) -> None:
    api = TLSSigAPI.TLSSigAPI(SDKAPPID, private_pem, None)
    for ticket in (None, 1, ["eJ"], memoryview(b"eJ"), Raising()):
        refused_type("invalid_ticket", -3320, api.tls_verify_sig, ticket, "u")
    for ticket in ("", "\ud800", "\0", "x" * (1 << 20), b"\xff", OddStr("eJ")):
        with pytest.raises(usersig.RejectedError) as raised:
            api.tls_verify_sig(ticket, "u")
        assert raised.value.code in (70002, 70003)


def test_rooms_privileges_and_userbufs() -> None:
    api = TLSSigAPIv2.TLSSigAPIv2(SDKAPPID, KEY)
    refused("invalid_room", -3318, api.genPrivateMapKey, "u", 60, None, 255)
    refused_type("invalid_privileges", 6017, api.genPrivateMapKey, "u", 60, 1, None)
    for value in (1.5, "", "room", True, Raising()):
        refused_type("invalid_room", -3318, api.genPrivateMapKey, "u", 60, value, 255)
        refused_type("invalid_privileges", 6017, api.genPrivateMapKey, "u", 60, 1, value)
    for value in (-1, 1 << 32, WIDE, OddInt(-1)):
        refused("invalid_room", -3318, api.genPrivateMapKey, "u", 60, value, 255)
        refused("invalid_privileges", 6017, api.genPrivateMapKey, "u", 60, 1, value)
    refused("invalid_room", -3318, api.genPrivateMapKeyWithStringRoomID, "u", 60, None, 255)
    for value in (10000, b"room", Raising()):
        refused_type("invalid_room", -3318, api.genPrivateMapKeyWithStringRoomID, "u", 60, value, 255)
    for value in ("", "\0", "\ud800", "x" * (1 << 20)):
        refused("invalid_room", -3318, api.genPrivateMapKeyWithStringRoomID, "u", 60, value, 255)
    for value in ("abc", 1, memoryview(b"abc"), Raising()):
        refused_type("invalid_userbuf", 6017, api.gen_sig_with_userbuf, "u", 60, value)
    refused("invalid_userbuf", 6017, api.gen_sig_with_userbuf, "u", 60, bytes(8193))


def test_odd_values_are_what_they_hold(make: Make) -> None:
    """A subclass of a number or text counts as its number or text, whatever it says of itself."""
    claims = usersig.inspect(make(OddInt(SDKAPPID)).gen_sig(OddInt(10001), OddInt(60)))
    assert (claims.sdkappid, claims.userid, claims.expire) == (SDKAPPID, "10001", 60)
    claims = usersig.inspect(make(OddStr(str(SDKAPPID))).gen_sig(OddStr("xiaojun"), OddStr("60")))
    assert (claims.sdkappid, claims.userid, claims.expire) == (SDKAPPID, "xiaojun", 60)
