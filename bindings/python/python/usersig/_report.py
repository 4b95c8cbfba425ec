"""What a ticket claims, and why it is rejected: without a key, for people."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from usersig._privileges import Privileges, of_names
from usersig._usersig import diagnose_json, inspect_json

if TYPE_CHECKING:
    from typing import Literal

    from usersig._usersig import _Keys


@dataclass(frozen=True)
class Unverified:
    """What a ticket claims. Nothing of it is verified: anybody can write a ticket.

    Times are Unix seconds. `room_id`, `room_str`, `privileges` and `room_expires_at` are
    those of a PrivateMapKey, None in other tickets. `json` is the ticket's own text.
    """

    algorithm: str
    sdkappid: int
    userid: str
    time: int
    expire: int
    expires_at: int
    userbuf: bytes | None
    room_id: int | None
    room_str: str | None
    privileges: Privileges | None
    room_expires_at: int | None
    signature: bytes
    json: str


@dataclass(frozen=True)
class Cause:
    """One thing that is wrong with a ticket or its request."""

    id: str
    """A stable name, for example "key-white-space"."""
    severity: Literal["fatal", "warning", "note"]
    text: str
    advice: str


@dataclass(frozen=True)
class Diagnosis:
    """Why a ticket is rejected, and what to do about it."""

    code: int | None
    """Tencent's code; None when the ticket is valid as far as is known."""
    reason: str | None
    causes: tuple[Cause, ...]
    """The likeliest first."""
    repaired: str | None
    """The ticket without the damage that it suffered on its way."""
    unverified: Unverified | None


def inspect(ticket: str | bytes | bytearray) -> Unverified:
    """What a ticket claims, without a key.

    Raises RejectedError for a ticket that cannot be read.

    >>> import usersig
    >>> usersig.inspect(usersig.Application(1400000000, "secret").sign("xiaojun")).userid
    'xiaojun'
    """
    return _unverified(json.loads(inspect_json(ticket)))


def diagnose(
    ticket: str | bytes | bytearray,
    *,
    sdkappid: int | None = None,
    userid: str | None = None,
    keys: _Keys = (),
    others: Iterable[tuple[int, str | bytes]] = (),
    now: int | None = None,
) -> Diagnosis:
    """Explains why a ticket is rejected.

    All but the ticket may be left out; more of it finds more. `keys` are the application's
    as they are configured, damage and all. `others` are SDKAppIDs and keys of applications
    that may have been mixed up with it. `now` is in Unix seconds, the system clock's if
    None. It takes its time: it is not meant for every request.

    >>> import usersig
    >>> ticket = usersig.Application(1400000000, "secret").sign("xiaojun")
    >>> usersig.diagnose(ticket, sdkappid=1400000000, keys="secret\\n").causes[0].id
    'key-white-space'
    """
    found = json.loads(diagnose_json(ticket, sdkappid, userid, keys, others, now))
    rejection = found["rejection"] or {}
    unverified = found["unverified"]
    return Diagnosis(
        code=rejection.get("code"),
        reason=rejection.get("reason"),
        causes=tuple(Cause(**cause) for cause in found["causes"]),
        repaired=found["repaired"],
        unverified=_unverified(unverified) if unverified else None,
    )


def _unverified(claims: dict[str, Any]) -> Unverified:
    userbuf, room, privileges = claims["userbuf"], claims["room"] or {}, claims["privileges"]
    return Unverified(
        algorithm=claims["algorithm"],
        sdkappid=claims["sdkappid"],
        userid=claims["userid"],
        time=claims["time"],
        expire=claims["expire"],
        expires_at=claims["expires_at"],
        userbuf=None if userbuf is None else b64decode(userbuf),
        room_id=room.get("id"),
        room_str=room.get("str"),
        privileges=None if privileges is None else of_names(privileges),
        room_expires_at=claims["room_expires_at"],
        signature=b64decode(claims["signature"]),
        json=claims["json"],
    )
