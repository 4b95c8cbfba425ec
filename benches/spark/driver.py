"""A Spark application for `compare.py`: each request is an operation, an input and an output.

Arguments: the folder of requests, the file of keys, and the moment.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from pyspark.sql import SparkSession

from usersig import spark as tickets

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
    getattr(tickets, operation)(session.read.parquet(source), f"file:{keys}", now=now).write.parquet(out)
    answer = folder / f"{number}.new"
    answer.write_text(str(time.monotonic() - started))
    answer.rename(folder / f"{number}.answer")
    number += 1
session.stop()
