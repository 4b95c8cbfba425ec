"""The interface as mypy sees it: `mypy --strict` accepts all of this, and only this."""

from typing import Optional, Union

import TLSSigAPI
import TLSSigAPIv2
import usersig

app = usersig.Application(1400000000, ["new", b"old"], userid_form="utf8", encoding="stored")
ticket: str = app.sign("xiaojun", 60, userbuf=b"abc", now=0)
room: str = app.sign_private_map_key("xiaojun", 60, room_id=1, privileges=usersig.Privileges.ALL)
verified: usersig.Verified = app.verify(ticket, "xiaojun", userbuf=bytearray(b"abc"))
privileges: Optional[usersig.Privileges] = verified.privileges
tickets: list[str] = app.sign_many(["xiaojun"])
mixed: list[Union[str, usersig.UserSigError]] = app.sign_many(["xiaojun"], return_exceptions=True)
rows: list[usersig.Verified] = app.verify_many(zip(tickets, ["xiaojun"]))
causes: tuple[usersig.Cause, ...] = usersig.diagnose(ticket, keys=["a"], others=[(1, "b")]).causes
signature: bytes = usersig.inspect(ticket).signature
current: str = TLSSigAPIv2.TLSSigAPIv2("1400000000", "key").genSig(10001, expire=60)
legacy: bool = TLSSigAPI.TLSSigAPI(1, None, "pem").tls_verify_sig(ticket, "xiaojun")

app.sign(None)  # type: ignore[arg-type]
app.sign("xiaojun", "60")  # type: ignore[arg-type]
app.sign("xiaojun", 60, b"abc")  # type: ignore[call-arg]
app.verify_many(["xiaojun"])  # type: ignore[list-item]
usersig.Application(1, "key", encoding="zlib")  # type: ignore[arg-type]
app.sdkappid = 1  # type: ignore[misc]
verified.code  # type: ignore[attr-defined]


def handle(error: usersig.UserSigError) -> Optional[int]:
    if error.kind == "expired":
        return error.trtc_code
    if error.kind == "outdated":  # type: ignore[comparison-overlap]
        return error.code
    return error.row
