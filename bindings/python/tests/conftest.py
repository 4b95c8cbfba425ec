"""Fixtures, the case files, and the count of cases that the summary prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import usersig

ROOT = Path(__file__).resolve().parents[3]
KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
SDKAPPID = 1400000000
NOW = 1700000000

# `../spark-test` installs Spark; elsewhere its tests are passed over.
collect_ignore_glob = [] if find_spec("pyspark") else ["spark/*"]

_cases_read: set[tuple[Path, int]] = set()


def cases(pattern: str) -> Iterator[dict[str, Any]]:
    """The cases of the files that match, each counted once."""
    files = sorted((ROOT / "vectors").glob(pattern))
    assert files, f"no case files match {pattern}"
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for at, line in enumerate(lines):
                _cases_read.add((file, at))
                yield json.loads(line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"vectors: {len(_cases_read)}")


@pytest.fixture
def app() -> usersig.Application:
    return usersig.Application(SDKAPPID, KEY)


@pytest.fixture(scope="session")
def private_pem() -> str:
    return next(cases("published/ecdsa-sha256.jsonl"))["private_key_pem"]


@pytest.fixture(scope="session")
def public_pem() -> str:
    return next(cases("published/ecdsa-sha256.jsonl"))["public_key_pem"]
