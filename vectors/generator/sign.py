"""Signing: the text that is signed, the MAC, the PrivateMapKey, and what is refused."""

from . import keyring as k, pem, room as rooms, tickets as t
from .cases import APP, EXPIRE, NOW, USER, File, b64

LAST = 2**63 - 1
SIGNS = " !#$%&()+-:;<=.>?@[]^_{}|~,"
KEYS = {"hmac": {"hmac": k.HMAC_A}, "ecdsa": {"pem": k.P256_A.private_pem}}


def write():
    file = File("sign.jsonl")
    _keys(file)
    _values(file)
    _userids(file)
    _control(file)
    _userbuf(file)
    _rooms(file)
    _times(file)
    return [file]


def _put(file, title, about, error=None, sdkappid=APP, userid=USER, form="documented",
         key=None, time=NOW, expire=EXPIRE, userbuf=None, room=None, privileges=None):
    """A case; with `error` the signer refuses, otherwise the expectation is worked out."""
    key = key or KEYS["hmac"]
    buf = userbuf
    if room is not None and error is None:
        buf = rooms.build(userid, sdkappid, room, time + expire, privileges)
    expect = {"error": error}
    if error is None:
        buf_text = None if buf is None else b64(buf)
        if "hmac" in key:
            text = t.current_text(userid, sdkappid, time, expire, buf_text)
            expect = {"signed_text": text, "sig": t.hmac_sig(text, key["hmac"]),
                      "userbuf": buf_text}
        else:
            text = t.legacy_text(userid, sdkappid, time, expire, buf_text)
            expect = {"signed_text": text, "userbuf": buf_text}
    file.put("sign/" + title, about, sdkappid=sdkappid, userid=userid, form=form, key=key,
             time=time, expire=expire, userbuf=None if userbuf is None else b64(userbuf),
             room=room, privileges=privileges, expect=expect)


def _each(file, title, about, error=None, **fields):
    """The same case for both algorithms."""
    for name, key in KEYS.items():
        _put(file, "%s-%s" % (title, name), about, error, key=key, **fields)


def _keys(file):
    for name, text in {"1-character": "2", "unicode": "\u5bc6\u94a5-key", "63": "k" * 63,
                       "64": "k" * 64, "65": "k" * 65, "10000": "k" * 10000,
                       "line-feed": "a\nb", "upper-hex": k.HMAC_A.upper()}.items():
        _put(file, "key-" + name, "The key is the UTF-8 bytes of its text.",
             key={"hmac": text})
    for key in (k.P256_A, k.K256_A):
        for name, text in (("pkcs8", key.private_pem), ("sec1", key.sec1_pem),
                           ("sec1-parameters", pem.parameters(key.curve) + key.sec1_pem),
                           ("one-line", key.private_pem.strip().replace("\n", " "))):
            _put(file, "key-%s-%s" % (name, key.curve), "A private key of this form signs.",
                 key={"pem": text})


def _values(file):
    _each(file, "plain", "A ticket without a UserBuf.")
    for app in (1, 20000001, 2**31 - 1, 2**31, 2**32 - 1):
        _each(file, "sdkappid-%d" % app, "An SDKAppID is a number of 32 bits.", sdkappid=app)
    _each(file, "sdkappid-0", "The SDKAppID 0 does not exist.", "sdkappid", sdkappid=0)


def _userids(file):
    letters = "abcdefghijklmnopqrstuvwxyz"
    good = {"1-byte": "a", "32-bytes": "u" * 32, "letters": letters,
            "capitals": letters.upper(), "digits-and-signs": "0123456789_-", "digit": "0",
            "dash-first": "-a", "underscore": "_"}
    for name, userid in good.items():
        for form in ("documented", "ascii", "utf8"):
            _put(file, "userid-%s-%s" % (name, form), "A UserID as documented fits every form.",
                 userid=userid, form=form)
    outside = {"space": "two words", "point": "a.b", "at": "me@example.com", "slash": "a/b</i>",
               "quote": 'say"hi"', "backslash": "a\\nb", "colon": "TLS.sdkappid:1",
               "plus": "a+b", "tilde": "~", "space-alone": " ", "spaces-around": " a ",
               "33-bytes": "u" * 33, "all-printable": "".join(map(chr, range(0x20, 0x7F)))}
    for name, userid in outside.items():
        _put(file, "userid-%s-documented" % name, "Documented are at most 32 bytes of letters, "
             "digits, _ and -.", "userid", userid=userid)
        for form in ("ascii", "utf8"):
            _put(file, "userid-%s-%s" % (name, form), "Printable ASCII, chosen explicitly.",
                 userid=userid, form=form)
    wide = {"latin": "caf\u00e9", "chinese": "\u7528\u6237\u4e00", "emoji": "\U0001f600",
            "no-break-space": "a\u00a0b", "line-separator": "a\u2028b", "full-width": "\uff41",
            "combining": "e\u0301", "600-bytes": "\u7528" * 200, "last-plane": "\U0010fffd"}
    for name, userid in wide.items():
        for form in ("documented", "ascii"):
            _put(file, "userid-%s-%s" % (name, form), "This form is ASCII alone.", "userid",
                 userid=userid, form=form)
        _put(file, "userid-%s-utf8" % name, "UTF-8, chosen explicitly.", userid=userid,
             form="utf8")
        _put(file, "userid-%s-utf8-ecdsa" % name, "UTF-8, chosen explicitly.", userid=userid,
             form="utf8", key=KEYS["ecdsa"])
    for form in ("documented", "ascii", "utf8"):
        _put(file, "userid-empty-" + form, "A UserID has at least one byte.", "userid",
             userid="", form=form)
    _put(file, "userid-2048-bytes-ascii", "The longest UserID of this form.", userid="u" * 2048,
         form="ascii")
    _put(file, "userid-2049-bytes-ascii", "One byte more than the longest.", "userid",
         userid="u" * 2049, form="ascii")


def _control(file):
    """Control characters in every form: they would end the line that the UserID stands in."""
    codes = [*range(0x20), 0x7F, *range(0x80, 0xA0)]
    for code in codes:
        _put(file, "control-%02x-utf8" % code, "Control characters are never signed.", "userid",
             userid="a%cb" % code, form="utf8")
    for code in (0x00, 0x09, 0x0A, 0x0D, 0x1F, 0x7F, 0x80, 0x85, 0x9F):
        for form in ("documented", "ascii"):
            _put(file, "control-%02x-%s" % (code, form), "Control characters are never signed.",
                 "userid", userid="a%cb" % code, form=form)
    lines = "admin\nTLS.sdkappid:%d\nTLS.time:%d\nTLS.expire:1576800000" % (APP, NOW)
    for form in ("documented", "ascii", "utf8"):
        for name, userid in (("smuggled-lines", lines), ("trailing-line-feed", USER + "\n"),
                             ("leading-line-feed", "\n" + USER), ("line-feed", "\n")):
            _each(file, "control-%s-%s" % (name, form), "A line feed would smuggle lines into "
                  "the signed text.", "userid", userid=userid, form=form)


def _userbuf(file):
    pattern = bytes(n % 256 for n in range(8193))
    for name, buf in {"empty": b"", "1-byte": b"\x05", "text": b"abc", "zero": b"\0",
                      "line-feed": b"\n", "high-bytes": b"\xfb\xef\xbe\xff\xff\xff\x01",
                      "all-bytes": pattern[:256], "8192-bytes": pattern[:8192]}.items():
        _each(file, "userbuf-" + name, "A UserBuf is any bytes; an empty one has its line too.",
              userbuf=buf)
    _each(file, "userbuf-8193-bytes", "A UserBuf has at most 8192 bytes.", "userbuf",
          userbuf=pattern)


def _rooms(file):
    for number in (1, 10000, 2**31 - 1, 2**31, 4294967294):
        _each(file, "room-%d" % number, "Numeric rooms are 1 to 4294967294.",
              room={"id": number}, privileges=255)
    for number in (0, 4294967295):
        _each(file, "room-%d" % number, "Numeric rooms are 1 to 4294967294.", "room",
              room={"id": number}, privileges=255)
    good = {"1-byte": "r", "64-bytes": "r" * 64, "digits": "10000", "signs": SIGNS,
            "space-alone": " ", "zero": "0", "letters-and-digits": "aZ09", "commas": ",,"}
    for name, text in good.items():
        _each(file, "room-string-" + name, "A string room of allowed characters.",
              room={"str": text}, privileges=255)
    for char in SIGNS:
        _put(file, "room-string-sign-%02x" % ord(char), "This sign is allowed in a string room.",
             room={"str": "a%sb" % char}, privileges=42)
    allowed = set(SIGNS) | {chr(n) for n in range(128) if chr(n).isalnum()}
    for code in range(128):
        if chr(code) not in allowed:
            _put(file, "room-string-char-%02x" % code, "This character is not allowed in a "
                 "string room.", "room", room={"str": "a%cb" % code}, privileges=42)
    bad = {"empty": "", "65-bytes": "r" * 65, "chinese": "\u4f1a\u8bae\u5ba4",
           "latin": "caf\u00e9", "emoji": "\U0001f600", "c1": "a\x85b",
           "full-width-digit": "\uff11", "32-characters-96-bytes": "\u4f1a" * 32}
    for name, text in bad.items():
        _each(file, "room-string-" + name, "A string room has 1 to 64 bytes of letters, digits, "
              "space and some signs.", "room", room={"str": text}, privileges=255)
    for privileges in (0, 1, 2, 4, 8, 16, 32, 64, 128, 42, 171, 255):
        _put(file, "privileges-%d" % privileges, "The mask is written as it is.",
             room={"id": 1}, privileges=privileges)
    for name, userid, form in (("unicode", "\u7528\u6237\u4e00", "utf8"),
                               ("latin", "caf\u00e9", "utf8"), ("emoji", "\U0001f600", "utf8"),
                               ("quote", 'say"hi"', "ascii"), ("long", "u" * 300, "ascii")):
        _each(file, "room-account-" + name, "The account's length is in UTF-8 bytes.",
              userid=userid, form=form, room={"str": "lobby"}, privileges=42)
    _each(file, "room-userid-refused", "The UserID is refused with a room as well.", "userid",
          userid="a\nb", room={"id": 1}, privileges=42)
    _each(file, "room-sdkappid-refused", "The SDKAppID 0 does not exist.", "sdkappid",
          sdkappid=0, room={"id": 1}, privileges=42)


def _times(file):
    top = 2**32 - 1
    good = {"epoch": (0, 1), "past-31-bits": (2**31, 86400), "past-32-bits": (2**32, 86400),
            "50-years": (NOW, 1576800000), "largest-time": (LAST, 0),
            "largest-sum": (NOW, LAST - NOW), "zero-validity": (NOW, 0),
            "1-second": (NOW, 1), "7-days": (NOW, 604800)}
    for name, (time, expire) in good.items():
        _each(file, "time-" + name, "time + expire fits 63 bits.", time=time, expire=expire)
    for name, (time, expire) in {"sum-over-by-one": (NOW, LAST - NOW + 1),
                                 "sum-of-halves": (2**62, 2**62), "sum-of-largest":
                                 (LAST, LAST), "one-past-largest": (LAST, 1)}.items():
        _each(file, "time-" + name, "time + expire does not fit 63 bits.", "validity",
              time=time, expire=expire)
    for kind, room in (("numeric", {"id": 1}), ("string", {"str": "lobby"})):
        for name, time, expire in (("at-end", NOW, top - NOW), ("last-second", top, 0),
                                   ("epoch", 0, top)):
            _each(file, "room-%s-2106-%s" % (kind, name), "The inner expire time may be "
                  "4294967295.", time=time, expire=expire, room=room, privileges=42)
        for name, time, expire in (("past-end", NOW, top - NOW + 1), ("one-more", top, 1),
                                   ("50-years-from-2056", 2720000000, 1576800000),
                                   ("wrapped-to-later", NOW, 2**32 + 86400),
                                   ("largest", NOW, LAST - NOW)):
            _each(file, "room-%s-2106-%s" % (kind, name), "Past 4294967295 the inner expire "
                  "time would wrap.", "validity", time=time, expire=expire, room=room,
                  privileges=42)
        _each(file, "room-%s-overflow" % kind, "time + expire does not fit 63 bits.",
              "validity", time=NOW, expire=LAST, room=room, privileges=42)
