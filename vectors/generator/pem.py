"""DER and PEM of keys, written by hand so that odd and broken forms can be made too."""

import base64

OID = {
    "p256": bytes.fromhex("06082a8648ce3d030107"),
    "secp256k1": bytes.fromhex("06052b8104000a"),
    "p384": bytes.fromhex("06052b81040022"),
}
EC_PUBLIC_KEY = bytes.fromhex("06072a8648ce3d0201")
RSA_ENCRYPTION = bytes.fromhex("06092a864886f70d010101")
NULL = b"\x05\x00"


def der(tag, *parts):
    """A DER element with a definite, minimal length."""
    body = b"".join(parts)
    if len(body) < 0x80:
        size = bytes([len(body)])
    else:
        digits = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
        size = bytes([0x80 | len(digits)]) + digits
    return bytes([tag]) + size + body


def sequence(*parts):
    return der(0x30, *parts)


def octets(data):
    return der(0x04, data)


def integer(value):
    """A minimal INTEGER, negative values too."""
    size = 1
    while not -(1 << (8 * size - 1)) <= value < 1 << (8 * size - 1):
        size += 1
    return der(0x02, value.to_bytes(size, "big", signed=True))


def bits(data):
    return der(0x03, b"\x00", data)


def spki(curve, point):
    return sequence(sequence(EC_PUBLIC_KEY, OID[curve]), bits(point))


def sec1(secret, point=None, curve=None):
    """ECPrivateKey; the parameters and the public key are both optional."""
    parts = [integer(1), octets(secret)]
    if curve is not None:
        parts.append(der(0xA0, OID[curve]))
    if point is not None:
        parts.append(der(0xA1, bits(point)))
    return sequence(*parts)


def pkcs8(curve, secret, point=None):
    algorithm = sequence(EC_PUBLIC_KEY, OID[curve])
    return sequence(integer(0), algorithm, octets(sec1(secret, point)))


def rsa_spki(modulus):
    key = sequence(integer(modulus), integer(65537))
    return sequence(sequence(RSA_ENCRYPTION, NULL), bits(key))


def armor(label, data, newline="\n"):
    """A PEM block with lines of 64 characters and a final newline."""
    text = base64.b64encode(data).decode("ascii")
    lines = [text[at:at + 64] for at in range(0, len(text), 64)]
    head, foot = "-----BEGIN %s-----" % label, "-----END %s-----" % label
    return newline.join([head, *lines, foot, ""])


def parameters(curve):
    """The EC PARAMETERS block that some tools write before a key."""
    return armor("EC PARAMETERS", OID[curve])
