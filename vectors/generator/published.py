"""The published signatures as cases, and the rejections that follow from them."""

import base64
import json

from .cases import (EXPIRED, FIELD, JSON, ROOT, SDKAPPID, SIGNATURE, TYPE, USERBUF, USERID,
                    File, refused, valid)
from . import keyring, room as rooms

# The published signatures that no verifier may accept, and why.
NEVER_VALID = {
    "go-v2-p50": (SIGNATURE, "an empty UserBuf was signed and then left out of the JSON"),
    "csharp-v2-p36": (JSON, "the quotation marks of the UserID are not escaped"),
    "csharp-v2-p46": (JSON, "the quotation marks of the UserID are not escaped"),
    "csharp-legacy-p13": (JSON, "the quotation marks of the UserID are not escaped"),
    "cpp-legacy-p14": (TYPE, "the SDKAppID was printed as a negative number"),
}
# JSON does not allow a raw control character in a string.
RAW_CONTROL = {"csharp-v2-p39", "csharp-v2-p41"}
# A few cases are repeated with the private key, which verifies as well as the public one.
WITH_PRIVATE_KEY = {
    "go-legacy-p01", "go-legacy-p02", "go-legacy-p03", "go-legacy-p13", "node-legacy-p13",
    "node-legacy-p01", "php-legacy-p01", "python-legacy-p01", "cpp-legacy-p01",
    "cpp-legacy-p18",
}
OTHER_PEM = {"prime256v1": keyring.P256_B.public_pem, "secp256k1": keyring.K256_B.public_pem}


def load():
    """The cases of both published files, in their order."""
    for name in ("hmac-sha256", "ecdsa-sha256"):
        path = ROOT / "published" / (name + ".jsonl")
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def has_control(text):
    return any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in text)


def keys_of(case):
    if "key" in case:
        return keyring.hmac(case["key"])
    return keyring.pems(case["public_key_pem"])


def other_keys(case):
    if "key" in case:
        return keyring.hmac(keyring.HMAC_B)
    return keyring.pems(OTHER_PEM[case["curve"]])


def userbuf_of(case):
    """The bytes of TLS.userbuf, from the decoded JSON."""
    text = json.loads(case["decoded_json"]).get("TLS.userbuf")
    return None if text is None else base64.b64decode(text, validate=True)


def expect_valid(case):
    seconds = json.loads(case["decoded_json"])
    expire = int(seconds.get("TLS.expire", seconds.get("TLS.expire_after", 0)))
    return valid(case["algorithm"], case["time"], expire, userbuf_of(case)), expire


def write():
    accepted = File("verify/published.jsonl")
    turned_away = File("verify/published-rejected.jsonl")
    for case in load():
        if has_control(case["userid"]):
            _control(turned_away, case)
        elif case["now_valid"] is None:
            outcome, why = NEVER_VALID[case["id"]]
            turned_away.verify(
                "published-rejected/" + case["id"], "Made by %s: %s." % (
                    case["implementation"], why), case["usersig"], outcome, keys_of(case),
                case["userid"], case["sdkappid"], now=case["time"])
        else:
            _valid(accepted, case)
            _derived(turned_away, case)
    return [accepted, turned_away]


def _control(file, case):
    maker, common = case["implementation"], {"sdkappid": case["sdkappid"], "now": case["time"]}
    file.verify("published-rejected/%s-request" % case["id"],
                "Made by %s for a UserID with a control character, for which no request can "
                "be made." % maker, case["usersig"], refused("userid"), keys_of(case),
                case["userid"], **common)
    if case["id"] in RAW_CONTROL:
        outcome, why = JSON, "a raw control character in a string is not JSON"
    else:
        outcome, why = FIELD, "a control character in a signed value is malformed"
    file.verify("published-rejected/%s-ticket" % case["id"], "Made by %s: %s." % (maker, why),
                case["usersig"], outcome, keys_of(case), **common)


def _valid(file, case):
    expect, expire = expect_valid(case)
    what = "%s of %s (%s)" % (case["call"], case["implementation"], case["label"])
    common = {"userid": case["userid"], "sdkappid": case["sdkappid"]}
    file.verify("published/" + case["id"], "Output of %s." % what, case["usersig"], expect,
                keys_of(case), now=case["now_valid"], **common)
    file.verify("published/%s-last-second" % case["id"],
                "Output of %s at time + expire, which is still valid." % what,
                case["usersig"], expect, keys_of(case), now=case["time"] + expire, **common)
    if case["id"] in WITH_PRIVATE_KEY:
        file.verify("published/%s-private-key" % case["id"],
                    "Output of %s, verified with the private key." % what, case["usersig"],
                    expect, keyring.pems(case["private_key_pem"]), now=case["now_valid"],
                    **common)


def _derived(file, case):
    _, expire = expect_valid(case)
    name, ticket, app, user = (case[k] for k in ("id", "usersig", "sdkappid", "userid"))
    good, last = keys_of(case), case["time"] + expire
    other_app = 1400000001 if app == 1400000000 else 1400000000
    other_user = "xiaojun" if user != "xiaojun" else "xiaojun2"

    def put(kind, about, outcome, keys=good, userid=user, sdkappid=app, now=case["time"]):
        file.verify("published-rejected/%s-%s" % (name, kind), about, ticket, outcome, keys,
                    userid, sdkappid, now=now)

    put("expired", "One second past time + expire.", EXPIRED, now=last + 1)
    put("other-key", "The signature is of another key.", SIGNATURE, keys=other_keys(case))
    put("other-user", "The request names another UserID.", USERID, userid=other_user)
    put("other-app", "The request names another SDKAppID.", SDKAPPID, sdkappid=other_app)


def room_policies(file):
    """Adds a room policy to each published PrivateMapKey whose room a policy can name."""
    for case in load():
        room = case["room"]
        if room is None or case["now_valid"] is None or has_control(case["userid"]):
            continue
        if not _can_be_asked(room):
            continue
        expect, _ = expect_valid(case)
        parsed = rooms.parse(userbuf_of(case))
        about = "A PrivateMapKey of %s, asked for its own room." % case["implementation"]
        if parsed is None or parsed[2] != case["userid"]:
            about = "The UserBuf of %s damages the account." % case["implementation"]
            expect = USERBUF
        elif parsed[4] < case["time"]:
            about = "%s wrapped the inner expire time past 2106." % case["implementation"]
            expect = EXPIRED
        policy = {"room": room, "privileges": case["privilege_map"]}
        file.verify("room-published/" + case["id"], about, case["usersig"], expect,
                    keys_of(case), case["userid"], case["sdkappid"], policy,
                    case["now_valid"])


def _can_be_asked(room):
    if "id" in room:
        return 1 <= room["id"] <= 4294967294
    name = room["str"]
    return 1 <= len(name) <= 64 and name.isascii() and "/" not in name
