"""A Spark application for `compare.py`: each request is an operation, an input and an output.

Behind the name of an operation may stand `floor` or `unwritten`; see there.

Arguments: the folder of requests, the file of keys, and the moment.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StringType, StructField, StructType

from usersig import spark as tickets

TICKET = "t" * 185


def filled(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Adds a text as long as a ticket."""
    for batch in batches:
        yield batch.append_column("filled", pa.repeat(TICKET, batch.num_rows))


def done(operation: str, rows: DataFrame) -> DataFrame:
    name, _, variant = operation.partition(" ")
    if variant == "floor":
        return rows.mapInArrow(filled, StructType([*rows.schema, StructField("filled", StringType())]))
    return getattr(tickets, name)(rows, f"file:{keys}", now=now)


folder, keys, now = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
session = SparkSession.builder.getOrCreate()
number = 1
while not (folder / "finish").exists():
    request = folder / f"{number}.json"
    if not request.exists():
        time.sleep(0.02)
        continue
    operation, source, out = json.loads(request.read_text())
    started = time.monotonic()
    writer = done(operation, session.read.parquet(source)).write
    if operation.endswith("unwritten"):
        writer.format("noop").mode("overwrite").save()
    else:
        writer.parquet(out)
    answer = folder / f"{number}.new"
    answer.write_text(str(time.monotonic() - started))
    answer.rename(folder / f"{number}.answer")
    number += 1
session.stop()
