"""The published packages, loaded from their own environments under other names, and their archives."""

from __future__ import annotations

import importlib.util
import sys
import tarfile
from io import TextIOWrapper
from pathlib import Path
from types import ModuleType

import pytest

PEERS = Path(__file__).resolve().parents[3] / "peers"
ARCHIVES = Path(__file__).resolve().parent.parent / ".published"


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


def text(package: str, file: str) -> str:
    """A file of a package's source archive; the test is passed over where it is not."""
    archives = sorted(ARCHIVES.glob(f"{package}-[0-9]*.tar.gz"))
    if not archives:
        pytest.skip("the published archive is not here: run ./test")
    with tarfile.open(archives[-1]) as archive:
        member = archive.extractfile(f"{archives[-1].name.removesuffix('.tar.gz')}/{file}")
        assert member is not None
        return TextIOWrapper(member, encoding="utf-8").read()
