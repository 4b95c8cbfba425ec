"""Forgeries by spelling: numbers, names and base64 that a lax reader takes for the signed ones."""

import json

from . import tickets as t
from .cases import (FIELD, JSON, NOW, SIG_BASE64, TYPE, USER, USERBUF, b64, valid_ecdsa,
                    valid_hmac)
from .keyring import RING_ECDSA, RING_HMAC


def write(file):
    _numbers(file)
    _twice(file)
    _not_an_object(file)
    _base64_hmac(file)
    _base64_legacy(file)


def _numbers(file):
    """Numbers in other spellings of the signed value: a lax verifier would take them."""
    spellings = {"plus": ("+1000", 1000, JSON), "leading-zero": ("01000", 1000, JSON),
                 "exponent": ("1e3", 1000, TYPE), "fraction": ("1000.0", 1000, TYPE),
                 "minus": ("-1", -1, TYPE), "minus-zero": ("-0", 0, TYPE),
                 "exponent-zero": ("1000e0", 1000, TYPE), "string": ('"1000"', 1000, TYPE),
                 "negative-exponent": ("10000E-1", 1000, TYPE), "zeros": ("00", 0, JSON),
                 "point": ("1000.", 1000, JSON), "hex": ("0x3e8", 1000, JSON),
                 "infinity": ("Infinity", 1000, JSON), "space": ("1 000", 1000, JSON)}
    for name, (text, value, outcome) in spellings.items():
        members = t.current(expire=value)
        pairs = [(k, text if k == "TLS.expire" else v) for k, v in t.raw_pairs(members)]
        file.verify("forgery/number-" + name, "TLS.expire is written as %s." % text,
                    t.pack(t.dump_raw(pairs)), outcome, RING_HMAC, now=NOW)
        if value < 0 or text.startswith('"') or name == "space":
            continue
        members = t.resign_legacy({**t.legacy(), "TLS.expire_after": text}, expire=value)
        file.verify("forgery/legacy-number-" + name,
                    "TLS.expire_after is written as %s, signed as %d." % (text, value),
                    t.pack(t.dump(members)), TYPE, RING_ECDSA)


def _twice(file):
    """Members twice, under every disguise, and in other letter case."""
    members = t.current()
    inner = t.dump(members)[1:-1]

    def put(name, about, text, outcome=TYPE, userid=USER, keys=RING_HMAC):
        file.verify("forgery/" + name, about, t.pack(text), outcome, keys, userid)

    put("twice-identifier-first", "A second TLS.identifier stands before the signed one.",
        '{"TLS.identifier":"admin",' + inner + "}")
    put("twice-identifier-last", "A second TLS.identifier stands after the signed one.",
        "{" + inner + ',"TLS.identifier":"admin"}', userid="admin")
    put("twice-expire", "A second TLS.expire follows.", "{" + inner + ',"TLS.expire":1}')
    put("twice-escaped", "The second name is written with an escape.",
        "{" + inner + ',"TLS\\u002eexpire":1576800000}')
    put("twice-both-escaped", "Both names are written with different escapes.",
        "{" + inner.replace('"TLS.time"', '"TL\\u0053.time"') + ',"TLS.tim\\u0065":%d}' % NOW)
    put("twice-unknown", "An unknown member stands twice.", "{" + inner + ',"x":1,"x":1}')
    put("twice-unknown-escaped", "An unknown member stands twice, once escaped.",
        "{" + inner + ',"x":1,"\\u0078":2}')
    put("twice-empty-name", "The member with the empty name stands twice.",
        "{" + inner + ',"":1,"":2}')
    put("twice-null", "The second TLS.sig is null.", "{" + inner + ',"TLS.sig":null}')
    put("twice-legacy", "A legacy ticket names two users.",
        t.dump(t.legacy())[:-1] + ',"TLS.identifier":"admin"}', keys=RING_ECDSA)

    for name in ("TLS.Identifier", "tls.identifier", "TLS.IDENTIFIER", "Tls.identifier"):
        put("case-%s-only" % name, "The name stands in other letter case only.",
            t.dump({name if k == "TLS.identifier" else k: v for k, v in members.items()}))
        put("case-%s-too" % name, "The name stands in other letter case too.",
            "{" + inner + ',"%s":"admin"}' % name)
    put("case-escaped", "The other letter case hides behind an escape.",
        "{" + inner + ',"TLS.identifie\\u0052":"admin"}')
    put("case-ver-too", "TLS.VER stands beside TLS.ver.", "{" + inner + ',"TLS.VER":"2.0"}')
    put("case-ver-only", "Without an exact TLS.ver and without TLS.sdk_appid a ticket has no "
        "algorithm.", t.dump({"tls.ver" if k == "TLS.ver" else k: v
                              for k, v in members.items()}), FIELD)
    put("case-legacy", "A legacy name in other letter case.",
        t.dump(t.legacy())[:-1] + ',"TLS.Expire_After":"1576800000"}', keys=RING_ECDSA)
    put("case-version", "The unsigned TLS.version in other letter case.",
        t.dump(t.legacy())[:-1] + ',"tls.version":"1"}', keys=RING_ECDSA)
    put("case-of-unknown", "Unknown names may differ in letter case alone.",
        "{" + inner + ',"x":1,"X":2}', valid_hmac())
    put("case-of-other-algorithm", "A legacy name in a current ticket is an unknown one.",
        "{" + inner + ',"tls.sdk_appid":"1","TLS.EXPIRE_AFTER":"1"}', valid_hmac())
    put("name-with-space", "A name with a space is an unknown one.",
        "{" + inner + ',"TLS.expire ":1," TLS.expire":1}', valid_hmac())
    put("name-with-nul", "A name with NUL is an unknown one, not cut off there.",
        "{" + inner + ',"TLS.expire\\u0000":1}', valid_hmac())


def _not_an_object(file):
    texts = {"array": "[]", "array-of-object": "[" + t.dump(t.current()) + "]", "number": "1",
             "string": '"TLS.ver"', "null": "null", "true": "true", "false": "false",
             "empty-string": '""', "string-of-object": json.dumps(t.dump(t.current()))}
    for name, text in texts.items():
        for form, ring in (("", RING_HMAC), ("ecdsa-", RING_ECDSA)):
            file.verify("forgery/%snot-an-object-%s" % (form, name), "The JSON is no object.",
                        t.pack(text), TYPE, ring)


def _base64_hmac(file):
    """Other spellings of the right signature, and of a UserBuf signed as it is spelled."""
    time = next(time for time in range(NOW, NOW + 99)
                if {"+", "/"} <= set(t.current(time=time)["TLS.sig"]))
    members = t.current(time=time)
    for name, text in _spellings(members["TLS.sig"]).items():
        file.verify("forgery/sig-" + name, "The right TLS.sig, not as canonical base64.",
                    t.pack(t.dump({**members, "TLS.sig": text})), SIG_BASE64, RING_HMAC)
    file.verify("forgery/sig-canonical", "The ticket that the other spellings start from.",
                t.pack(t.dump(members)), valid_hmac(time=time), RING_HMAC)
    for name, text in _spellings(b64(b"\xfb\xef\xbe\xff\xff\xff\x01")).items():
        sig = t.hmac_sig(t.current_text(userbuf_text=text))
        members = {**t.current(), "TLS.sig": sig, "TLS.userbuf": text}
        file.verify("forgery/userbuf-" + name, "TLS.userbuf is signed as it stands, but it is "
                    "not canonical base64.", t.pack(t.dump(members)), USERBUF, RING_HMAC)


def _base64_legacy(file):
    time = next(time for time in range(NOW, NOW + 99)
                if t.legacy(time=time)["TLS.sig"].endswith("=")
                and {"+", "/"} <= set(t.legacy(time=time)["TLS.sig"]))
    members = t.legacy(time=time)
    sig = members["TLS.sig"]
    spellings = _spellings(sig)
    for name in ("line-feed-inside", "line-feed-after", "crlf-inside"):
        del spellings[name]
    for name, text in spellings.items():
        file.verify("forgery/legacy-sig-" + name, "The right TLS.sig, not as canonical base64.",
                    t.pack(t.dump({**members, "TLS.sig": text})), SIG_BASE64, RING_ECDSA)
    for name, text in {"lf-64": sig[:64] + "\n" + sig[64:] + "\n",
                       "crlf-76": sig[:76] + "\r\n" + sig[76:] + "\r\n",
                       "cr": sig[:9] + "\r" + sig[9:], "lf-first": "\n" + sig,
                       "lf-in-padding": sig[:-1] + "\n="}.items():
        file.verify("forgery/legacy-sig-wrapped-" + name, "Old generators wrap TLS.sig; CR and "
                    "LF in it are passed over.", t.pack(t.dump({**members, "TLS.sig": text})),
                    valid_ecdsa(time=time), RING_ECDSA)
    for name, text in _spellings(b64(b"\xfb\xef\xbe\xff\xff\xff\x01")).items():
        legacy = t.resign_legacy({**t.legacy(), "TLS.userbuf": text}, userbuf_text=text)
        file.verify("forgery/legacy-userbuf-" + name, "TLS.userbuf is signed as it stands, but "
                    "it is not canonical base64.", t.pack(t.dump(legacy)), USERBUF, RING_ECDSA)


def _spellings(text):
    """Base64 of the same bytes that is not canonical; `text` ends with padding."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body = text.rstrip("=")
    padding = text[len(body):]
    last = letters[letters.index(body[-1]) + 1]
    return {
        "url-alphabet": text.replace("+", "-").replace("/", "_"),
        "ticket-alphabet": text.replace("+", "*").replace("/", "-").replace("=", "_"),
        "unpadded": body,
        "over-padded": text + "=",
        "trailing-bits": body[:-1] + last + padding,
        "space-inside": text[:4] + " " + text[4:],
        "space-before": " " + text,
        "space-after": text + " ",
        "tab-inside": text[:4] + "\t" + text[4:],
        "line-feed-inside": text[:4] + "\n" + text[4:],
        "line-feed-after": text + "\n",
        "crlf-inside": text[:4] + "\r\n" + text[4:],
        "percent": text.replace("=", "%3D"),
        "dash-ignored": text[:4] + "." + text[4:],
        "four-more": text + "====",
    }
