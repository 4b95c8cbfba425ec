"""Tables of tickets: columns in, columns out, by the Arrow PyCapsule interface.

`sign` adds a ticket to every row of a table, `verify` a verdict, `inspect` what the tickets
claim. A table is anything that has `__arrow_c_stream__` or `__arrow_c_array__` (pyarrow, Polars,
DuckDB, pandas), or an iterable of such batches; its columns are not copied. So are the results,
which any of these libraries takes. Nothing has to be installed besides.

>>> import pyarrow
>>> from usersig import arrow
>>> users = pyarrow.table({"userid": ["xiaojun", "", "xiaohong"]})
>>> signed = arrow.sign(users, {1400000000: "secret"}, expire=86400).to_pyarrow()
>>> signed.column_names
['userid', 'usersig', 'expires_at', 'code', 'error']
>>> signed["error"].to_pylist()
[None, 'the UserID is empty', None]
>>> arrow.verify(signed, {1400000000: "secret"}).to_pyarrow()["valid"].to_pylist()
[True, False, True]

A row that cannot be served is an error in its row: its results are null, `code` is Tencent's
number, and `error` (of `verify` and `inspect`: `reason`) says why. A table that lacks a column,
or has it in another type, raises RequestError before anything is done.

Texts may be strings or binary, numbers any integer type or decimal digits, a UserBuf binary or
standard base64, and each of them a dictionary of these.

The interpreter is left while the work is done: threads that each have a part of the table use as
many processors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, Protocol, TypedDict

from usersig._usersig import (
    Batch,
    Batches,
    BatchIterator,
    KeyRing,
    inspect_columns,
    sign_columns,
    verify_columns,
)

if TYPE_CHECKING:
    from typing_extensions import TypeAlias

    from usersig._usersig import _Keys

__all__ = [
    "Batch",
    "BatchIterator",
    "Batches",
    "KeyRing",
    "SignOptions",
    "VerifyOptions",
    "inspect",
    "sign",
    "verify",
]


class _Stream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


class _Array(Protocol):
    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]: ...


_Batch: TypeAlias = "_Stream | _Array"
_Data: TypeAlias = "_Batch | Iterable[_Batch]"
_Ring: TypeAlias = "KeyRing | Mapping[int, _Keys]"
_Columns: TypeAlias = "Mapping[str, str | None]"


class SignOptions(TypedDict, total=False):
    """The options of `sign` for every row, as keywords of other functions."""

    userid: str
    columns: Mapping[str, str | None] | None
    sdkappid: int | None
    expire: int | None
    now: int | None
    room_id: int | None
    room_str: str | None
    privileges: int | None
    userid_form: Literal["documented", "ascii", "utf8"]
    encoding: Literal["compact", "stored"]


class VerifyOptions(TypedDict, total=False):
    """The options of `verify` for every row, as keywords of other functions."""

    usersig: str
    userid: str
    columns: Mapping[str, str | None] | None
    sdkappid: int | None
    now: int | None
    max_clock_skew: int | None
    longest_validity: int | None
    legacy_utc_offset: int
    no_userbuf: bool


def sign(
    data: _Data,
    keys: _Ring,
    *,
    userid: str = "userid",
    columns: _Columns | None = None,
    sdkappid: int | None = None,
    expire: int | None = None,
    now: int | None = None,
    room_id: int | None = None,
    room_str: str | None = None,
    privileges: int | None = None,
    userid_form: Literal["documented", "ascii", "utf8"] = "documented",
    encoding: Literal["compact", "stored"] = "compact",
    results_only: bool = False,
) -> Batches:
    """Signs a ticket for every row: adds `usersig`, `expires_at`, `code` and `error`.

    `keys` are a KeyRing or a mapping from SDKAppID to key, or to several, of which the first
    signs. `userid` names the column of UserIDs. Other columns are found by their names if they
    are there: `sdkappid`, `expire` (seconds), `room_id`, `room_str`, `privileges` (a mask, or
    names) and `userbuf`. `columns` gives some of them other names, or None for "none":
    `columns={"expire": "ttl", "userbuf": None}`.

    The other arguments hold for rows that say nothing else. `sdkappid` is the only one of the
    keys if None, `expire` 180 days (for rooms 6 hours), `now` the system clock's at the call. A
    row with a room gets a PrivateMapKey. With `results_only` the table's own columns are left
    out.
    """
    return sign_columns(
        data,
        _ring(keys),
        usual={"userid": userid},
        columns=columns,
        sdkappid=sdkappid,
        expire=expire,
        now=now,
        room_id=room_id,
        room_str=room_str,
        privileges=privileges,
        userid_form=userid_form,
        encoding=encoding,
        results_only=results_only,
    )


def verify(
    data: _Data,
    keys: _Ring,
    *,
    usersig: str = "usersig",
    userid: str = "userid",
    columns: _Columns | None = None,
    sdkappid: int | None = None,
    now: int | None = None,
    max_clock_skew: int | None = None,
    longest_validity: int | None = None,
    legacy_utc_offset: int = 0,
    no_userbuf: bool = False,
    results_only: bool = False,
) -> Batches:
    """Verifies the ticket of every row: adds `valid`, `code`, `reason` and what a valid ticket says.

    That is `algorithm`, `time`, `expire`, `expires_at`, `userbuf`, `room_id`, `room_str`,
    `privileges`, `room_expires_at`, and as `key_index` the place of the key that made it.
    Columns of these names are replaced.

    `usersig` and `userid` name columns. The columns `sdkappid` and `now` (the moment to check
    for, Unix seconds) are taken if they are there; `columns` gives them other names, or None
    for "none". Rooms are asked for only if `columns` names `room_id` or `room_str`, and
    `privileges` if more than the right room is wanted.

    Every key of the row's application is tried. The other arguments are those of Application;
    `now` is the system clock's at the call if None.
    """
    return verify_columns(
        data,
        _ring(keys),
        usual={"usersig": usersig, "userid": userid},
        columns=columns,
        sdkappid=sdkappid,
        now=now,
        max_clock_skew=max_clock_skew,
        longest_validity=longest_validity,
        legacy_utc_offset=legacy_utc_offset,
        no_userbuf=no_userbuf,
        results_only=results_only,
    )


def inspect(data: _Data, *, usersig: str = "usersig", results_only: bool = False) -> Batches:
    """What the ticket of every row claims. Nothing of it is verified.

    Adds `sdkappid`, `userid`, the rest of what `verify` adds, `code` and `reason`.

    >>> import pyarrow
    >>> from usersig import arrow
    >>> arrow.inspect(pyarrow.table({"usersig": ["eJyrVgrx"]})).to_pyarrow()["code"].to_pylist()
    [70003]
    """
    return inspect_columns(data, usual={"usersig": usersig}, results_only=results_only)


def _ring(keys: _Ring) -> KeyRing:
    return keys if isinstance(keys, KeyRing) else KeyRing(keys)
