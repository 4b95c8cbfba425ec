"""The published packages, loaded from their own environments under other names."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PEERS = Path(__file__).resolve().parents[3] / "peers"


def load(peer: str, module: str) -> ModuleType:
    """The module of a published package; the test is passed over where it is not installed."""
    folders = sorted((PEERS / peer / "venv" / "lib").glob("python3*/site-packages"))
    if not folders:
        pytest.skip(f"the published package is not installed: run peers/setup {peer}")
    folder = str(folders[0])
    # Behind all others, so that only what the package itself needs is found there.
    if folder not in sys.path:
        sys.path.append(folder)
    spec = importlib.util.spec_from_file_location(f"published_{module}", f"{folder}/{module}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
