"""Every case of ../../vectors gives its expected result through the public interface."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

import pytest

import usersig
from conftest import cases


def text(key: dict[str, str]) -> str:
    (text,) = key.values()
    return text


def base64(data: bytes | None) -> str | None:
    return None if data is None else b64encode(data).decode()


def room(found: Any) -> dict[str, Any] | None:
    if found.room_id is not None:
        return {"id": found.room_id}
    return None if found.room_str is None else {"str": found.room_str}


def wanted(policy: dict[str, Any]) -> dict[str, Any]:
    """The policy as arguments of `verify`."""
    if "room" in policy:
        (kind, value), *_ = policy["room"].items()
        return {f"room_{kind}": value, "privileges": policy.get("privileges", 0)}
    userbuf = policy.get("userbuf", "any")
    if isinstance(userbuf, dict):
        return {"userbuf": b64decode(userbuf["base64"])}
    return {"no_userbuf": userbuf == "none"}


def answer(case: dict[str, Any], keys: list[str | bytes], *, many: bool = False) -> dict[str, Any]:
    """What `verify` answers, or the last of three equal rows of `verify_many`."""
    policy, request = case.get("policy", {}), case["request"]
    row = case["ticket"], request["userid"]
    options = {"now": case["now"], **wanted(policy)}
    bounds = ("max_clock_skew", "longest_validity", "legacy_utc_offset")
    try:
        app = usersig.Application(
            request["sdkappid"], keys, **{name: policy[name] for name in bounds if name in policy}
        )
        if many:
            rows = app.verify_many([row] * 3, return_exceptions=True, **options)
            assert len({repr(found) for found in rows}) == 1
            if isinstance(rows[-1], usersig.UserSigError):
                assert [error.row for error in rows] == [0, 1, 2]
                raise rows[-1]
            found = rows[-1]
        else:
            found = app.verify(*row, **options)
    except usersig.RejectedError as error:
        assert error.trtc_code is not None
        assert isinstance(error, usersig.ExpiredError) == (error.code == 70001)
        return {"valid": False, "code": error.code, "c_code": error.c_code}
    except usersig.RequestError as error:
        return {"refused": error.kind.removeprefix("invalid_")}
    assert found.expires_at == found.time + found.expire
    return {
        "valid": True,
        "algorithm": found.algorithm,
        "time": found.time,
        "expire": found.expire,
        "userbuf": base64(found.userbuf),
        "room": room(found),
        "privileges": None if found.privileges is None else int(found.privileges),
    }


def test_verify_cases() -> None:
    for case in cases("verify/*.jsonl"):
        assert answer(case, [text(key) for key in case["keys"]]) == case["expect"], case["title"]


def test_verify_cases_as_rows_of_one_call() -> None:
    for case in cases("verify/*.jsonl"):
        assert answer(case, [text(key) for key in case["keys"]], many=True) == case["expect"], case["title"]


def test_verify_cases_with_tickets_in_bytes() -> None:
    for case in cases("verify/*.jsonl"):
        case["ticket"] = case["ticket"].encode()
        assert answer(case, [text(key).encode() for key in case["keys"]]) == case["expect"], case["title"]


def test_key_cases() -> None:
    for case in cases("keys.jsonl"):
        key, expect = b64decode(case["key_base64"]), case["expect"]
        if "error" in expect:
            with pytest.raises(usersig.RequestError) as raised:
                usersig.Application(1, key)
            assert raised.value.kind == "invalid_key", case["title"]
            continue
        app = usersig.Application(1, key)
        algorithm = {"hmac": "hmac-sha256", "ecdsa-private": "ecdsa-sha256", "ecdsa-public": None}
        assert app.algorithm == algorithm[expect["kind"]], case["title"]
        assert app.can_sign == (app.algorithm is not None)
        if "verifies" in case:
            case["verifies"].setdefault("request", {})
            assert answer(case["verifies"], [key]) == case["verifies"]["expect"], case["title"]


def signed(case: dict[str, Any]) -> str:
    app = usersig.Application(case["sdkappid"], text(case["key"]), userid_form=case["form"])
    if case["room"] is None:
        userbuf = case["userbuf"] and b64decode(case["userbuf"])
        if case["userbuf"] == "":
            userbuf = b""
        return app.sign(case["userid"], case["expire"], userbuf=userbuf, now=case["time"])
    (kind, value), *_ = case["room"].items()
    return app.sign_private_map_key(
        case["userid"],
        case["expire"],
        privileges=case["privileges"],
        now=case["time"],
        **{f"room_{kind}": value},
    )


def test_sign_cases() -> None:
    kinds = {"validity": "invalid_expire"}
    for case in cases("sign.jsonl"):
        expect = case["expect"]
        if "error" in expect:
            with pytest.raises(usersig.RequestError) as raised:
                signed(case)
            error = expect["error"]
            assert raised.value.kind == kinds.get(error, f"invalid_{error}"), case["title"]
            continue
        ticket = signed(case)
        claims = usersig.inspect(ticket)
        assert (claims.userid, claims.sdkappid) == (case["userid"], case["sdkappid"]), case["title"]
        assert (claims.time, claims.expire) == (case["time"], case["expire"]), case["title"]
        assert base64(claims.userbuf) == expect["userbuf"], case["title"]
        if "sig" in expect:
            assert base64(claims.signature) == expect["sig"], case["title"]
        found = usersig.Application(case["sdkappid"], text(case["key"])).verify(
            ticket, case["userid"], now=case["time"]
        )
        assert base64(found.userbuf) == expect["userbuf"], case["title"]


def test_published_outputs() -> None:
    for case in cases("published/*.jsonl"):
        key = case.get("key") or case["public_key_pem"]
        if case["now_valid"] is None:
            continue
        app = usersig.Application(case["sdkappid"], key)
        try:
            found = app.verify(case["usersig"], case["userid"], now=case["now_valid"])
        except usersig.RequestError as error:
            # Published generators sign control characters, and nothing here takes them.
            assert error.kind == "invalid_userid", case["id"]
            assert any(not character.isprintable() for character in case["userid"]), case["id"]
            continue
        assert (found.time, found.expire) == (case["time"], case["expire"]), case["id"]
        assert usersig.inspect(case["usersig"]).json == case["decoded_json"], case["id"]
