"""One object in eight threads, ten thousand tickets in each; single calls that let other threads run."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

import TLSSigAPI
import TLSSigAPIv2
import usersig
from conftest import KEY, NOW, SDKAPPID

THREADS, TICKETS = 8, 10_000


def test_one_application_in_many_threads(app: usersig.Application) -> None:
    userids = [f"user{number}" for number in range(TICKETS)]
    expected = app.sign_many(userids, 60, now=NOW)

    def run(thread: int) -> int:
        for at in range(TICKETS):
            at = (at + thread * TICKETS // THREADS) % TICKETS
            ticket = app.sign(userids[at], 60, now=NOW)
            assert ticket == expected[at]
            assert app.verify(ticket, userids[at], now=NOW).time == NOW
        return TICKETS

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(run, range(THREADS))) == THREADS * TICKETS


def test_one_drop_in_object_in_many_threads(app: usersig.Application) -> None:
    api = TLSSigAPIv2.TLSSigAPIv2(SDKAPPID, KEY)

    def run(thread: int) -> list[tuple[str, str]]:
        return [(api.gen_sig(f"{thread}-{at}"), f"{thread}-{at}") for at in range(TICKETS)]

    with ThreadPoolExecutor(THREADS) as pool:
        for rows in pool.map(run, range(THREADS)):
            assert len(app.verify_many(rows)) == TICKETS


def test_one_legacy_object_in_many_threads(private_pem: str, public_pem: str) -> None:
    api = TLSSigAPI.TLSSigAPI(SDKAPPID, private_pem, public_pem)

    def run(thread: int) -> int:
        for at in range(TICKETS):
            ticket = api.gen_sig(f"{thread}-{at}", 60 + thread)
            assert api.tls_verify_sig(ticket, f"{thread}-{at}")
            assert usersig.inspect(ticket).expire == 60 + thread
        return TICKETS

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(run, range(THREADS))) == THREADS * TICKETS


@pytest.mark.skipif(not getattr(sys, "_is_gil_enabled", lambda: True)(), reason="there is no lock to release")
@pytest.mark.parametrize(
    ("call", "lets_others_run"),
    [
        ("sign with ECDSA", True),
        ("verify with ECDSA", True),
        ("verify with a public key", True),
        ("sign with HMAC", False),
        ("verify with HMAC", False),
    ],
)
def test_calls_that_take_long_let_others_run(
    app: usersig.Application, private_pem: str, public_pem: str, call: str, lets_others_run: bool
) -> None:
    """A single ECDSA signature takes long enough to be worth it, one of HMAC does not."""
    legacy, verifying = (usersig.Application(SDKAPPID, pem) for pem in (private_pem, public_pem))
    of_legacy, of_app = legacy.sign("u"), app.sign("u")
    work: Callable[[], object] = {
        "sign with ECDSA": lambda: legacy.sign("u"),
        "verify with ECDSA": lambda: legacy.verify(of_legacy, "u"),
        "verify with a public key": lambda: verifying.verify(of_legacy, "u"),
        "sign with HMAC": lambda: app.sign("u"),
        "verify with HMAC": lambda: app.verify(of_app, "u"),
    }[call]
    assert another_thread_runs_during(work) == lets_others_run


def another_thread_runs_during(work: Callable[[], object]) -> bool:
    """Whether a thread that waits to run does so during one of many calls.

    Nothing else lets it: a switch by force is too far away.
    """
    started, other, found = threading.Event(), threading.Event(), []

    def run() -> None:
        started.set()
        found.append(any(work() and other.is_set() for _ in range(CALLS)))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e6)
    try:
        thread = threading.Thread(target=run)
        thread.start()
        started.wait()
        other.set()
        thread.join()
    finally:
        sys.setswitchinterval(interval)
    return found == [True]


CALLS = 20_000
