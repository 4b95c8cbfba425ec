"""PrivateMapKeys: what a verifier reports of them and what a room policy demands."""

import struct

from . import published, tickets as t
from .cases import APP, EXPIRE, NOW, USER, USERBUF, File, valid_ecdsa, valid_hmac
from .keyring import RING_ECDSA, RING_HMAC
from .room import build

END = NOW + EXPIRE


def write():
    file = File("verify/rooms.jsonl")
    _policies(file)
    _privileges(file)
    _identity(file)
    _claims(file)
    _layout(file)
    _cut(file)
    published.room_policies(file)
    return [file]


def _put(file, name, about, buf, good=True, policy=None, **rest):
    """A current and a legacy ticket with the UserBuf `buf`."""
    account = rest.get("userid", USER)
    app = rest.get("sdkappid", APP)
    for form, make, ring, ok in (("hmac", t.current_ticket, RING_HMAC, valid_hmac),
                                 ("ecdsa", t.legacy_ticket, RING_ECDSA, valid_ecdsa)):
        ticket = make(userbuf=buf, userid=account, sdkappid=app)
        file.verify("room/%s-%s" % (name, form), about, ticket,
                    ok(userbuf=buf) if good else USERBUF, ring, policy=policy, **rest)


def _wants(room, privileges=None):
    policy = {"room": room}
    if privileges is not None:
        policy["privileges"] = privileges
    return policy


def _policies(file):
    one, name = {"id": 1}, {"str": "1"}
    numeric, string = (build(USER, APP, room, END, 42) for room in (one, name))

    def put(*args):
        _put(file, *args)

    put("numeric", "The numeric room that the policy asks for.", numeric, True, _wants(one, 42))
    put("string", "The string room that the policy asks for.", string, True, _wants(name, 42))
    put("numeric-any", "Any UserBuf is allowed: the room is reported.", numeric)
    put("string-any", "Any UserBuf is allowed: the room is reported.", string)
    put("numeric-exact", "The policy wants these very bytes.", numeric, True,
        {"userbuf": {"base64": t.b64(numeric)}})
    put("numeric-unwanted", "The policy wants no UserBuf.", numeric, False, {"userbuf": "none"})
    put("string-for-numeric", "The string room 1 is not the numeric room 1.", string, False,
        _wants(one, 0))
    put("numeric-for-string", "The numeric room 1 is not the string room 1.", numeric, False,
        _wants(name, 0))
    put("other-number", "Another numeric room.", numeric, False, _wants({"id": 2}, 0))
    put("other-string", "Another string room.", string, False, _wants({"str": "2"}, 0))
    put("longer-string", "The room of the ticket is a prefix.", string, False,
        _wants({"str": "11"}, 0))
    put("other-letter-case", "Letter case counts in a string room.",
        build(USER, APP, {"str": "Lobby"}, END, 42), False, _wants({"str": "lobby"}, 0))
    put("space-after-string", "A space counts in a string room.",
        build(USER, APP, {"str": "lobby "}, END, 42), False, _wants({"str": "lobby"}, 0))
    put("leading-zero-string", "String rooms are text, not numbers.",
        build(USER, APP, {"str": "01"}, END, 42), False, _wants(name, 0))
    put("largest-number", "The largest numeric room.",
        build(USER, APP, {"id": 4294967294}, END, 42), True, _wants({"id": 4294967294}, 42))
    put("high-bit-number", "A numeric room past 2^31.",
        build(USER, APP, {"id": 2**31}, END, 42), True, _wants({"id": 2**31}, 42))
    put("64-bytes", "The longest string room.",
        build(USER, APP, {"str": "r" * 64}, END, 42), True, _wants({"str": "r" * 64}, 42))
    signs = " !#$%&()+-:;<=.>?@[]^_{}|~,"
    put("all-signs", "All signs that a string room may hold.",
        build(USER, APP, {"str": signs}, END, 42), True, _wants({"str": signs}, 42))
    put("not-a-room", "A UserBuf of other bytes.", b"abc", False, _wants(one, 0))
    put("empty-userbuf", "An empty UserBuf.", b"", False, _wants(one, 0))
    for form, make, ring in (("hmac", t.current_ticket, RING_HMAC),
                             ("ecdsa", t.legacy_ticket, RING_ECDSA)):
        file.verify("room/no-userbuf-" + form, "A ticket without a UserBuf.", make(), USERBUF,
                    ring, policy=_wants(one, 0))


def _privileges(file):
    for has, wants in ((42, 42), (42, 2), (42, 0), (42, 40), (42, 43), (42, 1), (42, 255),
                       (0, 0), (0, 1), (255, 255), (255, 42), (171, 128), (127, 128),
                       (128, 127), (200, 128), (2**32 - 1, 255), (256, 255), (256, 0)):
        buf = build(USER, APP, {"id": 1}, END, has)
        good = has & wants == wants
        _put(file, "privileges-%d-wants-%d" % (has, wants),
             "The mask is %d; the policy wants at least %d." % (has, wants), buf, good,
             _wants({"id": 1}, wants))
    buf = build(USER, APP, {"id": 1}, END, 0)
    _put(file, "privileges-unnamed", "A policy without privileges wants none.", buf, True,
         _wants({"id": 1}))
    for bit in range(8):
        buf = build(USER, APP, {"str": "r"}, END, 255 ^ 1 << bit)
        _put(file, "privileges-without-bit-%d" % bit, "One privilege of the eight is missing.",
             buf, False, _wants({"str": "r"}, 1 << bit))


def _identity(file):
    """The account and the SDKAppID inside have to be the request's."""
    policy = _wants({"id": 1}, 0)
    for name, account, app in (("account", "admin", APP), ("account-case", "Xiaojun", APP),
                               ("account-empty", "", APP), ("account-prefix", "xiaoju", APP),
                               ("account-nul", "xiaojun\0", APP), ("app", USER, APP + 1),
                               ("app-zero", USER, 0)):
        buf = build(account, app, {"id": 1}, END, 42)
        _put(file, "other-%s" % name, "The PrivateMapKey inside is another's.", buf, False,
             policy)
        _put(file, "other-%s-any" % name, "Without a room policy it is only reported.", buf)
    for name, user in (("unicode", "\u7528\u6237\u4e00"), ("latin", "caf\u00e9"),
                       ("emoji", "\U0001f600"), ("quote", 'say"hi"'), ("long", "u" * 300)):
        buf = build(user, APP, {"id": 1}, END, 42)
        _put(file, "account-" + name, "The account has its length in UTF-8 bytes.", buf, True,
             policy, userid=user)
    buf = build(USER, 4294967295, {"id": 1}, END, 42)
    _put(file, "app-largest", "The largest SDKAppID.", buf, True, policy, sdkappid=4294967295)


def _claims(file):
    """What is reported when no policy asks; rooms that no policy could ask for, too."""
    forms = {
        "number-zero": ({"id": 0}, "A numeric room is reported as found."),
        "number-4294967295": ({"id": 4294967295}, "A numeric room is reported as found."),
        "string-unicode": ({"str": "\u4f1a\u8bae\u5ba4"}, "Any UTF-8 is reported."),
        "string-slash": ({"str": "a/b"}, "Any UTF-8 is reported."),
        "string-emoji": ({"str": "\U0001f600"}, "Any UTF-8 is reported."),
        "string-65-bytes": ({"str": "r" * 65}, "A longer room than allowed is reported."),
        "string-1000-bytes": ({"str": "r" * 1000}, "A longer room than allowed is reported."),
        "string-space": ({"str": " "}, "A room of one space."),
        "string-digits": ({"str": "4294967296"}, "Digits in a string room are text."),
    }
    for name, (room, about) in forms.items():
        _put(file, "reported-" + name, about, build(USER, APP, room, END, 42))
    for expires in (0, 1, 2**32 - 1):
        _put(file, "reported-inner-%d" % expires, "The inner expire time is not looked at.",
             build(USER, APP, {"id": 1}, expires, 42))
    for privileges in (0, 200, 2**31, 2**32 - 1):
        _put(file, "reported-privileges-%d" % privileges, "The mask is reported as found.",
             build(USER, APP, {"id": 1}, END, privileges))


def _layout(file):
    """UserBufs that are almost PrivateMapKeys."""
    numeric = build(USER, APP, {"id": 1}, END, 42)
    string = build(USER, APP, {"str": "lobby"}, END, 42)
    length = struct.pack(">H", 5)
    parsed = {
        "account-type-1": build(USER, APP, {"id": 1}, END, 42, account_type=1),
        "account-type-largest": build(USER, APP, {"id": 1}, END, 42, account_type=2**32 - 1),
        "string-account-type": build(USER, APP, {"str": "lobby"}, END, 42, account_type=7),
        "string-with-number": build(USER, APP, {"str": "lobby"}, END, 42, auth_id=5),
    }
    for name, buf in parsed.items():
        _put(file, "layout-" + name, "These fields may hold any number.", buf)
    policy = _wants({"str": "lobby"}, 42)
    _put(file, "layout-string-with-number-wanted", "A string room counts, whatever the number "
         "beside it.", parsed["string-with-number"], True, policy)
    other = {
        "version-2": b"\x02" + string[1:],
        "version-255": b"\xff" + numeric[1:],
        "version-0-with-room": b"\x00" + string[1:],
        "version-1-without-room": b"\x01" + numeric[1:],
        "version-text": b"0" + numeric[1:],
        "string-empty": build(USER, APP, {"str": ""}, END, 42),
        "string-too-long": string[:-7] + struct.pack(">H", 6) + b"lobby",
        "string-too-short": string[:-7] + struct.pack(">H", 4) + b"lobby",
        "string-length-largest": string[:-7] + b"\xff\xff" + b"lobby",
        "string-little-endian": string[:-7] + length[::-1] + b"lobby",
        "string-invalid-utf8": build(USER, APP, {"str": b"caf\xe9"}, END, 42),
        "string-cut-utf8": build(USER, APP, {"str": b"\xe4\xbc"}, END, 42),
        "string-surrogate": build(USER, APP, {"str": b"\xed\xa0\x80"}, END, 42),
        "account-invalid-utf8": build(b"caf\xe9", APP, {"id": 1}, END, 42),
        "account-too-long": numeric[:1] + struct.pack(">H", 8) + numeric[3:],
        "account-too-short": numeric[:1] + struct.pack(">H", 6) + numeric[3:],
        "account-length-largest": numeric[:1] + b"\xff\xff" + numeric[3:],
        "numeric-and-byte": numeric + b"\0",
        "numeric-twice": numeric + numeric,
        "numeric-and-line-feed": numeric + b"\n",
        "string-and-byte": string + b"\0",
        "byte-before": b"\0" + numeric,
        "base64-of-layout": t.b64(numeric).encode("ascii"),
    }
    for name, buf in other.items():
        _put(file, "layout-" + name, "Not the layout: no room is reported.", buf)
        for kind, room in (("numeric", {"id": 1}), ("string", {"str": "lobby"})):
            _put(file, "layout-%s-wanted-%s" % (name, kind),
                 "Not the layout: no room policy is met.", buf, False, _wants(room, 0))


def _cut(file):
    """Each kind of PrivateMapKey cut at every length."""
    for kind, room in (("numeric", {"id": 1}), ("string", {"str": "lobby"})):
        whole = build(USER, APP, room, END, 42)
        for size in range(len(whole) + 1):
            buf = whole[:size]
            file.verify("room/cut-%s-%02d" % (kind, size),
                        "The first %d bytes of a PrivateMapKey of %d." % (size, len(whole)),
                        t.current_ticket(userbuf=buf), valid_hmac(userbuf=buf), RING_HMAC)
            file.verify("room/cut-%s-%02d-wanted" % (kind, size),
                        "The first %d bytes, while the policy wants the room." % size,
                        t.current_ticket(userbuf=buf),
                        valid_hmac(userbuf=buf) if size == len(whole) else USERBUF, RING_HMAC,
                        policy=_wants(room, 42))
