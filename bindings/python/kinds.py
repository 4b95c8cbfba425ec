"""Prints `usersig/_kinds.py`: the names of all kinds of faults, as the native module has them."""

from usersig._usersig import KINDS

print('''"""The kinds of errors. Written by `kinds.py`; do not edit."""

from typing import Literal

Kind = Literal[''')
for kind in KINDS:
    print(f'    "{kind}",')
print("]")
