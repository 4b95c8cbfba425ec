"""Signs users and verifies their tickets, as it is handed in by `spark-submit`.

Arguments: the folder of the results, the number of rows and of partitions, the whereabouts of the
keys for signing and for verifying, and the moment. The second half of the partitions waits for the
file `go` in that folder, and the end for the file `finish`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow
from pyspark import TaskContext
from pyspark.sql import SparkSession

from usersig import spark as tickets


def wait_for(file: Path) -> None:
    while not file.exists():
        time.sleep(0.05)


def held(first: int, go: Path, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Passes batches on, from the `first` partition on not before the file is there."""
    context = TaskContext.get()
    if context is not None and context.partitionId() >= first:
        wait_for(go)
    yield from batches


folder, rows, partitions, keys_to_sign, keys_to_verify, now = sys.argv[1:]
session = SparkSession.builder.getOrCreate()
users = session.range(0, int(rows), 1, int(partitions)).selectExpr(
    "id", "if(id % 1000 = 7, 'not one', concat('user', id)) as userid", "array(id) as more"
)
users = users.mapInArrow(partial(held, int(partitions) // 2, Path(folder, "go")), users.schema)
signed = tickets.sign(users, keys_to_sign, expire=86400, now=int(now))
signed.explain("extended")
signed.write.parquet(f"{folder}/signed")
verified = tickets.verify(session.read.parquet(f"{folder}/signed"), keys_to_verify, now=int(now) + 1)
verified.explain("extended")
verified.write.parquet(f"{folder}/verified")
Path(folder, "done").touch()
wait_for(Path(folder, "finish"))
session.stop()
