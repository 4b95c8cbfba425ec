"""Sessions of Spark Connect."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import usersig
from conftest import KEY, NOW, SDKAPPID


def test_a_session_of_spark_connect(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({SDKAPPID: KEY}))
    script = Path(__file__).with_name("connect.py")
    # It starts a server of its own and ends it.
    done = subprocess.run(
        [sys.executable, script, f"file:{keys}"], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    app = usersig.Application(SDKAPPID, KEY)
    assert "connect" in answer["session"]
    assert answer["columns"] == ["id", "userid", "usersig", "expires_at", "code", "error"]
    assert answer["tickets"] == [None if id == 7 else app.sign(f"user{id}", now=NOW) for id in range(1000)]
    assert (answer["valid"], answer["inspected"]) == (999, [9])
    assert KEY not in done.stdout + done.stderr
