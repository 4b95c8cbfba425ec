"""Ours against the published packages in one run: one thread, interleaved rounds, medians."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median

import TLSSigAPI
import TLSSigAPIv2
import usersig

FOLDER = Path(__file__).resolve().parent.parent
sys.path.append(str(FOLDER / "tests"))

import published  # noqa: E402

KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
SDKAPPID, USERID, EXPIRE = 1400000000, "xiaojun", 15552000
ROUNDS = 21
ROWS = 1000

Timer = Callable[[], float]
"""One round: nanoseconds a ticket."""


def timer(call: Callable[[], object], tickets: int = 1, iterations: int = 2000) -> Timer:
    def run() -> float:
        repeats = range(max(1, iterations // tickets))
        started = time.perf_counter_ns()
        for _ in repeats:
            call()
        return (time.perf_counter_ns() - started) / len(repeats) / tickets

    return run


def compare(operation: str, ours: Timer, theirs: Timer | None) -> None:
    timers = [ours] if theirs is None else [ours, theirs]
    for run in timers:
        run()
    # Round by round in turn, so that what disturbs the machine disturbs both.
    rounds = [[run() for run in timers] for _ in range(ROUNDS)]
    medians = [median(times) for times in zip(*rounds)]
    if theirs is None:
        print(f"python {operation} {medians[0]:.0f} none", flush=True)
    else:
        print(
            f"python {operation} {medians[0]:.0f} {medians[1]:.0f} {medians[1] / medians[0]:.1f}", flush=True
        )


class Driver:
    """A published verifier of another language, timed inside its own process."""

    def __init__(self, *command: str) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def timer(self, request: dict[str, object], iterations: int) -> Timer:
        line = json.dumps({"op": "bench", "iterations": iterations, "userbuf": None, **request}) + "\n"

        def run() -> float:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(line)
            self._process.stdin.flush()
            answer = json.loads(self._process.stdout.readline())
            return float(answer["ns"]) / float(answer["iterations"])

        return run


def current() -> None:
    app, api = usersig.Application(SDKAPPID, KEY), TLSSigAPIv2.TLSSigAPIv2(SDKAPPID, KEY)
    theirs = published.load("python", "TLSSigAPIv2").TLSSigAPIv2(SDKAPPID, KEY)
    gen_sig = timer(lambda: theirs.gen_sig(USERID, EXPIRE), iterations=200)
    userids = [f"user{row}" for row in range(ROWS)]
    compare("sign", timer(lambda: app.sign(USERID, EXPIRE)), gen_sig)
    compare("sign-dropin", timer(lambda: api.gen_sig(USERID, EXPIRE)), gen_sig)
    compare("sign-many", timer(lambda: app.sign_many(userids, EXPIRE), ROWS, 20_000), gen_sig)
    with_userbuf = timer(lambda: theirs.gen_sig_with_userbuf(USERID, EXPIRE, b"abc"), iterations=200)
    compare("sign-userbuf", timer(lambda: app.sign(USERID, EXPIRE, userbuf=b"abc")), with_userbuf)

    ticket = app.sign(USERID, EXPIRE)
    rows = list(zip(app.sign_many(userids, EXPIRE), userids))
    request = {"what": "verify", "sdkappid": SDKAPPID, "key": KEY, "userid": USERID, "now": int(time.time())}
    driver = published.PEERS / "go" / "bin" / "driver"
    go = Driver(str(driver)) if driver.exists() else None
    verify = go.timer({**request, "usersig": ticket}, 500) if go else None
    compare("verify", timer(lambda: app.verify(ticket, USERID)), verify)
    compare("verify-many", timer(lambda: app.verify_many(rows), ROWS, 20_000), verify)
    published_ticket = theirs.gen_sig(USERID, EXPIRE)
    verify = go.timer({**request, "usersig": published_ticket}, 500) if go else None
    compare("verify-published-ticket", timer(lambda: app.verify(published_ticket, USERID)), verify)


def legacy() -> None:
    warnings.simplefilter("ignore")
    cases = (FOLDER.parent.parent / "vectors/published/ecdsa-sha256.jsonl").read_text(encoding="utf-8")
    keys = {case["curve"]: case for case in map(json.loads, cases.splitlines())}
    module = published.load("python-legacy", "TLSSigAPI")
    for curve, case in sorted(keys.items()):
        pems = case["private_key_pem"], case["public_key_pem"]
        ours, theirs = TLSSigAPI.TLSSigAPI(SDKAPPID, *pems), module.TLSSigAPI(SDKAPPID, *pems)
        compare(
            f"sign-legacy-{curve}",
            timer(lambda: ours.gen_sig(USERID, EXPIRE), iterations=100),  # noqa: B023
            timer(lambda: theirs.gen_sig(USERID, EXPIRE), iterations=100),  # noqa: B023
        )
        ticket = ours.gen_sig(USERID, EXPIRE)
        # The published verifier of the legacy algorithm cannot work.
        compare(
            f"verify-legacy-{curve}",
            timer(lambda: ours.tls_verify_sig(ticket, USERID), iterations=100),  # noqa: B023
            None,
        )


current()
legacy()
