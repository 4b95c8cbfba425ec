"""The libraries of tables: what each gives is taken, and what is answered each takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import usersig
from conftest import KEY, NOW, SDKAPPID
from usersig import arrow

KEYS = {SDKAPPID: KEY}
COUNT = 100_000
USERIDS = [f"user{row}" if row % 1000 else "not one" for row in range(COUNT)]
app = usersig.Application(SDKAPPID, KEY)
EXPECTED = [
    None if isinstance(ticket, Exception) else ticket
    for ticket in app.sign_many(USERIDS, now=NOW, return_exceptions=True)
]


def test_pyarrow() -> None:
    users = pa.table({"userid": USERIDS, "row": range(COUNT)})
    signed = arrow.sign(users, KEYS, now=NOW).to_pyarrow()
    assert signed["usersig"].to_pylist() == EXPECTED
    assert signed["row"].to_pylist() == list(range(COUNT))
    verified = pa.table(arrow.verify(signed, KEYS, now=NOW))
    assert verified["valid"].to_pylist() == [ticket is not None for ticket in EXPECTED]
    # Nothing is copied: not what comes in, and not what goes out.
    assert {chunk.buffers()[2].address for chunk in signed["userid"].chunks} == {
        users["userid"].chunk(0).buffers()[2].address
    }
    assert signed.schema.field("row").equals(users.schema.field("row"))
    (batch,) = arrow.sign(users.slice(5, 3).to_batches()[0], KEYS, now=NOW)
    assert pa.record_batch(batch)["usersig"].to_pylist() == EXPECTED[5:8]
    assert (len(batch), repr(batch)) == (3, "<usersig.arrow.Batch of 3 rows>")
    reader = pa.RecordBatchReader.from_stream(arrow.sign(users, KEYS, now=NOW))
    assert max(batch.num_rows for batch in reader) == 65536


def test_polars() -> None:
    users = pl.DataFrame({"userid": USERIDS}).with_columns(city=pl.lit("Shenzhen").cast(pl.Categorical))
    signed = pl.DataFrame(arrow.sign(users, KEYS, now=NOW))
    assert signed["usersig"].to_list() == EXPECTED
    assert signed["city"].unique().to_list() == ["Shenzhen"]
    verified = pl.DataFrame(arrow.verify(signed, KEYS, now=NOW))
    assert verified.filter(pl.col("valid")).height == COUNT - COUNT // 1000
    categorical = users.select(pl.col("userid").cast(pl.Categorical))
    assert pl.DataFrame(arrow.sign(categorical, KEYS, now=NOW))["usersig"].to_list() == EXPECTED


def test_duckdb() -> None:
    # A connection reads one stream at a time: what it gives is taken by another one.
    with duckdb.connect() as connection, connection.cursor() as other:
        query = f"select if(range % 1000 = 0, 'not one', 'user' || range) as userid from range({COUNT})"
        other.register("results", arrow.sign(connection.sql(query), KEYS, now=NOW))
        other.execute("create table signed as select * from results")
        assert other.sql("select usersig from signed").fetchall() == [(ticket,) for ticket in EXPECTED]
        other.register("verified", arrow.verify(connection.sql("from signed"), KEYS, now=NOW))
        question = "select valid, count(*) from verified group by valid order by valid"
        for _ in range(2):
            answer = other.sql(question).fetchall()
            assert answer == [(False, COUNT // 1000), (True, COUNT - COUNT // 1000)]


def test_pandas() -> None:
    users = pd.DataFrame({"userid": USERIDS, "row": range(COUNT)})
    signed = arrow.sign(users, KEYS, now=NOW).to_pyarrow().to_pandas()
    assert [None if pd.isna(ticket) else ticket for ticket in signed["usersig"]] == EXPECTED
    assert (signed["row"] == users["row"]).all()
    verified = pd.DataFrame.from_arrow(arrow.verify(signed, KEYS, now=NOW))
    assert verified["valid"].sum() == COUNT - COUNT // 1000


def batches(users: pa.Table) -> Iterator[pa.RecordBatch]:
    yield from users.to_batches(max_chunksize=30_000)


def test_batches_of_a_generator_are_read_once() -> None:
    users = pa.table({"userid": USERIDS})
    for given in (
        batches(users),
        iter([users, pl.DataFrame({"userid": USERIDS[:0]}).to_arrow().cast(users.schema)]),
    ):
        results = arrow.sign(given, KEYS, now=NOW)
        assert results.to_pyarrow()["usersig"].to_pylist() == EXPECTED
        with pytest.raises(usersig.RequestError, match="read before"):
            next(iter(results))
        with pytest.raises(pa.ArrowInvalid, match="read before"):
            results.to_pyarrow()
    results = arrow.sign(batches(users).__iter__(), KEYS, now=NOW)
    # A stream that is only looked at takes nothing away.
    assert pa.RecordBatchReader.from_stream(results).schema == pa.schema(results)
    assert pa.table(results).num_rows == COUNT


def test_what_goes_wrong_in_the_middle() -> None:
    users = pa.table({"userid": USERIDS})

    def breaking(last: Any) -> Iterator[Any]:
        yield from batches(users)
        if isinstance(last, Exception):
            raise last
        yield last

    other = pa.table({"userid": ["a"], "more": [1]})
    for last, error, said in (
        (KeyError("a\0b"), KeyError, "KeyError"),
        (other, usersig.RequestError, "other columns"),
        ("text", usersig.RequestError, "not a table"),
    ):
        results = iter(arrow.sign(breaking(last), KEYS))
        assert sum(len(next(results)) for _ in range(4)) == COUNT
        with pytest.raises(error):
            next(results)
        assert list(results) == []
        with pytest.raises(pa.ArrowInvalid, match=said):
            arrow.sign(breaking(last), KEYS).to_pyarrow()


def test_a_table_without_rows_has_the_columns() -> None:
    empty = pa.table({"userid": pa.array([], pa.string())})
    assert arrow.sign(empty, KEYS).to_pyarrow().schema == pa.schema(arrow.sign(empty, KEYS))
    assert list(arrow.sign(empty, KEYS)) == []
    assert arrow.verify(arrow.sign(empty, KEYS), KEYS).to_pyarrow().num_rows == 0
