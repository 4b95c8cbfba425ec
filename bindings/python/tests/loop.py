"""Signs, verifies and fails a million times; prints how many bytes the process grew by.

Arguments: the PEM texts of a pair of keys. Every twentieth turn is of the legacy algorithm, too,
which takes a hundred times as long.
"""

from __future__ import annotations

import resource
import sys

import TLSSigAPI
import TLSSigAPIv2
import usersig

ROUNDS = 1_000_000
KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"


def resident() -> int:
    """Bytes of memory that the process has."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def turn(at: int) -> None:
    userid = f"user{at}"
    ticket = app.sign(userid, 60, userbuf=b"abc")
    assert app.verify(ticket, userid).userbuf == b"abc"
    if at % 20 == 0:
        legacy_turn(userid)
    if at % 10 == 0:
        rows = app.verify_many([(ticket, userid), (ticket, "x")] * 5, return_exceptions=True)
        assert len(rows) == len(app.sign_many([userid] * 9 + ["\n"], return_exceptions=True))
        assert usersig.Application(1, [KEY, "other"]).sign("u")
        assert usersig.inspect(api.gen_sig(userid)).userid == userid
        for refused in (lambda: app.sign("\n"), lambda: app.sign("u", None), lambda: app.verify("eJ", "u")):
            try:
                refused()
                raise AssertionError
            except usersig.UserSigError:
                pass


def legacy_turn(userid: str) -> None:
    ticket = legacy.gen_sig(userid)
    assert legacy.tls_verify_sig(ticket, userid)
    try:
        legacy.tls_verify_sig(ticket, "x")
        raise AssertionError
    except usersig.RejectedError:
        pass
    try:
        legacy.gen_sig("\n")
        raise AssertionError
    except usersig.RequestError:
        pass


app = usersig.Application(1400000000, KEY)
legacy = TLSSigAPI.TLSSigAPI(1400000000, *sys.argv[1:])
api = TLSSigAPIv2.TLSSigAPIv2(1400000000, KEY)
for at in range(ROUNDS // 20):
    turn(at)
before = resident()
for at in range(ROUNDS):
    turn(at)
print(resident() - before)
