"""The examples of the documentation run, and what is written by a program is as it writes it."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

import TLSSigAPI
import TLSSigAPIv2
import usersig
from usersig import _report, _usersig, arrow

FOLDER = Path(__file__).resolve().parent.parent


def test_examples_of_the_readme(private_pem: str, public_pem: str) -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(examples) >= 5
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, "README.md", "exec"), names)


@pytest.mark.parametrize(
    ("thing", "fewest"),
    [
        (usersig, 1),
        (usersig.Application, 6),
        (usersig.Privileges, 1),
        (_report, 2),
        (arrow, 2),
        (arrow.KeyRing, 1),
        (arrow.KeyRing.from_json, 1),
        (TLSSigAPIv2, 1),
        (TLSSigAPI, 1),
    ],
)
def test_examples_of_the_docstrings(thing: object, fewest: int, private_pem: str, public_pem: str) -> None:
    names = {"pri_key_content": private_pem, "pub_key_content": public_pem}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL)
    found = [test for test in doctest.DocTestFinder().find(thing, "thing", extraglobs=names) if test.examples]
    for test in found:
        runner.run(test)
    assert runner.failures == 0
    assert len(found) >= fewest


def test_kinds_are_as_the_module_has_them() -> None:
    done = subprocess.run(
        [sys.executable, FOLDER / "kinds.py"], capture_output=True, text=True, check=True
    ).stdout
    assert done == (FOLDER / "python/usersig/_kinds.py").read_text(encoding="utf-8")
    assert get_args(usersig.Kind) == _usersig.KINDS


@pytest.mark.parametrize("name", usersig.__all__)
def test_everything_public_is_documented(name: str) -> None:
    if name not in ("DEFAULT_EXPIRE", "Kind", "__version__"):
        assert getattr(usersig, name).__doc__


@pytest.mark.parametrize("name", arrow.__all__)
def test_everything_of_tables_is_documented(name: str) -> None:
    assert getattr(arrow, name).__doc__
