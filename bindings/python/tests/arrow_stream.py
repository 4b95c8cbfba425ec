"""Signs and verifies a stream of three million rows; prints how many bytes its peak grew by."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pyarrow as pa

from usersig import arrow

KEYS = {1400000000: "secret"}
BATCH, BATCHES = 100_000, 30


def users(batches: int) -> Iterator[pa.RecordBatch]:
    for batch in range(batches):
        yield pa.record_batch({"userid": [f"user{row}" for row in range(batch * BATCH, (batch + 1) * BATCH)]})


def valid(batches: int) -> int:
    verified = arrow.verify(arrow.sign(users(batches), KEYS), KEYS)
    return sum(batch["valid"].true_count for batch in pa.RecordBatchReader.from_stream(verified))


def peak() -> int:
    """Bytes of memory that the process has had at most. Linux counts KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


assert valid(1) == BATCH
before = peak()
assert valid(BATCHES) == BATCH * BATCHES
print(peak() - before)
