"""DataFrames of a classic session in one process."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark import cloudpickle
from pyspark.errors import PythonException
from pyspark.sql import DataFrame, SparkSession

import usersig
from conftest import KEY, NOW, SDKAPPID
from usersig import arrow
from usersig import spark as tickets


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    started = (
        SparkSession.builder.master("local[1]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", 100)
        .getOrCreate()
    )
    yield started
    started.stop()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("keys") / "keys.json"
    file.write_text(json.dumps({SDKAPPID: KEY, SDKAPPID + 1: ["new", "old"]}))
    return f"file:{file}"


def test_columns_of_every_type_pass(session: SparkSession, keys: str) -> None:
    given = session.sql(
        """select id, concat('u', id) as userid, 1400000000 as sdkappid, cast(id as decimal(30, 2)) as price,
        timestamp '2024-01-01 00:00:00' as at, date '2024-01-01' as day, map('a', id) as pairs,
        struct(id, array(id) as list) as nested, cast(cast(id as string) as binary) as bytes,
        cast(null as float) as nothing, cast('x' as varchar(9)) as short, 'old' as error from range(250)"""
    )
    signed = tickets.sign(given, keys, now=NOW)
    kept = [name for name in given.columns if name != "error"]
    assert signed.columns == [*kept, "usersig", "expires_at", "code", "error"]
    assert signed.schema[:-4] == given.drop("error").schema[:]
    assert signed.select(kept).collect() == given.select(kept).collect()
    app = usersig.Application(SDKAPPID, KEY)
    assert [row.usersig for row in signed.collect()] == [app.sign(f"u{id}", now=NOW) for id in range(250)]


def test_partitions_keep_their_order(session: SparkSession, keys: str) -> None:
    users = session.range(0, 5000, 1, 3).selectExpr("id", "concat('user', id) as userid")
    rows = tickets.sign(users.selectExpr("*", "1400000001 as sdkappid"), keys, now=NOW).collect()
    assert [row.id for row in rows] == list(range(5000))
    app = usersig.Application(SDKAPPID + 1, "new")
    assert [row.usersig for row in rows] == app.sign_many([f"user{id}" for id in range(5000)], now=NOW)


def test_bad_rows_are_errors_in_their_rows(session: SparkSession, keys: str) -> None:
    users = session.sql(
        "select cast(x'61ff' as string) as userid union all values ('ok'), (''), (null), ('a b')"
    )
    rows = tickets.sign(users, keys, sdkappid=SDKAPPID).orderBy("code", "error").collect()
    assert [row.code for row in rows] == [-3319] * 4 + [0]
    assert all((row.usersig is None) == (row.error is not None) for row in rows)
    signed = tickets.sign(session.sql("select 'a' as userid"), keys, sdkappid=SDKAPPID, now=NOW)
    for now, valid in ((NOW, True), (NOW + 15552001, False)):
        (row,) = tickets.verify(signed, keys, sdkappid=SDKAPPID, now=now).collect()
        assert row.valid is valid
    (row,) = tickets.inspect(signed.drop("userid")).collect()
    assert (row.userid, row.sdkappid, row.time) == ("a", SDKAPPID, NOW)


def test_now_is_the_drivers(session: SparkSession, keys: str) -> None:
    users = session.sql("select 'a' as userid")
    signed = tickets.sign(users, keys, sdkappid=SDKAPPID)
    assert signed.collect() == signed.collect()


def test_options_are_those_of_tables(session: SparkSession, keys: str) -> None:
    users = session.sql("select 'a' as who, 60 as ttl, binary('abc') as data")
    columns = {"expire": "ttl", "userbuf": "data"}
    (row,) = tickets.sign(users, keys, userid="who", columns=columns, sdkappid=SDKAPPID, now=NOW).collect()
    app = usersig.Application(SDKAPPID, KEY)
    assert row.usersig == app.sign("a", 60, userbuf=b"abc", now=NOW)
    with pytest.raises(TypeError):
        tickets.sign(users, keys, results_only=True)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        tickets.sign(users, keys, colour=1)  # type: ignore[call-arg]


def test_what_cannot_be_worked_on_is_said_at_the_call(session: SparkSession, keys: str) -> None:
    users = session.sql("select 'a' as userid, 1.5 as expire, 1 as number, array('a') as list")
    for options in (
        {"userid": "none"},
        {"userid": "number"},
        {"userid": "list"},
        {},
        {"now": -1},
        {"expire": "1"},
    ):
        with pytest.raises(usersig.RequestError):
            tickets.sign(users, keys, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [KEY, "", "file:", "env:", "env:1", f"env:{KEY} ", f"key:{KEY}", KEY.encode(), {SDKAPPID: KEY}, None],
)
def test_keys_themselves_are_refused(session: SparkSession, wrong: Any) -> None:
    users = session.sql("select 'a' as userid")
    for call in (tickets.sign, tickets.verify):
        with pytest.raises(usersig.RequestError, match='pass "file:PATH"') as raised:
            call(users, wrong)
        assert KEY not in str(raised.value)
        assert raised.value.kind == "invalid_key"
        assert isinstance(raised.value, TypeError) == (not isinstance(wrong, str))


def test_a_ring_is_refused(session: SparkSession) -> None:
    with pytest.raises(usersig.RequestTypeError):
        tickets.sign(session.sql("select 'a' as userid"), arrow.KeyRing({SDKAPPID: KEY}))  # type: ignore[arg-type]


def test_what_is_sent_holds_no_key(session: SparkSession, keys: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []
    users = session.sql("select 'a' as userid, 'b' as usersig")

    def map_in_arrow(self: DataFrame, function: Any, schema: Any) -> DataFrame:
        sent.append(cloudpickle.dumps(function))
        return self

    monkeypatch.setattr(type(users), "mapInArrow", map_in_arrow)
    tickets.sign(users, keys)
    tickets.verify(users, keys)
    tickets.inspect(users)
    assert len(sent) == 3
    assert all(len(job) < 1000 for job in sent)
    assert not any(KEY.encode() in job for job in sent)


def test_keys_that_an_executor_does_not_find(session: SparkSession, tmp_path: Path) -> None:
    users = session.sql("select 'a' as userid")
    file = tmp_path / "keys.json"
    file.write_text(f'{{"{SDKAPPID}": "{KEY}"')
    for whereabouts, said in (
        (f"file:{tmp_path}/none", "cannot be read"),
        ("env:USERSIG_NONE", "no environment variable"),
        (f"file:{file}", "goes wrong at line 1"),
    ):
        with pytest.raises(PythonException, match=said) as raised:
            tickets.sign(users, whereabouts).collect()
        assert KEY not in str(raised.value)
