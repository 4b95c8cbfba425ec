"""Signs and verifies over Spark Connect; prints what came out as JSON. Argument: the keys' whereabouts."""

from __future__ import annotations

import json
import os
import sys

from pyspark.sql import SparkSession

from usersig import spark as tickets

os.environ["PYSPARK_PYTHON"] = sys.executable
session = (
    SparkSession.builder.remote("local[1]")
    .config("spark.connect.grpc.binding.address", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)
users = session.range(0, 1000, 1, 2).selectExpr("id", "if(id = 7, '', concat('user', id)) as userid")
signed = tickets.sign(users, sys.argv[1], now=1_700_000_000)
verified = tickets.verify(signed, sys.argv[1], now=1_700_000_001)
inspected = tickets.inspect(signed).where("userid = 'user9'")
print(
    json.dumps(
        {
            "session": type(session).__module__,
            "columns": signed.columns,
            "tickets": [row.usersig for row in signed.collect()],
            "valid": verified.where("valid").count(),
            "inspected": [row.id for row in inspected.collect()],
        }
    )
)
session.stop()
