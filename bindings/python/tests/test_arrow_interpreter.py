"""The interpreter is left while tables are worked on, and memory stays bounded."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

import usersig
from conftest import KEY, NOW, SDKAPPID
from usersig import arrow

KEYS = {SDKAPPID: KEY}
FOLDER = Path(__file__).parent
ENDING = b"Compute error: Python is ending; read tables to their end before"
MOST_GROWTH = 128 << 20
"""Bytes. The tickets of the whole stream are five times as many."""


@pytest.mark.parametrize("consumer", ["iterator", "stream"])
def test_another_thread_runs_meanwhile(consumer: str) -> None:
    """A call that waits for another thread ends: it would wait for ever if it kept the interpreter."""
    script = [sys.executable, FOLDER / "arrow_waiting.py", consumer]
    done = subprocess.run(script, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "2000\n"


def test_a_long_stream_needs_little_memory() -> None:
    script = [sys.executable, FOLDER / "arrow_stream.py"]
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    print(f"{done.stdout.strip()} bytes")
    assert int(done.stdout) < MOST_GROWTH


def test_results_within_results() -> None:
    """A library that was called from Rust leaves the interpreter and calls Rust again."""
    users = pa.table({"userid": [f"user{row}" for row in range(1000)]})

    def signed() -> object:
        for _ in range(3):
            yield from (
                arrow.sign(users.to_batches(max_chunksize=100), KEYS, now=NOW).to_pyarrow().to_batches()
            )

    twice = arrow.verify((batch for batch in arrow.verify(signed(), KEYS, now=NOW)), KEYS, now=NOW)
    assert twice.to_pyarrow()["valid"].to_pylist() == [True] * 3000

    class Wrapped:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return arrow.sign(signed(), KEYS, now=NOW).__arrow_c_stream__()

    results = arrow.verify(Wrapped(), KEYS, now=NOW)
    for _ in range(2):
        assert results.to_pyarrow().num_rows == 3000


def test_one_result_in_many_threads() -> None:
    users = pa.table({"userid": [f"user{row}" for row in range(200_000)]})
    results, once = arrow.sign(users, KEYS, now=NOW), iter(arrow.sign(users, KEYS, now=NOW))
    with ThreadPoolExecutor(8) as pool:
        tables = list(pool.map(lambda _: results.to_pyarrow(), range(8)))
        assert all(table.equals(tables[0]) for table in tables)
        shared = list(pool.map(lambda _: sum(len(batch) for batch in once), range(8)))
    assert sum(shared) == 200_000
    app = usersig.Application(SDKAPPID, KEY)
    assert tables[0]["usersig"][-1].as_py() == app.sign("user199999", now=NOW)


@pytest.fixture(scope="session")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Threads that Python does not know."""
    library = tmp_path_factory.mktemp("foreign") / "foreign.so"
    source = FOLDER / "foreign.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-pthread", "-o", library, source], check=True)
    return library


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        ("table while the interpreter is kept", "[2, 0]\n"),
        ("table at the end", "[2, 0]\n"),
        ("iterator at the end", f"[2, {ENDING}]\n"),
        ("iterator in a handler", f"[2, {ENDING}]\n"),
    ],
)
def test_a_foreign_thread_waits_for_no_interpreter(foreign: Path, case: str, answer: str) -> None:
    """It would wait for ever for an interpreter that is kept from it, or that ends."""
    script = [sys.executable, FOLDER / "arrow_foreign.py", foreign, case]
    done = subprocess.run(script, capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == (answer, "")
