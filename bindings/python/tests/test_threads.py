"""One application in eight threads, which sign and verify ten thousand tickets each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

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
