"""Every code for both algorithms, the order of the checks, and requests that cannot be made."""

import json

from . import tickets as t
from .cases import (APP, BASE64, EMPTY, EXPIRE, EXPIRED, FIELD, JSON, NO_KEY, NOW, SDKAPPID,
                    SIG_BASE64, SIGNATURE, TYPE, USER, USERBUF, USERID, ZLIB, File, refused,
                    slug, valid_ecdsa, valid_hmac)
from .keyring import (HMAC_B, P256_B, RING_BOTH, RING_ECDSA, RING_HMAC, hmac, pems)

FORMS = {
    "hmac": (t.current, RING_HMAC, hmac(HMAC_B)),
    "ecdsa": (t.legacy, RING_ECDSA, pems(P256_B.public_pem)),
}
# Values of each JSON type, by name.
OTHER_TYPES = {"number": 1, "string": "1", "true": True, "null": None, "array": ["1"],
               "object": {"value": "1"}}
LAST = 2**63 - 1


def write():
    file = File("verify/rejections.jsonl")
    _empty(file)
    for form in FORMS:
        _decode(file, form)
        _members(file, form)
        _claims(file, form)
    _hmac_values(file)
    _legacy_values(file)
    _order(file)
    _requests(file)
    return [file]


def _empty(file):
    spaces = {"nothing": "", "space": " ", "tab": "\t", "line-feed": "\n", "crlf": "\r\n",
              "vertical-tab": "\v", "form-feed": "\f", "all-white-space": " \t\r\n\v\f "}
    for name, text in spaces.items():
        file.verify("rejection/empty-" + name, "White space alone counts as an empty ticket.",
                    text, EMPTY, RING_HMAC)
    file.verify("rejection/empty-ecdsa", "An empty ticket for a ring with an ECDSA key.", "",
                EMPTY, RING_ECDSA)
    file.verify("rejection/empty-no-keys", "An empty ticket is found before a missing key.",
                "", EMPTY, [])
    file.verify("rejection/nul-is-not-empty", "NUL is a foreign character, not white space.",
                "\0", BASE64, RING_HMAC)
    file.verify("rejection/no-break-space-is-not-empty",
                "A no-break space is a foreign character, not white space.", "\u00a0", BASE64,
                RING_HMAC)


def _decode(file, form):
    make, ring, _ = FORMS[form]
    good = t.pack(t.dump(make()))

    def put(name, about, ticket, outcome, keys=ring):
        file.verify("rejection/%s-%s" % (form, name), about, ticket, outcome, keys)

    put("foreign-character", "A character outside both alphabets.", good[:20] + "!" + good[21:],
        BASE64)
    put("cut-in-zlib", "Half of a ticket ends inside the zlib stream.",
        good[:len(good) // 2 // 4 * 4], ZLIB)
    put("wrong-checksum", "The Adler-32 of the stream was changed.",
        t.to_ticket(t.zlib.compress(t.dump(make()).encode())[:-4] + b"\0\0\0\0"), ZLIB)
    put("cut-in-json", "The JSON text ends before its closing brace.",
        t.pack(t.dump(make())[:-1]), JSON)
    if form == "hmac":
        put("plain-json", "Plain JSON is only read when the ring holds an ECDSA key.",
            t.dump(t.current()), BASE64)
        put("plain-json-legacy", "A legacy ticket in plain JSON, with no ECDSA key in the ring.",
            t.dump(t.legacy()), BASE64)
        put("plain-json-no-keys", "Plain JSON with an empty ring.", t.dump(t.legacy()), BASE64,
            [])
    else:
        put("plain-json-cut", "Plain JSON that was cut off.", t.dump(t.legacy())[:-2], JSON)


def _members(file, form):
    """Each member missing, of each wrong type, twice, and in other letter case."""
    make, ring, _ = FORMS[form]
    members = make(userbuf=b"abc")

    def put(name, about, text, outcome):
        file.verify("rejection/%s-%s" % (form, name), about, t.pack(text), outcome, ring)

    for member, value in members.items():
        short = member.removeprefix("TLS.")
        rest = {k: v for k, v in members.items() if k != member}
        if member not in ("TLS.expire", "TLS.userbuf", "TLS.version", "TLS.appid_at_3rd"):
            put(short + "-missing", "%s is missing." % member, t.dump(rest), FIELD)
        for kind, other in OTHER_TYPES.items():
            if kind != ("number" if isinstance(value, int) else "string"):
                put("%s-%s" % (short, kind), "%s has the wrong JSON type." % member,
                    t.dump({**members, member: other}), TYPE)
        put(short + "-twice", "%s stands twice with the same value." % member,
            t.dump(members)[:-1] + "," + t.dump({member: value})[1:], TYPE)
        put(short + "-lower-case-too", "%s also stands in lower case." % member,
            t.dump({**members, member.lower(): value}), TYPE)
        put(short + "-upper-case-too", "%s also stands in upper case." % member,
            t.dump({**members, member.upper(): value}), TYPE)
    put("no-members", "An object without members names no algorithm.", "{}", FIELD)
    filler = {"m%d" % n: n for n in range(33 - len(members))}
    put("33-members", "More than 32 members are refused.", t.dump({**members, **filler}), TYPE)
    for name, sig in {"url": "ab-_", "unpadded": "YWI", "foreign": "YW!i", "letter": "Y",
                      "inner-padding": "YQ==YWJj", "trailing-bits": "YWJ="}.items():
        put("sig-base64-" + name, "TLS.sig is not canonical base64.",
            t.dump({**members, "TLS.sig": sig}), SIG_BASE64)
    for name, text in {"control": "a\nb", "delete": "a\x7fb", "c1": "a\x85b",
                       "nul": "a\0b"}.items():
        put("identifier-" + name, "A UserID with a control character is malformed.",
            t.dump(make(userid=text)), FIELD)


def _claims(file, form):
    make, ring, other = FORMS[form]
    ticket, buf = t.pack(t.dump(make())), t.pack(t.dump(make(userbuf=b"abc")))

    def put(name, about, outcome, text=ticket, **rest):
        file.verify("rejection/%s-%s" % (form, name), about, text, outcome,
                    rest.pop("keys", ring), **rest)

    put("other-app", "The request names another SDKAppID.", SDKAPPID, sdkappid=APP + 1)
    put("other-user", "The request names another UserID.", USERID, userid="xiaoming")
    put("other-letter-case-user", "UserIDs are compared byte by byte.", USERID, userid="Xiaojun")
    put("user-prefix", "A prefix of the UserID is another UserID.", USERID, userid="xiaoju")
    put("user-with-space", "A space after the UserID makes another one.", USERID,
        userid="xiaojun ")
    put("expired", "One second past time + expire.", EXPIRED, now=NOW + EXPIRE + 1)
    put("skew", "TLS.time is further ahead of the clock than the policy allows.", FIELD,
        now=NOW - 61, policy={"max_clock_skew": 60})
    put("validity", "The validity is longer than the policy allows.", FIELD,
        policy={"longest_validity": EXPIRE - 1})
    put("userbuf-unwanted", "The policy wants no UserBuf.", USERBUF, buf,
        policy={"userbuf": "none"})
    put("userbuf-wanted", "The policy wants a UserBuf, the ticket has none.", USERBUF,
        policy={"userbuf": {"base64": "YWJj"}})
    put("userbuf-differs", "The policy wants another UserBuf.", USERBUF, buf,
        policy={"userbuf": {"base64": "YWJk"}})
    put("userbuf-longer", "The UserBuf is a prefix of the wanted one.", USERBUF, buf,
        policy={"userbuf": {"base64": "YWJjZA=="}})
    put("userbuf-not-a-room", "The UserBuf is not a PrivateMapKey.", USERBUF, buf,
        policy={"room": {"id": 1}, "privileges": 0})
    put("userbuf-base64", "TLS.userbuf is not canonical base64.", USERBUF,
        t.pack(t.dump({**make(userbuf=b"abcd"), "TLS.userbuf": "YWJjZA"})))
    put("no-keys", "The ring is empty.", NO_KEY, keys=[])
    put("no-key", "The ring holds no key of the algorithm.", NO_KEY,
        keys=RING_ECDSA if form == "hmac" else RING_HMAC)
    put("other-key", "The signature is of another key.", SIGNATURE, keys=other)


def _hmac_values(file):
    members = t.current()

    def put(name, about, outcome, member, value, signed):
        """The JSON text `value` of a member, in a ticket signed for the text `signed`."""
        pairs = t.raw_pairs(t.resign_current(members, **signed))
        pairs = [(k, value if k == member else v) for k, v in pairs]
        file.verify("rejection/hmac-" + name, about, t.pack(t.dump_raw(pairs)), outcome,
                    RING_HMAC)

    for version in ("2.1", "1.0", "2", "2.0 ", "", "02.0", "2.0\n"):
        put("ver-" + slug(version), "TLS.ver has to be 2.0.", FIELD, "TLS.ver",
            json.dumps(version), {})
    put("sdkappid-0", "The SDKAppID 0 does not exist.", TYPE, "TLS.sdkappid", "0",
        {"sdkappid": 0})
    for number in (2**32, 2**32 + APP, 2**63, 2**64 + APP, 10**40):
        put("sdkappid-%d" % number, "The SDKAppID does not fit 32 bits.", TYPE,
            "TLS.sdkappid", str(number), {"sdkappid": number})
    for field in ("time", "expire"):
        for number in (LAST + 1, 2**64, 2**64 + NOW, 10**40):
            put("%s-%d" % (field, number), "The number does not fit 63 bits.", TYPE,
                "TLS." + field, str(number), {field: number})
    put("sum-overflow", "time + expire does not fit 63 bits.", FIELD, "TLS.expire",
        str(LAST - NOW + 1), {"expire": LAST - NOW + 1})
    for field in ("time", "sdkappid"):
        for text in ("-1", "-0", "1.0", "1e3", "1E3", "1e0", "0.5"):
            put("%s-%s" % (field, text), "Not a canonical decimal integer.",
                TYPE, "TLS." + field, text, {field: text})
    file.verify("rejection/hmac-sig-too-short", "A MAC of 31 bytes never matches.",
                t.pack(t.dump({**members, "TLS.sig": t.b64(bytes(31))})), SIGNATURE, RING_HMAC)
    file.verify("rejection/hmac-sig-too-long", "A MAC of 33 bytes never matches.",
                t.pack(t.dump({**members, "TLS.sig": t.b64(bytes(33))})), SIGNATURE, RING_HMAC)
    file.verify("rejection/hmac-sig-empty", "An empty MAC never matches.",
                t.pack(t.dump({**members, "TLS.sig": ""})), SIGNATURE, RING_HMAC)


def _legacy_values(file):
    members = t.legacy()

    def put(name, about, outcome, ticket):
        file.verify("rejection/ecdsa-" + name, about, ticket, outcome, RING_ECDSA)

    bad = ("", "+1", "01", "00", "-1", "-0", "1.0", "1e3", " 1", "1 ", "0x10", "1_0", "1,0",
           "\uff11", "ten", str(2**64), "1\n")
    fields = {"sdk_appid": "sdkappid", "time": "time", "expire_after": "expire"}
    for member, field in fields.items():
        for text in bad:
            put("%s-%s" % (member, slug(text)), "Not a canonical decimal in range.", TYPE,
                t.legacy_ticket(**{field: text}))
    put("sdk_appid-0", "The SDKAppID 0 does not exist.", TYPE, t.legacy_ticket(sdkappid=0))
    put("sdk_appid-2^32", "The SDKAppID does not fit 32 bits.", TYPE,
        t.legacy_ticket(sdkappid=2**32))
    put("time-2^63", "The number does not fit 63 bits.", TYPE, t.legacy_ticket(time=LAST + 1))
    put("expire_after-2^63", "The number does not fit 63 bits.", TYPE,
        t.legacy_ticket(expire=LAST + 1))
    put("sum-overflow", "time + expire_after does not fit 63 bits.", FIELD,
        t.legacy_ticket(expire=LAST - NOW + 1))
    for name in ("account_type", "appid_at_3rd"):
        put(name + "-control", "A control character in a signed value is malformed.", FIELD,
            t.legacy_ticket(**{name: "0\n"}))
    put("neither-algorithm", "Without TLS.ver and TLS.sdk_appid a ticket has no algorithm.",
        FIELD, t.pack(t.dump({"TLS.identifier": USER, "TLS.sig": members["TLS.sig"]})))


def _order(file):
    """Tickets with two faults each: the earlier check answers."""
    late = NOW + EXPIRE + 1
    wrong = hmac(HMAC_B)
    ticket, legacy = t.current_ticket(), t.legacy_ticket()
    with_buf = t.current_ticket(userbuf=b"abc")
    no_buf = {"userbuf": "none"}

    def put(name, about, text, outcome, keys=RING_HMAC, **rest):
        file.verify("order/" + name, about, text, outcome, keys, **rest)

    put("decode-before-fields", "Damage is found before a missing member.",
        t.pack('{"TLS.ver":"2.0"'), JSON)
    put("fields-before-app", "A malformed member is found before another SDKAppID.",
        t.pack(t.dump({**t.current(), "TLS.time": "1"})), TYPE, sdkappid=APP + 1)
    put("sig-base64-before-app", "A malformed TLS.sig is found before another SDKAppID.",
        t.pack(t.dump({**t.current(), "TLS.sig": "!"})), SIG_BASE64, sdkappid=APP + 1)
    put("userbuf-base64-before-app", "A malformed TLS.userbuf comes before another SDKAppID.",
        t.pack(t.dump({**t.current(), "TLS.userbuf": "!"})), USERBUF, sdkappid=APP + 1)
    put("control-before-user", "A control character is found before another UserID.",
        t.current_ticket(userid="a\tb"), FIELD)
    put("app-before-user", "SDKAppID and UserID both differ.", ticket, SDKAPPID,
        sdkappid=APP + 1, userid="x")
    put("user-before-expiry", "Another UserID and expired.", ticket, USERID, userid="x",
        now=late)
    put("app-before-expiry", "Another SDKAppID and expired.", ticket, SDKAPPID,
        sdkappid=APP + 1, now=late)
    put("expiry-before-validity", "Expired and of too long a validity.", ticket, EXPIRED,
        now=late, policy={"longest_validity": 1})
    put("expiry-before-userbuf", "Expired and with an unwanted UserBuf.", with_buf, EXPIRED,
        now=late, policy=no_buf)
    put("skew-before-userbuf", "From the future and with an unwanted UserBuf.", with_buf, FIELD,
        now=NOW - 10, policy={**no_buf, "max_clock_skew": 0})
    put("validity-before-userbuf", "Of too long a validity and with an unwanted UserBuf.",
        with_buf, FIELD, policy={**no_buf, "longest_validity": 1})
    put("userbuf-before-key", "An unwanted UserBuf and no key for the algorithm.", with_buf,
        USERBUF, RING_ECDSA, policy=no_buf)
    put("userbuf-before-signature", "An unwanted UserBuf and another key.", with_buf, USERBUF,
        wrong, policy=no_buf)
    put("expiry-before-key", "Expired and no key for the algorithm.", ticket, EXPIRED,
        RING_ECDSA, now=late)
    put("expiry-before-signature", "Expired and signed with another key.", ticket, EXPIRED,
        wrong, now=late)
    put("user-before-signature", "Another UserID and another key.", ticket, USERID, wrong,
        userid="x")
    put("legacy-app-before-user", "SDKAppID and UserID both differ.", legacy, SDKAPPID,
        RING_ECDSA, sdkappid=APP + 1, userid="x")
    put("legacy-user-before-expiry", "Another UserID and expired.", legacy, USERID, RING_ECDSA,
        userid="x", now=late)
    put("legacy-expiry-before-key", "Expired and no key for the algorithm.", legacy, EXPIRED,
        RING_HMAC, now=late)


def _requests(file):
    ticket = t.current_ticket()
    bad = {"empty": "", "line-feed": "a\nTLS.sdkappid:1", "trailing-line-feed": "xiaojun\n",
           "tab": "a\tb", "nul": "xiaojun\0", "unit-separator": "a\x1fb", "delete": "a\x7f",
           "c1-first": "a\x80", "c1-next-line": "a\x85b", "c1-last": "a\x9f"}
    for name, userid in bad.items():
        file.verify("request/userid-" + name, "No request can be made for this UserID.",
                    ticket, refused("userid"), RING_HMAC, userid=userid)
    file.verify("request/sdkappid-0", "No request can be made for the SDKAppID 0.", ticket,
                refused("sdkappid"), RING_HMAC, sdkappid=0)
    file.verify("request/refused-before-empty", "The request is refused before the ticket.",
                "", refused("userid"), RING_HMAC, userid="")
    good = {"space": " ", "no-break-space": "a\u00a0b", "line-separator": "a\u2028b",
            "unicode": "\u7528\u6237\u4e00", "emoji": "\U0001f600", "quote": 'say"hi"',
            "backslash": "a\\nb", "slash": "a/b</script>", "colon": "TLS.sdkappid:1",
            "right-to-left": "\u202eabc", "combining": "e\u0301"}
    for name, userid in good.items():
        file.verify("request/accepted-" + name, "A UserID without control characters.",
                    t.current_ticket(userid=userid), valid_hmac(), RING_BOTH, userid=userid)
        file.verify("request/accepted-legacy-" + name, "A UserID without control characters.",
                    t.legacy_ticket(userid=userid), valid_ecdsa(), RING_BOTH, userid=userid)
    file.verify("request/normal-forms-differ", "Unicode normal forms are different UserIDs.",
                t.current_ticket(userid="caf\u00e9"), USERID, RING_HMAC, userid="cafe\u0301")
