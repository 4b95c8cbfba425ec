"""Tickets of both algorithms, from the signed text out to the ticket's text."""

import base64
import hashlib
import hmac
import json
import zlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from . import keyring
from .cases import APP, EXPIRE, NOW, USER, b64

ACCOUNT_TYPE = "0"
APPID_AT_3RD = "0"
VERSION = "201512300000"


def base64_bytes(text):
    """The bytes of standard base64."""
    return base64.b64decode(text, validate=True)


def to_ticket(stream):
    """The ticket alphabet of bytes."""
    return b64(stream).translate(str.maketrans("+/=", "*-_"))


def pack(text, level=6):
    """The ticket of a JSON text given as str or bytes."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return to_ticket(zlib.compress(data, level))


def dump(members):
    """Compact JSON with raw UTF-8."""
    return json.dumps(members, ensure_ascii=False, separators=(",", ":"))


def dump_raw(pairs):
    """A JSON object of (name, JSON text of the value) pairs, names as they are."""
    return "{" + ",".join('"%s":%s' % pair for pair in pairs) + "}"


def raw_pairs(members):
    """The pairs that `dump_raw` takes, of members."""
    return [(name, json.dumps(value, ensure_ascii=False)) for name, value in members.items()]


def current_text(userid=USER, sdkappid=APP, time=NOW, expire=EXPIRE, userbuf_text=None):
    """The signed text of the current algorithm; every value is printed as it is."""
    text = "TLS.identifier:%s\nTLS.sdkappid:%s\nTLS.time:%s\nTLS.expire:%s\n" % (
        userid, sdkappid, time, expire)
    if userbuf_text is not None:
        text += "TLS.userbuf:%s\n" % userbuf_text
    return text


def hmac_sig(text, key=keyring.HMAC_A):
    """Standard base64 of the HMAC of a signed text."""
    key = key if isinstance(key, bytes) else key.encode("utf-8")
    return b64(hmac.new(key, text.encode("utf-8"), hashlib.sha256).digest())


def current(userid=USER, sdkappid=APP, time=NOW, expire=EXPIRE, userbuf=None,
            key=keyring.HMAC_A):
    """The JSON members of a current ticket; `userbuf` is bytes or None."""
    buf = None if userbuf is None else b64(userbuf)
    members = {
        "TLS.ver": "2.0",
        "TLS.identifier": userid,
        "TLS.sdkappid": sdkappid,
        "TLS.expire": expire,
        "TLS.time": time,
        "TLS.sig": hmac_sig(current_text(userid, sdkappid, time, expire, buf), key),
    }
    if buf is not None:
        members["TLS.userbuf"] = buf
    return members


def current_ticket(**fields):
    return pack(dump(current(**fields)))


def legacy_text(userid=USER, sdkappid=APP, time=NOW, expire=EXPIRE, userbuf_text=None,
                appid_at_3rd=APPID_AT_3RD, account_type=ACCOUNT_TYPE):
    """The signed text of the legacy algorithm; `appid_at_3rd` None leaves the line out."""
    text = "" if appid_at_3rd is None else "TLS.appid_at_3rd:%s\n" % appid_at_3rd
    text += ("TLS.account_type:%s\nTLS.identifier:%s\nTLS.sdk_appid:%s\nTLS.time:%s\n"
             "TLS.expire_after:%s\n" % (account_type, userid, sdkappid, time, expire))
    if userbuf_text is not None:
        text += "TLS.userbuf:%s\n" % userbuf_text
    return text


def ecdsa_der(text, key=None):
    """The deterministic (RFC 6979) DER signature of a signed text."""
    key = key or keyring.P256_A
    scheme = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    return key.private.sign(text.encode("utf-8"), scheme)


def legacy(userid=USER, sdkappid=APP, time=NOW, expire=EXPIRE, userbuf=None,
           appid_at_3rd=APPID_AT_3RD, account_type=ACCOUNT_TYPE, key=None):
    """The JSON members of a legacy ticket; `userbuf` is bytes or None."""
    buf = None if userbuf is None else b64(userbuf)
    text = legacy_text(userid, sdkappid, time, expire, buf, appid_at_3rd, account_type)
    members = {"TLS.account_type": account_type, "TLS.identifier": userid}
    if appid_at_3rd is not None:
        members["TLS.appid_at_3rd"] = appid_at_3rd
    members.update({
        "TLS.sdk_appid": str(sdkappid),
        "TLS.expire_after": str(expire),
        "TLS.version": VERSION,
        "TLS.time": str(time),
    })
    if buf is not None:
        members["TLS.userbuf"] = buf
    members["TLS.sig"] = b64(ecdsa_der(text, key))
    return members


def legacy_ticket(**fields):
    return pack(dump(legacy(**fields)))


def resign_current(members, key=keyring.HMAC_A, **printed):
    """Members with TLS.sig over `printed` (arguments of `current_text`)."""
    return {**members, "TLS.sig": hmac_sig(current_text(**printed), key)}


def resign_legacy(members, key=None, **printed):
    """Members with TLS.sig over `printed` (arguments of `legacy_text`)."""
    return {**members, "TLS.sig": b64(ecdsa_der(legacy_text(**printed), key))}
