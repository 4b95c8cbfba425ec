"""Two million rows on a cluster that loses a worker, and no key anywhere."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cluster import Application, Cluster, cluster, wait_for

from conftest import KEY, NOW, SDKAPPID
from usersig import arrow

NAME = "usersig-on-a-cluster"
ROWS, PARTITIONS = 2_000_000, 80
VARIABLE = "USERSIG_KEYS"


class Run:
    """What is left of the run."""

    def __init__(self, folder: Path, tasks_left: int, lost: list[str]) -> None:
        self.folder, self.tasks_left, self.lost = folder, tasks_left, lost

    def table(self, name: str) -> pa.Table:
        return pq.read_table(self.folder / "results" / name).sort_by("id")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder, secret = tmp_path_factory.mktemp("cluster"), tmp_path_factory.mktemp("secret")
    results = folder / "results"
    results.mkdir()
    keys = json.dumps({SDKAPPID: KEY})
    (secret / "keys.json").write_text(keys)
    with cluster(folder, 2, {VARIABLE: keys}) as spark:
        script = Path(__file__).with_name("job.py")
        whereabouts = f"file:{secret / 'keys.json'}", f"env:{VARIABLE}"
        arguments = results, ROWS, PARTITIONS, *whereabouts, NOW
        job = spark.submit(NAME, script, *map(str, arguments))
        tasks_left = lose_a_worker(spark, job)
        (results / "go").touch()
        wait_for(lambda: job.check() or (results / "done").exists())
        lost = wait_for(
            lambda: [executor["removeReason"] for executor in job.executors() if not executor["isActive"]]
        )
        keep_what_is_shown(job, folder / "shown")
        (results / "finish").touch()
        assert job.process.wait(60) == 0
    return Run(folder, tasks_left, lost)


def lose_a_worker(spark: Cluster, job: Application) -> int:
    """Kills a worker when both have done some of the work and are at more; how many tasks were left."""

    def are_at_it() -> bool:
        job.check()
        executors = job.executors()
        return len(executors) == 2 and all(
            executor["completedTasks"] >= 2 and executor["activeTasks"] for executor in executors
        )

    wait_for(are_at_it)
    (stage,) = wait_for(lambda: [one for one in job.report("stages") if one["numTasks"] == PARTITIONS])
    spark.kill(spark.workers[0])
    return int(stage["numTasks"] - stage["numCompleteTasks"])


def keep_what_is_shown(job: Application, folder: Path) -> None:
    """Writes down what the driver shows to people and programs."""
    folder.mkdir()
    for path in ("jobs", "stages", "allexecutors", "environment", "sql?details=true&planDescription=true"):
        (folder / f"{path.partition('?')[0]}.json").write_text(json.dumps(job.report(path)))
    for path in (
        "jobs",
        "stages",
        "environment",
        "executors",
        "SQL",
        *(f"SQL/execution/?id={at}" for at in (0, 1)),
    ):
        (folder / f"{path.replace('/', '-')}.html").write_text(job.page(path if "?" in path else f"{path}/"))


def test_a_worker_was_lost_in_the_middle(run: Run) -> None:
    assert 0 < run.tasks_left < PARTITIONS
    assert len(run.lost) == 1


def test_every_row_is_signed_as_on_one_machine(run: Run) -> None:
    signed = run.table("signed")
    ids = range(ROWS)
    assert signed["id"].to_pylist() == list(ids)
    users = pa.table({"userid": ["not one" if id % 1000 == 7 else f"user{id}" for id in ids]})
    expected = arrow.sign(users, {SDKAPPID: KEY}, expire=86400, now=NOW).to_pyarrow()
    assert signed.select(expected.column_names).cast(expected.schema).equals(expected)
    assert signed["more"].to_pylist()[-2:] == [[ROWS - 2], [ROWS - 1]]


def test_every_ticket_is_verified(run: Run) -> None:
    verified = run.table("verified")
    assert verified.num_rows == ROWS
    valid = verified["valid"].to_pylist()
    assert [id for id, is_valid in enumerate(valid) if not is_valid] == list(range(7, ROWS, 1000))
    assert set(verified["expires_at"].to_pylist()) == {NOW + 86400, None}


def test_rows_of_a_partition_keep_their_order(run: Run) -> None:
    parts = sorted((run.folder / "results" / "signed").glob("*.parquet"))
    assert len(parts) == PARTITIONS
    for part in parts:
        ids = pq.read_table(part)["id"].to_pylist()
        assert ids == list(range(ids[0], ids[0] + ROWS // PARTITIONS))


def test_the_key_is_nowhere(run: Run) -> None:
    key = KEY.encode()
    forms = [key, key.hex().encode(), *(base64.b64encode(b"x" * shift + key)[4:-4] for shift in range(3))]
    files = [file for file in run.folder.rglob("*") if file.is_file()]
    named: set[str] = set()
    for file in files:
        content = file.read_bytes()
        assert not any(form in content for form in forms), file
        if NAME.encode() in content:
            named.add(file.relative_to(run.folder).parts[0])
        if b"MapInArrow" in content:
            named.add(f"plan in {file.relative_to(run.folder).parts[0]}")
    # It was looked for where Spark writes about the job and its plan.
    assert named >= {"logs", "events", "shown", "plan in logs", "plan in events", "plan in shown"}
    assert any(file.match("work/*/*/stderr") for file in files)
