"""Answers the peer protocol with Tencent's Python package for the legacy algorithm."""

import os
import sys
import warnings
from importlib.metadata import version

from TLSSigAPI import TLSSigAPI

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from protocol import Unsupported, integer, serve, text  # noqa: E402

HELLO = {
    "package": "tls-sig-api",
    "version": version("tls-sig-api"),
    "algorithm": "ecdsa-sha256",
    "can": ["sign"],
}

# The package calls deprecated functions; the warnings would only fill standard error.
warnings.simplefilter("ignore", DeprecationWarning)


def signer(request):
    if request.get("userbuf") is not None or request.get("room") is not None:
        raise Unsupported
    api = TLSSigAPI(integer(request, "sdkappid"), text(request, "key"), "")
    userid = text(request, "userid")
    expire = integer(request, "expire")
    return lambda: api.gen_sig(userid, expire)


serve(HELLO, signer)
