"""Beside the packages tls-sig-api-v2 and tls-sig-api: the same names, and tickets both ways."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import time
import warnings
from types import ModuleType
from typing import Any

import pytest

import published
import TLSSigAPI
import TLSSigAPIv2
import usersig
from conftest import KEY, NOW, SDKAPPID

USERIDS = ["xiaojun", "a", "_-09azAZ", "x" * 32, "with space @", "小军", 'quote"back\\slash', "\U0001f600"]


@pytest.fixture(scope="module")
def current() -> ModuleType:
    return published.load("python", "TLSSigAPIv2")


@pytest.fixture(scope="module")
def legacy() -> ModuleType:
    # The package calls what its cryptography library warns about.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return published.load("python-legacy", "TLSSigAPI")


@pytest.mark.parametrize(("package", "count"), [("tls-sig-api-v2", 1), ("tls-sig-api", 2)])
def test_examples_of_the_published_readme(
    package: str, count: int, private_pem: str, public_pem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not a letter of them is changed: the import finds our module of that name."""
    examples = re.findall(r"``` ?python\n(.*?)```", published.text(package, "README.md"), re.DOTALL)
    assert len(examples) == count
    for example in examples:
        exec(
            compile(example, package, "exec"), {"pri_key_content": private_pem, "pub_key_content": public_pem}
        )
    tickets = capsys.readouterr().out.splitlines()
    app = usersig.Application(1400000000, [KEY, public_pem])
    assert [app.verify(ticket, "xiaojun").expire for ticket in tickets] == [180 * 86400] * count


@pytest.mark.parametrize(
    ("package", "face", "userbufs"),
    [
        ("tls-sig-api-v2", TLSSigAPIv2.TLSSigAPIv2, [None, b"abc"]),
        ("tls-sig-api", TLSSigAPI.TLSSigAPI, [None]),
    ],
)
def test_the_published_program(
    package: str, face: type, userbufs: list[bytes | None], capsys: pytest.CaptureFixture[str]
) -> None:
    """What the published file does when it is run, with our class in place of its own."""
    source = published.text(package, f"{face.__name__}.py")
    wanted = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) or getattr(node, "name", None) == "main"
    ]
    names: dict[str, Any] = {face.__name__: face}
    exec(compile(ast.Module(wanted, []), package, "exec"), names)
    names["main"]()
    app = usersig.Application(1400000000, [KEY, names.get("ecdsa_pub_key", "none")])
    found = [app.verify(ticket, "xiaojun") for ticket in capsys.readouterr().out.splitlines()]
    assert [(row.expire, row.userbuf) for row in found] == [(180 * 86400, userbuf) for userbuf in userbufs]


def parameters(method: Any) -> list[tuple[str, Any]]:
    found = inspect.signature(method).parameters.values()
    return [(parameter.name, parameter.default) for parameter in found]


def methods(cls: type) -> dict[str, Any]:
    return {
        name: method
        for name, method in inspect.getmembers(cls, inspect.isfunction)
        if name == "__init__" or not name.startswith("_")
    }


def test_current_has_the_published_methods(current: ModuleType) -> None:
    for name, method in methods(current.TLSSigAPIv2).items():
        assert parameters(getattr(TLSSigAPIv2.TLSSigAPIv2, name)) == parameters(method), name


def test_legacy_has_the_published_methods(legacy: ModuleType) -> None:
    for name, method in methods(legacy.TLSSigAPI).items():
        found, theirs = parameters(getattr(TLSSigAPI.TLSSigAPI, name)), parameters(method)
        assert found[: len(theirs)] == theirs, name
        # Its README passes a validity, for which the published method has no parameter.
        assert found[len(theirs) :] == ([("expire", None)] if name == "tls_gen_sig" else []), name
    assert TLSSigAPI.TLSSigAPI._err_msg == legacy.TLSSigAPI._err_msg


def test_current_signs_what_the_published_one_signs(
    current: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current.time, "time", lambda: NOW + 0.5)
    theirs = current.TLSSigAPIv2(SDKAPPID, KEY)
    ours = usersig.Application(SDKAPPID, KEY, userid_form="utf8")
    for userid in USERIDS:
        for expire in (0, 86400, 180 * 86400):
            tickets = theirs.gen_sig(userid, expire), ours.sign(userid, expire, now=NOW)
            assert len({usersig.inspect(ticket).signature for ticket in tickets}) == 1, userid
        for userbuf in (b"", b"abc", bytes(range(256))):
            tickets = (
                theirs.gen_sig_with_userbuf(userid, 60, userbuf),
                ours.sign(userid, 60, userbuf=userbuf, now=NOW),
            )
            assert len({usersig.inspect(ticket).signature for ticket in tickets}) == 1, userid


def test_ours_verifies_current_tickets_of_the_published_one(current: ModuleType) -> None:
    theirs, ours = current.TLSSigAPIv2(SDKAPPID, KEY), usersig.Application(SDKAPPID, KEY)
    for userid in USERIDS:
        assert ours.verify(theirs.gen_sig(userid), userid, no_userbuf=True).expire == 180 * 86400
        ticket = theirs.gen_sig_with_userbuf(userid, 60, b"abc")
        assert ours.verify(ticket, userid, userbuf=b"abc").expire == 60


def test_ours_verifies_legacy_tickets_of_the_published_one(
    legacy: ModuleType, private_pem: str, public_pem: str
) -> None:
    theirs = legacy.TLSSigAPI(SDKAPPID, private_pem, public_pem)
    ours = TLSSigAPI.TLSSigAPI(SDKAPPID, None, public_pem)
    for userid in USERIDS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            ticket = theirs.gen_sig(userid, 60)
        assert ours.tls_verify_sig(ticket, userid)


def test_a_published_verifier_takes_our_tickets() -> None:
    """The Python packages have no verifier that works; Go's has."""
    driver = published.PEERS / "go" / "bin" / "driver"
    if not driver.exists():
        pytest.skip("the published package is not installed: run peers/setup go")
    api = TLSSigAPIv2.TLSSigAPIv2(SDKAPPID, KEY)
    request = {"op": "verify", "sdkappid": SDKAPPID, "key": KEY, "now": int(time.time())}
    lines = [{**request, "userid": userid, "usersig": api.gen_sig(userid)} for userid in USERIDS]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    done = subprocess.run([driver], input=text, capture_output=True, text=True, check=True)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [{"valid": True}] * len(USERIDS)
