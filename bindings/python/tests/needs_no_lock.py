"""Looks whether a module that is built for the free-threaded ABI says that it needs no lock.

Argument: the module's file, a little-endian ELF library. An interpreter of that ABI reads the same
slots when it loads the module, and switches the lock on for a module that does not say so.
"""

import re
import struct
import sys

PY_MOD_EXEC, PY_MOD_GIL, NOT_USED = 2, 4, 1
LAST = struct.pack("<qq", 0, 0)

with open(sys.argv[1], "rb") as file:
    module = file.read()
# The address of the first slot's function is filled in by the loader.
slots = struct.pack("<q", PY_MOD_EXEC), struct.pack("<qq", PY_MOD_GIL, NOT_USED) + LAST
found = re.findall(re.escape(slots[0]) + b".{8}" + re.escape(slots[1]), module, re.DOTALL)
assert len(found) == 1, f"{len(found)} modules that need no lock"
