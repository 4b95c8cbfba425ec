"""The names of the package tls-sig-api, which signs tickets of the legacy algorithm, over usersig.

With the PEM texts of a pair of keys:

>>> import TLSSigAPI
>>> api = TLSSigAPI.TLSSigAPI(1400000000, pri_key_content, pub_key_content)
>>> api.tls_verify_sig(api.gen_sig("xiaojun"), "xiaojun")
True
"""

from __future__ import annotations

from usersig import RejectedError
from usersig._loose import number, text
from usersig._usersig import legacy_application

__all__ = ["TLSSigAPI"]


class TLSSigAPI:
    """Signs tickets of the legacy algorithm with a private PEM key, verifies with the public one.

    One of the two keys may be None or "". Without the public key, tickets are verified with
    the private key's own. What must not be signed raises usersig.UserSigError, a wrong
    SDKAppID or key already here.
    """

    _err_msg = "ok"

    def __init__(
        self,
        sdkappid: int | str,
        pri_key: str | bytes | None,
        pub_key: str | bytes | None,
    ) -> None:
        self.__application = legacy_application(number(sdkappid), pri_key, pub_key)
        self.__expire: int | str = 3600 * 24 * 180

    def gen_sig(self, identifier: str | int, expire: int | str = 3600 * 24 * 180) -> str:
        """A ticket that is valid for `expire` seconds from now on."""
        self.__expire = expire
        return self.tls_gen_sig(identifier, expire)

    def tls_gen_sig(self, identifier: str | int, expire: int | str | None = None) -> str:
        """A ticket; without `expire` as valid as the one of the last `gen_sig`, else 180 days."""
        seconds = self.__expire if expire is None else expire
        return self.__application.sign(text(identifier), number(seconds))

    def tls_verify_sig(self, tlssig: str | bytes, identifier: str | int) -> bool:
        """Verifies a ticket of this user: True, or raises usersig.RejectedError.

        `_err_msg` is "ok" or says why.
        """
        try:
            self.__application.verify(tlssig, text(identifier))
        except RejectedError as error:
            self._err_msg = str(error)
            raise
        self._err_msg = "ok"
        return True

    # What the product documents call it.
    genSig = GenSig = gen_sig
