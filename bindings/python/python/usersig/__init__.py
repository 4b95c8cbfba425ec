"""UserSig: the ticket with which an app's user logs in to Tencent's real-time services.

An `Application` signs and verifies tickets; it is made once and used by every thread.

>>> import usersig
>>> app = usersig.Application(1400000000, "the secret key")
>>> ticket = app.sign("xiaojun")
>>> app.verify(ticket, "xiaojun").expire
15552000

A ticket that is turned away raises `RejectedError`, which has Tencent's code. Other
errors say that the request itself cannot be served. All of them are `UserSigError`.

>>> try:
...     app.verify(ticket, "xiaohong")
... except usersig.RejectedError as error:
...     print(error.code, error.kind)
70013 mismatch_userid

`inspect` shows what a ticket claims without a key, and `diagnose` explains to a person why
it is rejected.
"""

from usersig._errors import (
    ExpiredError,
    RejectedError,
    RequestError,
    RequestTypeError,
    UserSigError,
)
from usersig._kinds import Kind
from usersig._privileges import Privileges
from usersig._report import Cause, Diagnosis, Unverified, diagnose, inspect
from usersig._usersig import DEFAULT_EXPIRE, Application, Verified, __version__

__all__ = [
    "DEFAULT_EXPIRE",
    "Application",
    "Cause",
    "Diagnosis",
    "ExpiredError",
    "Kind",
    "Privileges",
    "RejectedError",
    "RequestError",
    "RequestTypeError",
    "Unverified",
    "UserSigError",
    "Verified",
    "__version__",
    "diagnose",
    "inspect",
]
