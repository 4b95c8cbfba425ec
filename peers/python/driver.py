"""Answers the peer protocol with Tencent's Python package."""

from importlib.metadata import version

from TLSSigAPIv2 import TLSSigAPIv2

from protocol import Unsupported, integer, serve, text, userbuf

HELLO = {
    "package": "tls-sig-api-v2",
    "version": version("tls-sig-api-v2"),
    "algorithm": "hmac-sha256",
    "can": ["sign", "userbuf"],
}


def signer(request):
    api = TLSSigAPIv2(integer(request, "sdkappid"), text(request, "key"))
    userid = text(request, "userid")
    expire = integer(request, "expire")
    buf = userbuf(request)
    if request.get("room") is not None:
        raise Unsupported
    if buf is None:
        return lambda: api.gen_sig(userid, expire)
    return lambda: api.gen_sig_with_userbuf(userid, expire, buf)


serve(HELLO, signer)
