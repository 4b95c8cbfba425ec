"""The form of a case, the outcomes it may expect, and the files they are written to."""

import base64
import json
import pathlib
import re

from . import room as rooms

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Each outcome is (code of the services, code of the old C API).
EMPTY = (70002, 1)
BASE64 = (70003, 2)
ZLIB = (70003, 3)
JSON = (70003, 4)
TYPE = (70005, 5)
SIG_BASE64 = (70005, 6)
FIELD = (70005, 7)
SIGNATURE = (70009, 8)
EXPIRED = (70001, 9)
USERID = (70013, 13)
SDKAPPID = (70014, 14)
USERBUF = (70005, 15)
NO_KEY = (70016, 16)

# The values that a case takes when it does not name its own.
NOW = 1795282866
APP = 1400000000
USER = "xiaojun"
EXPIRE = 15552000

_titles = set()
_TITLE = re.compile(r"[a-z0-9-]+/[A-Za-z0-9_.:+^~-]+")


def b64(data):
    """Standard base64 with padding, as text."""
    return base64.b64encode(data).decode("ascii")


def slug(text):
    """A text as part of a title: other characters as their code between tildes."""
    plain = re.sub(r"[^A-Za-z0-9_.:+-]", lambda found: "~%x~" % ord(found[0]), text)
    return plain or "empty"


def valid(algorithm, time=NOW, expire=EXPIRE, userbuf=None):
    """The expectation of an accepted ticket; `userbuf` is bytes or None."""
    room, privileges = rooms.claims(userbuf)
    return {
        "valid": True,
        "algorithm": algorithm,
        "time": time,
        "expire": expire,
        "userbuf": None if userbuf is None else b64(userbuf),
        "room": room,
        "privileges": privileges,
    }


def valid_hmac(time=NOW, expire=EXPIRE, userbuf=None):
    return valid("hmac-sha256", time, expire, userbuf)


def valid_ecdsa(time=NOW, expire=EXPIRE, userbuf=None):
    return valid("ecdsa-sha256", time, expire, userbuf)


def rejected(outcome):
    """The expectation of a rejected ticket; `outcome` is one of the pairs above."""
    code, c_code = outcome
    return {"valid": False, "code": code, "c_code": c_code}


def refused(what):
    """The expectation of a request that cannot be made: `userid` or `sdkappid`."""
    return {"refused": what}


def request(userid=USER, sdkappid=APP):
    return {"sdkappid": sdkappid, "userid": userid}


class File:
    """One JSONL file of cases; titles are distinct over all files."""

    def __init__(self, path):
        self.path = ROOT / path
        self.lines = []

    def put(self, title, about, **members):
        """Adds a case of any form."""
        if not _TITLE.fullmatch(title):
            raise ValueError("not a title: " + title)
        if title in _titles:
            raise ValueError("title used twice: " + title)
        _titles.add(title)
        case = {"title": title, "about": about, **members}
        self.lines.append(json.dumps(case, ensure_ascii=True, allow_nan=False))

    def verify(self, title, about, ticket, expect, keys, userid=USER, sdkappid=APP,
               policy=None, now=NOW):
        """Adds a case of verification. An expectation may be an outcome pair."""
        if isinstance(expect, tuple):
            expect = rejected(expect)
        members = {"ticket": ticket, "request": request(userid, sdkappid), "keys": keys}
        if policy is not None:
            members["policy"] = policy
        self.put(title, about, **members, now=now, expect=expect)

    def write(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(line + "\n" for line in self.lines)
        self.path.write_bytes(text.encode("ascii"))
        return len(self.lines)
