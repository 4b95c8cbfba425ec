"""Rows a second for each core: the command, the Python module alone, and Spark, in one run.

Prints `OPERATION DOOR ROWS_PER_SECOND_AND_CORE RATIO`, where the ratio is that to the command, or
to the module where the command is not built. Every figure is the median of its rounds, which are
interleaved. The input and the output are Parquet files in a temporary folder.

Two doors tell where Spark's time goes. `floor` makes no tickets: a function of one line adds a text
of a ticket's length to every row, so what it takes is the way of the rows to Python and back, and
the files. `unwritten` signs or verifies, and Spark throws the rows away.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pyarrow as pa
import pyarrow.parquet as pq

from usersig import arrow

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "bindings/python/tests/spark"))

from cluster import cluster, wait_for  # noqa: E402

KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
SDKAPPID, NOW = 1400000000, 1_700_000_000
COMMAND = ROOT / "target/release/usersig"
ROUNDS, PARTS, CORES = 3, 8, 2


def write_users(folder: Path, rows: int) -> None:
    """The input: files of the same number of rows, so that Spark has tasks."""
    folder.mkdir()
    for part in range(PARTS):
        ids = range(part * rows // PARTS, (part + 1) * rows // PARTS)
        pq.write_table(pa.table({"userid": [f"user{id}" for id in ids]}), folder / f"part-{part}.parquet")


def by_module(operation: str, source: Path, out: Path, keys: Path) -> float:
    """Seconds of the Python module in one thread, with pyarrow's Parquet."""
    ring, work = arrow.KeyRing.from_file(keys), getattr(arrow, operation)
    started = time.monotonic()
    out.mkdir()
    for file in sorted(source.glob("*.parquet")):
        results = work(pq.read_table(file, use_threads=False), ring, now=NOW).to_pyarrow()
        pq.write_table(results, out / file.name)
    return time.monotonic() - started


def by_command(operation: str, source: Path, out: Path, keys: Path) -> float:
    """Seconds of the command with all cores, times the cores."""
    target = out.with_suffix(".parquet")
    key = keys.with_suffix(".key")
    key.write_text(KEY)
    arguments = [
        "--input",
        source,
        "--output",
        target,
        "--key-file",
        key,
        "--sdkappid",
        SDKAPPID,
        "--now",
        NOW,
    ]
    started = time.monotonic()
    subprocess.run(
        [COMMAND, "bulk", operation, *map(str, arguments)], check=True, capture_output=True, cwd=out.parent
    )
    seconds = (time.monotonic() - started) * CORES
    target.unlink()
    return seconds


class Driver:
    """A Spark application that does one operation after another, on request, and says how long it took."""

    def __init__(self, folder: Path, is_alive: Callable[[], None]) -> None:
        self.folder, self._is_alive, self._asked = folder, is_alive, 0

    def seconds(self, operation: str, source: Path, out: Path) -> float:
        self._asked += 1
        request = self.folder / f"{self._asked}.json"
        request.with_suffix(".new").write_text(json.dumps([operation, str(source), str(out)]))
        request.with_suffix(".new").rename(request)
        answer = self.folder / f"{self._asked}.answer"
        wait_for(lambda: self._is_alive() or answer.exists())
        return float(answer.read_text())

    def finish(self) -> None:
        (self.folder / "finish").touch()


def main(rows: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="usersig-spark-"))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    try:
        compare(folder, rows)
    finally:
        shutil.rmtree(folder)


def compare(folder: Path, rows: int) -> None:
    keys, users = folder / "keys.json", folder / "users"
    keys.write_text(json.dumps({SDKAPPID: KEY}))
    write_users(users, rows)
    by_module("sign", users, folder / "tickets", keys)
    with cluster(folder / "spark", 2, {}) as spark:
        drivers = {}
        for name, master in {
            "local[1]": "local[1]",
            "local[2]": f"local[{CORES}]",
            "cluster": spark.url,
        }.items():
            requests = folder / f"requests-{name}"
            requests.mkdir()
            script = Path(__file__).with_name("driver.py")
            job = spark.submit(name, script, str(requests), str(keys), str(NOW), master=master)
            drivers[name] = Driver(requests, job.check), (1 if name == "local[1]" else CORES)
        for operation, source in (("sign", users), ("verify", folder / "tickets")):
            doors: dict[str, Callable[[Path], float]] = {
                "module": lambda out, o=operation, s=source: by_module(o, s, out, keys),  # type: ignore[misc]
            }
            if COMMAND.exists():
                doors["command"] = lambda out, o=operation, s=source: by_command(o, s, out, keys)  # type: ignore[misc]
            for name, (driver, cores) in drivers.items():
                doors[f"spark-{name}"] = (
                    lambda out, d=driver, c=cores, o=operation, s=source: d.seconds(o, s, out) * c  # type: ignore[misc]
                )
            alone, _ = drivers["local[1]"]
            for what in ("floor", "unwritten"):
                doors[f"spark-local[1]-{what}"] = (
                    lambda out, d=alone, o=f"{operation} {what}", s=source: d.seconds(o, s, out)  # type: ignore[misc]
                )
            report(operation, rows, rounds(doors, folder))
        for driver, _ in drivers.values():
            driver.finish()


def rounds(doors: dict[str, Callable[[Path], float]], folder: Path) -> dict[str, float]:
    """Medians of core-seconds, of rounds that follow a first one in which everything warms up."""
    taken: dict[str, list[float]] = {name: [] for name in doors}
    for number in range(ROUNDS + 1):
        for name, run in doors.items():
            out = folder / "out"
            seconds = run(out)
            shutil.rmtree(out, ignore_errors=True)
            if number:
                taken[name].append(seconds)
    return {name: median(seconds) for name, seconds in taken.items()}


def report(operation: str, rows: int, seconds: dict[str, float]) -> None:
    base = seconds.get("command", seconds["module"])
    for name, taken in seconds.items():
        print(f"{operation} {name} {rows / taken:.0f} {base / taken:.2f}", flush=True)


main(int(sys.argv[1]))
