"""Clocks, validities and the spellings of time."""

from . import room as rooms, tickets as t
from .cases import (APP, EXPIRED, FIELD, NOW, SIGNATURE, TYPE, USER, File, slug, valid_ecdsa,
                    valid_hmac)
from .keyring import RING_ECDSA, RING_HMAC

FIFTY_YEARS = 1576800000
LAST = 2**63 - 1
OFFSET = "-08:00"


def write():
    file = File("verify/times.jsonl")
    for form, make, ring, ok in (("hmac", t.current_ticket, RING_HMAC, valid_hmac),
                                 ("ecdsa", t.legacy_ticket, RING_ECDSA, valid_ecdsa)):
        _validity(file, form, make, ring, ok)
        _bounds(file, form, make, ring, ok)
        _policies(file, form, make, ring, ok)
    _missing_expire(file)
    _rooms(file)
    _local(file)
    return [file]


def _validity(file, form, make, ring, ok):
    def put(name, about, now, live, time=NOW, expire=FIFTY_YEARS):
        expect = ok(time=time, expire=expire) if live else EXPIRED
        file.verify("time/%s-%s" % (form, name), about, make(time=time, expire=expire), expect,
                    ring, now=now)

    put("50-years-now", "A ticket of 50 years.", NOW, True)
    put("50-years-last-second", "now = time + expire is still valid.", NOW + FIFTY_YEARS, True)
    put("50-years-expired", "One second later.", NOW + FIFTY_YEARS + 1, False)
    for now in (2**31 - 1, 2**31, 2**31 + 1, 2**32 - 1, 2**32, 2**32 + 1, NOW + 2**32):
        put("50-years-now-%d" % now, "A clock near the end of 32 bits.", now,
            now <= NOW + FIFTY_YEARS)
    put("sum-past-31-bits", "time + expire passes 2^31.", NOW, True, expire=2**31 - 1)
    put("sum-past-32-bits", "time + expire passes 2^32.", NOW, True, time=2**32 - 1,
        expire=FIFTY_YEARS)
    for time in (2**31 - 1, 2**31, 2**31 + 1, 2**32 - 1, 2**32, 4102444800, 2**53, 2**53 + 1):
        put("time-%d" % time, "TLS.time past what some verifiers hold.", time, True, time=time,
            expire=86400)
    for expire in (2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53 + 1):
        put("expire-%d" % expire, "A validity past what some verifiers hold.", NOW + expire,
            True, expire=expire)
    put("expire-2^32-over", "A validity of 2^32 seconds has an end.", NOW + 2**32 + 1, False,
        expire=2**32)
    put("zero-now", "A validity of 0 is valid in its own second.", NOW, True, expire=0)
    put("zero-later", "And expired in the next.", NOW + 1, False, expire=0)
    put("one-now", "A validity of 1, at its end.", NOW + 1, True, expire=1)
    put("one-later", "A validity of 1, after its end.", NOW + 2, False, expire=1)
    put("epoch", "A ticket of the first second of 1970.", 0, True, time=0, expire=0)
    put("epoch-later", "A ticket of 1970, today.", NOW, False, time=0, expire=86400)
    put("clock-zero", "A clock at 0: without a bound on skew the future is allowed.", 0, True)
    put("clock-largest", "The latest clock.", LAST, False)


def _bounds(file, form, make, ring, ok):
    def put(name, about, time, expire, outcome=None, now=NOW):
        file.verify("time/%s-%s" % (form, name), about, make(time=time, expire=expire),
                    outcome or ok(time=time, expire=expire), ring, now=now)

    put("largest-time", "The largest time, with a validity of 0.", LAST, 0)
    put("largest-expire", "The largest validity, from 0 on.", 0, LAST)
    put("largest-sum", "The largest sum.", NOW, LAST - NOW)
    put("largest-sum-last-second", "The largest sum, in its last second.", NOW, LAST - NOW,
        now=LAST)
    put("sum-over-by-one", "time + expire is 2^63.", NOW, LAST - NOW + 1, FIELD)
    put("sum-of-halves", "2^62 twice makes 2^63.", 2**62, 2**62, FIELD)
    put("sum-of-largest", "The largest time and the largest validity.", LAST, LAST, FIELD)
    put("time-2^63", "A time of 2^63 does not fit.", 2**63, 0, TYPE)
    put("time-2^64", "A time of 2^64 would wrap to 0.", 2**64, 0, TYPE, 0)
    put("time-2^64-and-now", "A time that would wrap to now.", 2**64 + NOW, 86400, TYPE)
    put("expire-2^63", "A validity of 2^63 does not fit.", 0, 2**63, TYPE)
    put("expire-2^64-and-day", "A validity that would wrap to a day.", NOW, 2**64 + 86400, TYPE)
    put("time-of-100-digits", "A number of 100 digits.", 10**99, 0, TYPE)


def _policies(file, form, make, ring, ok):
    def put(name, about, policy, good, now=NOW, **fields):
        expect = ok(**fields) if good else FIELD
        file.verify("time/%s-%s" % (form, name), about, make(**fields), expect, ring,
                    policy=policy, now=now)

    for skew, early, good in ((0, 0, True), (0, 1, False), (60, 59, True), (60, 60, True),
                              (60, 61, False), (86400, 86400, True), (86400, 86401, False)):
        put("skew-%d-early-%d" % (skew, early), "The clock is %d seconds behind TLS.time; the "
            "policy allows %d." % (early, skew), {"max_clock_skew": skew}, good, NOW - early)
    put("no-skew-bound", "Without a bound a ticket of the far future is valid.", None, True,
        time=NOW + 10**9)
    put("skew-past", "A bound on skew says nothing about old tickets.", {"max_clock_skew": 0},
        True, NOW + 15552000)
    for longest, expire, good in ((86400, 86399, True), (86400, 86400, True),
                                  (86400, 86401, False), (0, 0, True), (0, 1, False),
                                  (FIFTY_YEARS, FIFTY_YEARS, True),
                                  (FIFTY_YEARS, FIFTY_YEARS + 1, False)):
        put("longest-%d-of-%d" % (expire, longest), "A validity of %d; the policy allows %d."
            % (expire, longest), {"longest_validity": longest}, good, expire=expire)
    put("both-bounds", "Both bounds, just kept.", {"max_clock_skew": 5,
        "longest_validity": 600}, True, NOW - 5, expire=600)


def _missing_expire(file):
    def put(name, about, expire, outcome, **rest):
        members = t.current(expire=expire)
        del members["TLS.expire"]
        file.verify("time/missing-expire-" + name, about, t.pack(t.dump(members)), outcome,
                    RING_HMAC, **rest)

    put("now", "A missing TLS.expire is 0.", 0, valid_hmac(expire=0))
    put("later", "A missing TLS.expire is 0.", 0, EXPIRED, now=NOW + 1)
    put("signed-otherwise", "The expire that was signed was left out.", 86400, SIGNATURE)
    put("bounded", "0 is within any longest validity.", 0, valid_hmac(expire=0),
        policy={"longest_validity": 0})
    members = t.legacy(expire=0)
    del members["TLS.expire_after"]
    file.verify("time/missing-expire-legacy", "A legacy ticket has to say its expire_after.",
                t.pack(t.dump(members)), FIELD, RING_ECDSA)


def _rooms(file):
    """The expire time inside a PrivateMapKey, which only a room policy looks at."""
    policy = {"room": {"id": 1}, "privileges": 42}

    def put(name, about, inner, now, outcome=None, expire=86400, policy=policy):
        for form, make, ring, ok in (("hmac", t.current_ticket, RING_HMAC, valid_hmac),
                                     ("ecdsa", t.legacy_ticket, RING_ECDSA, valid_ecdsa)):
            buf = rooms.build(USER, APP, {"id": 1}, inner, 42)
            file.verify("time/room-%s-%s" % (name, form), about,
                        make(userbuf=buf, expire=expire),
                        outcome or ok(expire=expire, userbuf=buf), ring, policy=policy, now=now)

    put("same", "The inner and the outer expire time are the same second.", NOW + 86400,
        NOW + 86400)
    put("same-expired", "Both are over: the outer one answers.", NOW + 86400, NOW + 86401,
        EXPIRED)
    put("inner-first", "The inner expire time is over, the outer is not.", NOW + 300, NOW + 301,
        EXPIRED)
    put("inner-first-last-second", "now = inner expire time is still valid.", NOW + 300,
        NOW + 300)
    put("inner-first-any", "Without a room policy nobody looks inside.", NOW + 300, NOW + 301,
        policy=None)
    put("inner-later", "A later inner expire time does not prolong the ticket.", NOW + 90000,
        NOW + 86401, EXPIRED)
    put("inner-zero", "An inner expire time of 0 is over.", 0, NOW, EXPIRED)
    put("inner-largest", "The largest inner expire time.", 2**32 - 1, NOW)
    wrapped = (NOW + 2 * FIFTY_YEARS) % 2**32
    put("wrapped", "A generator wrapped the inner expire time past 2106: it is over.", wrapped,
        NOW, EXPIRED, expire=2 * FIFTY_YEARS)
    put("wrapped-any", "Without a room policy the ticket is valid.", wrapped, NOW,
        expire=2 * FIFTY_YEARS, policy=None)
    put("clock-past-2106", "A clock past 2^32 is past every inner expire time.", 2**32 - 1,
        2**32, EXPIRED, expire=2 * FIFTY_YEARS)
    put("clock-at-2106", "The last second that an inner expire time can name.", 2**32 - 1,
        2**32 - 1, expire=2 * FIFTY_YEARS)


def _local(file):
    """The local time text of the oldest legacy tickets, for which 2026-11-21 is NOW's day."""
    def put(name, about, local, time=None, policy=None, now=None, form=t.pack):
        members = t.legacy(time=local)
        expect = TYPE if time is None else valid_ecdsa(time=time)
        if now is None:
            now = NOW if time is None else time
        file.verify("time/local-" + name, about, form(t.dump(members)), expect, RING_ECDSA,
                    policy=policy, now=now)

    text = "2026-11-21T17:41:06" + OFFSET
    put("utc", "Local time text is read as UTC.", text, NOW)
    put("utc-plain-json", "The same in a plain JSON ticket.", text, NOW, form=str)
    for seconds in (8 * 3600, -8 * 3600, 0, 3600, 19800, -12 * 3600, 14 * 3600, 1):
        put("offset-%d" % seconds, "The policy reads it %d seconds east of UTC." % seconds,
            text, NOW - seconds, {"legacy_utc_offset": seconds})
    put("offset-at-end", "The offset moves the end of the validity as well.", text, NOW - 28800,
        {"legacy_utc_offset": 28800}, NOW - 28800 + 15552000)
    members = t.legacy(time=text)
    for name, policy, now in (("utc", None, NOW + 15552001),
                              ("offset", {"legacy_utc_offset": 28800},
                               NOW - 28800 + 15552001)):
        file.verify("time/local-expired-" + name, "One second past the end.",
                    t.pack(t.dump(members)), EXPIRED, RING_ECDSA, policy=policy, now=now)
    file.verify("time/local-offset-decimal", "The offset does not move a decimal time.",
                t.legacy_ticket(), valid_ecdsa(), RING_ECDSA,
                policy={"legacy_utc_offset": 28800})
    good = {"1970-01-01T00:00:00": 0, "1999-12-31T23:59:59": 946684799,
            "2000-02-29T12:00:00": 951825600, "2004-02-29T00:00:00": 1078012800,
            "2015-12-30T08:09:07": 1451462947, "2038-01-19T03:14:08": 2147483648,
            "2100-02-28T23:59:59": 4107542399, "2100-03-01T00:00:00": 4107542400,
            "2106-02-07T06:28:16": 4294967296, "9999-12-31T23:59:59": 253402300799}
    for local, time in good.items():
        put("good-" + local, "A date of the calendar.", local + OFFSET, time)
    bad = ("2023-02-29T00:00:00", "2100-02-29T00:00:00", "1900-02-29T00:00:00",
           "2026-02-30T00:00:00", "2026-04-31T00:00:00", "2026-11-31T00:00:00",
           "2026-00-10T00:00:00", "2026-13-10T00:00:00", "2026-11-00T00:00:00",
           "2026-11-32T00:00:00", "2026-11-21T24:00:00", "2026-11-21T17:60:00",
           "2026-11-21T17:41:60", "2026-11-21T17:41:99", "1969-12-31T23:59:59",
           "0000-01-01T00:00:00")
    for local in bad:
        put("bad-" + local, "Not a date, or one before 1970.", local + OFFSET)
    spelled = ("2026-11-21T17:41:06", "2026-11-21T17:41:06Z", "2026-11-21T17:41:06+08:00",
               "2026-11-21T17:41:06-08", "2026-11-21T17:41:06-0800",
               "2026-11-21T17:41:06-08:00 ", " 2026-11-21T17:41:06-08:00",
               "2026-11-21 17:41:06-08:00", "2026-11-21t17:41:06-08:00",
               "2026-11-21T17:41:06.0-08:00", "2026-11-21T17:41-08:00", "2026-11-21-08:00",
               "26-11-21T17:41:06-08:00", "2026-1-21T17:41:06-08:00",
               "12026-11-21T17:41:06-08:00", "+2026-11-21T17:41:06-08:00",
               "-2026-11-21T17:41:06-08:00", "2026/11/21T17:41:06-08:00",
               "2026-11-21T+7:41:06-08:00", "2026-11-21T 7:41:06-08:00",
               "2026-11-21T17:41:06-08:001", "2026-11-21T17.41.06-08:00",
               "2026-11-21T17:41:06\u221208:00", "\uff12026-11-21T17:41:06-08:00",
               "20261121T174106-08:00")
    for local in spelled:
        put("spelled-" + slug(local), "Not YYYY-MM-DDThh:mm:ss-08:00.", local)
    put("before-1970-by-offset", "East of UTC the first hours of 1970 are before it.",
        "1970-01-01T07:59:59" + OFFSET, policy={"legacy_utc_offset": 28800})
    put("1970-by-offset", "East of UTC 1970 begins later in local time.",
        "1970-01-01T08:00:00" + OFFSET, 0, {"legacy_utc_offset": 28800})
    put("1969-by-offset", "West of UTC the last hours of 1969 are in 1970.",
        "1969-12-31T23:59:59" + OFFSET, 28799, {"legacy_utc_offset": -28800})
    members = t.current(time=NOW)
    file.verify("time/local-in-current", "A current ticket has no local time text.",
                t.pack(t.dump({**members, "TLS.time": text})), TYPE, RING_HMAC)
    file.verify("time/local-in-expire", "expire_after is always a decimal.",
                t.legacy_ticket(expire=text), TYPE, RING_ECDSA)
    file.verify("time/local-re-signed-as-decimal", "The text is signed as it stands, not as "
                "its seconds.", t.pack(t.dump({**t.legacy(time=NOW), "TLS.time": text})),
                SIGNATURE, RING_ECDSA)
