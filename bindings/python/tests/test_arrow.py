"""Tables answer row by row what the engine answers, and refuse what is no table."""

from __future__ import annotations

import pickle
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from test_bad_input import refused, refused_type

import usersig
from conftest import KEY, NOW, SDKAPPID, cases
from usersig import arrow

OTHER, OTHER_KEY = 1400000001, "the other key"
KEYS: dict[int, Any] = {SDKAPPID: KEY, OTHER: [OTHER_KEY, "its old key"]}
ALONE = {SDKAPPID: KEY}
USERIDS = ["xiaojun", "user_1", "a" * 32, "", None, "a" * 33, "xiao jun", "小军", "x\n"]
TEXT = "".join(map(chr, range(33, 127)))


def table(**columns: Any) -> pa.Table:
    return pa.table(columns)


def tickets(results: arrow.Batches) -> list[str | None]:
    return results.to_pyarrow()["usersig"].to_pylist()


def test_signing_is_the_engine_row_by_row() -> None:
    chance = random.Random(1)
    count = 3000
    rows = [row_to_sign(chance) for _ in range(count)]
    schema = pa.schema(
        {
            "userid": pa.string(),
            "sdkappid": pa.int64(),
            "expire": pa.int64(),
            "userbuf": pa.binary(),
            "room_id": pa.int64(),
            "privileges": pa.int32(),
        }
    )
    given = pa.Table.from_pylist(rows, schema)
    signed = arrow.sign(given, KEYS, sdkappid=SDKAPPID, now=NOW).to_pyarrow()
    assert signed.select(given.column_names).equals(given)
    apps = {SDKAPPID: usersig.Application(SDKAPPID, KEY), OTHER: usersig.Application(OTHER, OTHER_KEY)}
    good = 0
    for row, result in zip(rows, signed.to_pylist()):
        try:
            expected = signed_alone(apps, row)
        except (usersig.UserSigError, KeyError) as error:
            assert result["usersig"] is None
            assert result["expires_at"] is None
            assert result["error"]
            if isinstance(error, KeyError):
                assert result["code"] == 70020
            else:
                assert result["code"] == error.code
        else:
            good += 1
            assert (result["usersig"], result["code"], result["error"]) == (expected, 0, None)
            assert result["expires_at"] == usersig.inspect(expected).expires_at
    assert count // 20 < good < count


def row_to_sign(chance: random.Random) -> dict[str, Any]:
    """A row of any kind, in which at most one thing is wrong."""
    row: dict[str, Any] = {
        "userid": chance.choice(USERIDS[:3]),
        "sdkappid": chance.choice([SDKAPPID, OTHER, None]),
        "expire": chance.choice([None, 0, 60, 2**31]),
        "userbuf": None,
        "room_id": None,
        "privileges": None,
    }
    kind = chance.randrange(3)
    if kind == 1:
        row["userbuf"] = chance.choice([b"", b"abc", bytes(8192)])
    elif kind == 2:
        row.update(room_id=chance.choice([1, 2**32 - 2]), privileges=chance.choice([0, 42]))
    if chance.random() < 0.4:
        wrong: dict[str, Any] = {
            "userid": chance.choice(USERIDS[3:]),
            "sdkappid": chance.choice([0, 7, 2**32]),
            "expire": chance.choice([-1, 2**63 - 1]),
            "userbuf": bytes(8193),
            "room_id": chance.choice([0, 2**32]),
            "privileges": chance.choice([-1, 256]),
        }
        fitting = [
            name for name in wrong if name not in (["room_id", "privileges"] if kind < 2 else ["userbuf"])
        ]
        name = chance.choice(fitting)
        row[name] = wrong[name]
    return row


def signed_alone(apps: dict[int, usersig.Application], row: dict[str, Any]) -> str:
    """The ticket of a row, or the first error in the order in which the engine looks."""
    sdkappid = SDKAPPID if row["sdkappid"] is None else row["sdkappid"]
    if sdkappid not in range(1, 2**32):
        usersig.Application(sdkappid, KEY)
    app, userid = apps[sdkappid], row["userid"] or ""
    usual = 21600 if row["room_id"] is not None else 15552000
    expire = usual if row["expire"] is None else row["expire"]
    if row["room_id"] is None:
        return app.sign(userid, expire, userbuf=row["userbuf"], now=NOW)
    return app.sign_private_map_key(
        userid, expire, privileges=row["privileges"], room_id=row["room_id"], now=NOW
    )


def test_verifying_is_the_engine_row_by_row() -> None:
    chance = random.Random(2)
    app, other = usersig.Application(SDKAPPID, KEY), usersig.Application(OTHER, "its old key")
    rows = []
    for _ in range(3000):
        signer = chance.choice([app, other])
        userid = chance.choice(["xiaojun", "user_1"])
        ticket = signer.sign(userid, chance.choice([60, 86400]), now=NOW)
        damage = chance.randrange(8)
        if damage == 0:
            at = chance.randrange(len(ticket))
            ticket = ticket[:at] + chance.choice(TEXT) + ticket[at + 1 :]
        elif damage == 1:
            ticket = ticket[: chance.randrange(len(ticket))]
        rows.append(
            {
                "usersig": ticket,
                "userid": chance.choice([userid, userid, userid, "other", "x\n"]),
                "sdkappid": chance.choice([signer.sdkappid, signer.sdkappid, SDKAPPID]),
                "now": chance.choice([None, NOW + 100]),
            }
        )
    verified = arrow.verify(pa.Table.from_pylist(rows), KEYS, now=NOW).to_pyarrow().to_pylist()
    apps = {SDKAPPID: app, OTHER: usersig.Application(OTHER, KEYS[OTHER])}
    good = 0
    for row, result in zip(rows, verified):
        now = NOW if row["now"] is None else row["now"]
        try:
            expected = apps[row["sdkappid"]].verify(row["usersig"], row["userid"], now=now)
        except usersig.UserSigError as error:
            assert (result["valid"], result["code"], result["time"]) == (False, error.code, None)
            assert result["reason"] in str(error)
        else:
            good += 1
            assert (result["valid"], result["code"], result["reason"]) == (True, 0, None)
            assert (result["time"], result["expire"]) == (expected.time, expected.expire)
            assert (result["key_index"], result["algorithm"]) == (expected.key_index, expected.algorithm)
    assert 500 < good < 2500


def test_inspecting_is_the_engine_on_every_vector() -> None:
    texts = [case["ticket"] for case in cases("verify/*.jsonl")]
    assert len(texts) > 100
    results = arrow.inspect(table(usersig=texts)).to_pyarrow().to_pylist()
    for text, result in zip(texts, results):
        try:
            expected = usersig.inspect(text)
        except usersig.RejectedError as error:
            assert (result["code"], result["userid"]) == (error.code, None)
        else:
            assert (result["code"], result["userid"]) == (0, expected.userid)
            assert (result["sdkappid"], result["userbuf"]) == (expected.sdkappid, expected.userbuf)


def test_options_hold_for_rows_that_say_nothing() -> None:
    users = table(userid=["a", "小军"], ttl=[None, 60], expire=["no", "column"])
    signed = arrow.sign(
        users, ALONE, columns={"expire": "ttl"}, expire=90, now=NOW, userid_form="utf8", encoding="stored"
    )
    app = usersig.Application(SDKAPPID, KEY, userid_form="utf8", encoding="stored")
    assert tickets(signed) == [app.sign("a", 90, now=NOW), app.sign("小军", 60, now=NOW)]

    rooms = arrow.sign(table(userid=["a"]), ALONE, room_str="b", privileges=usersig.Privileges.ALL, now=NOW)
    expected = app.sign_private_map_key("a", 21600, room_str="b", privileges=255, now=NOW)
    (verified,) = arrow.verify(rooms, ALONE, now=NOW).to_pyarrow().to_pylist()
    assert usersig.inspect(tickets(rooms)[0]).room_str == usersig.inspect(expected).room_str == "b"
    assert (verified["valid"], verified["room_str"], verified["privileges"]) == (True, "b", 255)
    asked = table(userid=["a"] * 3, usersig=tickets(rooms) * 3, place=["b", "c", None])
    verdicts = arrow.verify(asked, ALONE, now=NOW, columns={"room_str": "place"}, results_only=True)
    assert verdicts.to_pyarrow()["valid"].to_pylist() == [True, False, True]

    one = table(userid=["a"], usersig=[app.sign("a", 90, now=NOW)])
    for refusing in ({"longest_validity": 60}, {"now": NOW - 9, "max_clock_skew": 8}, {"now": NOW + 91}):
        assert arrow.verify(one, ALONE, **{"now": NOW, **refusing}).to_pyarrow()["valid"][0].as_py() is False
    with_userbuf = table(userid=["a"], usersig=[app.sign("a", 90, userbuf=b"", now=NOW)])
    for given, valid in [(one, True), (with_userbuf, False)]:
        verified = arrow.verify(given, ALONE, now=NOW, no_userbuf=True).to_pyarrow()
        assert verified["valid"].to_pylist() == [valid]


def test_now_is_fixed_at_the_call() -> None:
    signed = arrow.sign(table(userid=["a"]), ALONE)
    first = tickets(signed)
    assert first == tickets(signed)
    assert (
        abs(
            usersig.inspect(first[0] or "").time - usersig.inspect(usersig.Application(1, "k").sign("a")).time
        )
        < 60
    )


def test_results_stand_behind_the_columns_that_came() -> None:
    users = table(error=[1], userid=["a"], city=["Shenzhen"])
    assert arrow.sign(users, ALONE).to_pyarrow().column_names == [
        "userid", "city", "usersig", "expires_at", "code", "error",
    ]  # fmt: skip
    only = arrow.sign(users, ALONE, results_only=True).to_pyarrow()
    assert only.column_names == ["usersig", "expires_at", "code", "error"]
    assert repr(arrow.sign(users, ALONE, results_only=True)) == (
        "<usersig.arrow.Batches of usersig, expires_at, code, error>"
    )


@pytest.mark.parametrize(
    "of",
    [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())],
    ids=str,
)
def test_bytes_that_are_no_text_are_errors_in_their_rows(of: pa.DataType) -> None:
    wrong = [b"a", b"\xff\xfe", b"\xe5\xb0", None, b"a\xf0\x9f\x98"]
    flat = of.value_type if pa.types.is_dictionary(of) else of
    as_bytes = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary()}.get(flat, pa.binary_view())
    column = unsound(pa.array(wrong, as_bytes), flat)
    if pa.types.is_dictionary(of):
        column = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 3, 4], pa.int8()), column)
    given = pa.table([column], ["userid"])
    for form in ("documented", "ascii", "utf8"):
        signed = arrow.sign(given, ALONE, userid_form=form, results_only=True).to_pyarrow()  # type: ignore[arg-type]
        assert pc.is_valid(signed["usersig"]).to_pylist() == [True, False, False, False, False]
        assert signed["code"].to_pylist() == [0, -3319, -3319, -3319, -3319]
    seen = arrow.inspect(given.rename_columns(["usersig"]), results_only=True).to_pyarrow()
    assert seen["code"].to_pylist()[1:3] == [70003, 70003]
    kept = arrow.sign(given, ALONE).to_pyarrow()["userid"].chunk(0)
    assert kept.type == of
    if kept.type == pa.string():
        assert kept.view(pa.binary()).to_pylist() == wrong


def unsound(column: pa.Array, of: pa.DataType) -> pa.Array:
    """The bytes as texts, unlooked at."""
    return pa.Array.from_buffers(of, len(column), column.buffers())


def test_columns_that_do_not_fit() -> None:
    refused("invalid_argument", 6017, arrow.sign, table(user=["a"]), ALONE)
    refused("invalid_argument", 6017, arrow.sign, table(userid=["a"]), ALONE, columns={"expire": "ttl"})
    refused("invalid_argument", 6017, arrow.verify, table(userid=["a"]), ALONE)
    refused("invalid_argument", 6017, arrow.inspect, table(userid=["a"]))
    twice = pa.table([["a"], ["b"]], ["userid", "userid"])
    refused("invalid_argument", 6017, arrow.sign, twice, ALONE)
    for column in (pa.array([1]), pa.array([1.5]), pa.array([b"a"]), pa.array([["a"]]), pa.array([{"a": 1}])):
        refused_type("invalid_argument", 6017, arrow.sign, table(userid=column), ALONE)
    for role in ("sdkappid", "expire", "room_id", "room_str", "privileges", "userbuf"):
        given = table(userid=["a"], **{role: [1.5]})
        refused_type("invalid_argument", 6017, arrow.sign, given, ALONE)
        assert tickets(arrow.sign(given, ALONE, columns={role: None})) != [None]


def test_what_is_no_table() -> None:
    for data in (None, 1, "xiaojun", object(), [1], [None], ["a"], {"userid": ["a"]}, []):
        refused_type("invalid_argument", 6017, arrow.sign, data, ALONE)
    refused("invalid_argument", 6017, arrow.sign, pa.array(["a"]), ALONE)
    refused("invalid_argument", 6017, arrow.sign, pa.chunked_array([["a"]]), ALONE)

    class Lying:
        def __init__(self, answer: object) -> None:
            self.answer = answer

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.answer

        __arrow_c_array__ = __arrow_c_stream__

    used = pa.table({"userid": ["a"]}).__arrow_c_stream__()
    arrow.sign(Lying(used), ALONE)
    refused("invalid_argument", 6017, arrow.sign, Lying(used), ALONE)
    for answer in (None, 1, pa.schema([]).__arrow_c_schema__()):
        with pytest.raises((TypeError, ValueError)):
            arrow.sign(Lying(answer), ALONE)


def test_arguments_that_do_not_fit() -> None:
    users = table(userid=["a"])
    refused_type("invalid_sdkappid", -3317, arrow.sign, users, ALONE, sdkappid="1")
    refused("invalid_sdkappid", -3317, arrow.sign, users, ALONE, sdkappid=0)
    refused("invalid_expire", 6017, arrow.sign, users, ALONE, expire=-1)
    refused("invalid_time", 6017, arrow.sign, users, ALONE, now=-1)
    refused("invalid_room", -3318, arrow.sign, users, ALONE, room_id=0, privileges=1)
    refused("invalid_room", -3318, arrow.sign, users, ALONE, room_id=1, room_str="a", privileges=1)
    refused("invalid_privileges", 6017, arrow.sign, users, ALONE, room_id=1, privileges=256)
    refused("invalid_argument", 6017, arrow.sign, users, ALONE, userid_form="any")
    refused("invalid_argument", 6017, arrow.sign, users, ALONE, columns={"usersig": "a"})
    refused_type("invalid_argument", 6017, arrow.sign, users, ALONE, columns={"expire": 1})
    for option, wrong in (("columns", 5), ("columns", "ab"), ("userid", 5), ("results_only", 1)):
        refused_type("invalid_argument", 6017, arrow.sign, users, ALONE, **{option: wrong})
        refused_type("invalid_argument", 6017, arrow.verify, users, ALONE, **{option: wrong})
    refused("invalid_argument", 6017, arrow.verify, users, ALONE, max_clock_skew=-1)


def test_keys_that_do_not_fit() -> None:
    users = table(userid=["a"])
    for keys in (None, 1, KEY, b"key", [KEY], {SDKAPPID: None}, {SDKAPPID: 1}):
        refused_type("invalid_key", 6017, arrow.sign, users, keys)
    for keys in ({SDKAPPID: ""}, {SDKAPPID: []}, {SDKAPPID: "\ud800"}):
        refused("invalid_key", 6017, arrow.sign, users, keys)
    refused_type("invalid_sdkappid", -3317, arrow.sign, users, {"1": KEY})
    refused("invalid_sdkappid", -3317, arrow.sign, users, {2**32: KEY})


def test_a_ring_shows_no_key_and_does_not_travel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f'{{"{SDKAPPID}": "{KEY}", "{OTHER}": ["{OTHER_KEY}"]}}'
    file = tmp_path / "keys.json"
    file.write_text(text)
    monkeypatch.setenv("USERSIG_TEST_KEYS", text)
    users = table(userid=["a", "b"], sdkappid=[SDKAPPID, OTHER])
    expected = tickets(arrow.sign(users, KEYS, now=NOW))
    rings = [
        arrow.KeyRing.from_json(text),
        arrow.KeyRing.from_json(text.encode()),
        arrow.KeyRing.from_file(file),
        arrow.KeyRing.from_file(str(file)),
        arrow.KeyRing.from_environment("USERSIG_TEST_KEYS"),
    ]
    for ring in rings:
        assert ring.sdkappids == [SDKAPPID, OTHER]
        assert tickets(arrow.sign(users, ring, now=NOW)) == expected
        assert KEY not in repr(ring) + str(ring)
        with pytest.raises(TypeError):
            pickle.dumps(ring)


def test_lists_of_keys_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = arrow.KeyRing
    for text in (
        f'{{"1": {{"key": "{KEY}"}}}}',
        f'["{KEY}"]',
        f'{{"{KEY}": "1"}}',
        f'{{"1": "{KEY}',
        KEY,
        "",
    ):
        file = tmp_path / "keys.json"
        file.write_text(text)
        monkeypatch.setenv("USERSIG_TEST_KEYS", text)
        for read, of in (
            (ring.from_json, text), (ring.from_file, file), (ring.from_environment, "USERSIG_TEST_KEYS")
        ):  # fmt: skip
            with pytest.raises(usersig.RequestError) as raised:
                read(of)
            assert raised.value.kind == "invalid_key"
            assert KEY not in str(raised.value)
    refused("invalid_key", 6017, ring.from_file, tmp_path / "none")
    refused("invalid_key", 6017, ring.from_file, tmp_path)
    file.write_bytes(b'{"1": "\xff"}')
    refused("invalid_key", 6017, ring.from_file, file)
    for name in ("USERSIG_NONE", "", "a=b", "a\0b"):
        refused("invalid_key", 6017, ring.from_environment, name)
    for wrong in (None, 5, ["a"]):
        refused_type("invalid_argument", 6017, ring.from_environment, wrong)
        refused_type("invalid_argument", 6017, ring.from_file, wrong)
    refused("invalid_argument", 6017, ring.from_environment, "\ud800")


def test_rows_of_no_application_are_errors() -> None:
    users = table(userid=["a", "b"], sdkappid=[None, 7])
    assert arrow.sign(users, ALONE).to_pyarrow()["code"].to_pylist() == [0, 70020]
    assert arrow.sign(users, KEYS).to_pyarrow()["code"].to_pylist() == [-3317, 70020]
    assert arrow.sign(users, {}).to_pyarrow()["code"].to_pylist() == [-3317, 70020]
