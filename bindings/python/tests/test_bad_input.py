"""What does not fit raises the right error, and nothing is cut short."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

import usersig
from conftest import KEY, NOW, SDKAPPID

WRONG_TEXTS = [None, 1, 1.5, b"xiaojun", ["xiaojun"], object()]
BAD_USERIDS = ["", "xiao\0jun", "xiao\njun", "\x7f", "a\ud800", "\udfff", "x" * (1 << 20), "小" * 700]


def refused(kind: str, code: int, call: Any, *args: object, **kwargs: object) -> None:
    """The call must raise an error of this kind, and not one of types."""
    assert not isinstance(error_of(kind, code, call, args, kwargs), TypeError)


def refused_type(kind: str, code: int, call: Any, *args: object, **kwargs: object) -> None:
    """The call must raise an error of this kind, which is one of types."""
    assert isinstance(error_of(kind, code, call, args, kwargs), TypeError)


def error_of(kind: str, code: int, call: Any, args: Any, kwargs: Any) -> usersig.RequestError:
    with pytest.raises(usersig.RequestError) as raised:
        call(*args, **kwargs)
    error = raised.value
    assert (error.kind, error.code, error.trtc_code) == (kind, code, None)
    assert isinstance(error, ValueError)
    assert error.hint
    assert str(error).endswith("; " + error.hint)
    return error


def test_userids(app: usersig.Application) -> None:
    wide = usersig.Application(SDKAPPID, KEY, userid_form="utf8")
    for userid in BAD_USERIDS:
        for one in (app, wide):
            refused("invalid_userid", -3319, one.sign, userid)
            refused("invalid_userid", -3319, one.verify, "", userid)
            refused("invalid_userid", -3319, one.sign_private_map_key, userid, 1, room_id=1, privileges=1)
    for userid in WRONG_TEXTS:
        refused_type("invalid_userid", -3319, app.sign, userid)
        refused_type("invalid_userid", -3319, app.verify, "", userid)
    refused("invalid_userid", -3319, app.sign, "小军")
    assert wide.verify(wide.sign("小军"), "小军")
    printable = usersig.Application(SDKAPPID, KEY, userid_form="ascii")
    assert app.verify(printable.sign("a @ b"), "a @ b")


def test_sdkappids() -> None:
    for sdkappid in (0, -1, 1 << 32, 1 << 63, 1 << 64, -(1 << 64), 10**1000):
        refused("invalid_sdkappid", -3317, usersig.Application, sdkappid, KEY)
    for sdkappid in (None, "1400000000", 1.0, True):
        refused_type("invalid_sdkappid", -3317, usersig.Application, sdkappid, KEY)

    class Number:
        """A number of another library."""

        def __index__(self) -> int:
            return SDKAPPID

    assert usersig.Application(Number(), KEY).sdkappid == SDKAPPID
    assert usersig.Application((1 << 32) - 1, KEY).sdkappid == (1 << 32) - 1


def test_keys(public_pem: str) -> None:
    for keys in ("", b"", [KEY, ""], "-----BEGIN PRIVATE KEY-----", "\ud800"):
        refused("invalid_key", 6017, usersig.Application, 1, keys)
    for keys in (None, 1, [None], [KEY, 1], bytearray(b"secret")):
        refused_type("invalid_key", 6017, usersig.Application, 1, keys)
    for keys in ([], public_pem):
        app = usersig.Application(1, keys)
        assert (app.can_sign, app.algorithm, app.key_fingerprint) == (False, None, None)
        refused("invalid_key", 6017, app.sign, "u")
        refused("invalid_key", 6017, app.sign_many, ["u"])
    with pytest.raises(usersig.RejectedError) as raised:
        usersig.Application(1, []).verify(usersig.Application(1, KEY).sign("u"), "u")
    assert raised.value.code == 70016


def test_times(app: usersig.Application) -> None:
    for expire in (-1, 1 << 63, -(1 << 63), 1 << 100, (1 << 63) - 1):
        refused("invalid_expire", 6017, app.sign, "u", expire, now=NOW)
    for expire in (None, "86400", 1.5, False):
        refused_type("invalid_expire", 6017, app.sign, "u", expire)
    for now in (-1, 1 << 64):
        refused("invalid_time", 6017, app.sign, "u", now=now)
        refused("invalid_time", 6017, app.verify, "", "u", now=now)
    refused_type("invalid_time", 6017, app.sign, "u", now="0")
    ticket = app.sign("u", (1 << 63) - 2, now=1)
    assert app.verify(ticket, "u", now=(1 << 63) - 1).expires_at == (1 << 63) - 1


def test_userbufs(app: usersig.Application) -> None:
    refused("invalid_userbuf", 6017, app.sign, "u", userbuf=bytes(8193))
    for userbuf in ("abc", 1, [1], memoryview(b"abc")):
        refused_type("invalid_userbuf", 6017, app.sign, "u", userbuf=userbuf)
    for userbuf in (b"", bytes(8192), bytearray(b"abc")):
        found = app.verify(app.sign("u", userbuf=userbuf), "u", userbuf=userbuf)
        assert found.userbuf == userbuf


def test_rooms_and_privileges(app: usersig.Application) -> None:
    def sign(privileges: object = 255, **room: object) -> str:
        return app.sign_private_map_key("u", 60, privileges=privileges, **room)

    for room_id in (0, -1, (1 << 32) - 1, 1 << 63):
        refused("invalid_room", -3318, sign, room_id=room_id)
        refused("invalid_room", -3318, app.verify, "", "u", room_id=room_id)
    for room_str in ("", "a\n", "a\0", "\ud800", "x" * 65, "房"):
        refused("invalid_room", -3318, sign, room_str=room_str)
    refused_type("invalid_room", -3318, sign, room_id="1")
    refused_type("invalid_room", -3318, sign, room_str=1)
    refused("invalid_room", -3318, sign)
    refused("invalid_room", -3318, sign, room_id=1, room_str="1")
    for privileges in (-1, 256, 1 << 64):
        refused("invalid_privileges", 6017, sign, privileges, room_id=1)
    for privileges in (None, "all", True):
        refused_type("invalid_privileges", 6017, sign, privileges, room_id=1)
    refused("invalid_expire", 6017, app.sign_private_map_key, "u", 1 << 32, room_id=1, privileges=1)


def test_expectations_do_not_contradict(app: usersig.Application) -> None:
    ticket = app.sign("u")
    for wanted in (
        {"userbuf": b"", "no_userbuf": True},
        {"userbuf": b"", "room_id": 1},
        {"no_userbuf": True, "room_str": "1"},
        {"no_userbuf": True, "privileges": 1},
    ):
        refused("invalid_argument", 6017, app.verify, ticket, "u", **wanted)
    refused("invalid_room", -3318, app.verify, ticket, "u", privileges=1)


def test_options() -> None:
    for option in ("userid_form", "encoding"):
        refused("invalid_argument", 6017, usersig.Application, 1, KEY, **{option: "no"})
        refused_type("invalid_argument", 6017, usersig.Application, 1, KEY, **{option: 1})
    for option in ("max_clock_skew", "longest_validity"):
        refused("invalid_argument", 6017, usersig.Application, 1, KEY, **{option: -1})
    refused("invalid_argument", 6017, usersig.Application, 1, KEY, legacy_utc_offset=1 << 31)
    app = usersig.Application(1, KEY)
    for flag in (None, 1, "yes", 1.0, []):
        refused_type("invalid_argument", 6017, app.verify, "eJ", "u", no_userbuf=flag)
        refused_type("invalid_argument", 6017, app.verify_many, [], no_userbuf=flag)
        refused_type("invalid_argument", 6017, app.verify_many, [], return_exceptions=flag)
        refused_type("invalid_argument", 6017, app.sign_many, [], return_exceptions=flag)


def test_tickets_of_any_kind(app: usersig.Application) -> None:
    tickets = ["", " \n", "\ud800", "eJ\ud800", "\0", "x" * (1 << 20), "票", b"", b"\xff", bytearray(b"eJ")]
    for ticket in tickets:
        with pytest.raises(usersig.RejectedError) as raised:
            app.verify(ticket, "u")
        assert raised.value.code in (70002, 70003)
        assert raised.value.trtc_code == -100018
        with pytest.raises(usersig.RejectedError):
            usersig.inspect(ticket)
        assert usersig.diagnose(ticket).code == raised.value.code
    for ticket in (None, 1, ["eJ"], memoryview(b"eJ")):
        refused_type("invalid_ticket", -3320, app.verify, ticket, "u")
        refused_type("invalid_ticket", -3320, usersig.inspect, ticket)


def test_calls_without_their_arguments_are_type_errors(app: usersig.Application) -> None:
    for call in (
        lambda: app.sign(),
        lambda: app.verify("eJ"),
        lambda: app.sign("u", 1, b""),
        lambda: usersig.Application(1),
    ):
        with pytest.raises(TypeError):
            call()


def test_nothing_shows_a_key(app: usersig.Application) -> None:
    assert KEY not in repr(app) + str(app)
    assert app.key_fingerprint is not None
    assert app.key_fingerprint in repr(app)
    with pytest.raises(TypeError):
        pickle.dumps(app)
    with pytest.raises(usersig.RequestError) as raised:
        usersig.Application(1, "-----BEGIN hush")
    assert "hush" not in str(raised.value)


def test_objects_do_not_change(app: usersig.Application) -> None:
    found = app.verify(app.sign("u"), "u")
    for thing in (app, found):
        with pytest.raises((AttributeError, TypeError)):
            thing.sdkappid = 1
        with pytest.raises((AttributeError, TypeError)):
            thing.other = 1
    assert copy.copy(app) is app
    assert copy.deepcopy(app) is app


def test_errors_can_be_pickled(app: usersig.Application) -> None:
    with pytest.raises(usersig.ExpiredError) as raised:
        app.verify(app.sign("u", 0, now=NOW), "u")
    copied = pickle.loads(pickle.dumps(raised.value))
    assert type(copied) is usersig.ExpiredError
    assert (str(copied), vars(copied)) == (str(raised.value), vars(raised.value))
    assert (copied.code, copied.kind, copied.c_code, copied.trtc_code) == (70001, "expired", 9, -100018)
