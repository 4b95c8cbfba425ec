"""The native module: what Rust gives to this package."""

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any, Final, Literal, final, overload

from typing_extensions import Self, TypeAlias

from usersig._errors import UserSigError
from usersig._kinds import Kind
from usersig._privileges import Privileges
from usersig.arrow import _Columns, _Data

__all__ = [
    "DEFAULT_EXPIRE",
    "KINDS",
    "PRIVILEGES",
    "Application",
    "Batch",
    "BatchIterator",
    "Batches",
    "KeyRing",
    "Verified",
    "__version__",
    "current_application",
    "diagnose_json",
    "inspect_columns",
    "inspect_json",
    "legacy_application",
    "sign_columns",
    "verify_columns",
]

_Key: TypeAlias = str | bytes
_Keys: TypeAlias = _Key | Iterable[_Key]
_Bytes: TypeAlias = bytes | bytearray
_Ticket: TypeAlias = str | _Bytes

__version__: Final[str]
DEFAULT_EXPIRE: Final[int]
KINDS: Final[tuple[Kind, ...]]
PRIVILEGES: Final[dict[str, int]]

@final
class Application:
    def __new__(
        cls,
        sdkappid: int,
        keys: _Keys,
        *,
        userid_form: Literal["documented", "ascii", "utf8"] = "documented",
        encoding: Literal["compact", "stored"] = "compact",
        max_clock_skew: int | None = None,
        longest_validity: int | None = None,
        legacy_utc_offset: int = 0,
    ) -> Self: ...
    @property
    def sdkappid(self) -> int: ...
    @property
    def can_sign(self) -> bool: ...
    @property
    def algorithm(self) -> Literal["hmac-sha256", "ecdsa-sha256"] | None: ...
    @property
    def key_fingerprint(self) -> str | None: ...
    def sign(
        self,
        userid: str,
        expire: int = 15552000,
        *,
        userbuf: _Bytes | None = None,
        now: int | None = None,
    ) -> str: ...
    def sign_private_map_key(
        self,
        userid: str,
        expire: int,
        *,
        privileges: int,
        room_id: int | None = None,
        room_str: str | None = None,
        now: int | None = None,
    ) -> str: ...
    @overload
    def sign_many(
        self,
        userids: Iterable[str],
        expire: int = 15552000,
        *,
        now: int | None = None,
        return_exceptions: Literal[False] = False,
    ) -> list[str]: ...
    @overload
    def sign_many(
        self,
        userids: Iterable[str],
        expire: int = 15552000,
        *,
        now: int | None = None,
        return_exceptions: bool,
    ) -> list[str | UserSigError]: ...
    def verify(
        self,
        ticket: _Ticket,
        userid: str,
        *,
        userbuf: _Bytes | None = None,
        no_userbuf: bool = False,
        room_id: int | None = None,
        room_str: str | None = None,
        privileges: int | None = None,
        now: int | None = None,
    ) -> Verified: ...
    @overload
    def verify_many(
        self,
        rows: Iterable[tuple[_Ticket, str]],
        *,
        userbuf: _Bytes | None = None,
        no_userbuf: bool = False,
        room_id: int | None = None,
        room_str: str | None = None,
        privileges: int | None = None,
        now: int | None = None,
        return_exceptions: Literal[False] = False,
    ) -> list[Verified]: ...
    @overload
    def verify_many(
        self,
        rows: Iterable[tuple[_Ticket, str]],
        *,
        userbuf: _Bytes | None = None,
        no_userbuf: bool = False,
        room_id: int | None = None,
        room_str: str | None = None,
        privileges: int | None = None,
        now: int | None = None,
        return_exceptions: bool,
    ) -> list[Verified | UserSigError]: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object) -> Self: ...

@final
class Verified:
    @property
    def algorithm(self) -> Literal["hmac-sha256", "ecdsa-sha256"]: ...
    @property
    def time(self) -> int: ...
    @property
    def expire(self) -> int: ...
    @property
    def expires_at(self) -> int: ...
    @property
    def userbuf(self) -> bytes | None: ...
    @property
    def room_id(self) -> int | None: ...
    @property
    def room_str(self) -> str | None: ...
    @property
    def privileges(self) -> Privileges | None: ...
    @property
    def room_expires_at(self) -> int | None: ...
    @property
    def key_index(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...

def current_application(sdkappid: int, key: _Key) -> Application: ...
def legacy_application(sdkappid: int, private_key: _Key | None, public_key: _Key | None) -> Application: ...
def inspect_json(ticket: _Ticket) -> str: ...
def diagnose_json(
    ticket: _Ticket,
    sdkappid: int | None,
    userid: str | None,
    keys: _Keys,
    others: Iterable[tuple[int, _Key]],
    now: int | None,
) -> str: ...

@final
class KeyRing:
    def __new__(cls, keys: Mapping[int, _Keys]) -> Self: ...
    @staticmethod
    def from_json(text: _Key) -> KeyRing: ...
    @staticmethod
    def from_file(path: str | PathLike[str]) -> KeyRing: ...
    @staticmethod
    def from_environment(name: str) -> KeyRing: ...
    @property
    def sdkappids(self) -> list[int]: ...

@final
class Batches:
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...
    def __iter__(self) -> BatchIterator: ...
    def to_pyarrow(self) -> Any: ...

@final
class BatchIterator:
    def __iter__(self) -> Self: ...
    def __next__(self) -> Batch: ...

@final
class Batch:
    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...
    def to_pyarrow(self) -> Any: ...

def sign_columns(
    data: _Data,
    keys: KeyRing,
    *,
    usual: dict[str, str],
    columns: _Columns | None,
    sdkappid: int | None,
    expire: int | None,
    now: int | None,
    room_id: int | None,
    room_str: str | None,
    privileges: int | None,
    userid_form: Literal["documented", "ascii", "utf8"],
    encoding: Literal["compact", "stored"],
    results_only: bool,
) -> Batches: ...
def verify_columns(
    data: _Data,
    keys: KeyRing,
    *,
    usual: dict[str, str],
    columns: _Columns | None,
    sdkappid: int | None,
    now: int | None,
    max_clock_skew: int | None,
    longest_validity: int | None,
    legacy_utc_offset: int,
    no_userbuf: bool,
    results_only: bool,
) -> Batches: ...
def inspect_columns(data: _Data, *, usual: dict[str, str], results_only: bool) -> Batches: ...
