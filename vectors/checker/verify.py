"""Verification by the rules of README.md, check by check."""

import base64
import datetime
import hashlib
import hmac
import re
import unicodedata

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from . import envelope, pem
from .rejection import Rejection

LARGEST = 2**63 - 1
LOCAL_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)-08:00", re.ASCII)
# Each member: its JSON type and whether it may be missing.
CURRENT = {
    "TLS.ver": (str, False), "TLS.identifier": (str, False),
    "TLS.sdkappid": (envelope.Number, False), "TLS.time": (envelope.Number, False),
    "TLS.expire": (envelope.Number, True), "TLS.userbuf": (str, True), "TLS.sig": (str, False),
}
LEGACY = {
    "TLS.account_type": (str, False), "TLS.identifier": (str, False),
    "TLS.appid_at_3rd": (str, True), "TLS.sdk_appid": (str, False), "TLS.time": (str, False),
    "TLS.expire_after": (str, False), "TLS.version": (str, True), "TLS.userbuf": (str, True),
    "TLS.sig": (str, False),
}


def verify(case, keys):
    """The expectation that a case should have; `keys` are parsed keys."""
    wanted = case["request"]
    if not wanted["userid"] or has_control(wanted["userid"]):
        return {"refused": "userid"}
    if not 0 < wanted["sdkappid"] < 2**32:
        return {"refused": "sdkappid"}
    try:
        return _verify(case["ticket"], wanted, keys, case.get("policy", {}), case["now"])
    except Rejection as rejection:
        return rejection.expect


def has_control(text):
    return any(unicodedata.category(char) == "Cc" for char in text)


def _verify(ticket, wanted, keys, policy, now):
    curves = [key for key in keys if not isinstance(key, bytes)]
    found = envelope.members(ticket, bool(curves))
    if "TLS.ver" in found:
        claims, text, sig = _current(found)
        ring = [key for key in keys if isinstance(key, bytes)]
    elif "TLS.sdk_appid" in found:
        claims, text, sig = _legacy(found, policy.get("legacy_utc_offset", 0))
        ring = curves
    else:
        raise Rejection(70005, 7)

    if claims.pop("sdkappid") != wanted["sdkappid"]:
        raise Rejection(70014, 14)
    if claims.pop("userid") != wanted["userid"]:
        raise Rejection(70013, 13)
    if now > claims["time"] + claims["expire"]:
        raise Rejection(70001, 9)
    if claims["time"] > now + policy.get("max_clock_skew", LARGEST):
        raise Rejection(70005, 7)
    if claims["expire"] > policy.get("longest_validity", LARGEST):
        raise Rejection(70005, 7)
    layout = private_map_key(claims["userbuf"])
    _userbuf_expectation(claims["userbuf"], layout, wanted, policy, now)
    if not ring:
        raise Rejection(70016, 16)
    if not any(_signed(key, text.encode("utf-8"), sig) for key in ring):
        raise Rejection(70009, 8)
    buf = claims["userbuf"]
    return {"valid": True, **claims,
            "userbuf": None if buf is None else base64.b64encode(buf).decode("ascii"),
            "room": layout["room"] if layout else None,
            "privileges": layout["privileges"] if layout else None}


def _fields(found, known):
    """The known members, types checked."""
    folded = {name.lower() for name in known}
    for name in found:
        if name not in known and name.isascii() and name.lower() in folded:
            raise Rejection(70005, 5)
    for name, (kind, _) in known.items():
        if name in found and type(found[name]) is not kind:
            raise Rejection(70005, 5)
    for name, (_, optional) in known.items():
        if name not in found and not optional:
            raise Rejection(70005, 7)
    return {name: found.get(name) for name in known}


def _current(found):
    member = _fields(found, CURRENT)
    if member["TLS.ver"] != "2.0":
        raise Rejection(70005, 7)
    expire = member["TLS.expire"]
    claims = _claims("hmac-sha256", member, member["TLS.sdkappid"], _integer(member["TLS.time"]),
                     0 if expire is None else _integer(expire))
    text = "TLS.identifier:%s\nTLS.sdkappid:%d\nTLS.time:%d\nTLS.expire:%d\n" % (
        claims["userid"], claims["sdkappid"], claims["time"], claims["expire"])
    return claims, text + _userbuf_line(claims), _sig(member["TLS.sig"])


def _legacy(found, offset):
    member = _fields(found, LEGACY)
    time = member["TLS.time"]
    seconds = _local(time, offset) if LOCAL_TIME.fullmatch(time) else _integer(time)
    claims = _claims("ecdsa-sha256", member, member["TLS.sdk_appid"], seconds,
                     _integer(member["TLS.expire_after"]))
    text = ""
    for name in ("TLS.appid_at_3rd", "TLS.account_type", "TLS.identifier", "TLS.sdk_appid",
                 "TLS.time", "TLS.expire_after"):
        value = member[name]
        if value is not None:
            if has_control(value):
                raise Rejection(70005, 7)
            text += "%s:%s\n" % (name, value)
    sig = member["TLS.sig"].replace("\r", "").replace("\n", "")
    return claims, text + _userbuf_line(claims), _sig(sig)


def _claims(algorithm, member, sdkappid, time, expire):
    app = _integer(sdkappid)
    if not 0 < app < 2**32:
        raise Rejection(70005, 5)
    if has_control(member["TLS.identifier"]) or time + expire > LARGEST:
        raise Rejection(70005, 7)
    buf = member["TLS.userbuf"]
    return {"algorithm": algorithm, "time": time, "expire": expire, "sdkappid": app,
            "userid": member["TLS.identifier"],
            "userbuf": None if buf is None else _base64(buf, 15)}


def _integer(text):
    if not re.fullmatch("0|[1-9][0-9]*", text) or int(text) > LARGEST:
        raise Rejection(70005, 5)
    return int(text)


def _local(text, offset):
    try:
        moment = datetime.datetime(*map(int, LOCAL_TIME.fullmatch(text).groups()),
                                   tzinfo=datetime.timezone.utc)
    except ValueError:
        raise Rejection(70005, 5) from None
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    seconds = (moment - epoch) // datetime.timedelta(seconds=1) - offset
    if seconds < 0:
        raise Rejection(70005, 5)
    return seconds


def _base64(text, c_code):
    """Canonical standard base64: encoding the bytes again has to give the same text."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Rejection(70005, c_code) from None
    if base64.b64encode(data).decode("ascii") != text:
        raise Rejection(70005, c_code)
    return data


def _sig(text):
    return _base64(text, 6)


def _userbuf_line(claims):
    buf = claims["userbuf"]
    return "" if buf is None else "TLS.userbuf:%s\n" % base64.b64encode(buf).decode("ascii")


def private_map_key(data):
    """The fields of the layout, or None."""
    def take(size):
        nonlocal data
        if len(data) < size:
            raise ValueError("cut off")
        part, data = data[:size], data[size:]
        return part

    def number(size):
        return int.from_bytes(take(size), "big")

    if data is None:
        return None
    try:
        version = number(1)
        account = take(number(2)).decode("utf-8")
        app, auth_id, expires, privileges, _ = (number(4) for _ in range(5))
        room = {"id": auth_id}
        if version == 1:
            room = {"str": take(number(2)).decode("utf-8")}
        if version > 1 or data or room == {"str": ""}:
            return None
    except ValueError:
        return None
    return {"account": account, "sdkappid": app, "expires": expires, "privileges": privileges,
            "room": room}


def _userbuf_expectation(buf, layout, wanted, policy, now):
    if "room" in policy:
        mask = policy.get("privileges", 0)
        if (layout is None or layout["account"] != wanted["userid"]
                or layout["sdkappid"] != wanted["sdkappid"] or layout["room"] != policy["room"]
                or layout["privileges"] & mask != mask):
            raise Rejection(70005, 15)
        if now > layout["expires"]:
            raise Rejection(70001, 9)
    expected = policy.get("userbuf", "any")
    if expected == "none" and buf is not None:
        raise Rejection(70005, 15)
    if isinstance(expected, dict) and buf != base64.b64decode(expected["base64"]):
        raise Rejection(70005, 15)


def _signed(key, text, sig):
    if isinstance(key, bytes):
        return hmac.compare_digest(hmac.new(key, text, hashlib.sha256).digest(), sig)
    if not pem.is_der_signature(sig):
        return False
    try:
        key.verify(sig, text, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
