"""Holds a stream in a thread that is not Python's, while this one keeps the interpreter or ends it.

Arguments: the library made of `foreign.c`, and the case. Prints what the stream answers twice.
"""

from __future__ import annotations

import atexit
import ctypes
import sys
from itertools import cycle

import pyarrow as pa

users = pa.table({"userid": ["user1", "user2"]})
library, case = sys.argv[1:]
# The one keeps the interpreter during a call, the other one leaves it.
keeping, leaving = ctypes.PyDLL(library), ctypes.CDLL(library)


class Stream:
    """An Arrow C stream of `table`, signed."""

    def __init__(self, table: object) -> None:
        self._capsule = arrow.sign(table, {1400000000: "secret"}).__arrow_c_stream__()
        pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
        pointer_of.restype, pointer_of.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
        self._at = ctypes.c_void_p(pointer_of(self._capsule, b"arrow_array_stream"))
        pointers = ctypes.cast(self._at, ctypes.POINTER(ctypes.c_void_p))
        self._next, self._error, self._release = (ctypes.c_void_p(pointers[at]) for at in (1, 2, 3))
        self._array = ctypes.create_string_buffer(80)
        self._error_of = ctypes.PYFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(self._error.value)

    def ask(self, library: ctypes.CDLL) -> object:
        """The number of rows, or the error's text."""
        if library.foreign_next(self._next, self._at, self._array):
            return self._error_of(self._at)
        return int.from_bytes(self._array[:8], "little")

    def answers(self, library: ctypes.CDLL) -> str:
        answers = [self.ask(library), self.ask(library)]
        assert library.foreign_release(self._release, self._at) == 0
        return f"{answers}\n"


class AtTheEnd:
    """It goes when the interpreter takes the modules apart, and with it what it is to do."""

    def __init__(self, stream: Stream) -> None:
        self._stream, self._library, self._write = stream, leaving, sys.stdout.write

    def __del__(self) -> None:
        self._write(self._stream.answers(self._library))


def last() -> None:
    sys.stdout.write(stream.answers(keeping))


if case == "iterator in a handler":
    # Registered before usersig is there, it is called when usersig knows of the end.
    atexit.register(last)

from usersig import arrow  # noqa: E402

# The first batch of an iterator is read for its schema; for the second one Python is needed.
stream = Stream(cycle(users.to_batches()) if case.startswith("iterator") else users)
if case == "table while the interpreter is kept":
    last()
elif case.endswith("at the end"):
    at_the_end = AtTheEnd(stream)
