"""The names of the package tls-sig-api-v2 (and of its later source), over usersig.

>>> import TLSSigAPIv2
>>> api = TLSSigAPIv2.TLSSigAPIv2(1400000000, "the secret key")
>>> sig = api.gen_sig("xiaojun")
"""

from __future__ import annotations

from usersig._loose import number, text
from usersig._usersig import current_application

__all__ = ["TLSSigAPIv2"]


class TLSSigAPIv2:
    """Signs tickets of the current algorithm. Every thread may use one object.

    It signs every UserID without control characters, up to 2048 bytes. UserIDs may be
    given as numbers, and numbers as their digits. What must not be signed raises
    usersig.UserSigError, a wrong SDKAppID or key already here.
    """

    def __init__(self, sdkappid: int | str, key: str | bytes) -> None:
        self.__application = current_application(number(sdkappid), key)

    def gen_sig(self, identifier: str | int, expire: int | str = 180 * 86400) -> str:
        """A UserSig that is valid for `expire` seconds from now on."""
        return self.__application.sign(text(identifier), number(expire))

    def gen_sig_with_userbuf(self, identifier: str | int, expire: int | str, userbuf: bytes | None) -> str:
        """A UserSig that carries a UserBuf."""
        return self.__application.sign(text(identifier), number(expire), userbuf=userbuf)

    def genUserSig(self, userid: str | int, expire: int | str = 180 * 86400) -> str:
        """A UserSig that is valid for `expire` seconds from now on."""
        return self.__application.sign(text(userid), number(expire))

    def genPrivateMapKey(
        self,
        userid: str | int,
        expire: int | str,
        roomid: int | str,
        privilegeMap: int | str,
    ) -> str:
        """A PrivateMapKey for a numeric room."""
        return self.__application.sign_private_map_key(
            text(userid), number(expire), room_id=number(roomid), privileges=number(privilegeMap)
        )

    def genPrivateMapKeyWithStringRoomID(
        self, userid: str | int, expire: int | str, roomstr: str, privilegeMap: int | str
    ) -> str:
        """A PrivateMapKey for a string room."""
        return self.__application.sign_private_map_key(
            text(userid), number(expire), room_str=roomstr, privileges=number(privilegeMap)
        )

    # What the product documents call it.
    genSig = GenSig = gen_sig
