"""The errors: one tree, which also inherits Python's own."""

from __future__ import annotations

from usersig._kinds import Kind


class UserSigError(ValueError):
    """Why a call has no result. Its text says what is wrong and what to do next.

    It holds neither keys nor the ticket's text, so it can go into a log.
    """

    code: int
    """Tencent's code: 70001 to 70016 for a rejected ticket, -3317 to -3320 or 6017 for a parameter,
    1 for a defect of usersig."""

    kind: Kind
    """A stable name, for example "invalid_userid" or "expired"."""

    hint: str
    """What to do next."""

    c_code: int
    """The code of the older C interface, 1 to 17."""

    trtc_code: int | None
    """The code that the TRTC SDK reports for a rejected ticket."""

    row: int | None
    """In a call of many, the number of the row, counted from 0."""

    def __init__(
        self,
        message: str,
        code: int = 1,
        kind: Kind = "internal",
        hint: str = "",
        c_code: int = 16,
        trtc_code: int | None = None,
        row: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.kind = kind
        self.hint = hint
        self.c_code = c_code
        self.trtc_code = trtc_code
        self.row = row


class RejectedError(UserSigError):
    """A ticket was turned away."""


class ExpiredError(RejectedError):
    """A ticket's time is over: make a new one."""


class RequestError(UserSigError):
    """A value must not be signed, or cannot be looked for."""


class RequestTypeError(RequestError, TypeError):
    """A value is missing or of another type than its parameter."""


# People see and pickle them by the name under which they are public.
for _class in (UserSigError, RejectedError, ExpiredError, RequestError, RequestTypeError):
    _class.__module__ = "usersig"
