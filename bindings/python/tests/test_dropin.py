"""The published names, used as their READMEs and samples use them."""

from __future__ import annotations

import copy

import pytest

import TLSSigAPI
import TLSSigAPIv2
import usersig
from conftest import KEY, SDKAPPID


@pytest.fixture
def api() -> TLSSigAPIv2.TLSSigAPIv2:
    return TLSSigAPIv2.TLSSigAPIv2(SDKAPPID, KEY)


def test_usage_of_the_current_readme(app: usersig.Application, capsys: pytest.CaptureFixture[str]) -> None:
    import TLSSigAPIv2

    api = TLSSigAPIv2.TLSSigAPIv2(
        1400000000, "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
    )
    sig = api.gen_sig("xiaojun")
    print(sig)
    assert capsys.readouterr().out == sig + "\n"
    assert app.verify(sig, "xiaojun", no_userbuf=True).expire == 180 * 86400


def test_usage_of_the_current_sample(app: usersig.Application) -> None:
    from TLSSigAPIv2 import TLSSigAPIv2

    api = TLSSigAPIv2(1400000000, "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")
    sig = api.gen_sig_with_userbuf("xiaojun", 86400 * 180, b"abc")
    assert app.verify(sig, "xiaojun", userbuf=b"abc").expire == 180 * 86400
    sig = api.genUserSig("xiaojun")
    assert app.verify(sig, "xiaojun", no_userbuf=True).expire == 180 * 86400
    sig = api.genPrivateMapKey("xiaojun", 86400 * 180, 10000, 255)
    assert app.verify(sig, "xiaojun", room_id=10000, privileges=255)
    sig = api.genPrivateMapKeyWithStringRoomID("xiaojun", 86400 * 180, "adbjkl", 255)
    assert app.verify(sig, "xiaojun", room_str="adbjkl", privileges=255)


def test_usage_of_the_legacy_readme(private_pem: str, public_pem: str) -> None:
    import TLSSigAPI

    pri_key_content, pub_key_content = private_pem, public_pem
    api = TLSSigAPI.TLSSigAPI(1400000000, pri_key_content, pub_key_content)
    app = usersig.Application(1400000000, public_pem)
    sig = api.tls_gen_sig("xiaojun")
    assert app.verify(sig, "xiaojun").expire == 24 * 3600 * 180
    sig = api.tls_gen_sig("xiaojun", 24 * 3600 * 180)
    assert app.verify(sig, "xiaojun").expire == 24 * 3600 * 180
    sig = api.gen_sig("xiaojun")
    assert app.verify(sig, "xiaojun").algorithm == "ecdsa-sha256"


def test_named_arguments(api: TLSSigAPIv2.TLSSigAPIv2, app: usersig.Application) -> None:
    tickets = [
        api.gen_sig(identifier="u", expire=60),
        api.gen_sig_with_userbuf(identifier="u", expire=60, userbuf=b""),
        api.genSig(identifier="u", expire=60),
        api.GenSig(identifier="u", expire=60),
        api.genUserSig(userid="u", expire=60),
        api.genPrivateMapKey(userid="u", expire=60, roomid=1, privilegeMap=42),
        api.genPrivateMapKeyWithStringRoomID(userid="u", expire=60, roomstr="1", privilegeMap=42),
    ]
    assert [found.expire for found in app.verify_many((ticket, "u") for ticket in tickets)] == [60] * 7


def test_what_str_and_int_took(app: usersig.Application) -> None:
    api = TLSSigAPIv2.TLSSigAPIv2("1400000000", KEY)
    assert app.verify(api.gen_sig(10001, "60"), "10001").expire == 60
    assert app.verify(api.genPrivateMapKey(10001, 60, "7", "42"), "10001", room_id=7, privileges=42)
    assert app.verify(api.gen_sig_with_userbuf("u", 60, None), "u", no_userbuf=True)


def test_subclasses_and_copies(app: usersig.Application) -> None:
    class Api(TLSSigAPIv2.TLSSigAPIv2):
        def gen_sig(self, identifier: str | int, expire: int | str = 60) -> str:
            return super().gen_sig(identifier, expire)

    api = copy.deepcopy(Api(SDKAPPID, KEY))
    assert app.verify(api.gen_sig("u"), "u").expire == 60


def test_legacy_verifying(private_pem: str, public_pem: str, capsys: pytest.CaptureFixture[str]) -> None:
    api = TLSSigAPI.TLSSigAPI(SDKAPPID, private_pem, public_pem)
    sig = api.gen_sig("xiaojun")
    assert api.tls_verify_sig(sig, "xiaojun") is True
    assert api.tls_verify_sig(sig.encode(), "xiaojun") is True
    with pytest.raises(usersig.RejectedError) as raised:
        api.tls_verify_sig(sig, "xiaohong")
    assert (raised.value.code, api._err_msg) == (70013, str(raised.value))
    assert api.tls_verify_sig(tlssig=sig, identifier="xiaojun")
    assert api._err_msg == "ok"
    assert TLSSigAPI.TLSSigAPI(SDKAPPID, private_pem, "").tls_verify_sig(sig, "xiaojun")
    assert capsys.readouterr().out == ""


def test_legacy_validity_lasts(private_pem: str) -> None:
    api = TLSSigAPI.TLSSigAPI(SDKAPPID, private_pem, None)
    expires = [
        usersig.inspect(sig).expire
        for sig in (
            api.tls_gen_sig("u"),
            api.gen_sig("u", 60),
            api.tls_gen_sig("u"),
            api.tls_gen_sig("u", 30),
            api.genSig("u"),
            api.GenSig("u"),
        )
    ]
    assert expires == [15552000, 60, 60, 30, 15552000, 15552000]
