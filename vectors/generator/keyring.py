"""The keys of the cases: all made up, derived from labels, and of no other use."""

import hashlib

from cryptography.hazmat.primitives.asymmetric import ec

from . import pem


def _secret(label):
    return hashlib.sha256(("usersig vectors " + label).encode("ascii")).hexdigest()


HMAC_A = _secret("hmac a")
HMAC_B = _secret("hmac b")
HMAC_C = _secret("hmac c")

ORDER = {
    "p256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp256k1": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
    "p384": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF
            << 128 | 0x581A0DB248B0A77AECEC196ACCC52973,
}

_CURVES = {"p256": ec.SECP256R1(), "secp256k1": ec.SECP256K1(), "p384": ec.SECP384R1()}


class EcKey:
    """An elliptic-curve key whose scalar comes from its label."""

    def __init__(self, curve, label):
        self.curve = curve
        self.order = ORDER[curve]
        self.size = (self.order.bit_length() + 7) // 8
        self.scalar = int(_secret(curve + " " + label), 16) % (self.order - 1) + 1
        self.private = ec.derive_private_key(self.scalar, _CURVES[curve])
        numbers = self.private.public_key().public_numbers()
        self.x, self.y = numbers.x, numbers.y
        self.point = (b"\x04" + self.x.to_bytes(self.size, "big")
                      + self.y.to_bytes(self.size, "big"))
        self.secret = self.scalar.to_bytes(self.size, "big")

    @property
    def public_pem(self):
        return pem.armor("PUBLIC KEY", pem.spki(self.curve, self.point))

    @property
    def private_pem(self):
        return pem.armor("PRIVATE KEY", pem.pkcs8(self.curve, self.secret, self.point))

    @property
    def sec1_pem(self):
        return pem.armor("EC PRIVATE KEY", pem.sec1(self.secret, self.point, self.curve))


P256_A = EcKey("p256", "a")
P256_B = EcKey("p256", "b")
K256_A = EcKey("secp256k1", "a")
K256_B = EcKey("secp256k1", "b")
P384 = EcKey("p384", "a")


def hmac(*keys):
    """A ring of HMAC keys."""
    return [{"hmac": key} for key in keys]


def pems(*texts):
    """A ring of PEM texts."""
    return [{"pem": text} for text in texts]


RING_HMAC = hmac(HMAC_A)
RING_ECDSA = pems(P256_A.public_pem)
RING_BOTH = RING_HMAC + RING_ECDSA
