"""Reads a table whose rows another thread reads in Python once the call has begun; prints their number.

Argument: who asks for the rows, "iterator" or "stream".
"""

from __future__ import annotations

import ctypes
import io
import sys
import threading

import pyarrow as pa
from pyarrow import csv

from usersig import arrow

ROWS, BLOCK = 2000, 4096
may_read = threading.Event()


class File(io.RawIOBase):
    """A file of UserIDs, which a thread of pyarrow reads. Its second half has to wait."""

    def __init__(self) -> None:
        self._text = io.BytesIO(b"userid\n" + b"".join(b"user%d\n" % row for row in range(ROWS)))

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._text.tell() > BLOCK:
            may_read.wait()
        return self._text.read(size)


class Stream(ctypes.Structure):
    """An Arrow C stream."""

    _fields_ = [(name, ctypes.c_void_p) for name in ("schema", "next", "error", "release", "data")]


class Array(ctypes.Structure):
    """An Arrow C array."""

    _fields_ = [
        *((name, ctypes.c_int64) for name in ("length", "nulls", "offset", "buffers", "children")),
        *((name, ctypes.c_void_p) for name in ("buffer", "child", "dictionary", "release", "data")),
    ]


def count_of_stream(results: arrow.Batches) -> int:
    """Asks like a library that keeps the interpreter meanwhile."""
    capsule = results.__arrow_c_stream__()
    pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
    pointer_of.restype, pointer_of.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    pointer = pointer_of(capsule, b"arrow_array_stream")
    ask = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(Stream.from_address(pointer).next)
    count = 0
    while True:
        array = Array()
        assert ask(pointer, ctypes.addressof(array)) == 0
        if not array.release:
            return count
        count += array.length
        ctypes.PYFUNCTYPE(None, ctypes.c_void_p)(array.release)(ctypes.addressof(array))


def count_of_iterator(results: arrow.Batches) -> int:
    count = 0
    for batch in results:
        count += len(batch)
    return count


count_of = {"iterator": count_of_iterator, "stream": count_of_stream}[sys.argv[1]]
users = csv.open_csv(pa.PythonFile(File(), "r"), csv.ReadOptions(block_size=BLOCK))
results = arrow.sign(users, {1400000000: "secret"})
# From here on a thread gets the interpreter only if another one leaves it of its own accord: what
# is read is read during a call.
sys.setswitchinterval(1e6)
may_read.set()
print(count_of(results))
