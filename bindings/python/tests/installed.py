"""Uses the installed package with nothing but the standard library; prints what it is."""

import platform
import sys
import sysconfig

import TLSSigAPI
import TLSSigAPIv2
import usersig
import usersig.spark
from usersig import arrow

KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
# A pair of keys of the case files.
PRIVATE = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWtRjgjZA7pc2JIAD
wNryGlK0kq225cjqJZnyig6GMKmhRANCAAT7xB2Yqr9DVcOVt+RbPgmB6myVGnEr
DXACd3d6oLQ/UGTxTfxwWNDAJzOlq3MDXFBfPOoThfYzLN9ujNw+HRg8
-----END PRIVATE KEY-----
"""
PUBLIC = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+8QdmKq/Q1XDlbfkWz4JgepslRpx
Kw1wAnd3eqC0P1Bk8U38cFjQwCczpatzA1xQXzzqE4X2MyzfbozcPh0YPA==
-----END PUBLIC KEY-----
"""

app = usersig.Application(1400000000, KEY)
ticket = TLSSigAPIv2.TLSSigAPIv2(1400000000, KEY).gen_sig("xiaojun")
assert app.verify(ticket, "xiaojun").expire == 15552000
room = app.sign_private_map_key("xiaojun", 60, room_str="a", privileges=usersig.Privileges.ALL)
assert app.verify_many([(room, "xiaojun")], room_str="a")[0].privileges == usersig.Privileges.ALL
assert usersig.inspect(room).privileges == usersig.Privileges.ALL
assert usersig.diagnose(ticket[:99]).code == 70003
legacy = TLSSigAPI.TLSSigAPI(1400000000, PRIVATE, PUBLIC)
assert legacy.tls_verify_sig(legacy.gen_sig("xiaojun", 60), "xiaojun")
assert usersig.inspect(legacy.tls_gen_sig("xiaojun")).algorithm == "ecdsa-sha256"
try:
    app.verify(ticket, "xiaohong")
    raise AssertionError
except usersig.RejectedError as error:
    assert (error.code, error.kind) == (70013, "mismatch_userid")
try:
    app.sign(None)  # type: ignore[arg-type]
    raise AssertionError
except TypeError as error:
    assert isinstance(error, usersig.UserSigError)
# Tables need no library but the one that made them, and Spark is asked for only when it is used.
assert arrow.KeyRing({1400000000: KEY}).sdkappids == [1400000000]
for call in (lambda: arrow.sign(1, {1: KEY}), lambda: usersig.spark.sign(None, KEY)):  # type: ignore[arg-type]
    try:
        call()
        raise AssertionError
    except usersig.RequestError as error:
        assert KEY not in str(error)
# A kept set of bits without names, on all versions of enum.
assert int(usersig.Privileges(300)) == 300
lock = getattr(sys, "_is_gil_enabled", lambda: True)()
# An interpreter that is built to do without the lock switches it on for a module that needs it.
assert not (lock and sysconfig.get_config_var("Py_GIL_DISABLED"))
print(
    f"usersig {usersig.__version__} on {platform.python_implementation()} {platform.python_version()}",
    "" if lock else "without the lock",
)
