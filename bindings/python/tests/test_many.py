"""Many in one call: the same as one at a time, errors in their rows, other threads meanwhile."""

from __future__ import annotations

import sys
import threading

import pytest

import usersig
from conftest import KEY, NOW, SDKAPPID

USERIDS = [f"user{number}" for number in range(1000)]


def test_the_same_as_one_at_a_time(app: usersig.Application) -> None:
    tickets = app.sign_many(USERIDS, 60, now=NOW)
    assert tickets == [app.sign(userid, 60, now=NOW) for userid in USERIDS]
    assert tickets == app.sign_many((userid for userid in USERIDS), 60, now=NOW)
    found = app.verify_many(zip(tickets, USERIDS), now=NOW)
    assert found == [app.verify(*row, now=NOW) for row in zip(tickets, USERIDS)]
    assert (app.sign_many([]), app.verify_many([])) == ([], [])
    assert usersig.inspect(app.sign_many(["u"])[0]).expire == usersig.DEFAULT_EXPIRE


def test_errors_stand_in_their_rows(app: usersig.Application) -> None:
    userids = ["a", "b\n", "c", "\ud800", None, "d", "e\0"]
    rows = app.sign_many(userids, return_exceptions=True)
    bad = {at: row for at, row in enumerate(rows) if isinstance(row, usersig.UserSigError)}
    assert {at: error.row for at, error in bad.items()} == {1: 1, 3: 3, 4: 4, 6: 6}
    assert all(error.kind == "invalid_userid" for error in bad.values())
    assert isinstance(bad[4], TypeError)
    tickets = [row if isinstance(row, str) else "" for row in rows]

    found = app.verify_many(zip(tickets, userids), return_exceptions=True)
    assert [isinstance(row, usersig.Verified) for row in found] == [at not in bad for at in range(len(rows))]
    found = app.verify_many([(tickets[0], "a"), (None, "a"), ("", "a")], return_exceptions=True)
    assert [getattr(row, "kind", "valid") for row in found] == ["valid", "invalid_ticket", "empty"]


def test_rows_of_another_shape(app: usersig.Application) -> None:
    """What a row lacks is named."""
    ticket = app.sign("a")
    kinds = {
        (ticket,): "invalid_userid",
        (ticket, None): "invalid_userid",
        (None,): "invalid_ticket",
        (): "invalid_ticket",
        (ticket, "a", "b"): "invalid_ticket",
        5: "invalid_ticket",
        "ab": "invalid_ticket",
    }
    found = app.verify_many(kinds, return_exceptions=True)
    assert [row.kind for row in found] == list(kinds.values())
    assert all(isinstance(row, usersig.RequestTypeError) for row in found)
    assert str(found[0]).startswith("the UserID is missing")


def test_the_first_error_is_raised(app: usersig.Application) -> None:
    for userids, row in ((["a", "b\n", None], 1), (["a", None, "b\n"], 1)):
        with pytest.raises(usersig.RequestError) as raised:
            app.sign_many(userids)
        assert raised.value.row == row
    ticket = app.sign("a")
    with pytest.raises(usersig.RejectedError) as rejected:
        app.verify_many([(ticket, "a"), (ticket, "a"), (ticket, "b")])
    assert (rejected.value.row, rejected.value.code) == (2, 70013)


def test_what_concerns_every_row_is_raised(app: usersig.Application) -> None:
    for keep in (False, True):
        with pytest.raises(usersig.RequestError) as raised:
            app.sign_many(["a"], -1, return_exceptions=keep)
        assert (raised.value.kind, raised.value.row) == ("invalid_expire", None)
        with pytest.raises(usersig.RequestError) as raised:
            app.verify_many([], room_id=0, return_exceptions=keep)
        assert raised.value.kind == "invalid_room"


def test_expectations_count_for_every_row(app: usersig.Application) -> None:
    plain = app.sign("u")
    room = app.sign_private_map_key("u", 60, room_id=7, privileges=255)
    found = app.verify_many([(plain, "u"), (room, "u")], room_id=7, privileges=42, return_exceptions=True)
    assert [getattr(row, "kind", "valid") for row in found] == ["missing_userbuf", "valid"]


def test_rows_that_are_none(app: usersig.Application) -> None:
    for userids in ("xiaojun", b"xiaojun", None, 5):
        with pytest.raises(usersig.RequestTypeError):
            app.sign_many(userids)
        with pytest.raises(usersig.RequestTypeError):
            app.verify_many(userids)

    def broken() -> object:
        yield "a"
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        app.sign_many(broken())


gil_enabled = getattr(sys, "_is_gil_enabled", lambda: True)


@pytest.mark.skipif(not gil_enabled(), reason="there is no lock to release")
@pytest.mark.parametrize("batch", ["sign", "verify"])
def test_other_threads_run_meanwhile(batch: str) -> None:
    """Without a switch by force, the other thread comes first only if the call lets it."""
    app = usersig.Application(SDKAPPID, KEY)
    userids = USERIDS * 100
    rows = list(zip(app.sign_many(userids), userids))
    work = {"sign": lambda: app.sign_many(userids), "verify": lambda: app.verify_many(rows)}[batch]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        # A busy machine may wake the other thread too late: one of a few times is enough.
        assert any(first_of_both(work) == "other" for _ in range(5))
    finally:
        sys.setswitchinterval(interval)


def first_of_both(work: object) -> str:
    started, order = threading.Event(), []

    def run() -> None:
        started.set()
        work()
        order.append("batch")

    thread = threading.Thread(target=run)
    thread.start()
    started.wait()
    order.append("other")
    thread.join()
    return order[0]
