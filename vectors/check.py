"""Checks the case files with a second implementation of the rules, in checker/.

It shares no code with the generator. Titles, expectations, signed texts and the parsing
of keys are all worked out again; the first differences are printed.
"""

import base64
import collections
import hashlib
import hmac
import json
import pathlib
import re
import struct
import sys

from checker import pem, verify

ROOT = pathlib.Path(__file__).resolve().parent
ROOM = re.compile(r"[A-Za-z0-9 !#$%&()+\-:;<=.>?@\[\]^_{}|~,]{1,64}", re.ASCII)
FORMS = {"documented": re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII),
         "ascii": re.compile(r"[ -~]{1,2048}", re.ASCII),
         "utf8": re.compile(r".+", re.DOTALL)}


def main():
    titles, counts, wrong = collections.Counter(), collections.Counter(), []
    outcomes = collections.Counter()
    for path in sorted(ROOT.glob("verify/*.jsonl")) + [ROOT / "keys.jsonl", ROOT / "sign.jsonl"]:
        judge = {"keys": judge_key, "sign": judge_sign}.get(path.stem, judge_verify)
        for line in path.read_bytes().decode("utf-8").splitlines():
            case = json.loads(line)
            titles[case["title"]] += 1
            counts[path.stem] += 1
            found = judge(case)
            if found != case["expect"]:
                wrong.append("%s: expected %s, found %s" % (case["title"], case["expect"], found))
            if judge is judge_verify:
                outcomes[describe(case["expect"])] += 1
    wrong += ["title used twice: " + title for title, count in titles.items() if count > 1]
    for name, count in counts.items():
        print("%6d  %s" % (count, name))
    for outcome, count in sorted(outcomes.items()):
        print("%6d  %s" % (count, outcome))
    print("\n".join(wrong[:50]))
    print("%d cases, %d wrong" % (sum(counts.values()), len(wrong)))
    return 1 if wrong else 0


def describe(expect):
    if "refused" in expect:
        return "refused " + expect["refused"]
    if expect["valid"]:
        return "valid " + expect["algorithm"]
    return "%d, c_code %d" % (expect["code"], expect["c_code"])


def judge_verify(case):
    keys = []
    for key in case["keys"]:
        if "hmac" in key:
            keys.append(key["hmac"].encode("utf-8"))
        else:
            keys.append(pem.kind(key["pem"].encode("utf-8"))[1])
    return verify.verify(case, keys)


def judge_key(case):
    found, key = pem.kind(base64.b64decode(case["key_base64"], validate=True))
    inner = case.get("verifies")
    if inner is not None and verify.verify(inner, [key]) != inner["expect"]:
        return {"verifies": verify.verify(inner, [key])}
    return found


def judge_sign(case):
    user, app, room = case["userid"], case["sdkappid"], case["room"]
    end = case["time"] + case["expire"]
    buf = None if case["userbuf"] is None else base64.b64decode(case["userbuf"], validate=True)
    if not FORMS[case["form"]].fullmatch(user) or verify.has_control(user):
        return {"error": "userid"}
    if not 0 < app < 2**32:
        return {"error": "sdkappid"}
    if buf is not None and len(buf) > 8192:
        return {"error": "userbuf"}
    if room is not None:
        if not (1 <= room["id"] <= 4294967294 if "id" in room else ROOM.fullmatch(room["str"])):
            return {"error": "room"}
        if end >= 2**32:
            return {"error": "validity"}
        account, name = user.encode("utf-8"), room.get("str", "").encode("ascii")
        buf = struct.pack(">BH%dsIIIII" % len(account), 1 if name else 0, len(account), account,
                          app, room.get("id", 0), end, case["privileges"], 0)
        buf += struct.pack(">H", len(name)) + name if name else b""
    if end >= 2**63:
        return {"error": "validity"}
    return signed(case, buf)


def signed(case, buf):
    text = None if buf is None else base64.b64encode(buf).decode("ascii")
    names = [("identifier", case["userid"]), ("sdkappid", case["sdkappid"]),
             ("time", case["time"]), ("expire", case["expire"])]
    if "pem" in case["key"]:
        if pem.kind(case["key"]["pem"].encode("utf-8"))[0].get("kind") != "ecdsa-private":
            return {"error": "key"}
        renamed = {"sdkappid": "sdk_appid", "expire": "expire_after"}
        names = [("appid_at_3rd", 0), ("account_type", 0)] + [
            (renamed.get(name, name), value) for name, value in names]
    if text is not None:
        names.append(("userbuf", text))
    found = {"signed_text": "".join("TLS.%s:%s\n" % pair for pair in names), "userbuf": text}
    if "hmac" in case["key"]:
        mac = hmac.new(case["key"]["hmac"].encode("utf-8"),
                       found["signed_text"].encode("utf-8"), hashlib.sha256).digest()
        found["sig"] = base64.b64encode(mac).decode("ascii")
    return found


if __name__ == "__main__":
    sys.exit(main())
