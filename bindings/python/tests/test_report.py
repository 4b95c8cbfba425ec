"""Inspecting and diagnosing, and what a verified ticket says."""

from __future__ import annotations

import pytest

import usersig
from conftest import KEY, NOW, SDKAPPID
from usersig import Privileges


def test_inspect_says_what_was_signed(app: usersig.Application) -> None:
    claims = usersig.inspect(app.sign("xiaojun", 60, userbuf=b"abc", now=NOW))
    assert (claims.algorithm, claims.sdkappid, claims.userid) == ("hmac-sha256", SDKAPPID, "xiaojun")
    assert (claims.time, claims.expire, claims.expires_at) == (NOW, 60, NOW + 60)
    assert (claims.userbuf, claims.room_id, claims.room_str, claims.privileges) == (b"abc", None, None, None)
    assert (len(claims.signature), claims.json[0]) == (32, "{")


@pytest.mark.parametrize("room", [{"room_id": 10000}, {"room_str": "10000"}])
def test_a_room_ticket_says_its_room(app: usersig.Application, room: dict[str, object]) -> None:
    audience = Privileges.ENTER | Privileges.RECEIVE_AUDIO | Privileges.RECEIVE_VIDEO
    ticket = app.sign_private_map_key("u", 60, privileges=audience, now=NOW, **room)
    for found in (usersig.inspect(ticket), app.verify(ticket, "u", now=NOW)):
        assert (found.room_id, found.room_str) == (room.get("room_id"), room.get("room_str"))
        assert isinstance(found.privileges, Privileges)
        assert (found.privileges, found.room_expires_at) == (Privileges.AUDIENCE, NOW + 60)
    plain = app.verify(app.sign("u", now=NOW), "u", now=NOW)
    assert (plain.room_id, plain.room_str, plain.privileges, plain.room_expires_at) == (None,) * 4
    for other in ({"room_id": 10001}, {"room_str": "10001"}):
        with pytest.raises(usersig.RejectedError) as raised:
            app.verify(ticket, "u", now=NOW, **other)
        assert raised.value.kind == "mismatch_room"


def test_privileges_are_the_eight_bits() -> None:
    assert (int(Privileges.NONE), int(Privileges.AUDIENCE), int(Privileges.ALL)) == (0, 42, 255)
    single = [
        Privileges.CREATE_ROOM,
        Privileges.ENTER,
        Privileges.SEND_AUDIO,
        Privileges.RECEIVE_AUDIO,
        Privileges.SEND_VIDEO,
        Privileges.RECEIVE_VIDEO,
        Privileges.SEND_SUBSTREAM,
        Privileges.RECEIVE_SUBSTREAM,
    ]
    assert [int(privilege) for privilege in single] == [1 << bit for bit in range(8)]


def test_the_ring_says_which_key_signed() -> None:
    ticket = usersig.Application(SDKAPPID, "old").sign("u")
    assert usersig.Application(SDKAPPID, ["new", b"old"]).verify(ticket, "u").key_index == 1
    assert usersig.Application(SDKAPPID, ("old", "new")).verify(ticket, "u").key_index == 0


def test_bounds_of_an_application(app: usersig.Application) -> None:
    strict = usersig.Application(SDKAPPID, KEY, max_clock_skew=300, longest_validity=86400)
    for ticket, kind in (
        (app.sign("u", 60, now=NOW + 301), "from_the_future"),
        (app.sign("u", 86401, now=NOW), "valid_for_too_long"),
    ):
        assert app.verify(ticket, "u", now=NOW)
        with pytest.raises(usersig.RejectedError) as raised:
            strict.verify(ticket, "u", now=NOW)
        assert (raised.value.kind, raised.value.code) == (kind, 70005)


def test_encodings(app: usersig.Application) -> None:
    stored = usersig.Application(SDKAPPID, KEY, encoding="stored").sign("u", now=NOW)
    assert len(stored) > len(app.sign("u", now=NOW))
    assert app.verify(stored, "u", now=NOW)


def test_diagnose_finds_the_cause(app: usersig.Application) -> None:
    ticket = app.sign("xiaojun", 60, now=NOW)
    known = {"sdkappid": SDKAPPID, "userid": "xiaojun", "now": NOW}
    assert usersig.diagnose(ticket, keys=KEY, **known).code is None
    found = usersig.diagnose(ticket, keys=[KEY + "\n"], **known)
    assert (found.code, found.causes[0].id, found.causes[0].severity) == (70009, "key-white-space", "fatal")
    assert found.unverified is not None
    assert found.unverified.userid == "xiaojun"
    found = usersig.diagnose(ticket, keys="other", others=[(SDKAPPID + 1, KEY)], **known)
    assert found.code == 70009
    assert found.causes
    found = usersig.diagnose(f'"{ticket}"', keys=KEY, **known)
    assert (found.code, found.repaired) == (70003, ticket)


def test_diagnose_refuses_what_is_no_request() -> None:
    for wrong, kind in (
        ({"sdkappid": 0}, "invalid_sdkappid"),
        ({"userid": "\ud800"}, "invalid_userid"),
        ({"userid": 5}, "invalid_userid"),
        ({"keys": 5}, "invalid_key"),
        ({"others": [(1,)]}, "invalid_key"),
        ({"others": [("1", "key")]}, "invalid_sdkappid"),
        ({"now": -1}, "invalid_time"),
    ):
        with pytest.raises(usersig.RequestError) as raised:
            usersig.diagnose("eJ", **wrong)
        assert raised.value.kind == kind
