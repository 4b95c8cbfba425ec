"""A million turns leave the process as large as it was after the warm-up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MAX_GROWTH = 2 << 20
"""Bytes. One leaked byte a turn would make half of that, one leaked object a legacy turn more than all."""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_a_million_turns_do_not_grow(private_pem: str, public_pem: str) -> None:
    loop = Path(__file__).with_name("loop.py")
    done = subprocess.run(
        [sys.executable, loop, private_pem, public_pem], capture_output=True, text=True, check=True
    )
    print(f"{done.stdout.strip()} bytes")
    assert int(done.stdout) < MAX_GROWTH
