"""Tickets that someone without the key could make, or that a lax verifier would take."""

from . import forgeries_spelling, room as rooms, tickets as t
from .cases import (APP, EXPIRE, FIELD, NO_KEY, NOW, SIGNATURE, TYPE, USER, USERBUF, USERID,
                    File, b64, refused, valid_ecdsa, valid_hmac)
from .keyring import (HMAC_A, P256_A, P256_B, RING_BOTH, RING_ECDSA, RING_HMAC, hmac, pems)

FIFTY_YEARS = 1576800000
DAY = 86400


def write():
    file = File("verify/forgeries.jsonl")
    _smuggling(file)
    _userbuf(file)
    forgeries_spelling.write(file)
    _legacy(file)
    _confusion(file)
    _signature(file)
    return [file]


def _smuggling(file):
    """A signer that allows line feeds was given these UserIDs, for a day each."""
    tail = "\nTLS.sdkappid:%d\nTLS.time:%d\nTLS.expire:%d" % (APP, NOW, DAY)
    lines = "admin\nTLS.sdkappid:%d\nTLS.time:%d\nTLS.expire:%d" % (APP, NOW, FIFTY_YEARS)
    with_buf = lines + "\nTLS.userbuf:AAAA"
    members = t.current(userid="admin", expire=FIFTY_YEARS)

    def put(name, about, ticket, outcome, keys=RING_HMAC, userid="admin", **rest):
        file.verify("forgery/" + name, about, ticket, outcome, keys, userid, **rest)

    def forged(signer_userid, **changed):
        sig = t.hmac_sig(t.current_text(signer_userid, expire=DAY))
        return t.pack(t.dump({**members, "TLS.sig": sig, **changed}))

    put("smuggled-userbuf", "The signed lines of a one-day ticket hide in TLS.userbuf, so that "
        "the text to be signed equals the one of a UserID with line feeds.",
        forged(with_buf, **{"TLS.userbuf": "AAAA" + tail}), USERBUF)
    put("smuggled-empty-userbuf", "As smuggled-userbuf, with the tail alone in TLS.userbuf.",
        forged(lines + "\nTLS.userbuf:", **{"TLS.userbuf": tail}), USERBUF)
    put("smuggled-string-expire", "The tail hides in a TLS.expire of the type string.",
        forged(lines, **{"TLS.expire": str(FIFTY_YEARS) + tail}), TYPE)
    start = "admin\nTLS.sdkappid:%d\nTLS.time:%d" % (APP, NOW)
    put("smuggled-string-time", "The tail hides in a TLS.time of the type string.",
        forged(start, **{"TLS.time": str(NOW) + tail[:tail.rindex("\n")], "TLS.expire": DAY}),
        TYPE)
    put("smuggled-string-sdkappid", "The tail hides in a TLS.sdkappid of the type string.",
        forged("admin\nTLS.sdkappid:%d" % APP, **{
            "TLS.sdkappid": "%d\nTLS.sdkappid:%d" % (APP, APP), "TLS.expire": DAY}), TYPE)
    for name, signer in (("userbuf", with_buf), ("lines", lines)):
        ticket = t.current_ticket(userid=signer, expire=DAY)
        put("smuggling-ticket-" + name, "The ticket that the smuggling starts from holds a "
            "control character.", ticket, FIELD)
        put("smuggling-request-" + name, "No request can be made for the UserID that the "
            "smuggling starts from.", ticket, refused("userid"), userid=signer)
    put("smuggled-tail-left-out", "The tail is left out, so the signature differs.",
        forged(lines), SIGNATURE)
    put("smuggled-tail-re-encoded", "The tail is base64 in TLS.userbuf, which signs other text.",
        forged(with_buf, **{"TLS.userbuf": b64(("AAAA" + tail).encode())}), SIGNATURE)

    legacy = t.legacy(userid="admin", account_type="0\nTLS.identifier:admin")
    put("smuggled-account-type", "Legacy values are strings: a line hides in account_type.",
        t.pack(t.dump(legacy)), FIELD, RING_ECDSA)
    legacy = t.legacy(userid="admin", appid_at_3rd="0\nTLS.account_type:0")
    put("smuggled-appid-at-3rd", "A line hides in appid_at_3rd.", t.pack(t.dump(legacy)), FIELD,
        RING_ECDSA)
    tail = "\nTLS.sdk_appid:%d\nTLS.time:%d\nTLS.expire_after:%d" % (APP, NOW, DAY)
    signer = "admin\nTLS.sdk_appid:%d\nTLS.time:%d\nTLS.expire_after:%d" % (
        APP, NOW, FIFTY_YEARS)
    sig = b64(t.ecdsa_der(t.legacy_text(signer, expire=DAY)))
    legacy = {**t.legacy(userid="admin"), "TLS.sig": sig}
    put("smuggled-expire-after", "The tail hides in expire_after, which is no longer a number.",
        t.pack(t.dump({**legacy, "TLS.expire_after": str(FIFTY_YEARS) + tail})), TYPE,
        RING_ECDSA)
    sig = b64(t.ecdsa_der(t.legacy_text(signer + "\nTLS.userbuf:AAAA", expire=DAY)))
    legacy.update({"TLS.sig": sig, "TLS.expire_after": str(FIFTY_YEARS),
                   "TLS.userbuf": "AAAA" + tail})
    put("smuggled-legacy-userbuf", "The tail of a legacy ticket hides in TLS.userbuf.",
        t.pack(t.dump(legacy)), USERBUF, RING_ECDSA)


def _userbuf(file):
    """UserBufs added, removed, replaced; the empty one is not the absent one."""
    for form, make, ring, ok in (("", t.current, RING_HMAC, valid_hmac),
                                 ("legacy-", t.legacy, RING_ECDSA, valid_ecdsa)):
        def put(name, about, members, outcome, policy=None):
            file.verify("forgery/%suserbuf-%s" % (form, name), about, t.pack(t.dump(members)),
                        outcome, ring, policy=policy)

        bare, full, empty = make(), make(userbuf=b"abc"), make(userbuf=b"")
        dropped = {k: v for k, v in full.items() if k != "TLS.userbuf"}
        hidden = {k: v for k, v in empty.items() if k != "TLS.userbuf"}
        put("added", "A UserBuf was added to a ticket signed without one.",
            {**bare, "TLS.userbuf": "YWJj"}, SIGNATURE)
        put("added-and-wanted", "The added UserBuf is the one that the policy wants.",
            {**bare, "TLS.userbuf": "YWJj"}, SIGNATURE, {"userbuf": {"base64": "YWJj"}})
        put("added-and-unwanted", "The policy wants none: found before the signature.",
            {**bare, "TLS.userbuf": "YWJj"}, USERBUF, {"userbuf": "none"})
        put("added-empty", "An empty UserBuf was added to a ticket signed without one.",
            {**bare, "TLS.userbuf": ""}, SIGNATURE)
        put("added-null", "A null UserBuf was added.", {**bare, "TLS.userbuf": None}, TYPE)
        put("removed", "The signed UserBuf was removed.", dropped, SIGNATURE)
        put("removed-and-wanted", "The removed UserBuf is missed before the signature.",
            dropped, USERBUF, {"userbuf": {"base64": "YWJj"}})
        put("removed-and-unwanted", "The policy wants none, but one was signed.", dropped,
            SIGNATURE, {"userbuf": "none"})
        put("replaced", "Another UserBuf was put in place of the signed one.",
            {**full, "TLS.userbuf": "YWJk"}, SIGNATURE)
        put("empty", "A present, empty UserBuf signs an empty line.", empty,
            ok(userbuf=b""))
        put("empty-wanted", "The policy wants the empty UserBuf.", empty, ok(userbuf=b""),
            {"userbuf": {"base64": ""}})
        put("empty-unwanted", "An empty UserBuf is a UserBuf.", empty, USERBUF,
            {"userbuf": "none"})
        put("absent-wanted-empty", "No UserBuf is not the empty one.", bare, USERBUF,
            {"userbuf": {"base64": ""}})
        put("absent-unwanted", "The policy wants none and there is none.", bare, ok(),
            {"userbuf": "none"})
        put("empty-removed", "An empty UserBuf was signed and left out of the JSON.", hidden,
            SIGNATURE)
        room = rooms.build(USER, APP, {"id": 1}, NOW + EXPIRE, 42)
        more = rooms.build(USER, APP, {"id": 1}, NOW + EXPIRE, 255)
        put("privileges-raised", "The privileges inside the PrivateMapKey were raised.",
            {**make(userbuf=room), "TLS.userbuf": b64(more)}, SIGNATURE,
            {"room": {"id": 1}, "privileges": 255})


def _legacy(file):
    """Changes to legacy tickets that one published verifier or another does not notice."""
    members = t.legacy()

    def put(name, about, changed, outcome, userid=USER, **rest):
        file.verify("forgery/legacy-" + name, about, t.pack(t.dump(changed)), outcome,
                    RING_ECDSA, userid, **rest)

    put("names-another-user", "The JSON names another UserID than the one that was signed, and "
        "so does the request.", {**members, "TLS.identifier": "admin"}, SIGNATURE, "admin")
    put("names-another-user-to-first", "The JSON names another UserID than the one that was "
        "signed and asked for.", {**members, "TLS.identifier": "admin"}, USERID)
    put("names-another-app", "The JSON names another SDKAppID than the one that was signed.",
        {**members, "TLS.sdk_appid": "1400000001"}, SIGNATURE, sdkappid=1400000001)
    put("later-time", "TLS.time was moved.", {**members, "TLS.time": str(NOW + 1)}, SIGNATURE)
    put("longer", "TLS.expire_after was raised.",
        {**members, "TLS.expire_after": str(FIFTY_YEARS)}, SIGNATURE)
    put("account-type-changed", "TLS.account_type is signed.",
        {**members, "TLS.account_type": "1"}, SIGNATURE)
    put("appid-at-3rd-changed", "TLS.appid_at_3rd is signed.",
        {**members, "TLS.appid_at_3rd": "1"}, SIGNATURE)
    put("appid-at-3rd-removed", "An absent TLS.appid_at_3rd has no line.",
        {k: v for k, v in members.items() if k != "TLS.appid_at_3rd"}, SIGNATURE)
    put("appid-at-3rd-emptied", "An empty TLS.appid_at_3rd has an empty line.",
        {**members, "TLS.appid_at_3rd": ""}, SIGNATURE)
    put("appid-at-3rd-added", "The signed text had no line for it.",
        {**t.legacy(appid_at_3rd=None), "TLS.appid_at_3rd": "0"}, SIGNATURE)
    put("appid-at-3rd-absent", "Some real tickets do not have it.", t.legacy(appid_at_3rd=None),
        valid_ecdsa())
    put("appid-at-3rd-empty", "It may be empty.", t.legacy(appid_at_3rd=""), valid_ecdsa())
    put("appid-at-3rd-text", "It may be any text.", t.legacy(appid_at_3rd="wx12\u4e00"),
        valid_ecdsa())
    put("account-type-text", "It may be any text.", t.legacy(account_type="2519"),
        valid_ecdsa())
    put("account-type-empty", "It may be empty, but not missing.", t.legacy(account_type=""),
        valid_ecdsa())
    put("version-changed", "TLS.version is not signed.",
        {**members, "TLS.version": "209912310000"}, valid_ecdsa())
    put("version-removed", "TLS.version is optional.",
        {k: v for k, v in members.items() if k != "TLS.version"}, valid_ecdsa())
    put("plus-one-user", "The UserID was made longer.",
        {**members, "TLS.identifier": USER + "1"}, SIGNATURE, USER + "1")


def _confusion(file):
    """Tickets of one algorithm that are shown to the key of the other."""
    public = P256_A.public_pem
    members = t.current(key=public)

    def put(name, about, changed, outcome, keys):
        file.verify("forgery/" + name, about, t.pack(t.dump(changed)), outcome, keys)

    put("public-key-as-hmac-key", "The HMAC key is the text of the public key, which everyone "
        "may know; the ring holds it as an ECDSA key.", members, NO_KEY, RING_ECDSA)
    put("public-key-as-hmac-key-both", "The same with an HMAC key in the ring.", members,
        SIGNATURE, RING_BOTH)
    for name, text in {"trimmed": public.strip(), "base64": "".join(public.split("\n")[1:-2]),
                       "private": P256_A.private_pem}.items():
        put("public-key-as-hmac-key-" + name, "The same with another form of the key.",
            t.current(key=text), NO_KEY, pems(text) if name == "private" else RING_ECDSA)
    put("empty-hmac-key", "The HMAC is of the empty key.", t.current(key=""), SIGNATURE,
        RING_HMAC)
    put("empty-hmac-key-no-keys", "The HMAC is of the empty key and the ring is empty.",
        t.current(key=""), NO_KEY, [])

    legacy = t.legacy()
    relabelled = {**t.current(), "TLS.sig": legacy["TLS.sig"]}
    put("ecdsa-sig-in-current", "A legacy signature in a current ticket.", relabelled,
        SIGNATURE, RING_BOTH)
    put("ecdsa-sig-in-current-no-hmac-key", "A current ticket asks for an HMAC key.",
        relabelled, NO_KEY, RING_ECDSA)
    sig = b64(t.ecdsa_der(t.current_text()))
    put("ecdsa-sig-of-current-text", "The text of a current ticket signed with ECDSA.",
        {**t.current(), "TLS.sig": sig}, SIGNATURE, RING_BOTH)
    put("hmac-sig-in-legacy", "A MAC in a legacy ticket is not DER.",
        {**legacy, "TLS.sig": t.hmac_sig(t.legacy_text())}, SIGNATURE, RING_BOTH)
    put("hmac-sig-in-legacy-no-ecdsa-key", "A legacy ticket asks for an ECDSA key.",
        {**legacy, "TLS.sig": t.hmac_sig(t.legacy_text())}, NO_KEY, RING_HMAC)
    put("legacy-relabelled", "TLS.ver makes a legacy ticket a current one, without "
        "TLS.sdkappid.", {**legacy, "TLS.ver": "2.0", "TLS.time": NOW}, FIELD, RING_BOTH)
    put("current-relabelled", "TLS.sdk_appid does not make a current ticket a legacy one.",
        {**t.current(), "TLS.sdk_appid": str(APP)}, valid_hmac(), RING_BOTH)
    put("current-relabelled-other-app", "TLS.sdk_appid of a current ticket is ignored.",
        {**t.current(), "TLS.sdk_appid": "1"}, valid_hmac(), RING_BOTH)
    without = {k: v for k, v in t.current().items() if k != "TLS.ver"}
    put("ver-removed", "Without TLS.ver and TLS.sdk_appid there is no algorithm.", without,
        FIELD, RING_BOTH)
    put("both-forms", "A ticket with the members of both forms is a current one.",
        {**legacy, **t.current()}, valid_hmac(), RING_BOTH)
    put("both-forms-legacy-sig", "The legacy signature in it is not looked at.",
        {**t.current(), **legacy, "TLS.time": NOW}, SIGNATURE, RING_BOTH)
    put("current-text-signed-with-other-key", "Another ECDSA key of the same curve.",
        t.legacy(key=P256_B), SIGNATURE, RING_BOTH)


def _signature(file):
    """Signatures cut, changed, or taken from another ticket."""
    members = t.current()
    mac = t.base64_bytes(members["TLS.sig"])

    def put(name, about, sig, ring=RING_HMAC, of=members):
        file.verify("forgery/" + name, about, t.pack(t.dump({**of, "TLS.sig": b64(sig)})),
                    SIGNATURE, ring)

    for size in (0, 1, 16, 31):
        put("sig-truncated-%d" % size, "The MAC was cut to %d bytes." % size, mac[:size])
    put("sig-extended", "A byte was added to the MAC.", mac + b"\0")
    put("sig-first-bit", "One bit of the first byte differs.", bytes([mac[0] ^ 1]) + mac[1:])
    put("sig-last-bit", "One bit of the last byte differs.", mac[:-1] + bytes([mac[-1] ^ 1]))
    put("sig-zero", "A MAC of zeros.", bytes(32))
    put("sig-hex", "The MAC as hexadecimal text.", mac.hex().encode())
    put("sig-of-other-ticket", "The MAC of another user's ticket.",
        t.base64_bytes(t.current(userid="admin")["TLS.sig"]))
    plain = t.hmac_sig(USER + str(APP) + str(NOW) + str(EXPIRE))
    put("sig-of-sketch", "The MAC of the values without their names.", t.base64_bytes(plain))
    text = t.current_text()
    put("sig-without-final-line-feed", "The last line has to end with a line feed.",
        t.base64_bytes(t.hmac_sig(text[:-1])))
    put("sig-crlf-lines", "Lines end with a line feed alone.",
        t.base64_bytes(t.hmac_sig(text.replace("\n", "\r\n"))))
    put("sig-of-hex-decoded-key", "The key is its text, not the bytes that the text spells.",
        t.base64_bytes(t.hmac_sig(text, bytes.fromhex(HMAC_A))))
    file.verify("forgery/key-upper-case", "The case of the key's letters counts.",
                t.current_ticket(), SIGNATURE, hmac(HMAC_A.upper()))
    file.verify("forgery/key-trailing-line-feed", "A line feed after the key is part of it.",
                t.current_ticket(), SIGNATURE, hmac(HMAC_A + "\n"))

    legacy = t.legacy()
    der = t.base64_bytes(legacy["TLS.sig"])
    for size in (0, 1, 2, 35, len(der) - 1):
        put("legacy-sig-truncated-%d" % size, "The DER was cut to %d bytes." % size, der[:size],
            RING_ECDSA, legacy)
    put("legacy-sig-of-other-ticket", "The signature of another user's ticket.",
        t.ecdsa_der(t.legacy_text("admin")), RING_ECDSA, legacy)
    put("legacy-sig-last-bit", "One bit of s differs.", der[:-1] + bytes([der[-1] ^ 1]),
        RING_ECDSA, legacy)
