"""Reading keys: PEM as people have it, DER strictly."""

import base64
import re

from cryptography.hazmat.primitives.asymmetric import ec

CURVES = {
    "p256": (ec.SECP256R1(), bytes.fromhex("2a8648ce3d030107"),
             0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551),
    "secp256k1": (ec.SECP256K1(), bytes.fromhex("2b8104000a"),
                  0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141),
}
EC_PUBLIC_KEY = bytes.fromhex("2a8648ce3d0201")
BLOCK = re.compile(r"-----BEGIN ([A-Z ]+)-----((?:(?!-----BEGIN).)*?)-----END \1-----", re.DOTALL)


class BadKey(Exception):
    pass


def kind(data):
    """(expectation, key) of a key file: the key is bytes or a public key, None if bad."""
    if not data:
        return {"error": "empty"}, None
    if b"-----BEGIN" not in data:
        return {"kind": "hmac"}, data
    try:
        name, curve, key = parse(data.decode("utf-8"))
    except (BadKey, ValueError, IndexError):
        return {"error": "pem"}, None
    return {"kind": "ecdsa-" + name, "curve": curve}, key


def parse(text):
    """(private or public, curve, public key) of a PEM text."""
    blocks = {label: _body(body) for label, body in BLOCK.findall(text)}
    named = blocks.pop("EC PARAMETERS", None)
    if len(blocks) != 1:
        raise BadKey("not one key")
    label, data = blocks.popitem()
    if label == "PUBLIC KEY":
        return _spki(data)
    if label == "PRIVATE KEY":
        version, algorithm, key = _sequence(data)
        curve = _algorithm(algorithm)
        return _sec1(_octets(key), curve, None)
    if label == "EC PRIVATE KEY":
        return _sec1(data, None, None if named is None else _curve(named))
    raise BadKey("a key of another kind")


def _body(text):
    return base64.b64decode("".join(text.split()), validate=True)


def _element(data):
    """(tag, content, rest) of a DER element with a minimal length."""
    tag, size, at = data[0], data[1], 2
    if size >= 0x80:
        width = size & 0x7F
        size = int.from_bytes(data[2:2 + width], "big")
        at += width
        if not width or size < 0x80 or size >> (8 * width - 8) == 0:
            raise BadKey("length")
    if len(data) < at + size:
        raise BadKey("cut off")
    return tag, data[at:at + size], data[at + size:]


def _sequence(data):
    """The whole elements inside a SEQUENCE that nothing follows."""
    tag, content, rest = _element(data)
    if tag != 0x30 or rest:
        raise BadKey("no sequence")
    parts = []
    while content:
        _, _, rest = _element(content)
        parts.append(content[:len(content) - len(rest)])
        content = rest
    return parts


def _content(element, tag):
    found, content, rest = _element(element)
    if found != tag or rest:
        raise BadKey("tag")
    return content


def _octets(element):
    return _content(element, 0x04)


def _curve(element):
    oid = _content(element, 0x06)
    for name, (_, known, _) in CURVES.items():
        if oid == known:
            return name
    raise BadKey("curve")


def _algorithm(element):
    oid, curve = _sequence(element)
    if _content(oid, 0x06) != EC_PUBLIC_KEY:
        raise BadKey("algorithm")
    return _curve(curve)


def _point(curve, element):
    bits = _content(element, 0x03)
    if bits[0] != 0 or len(bits) != 66 or bits[1] != 4:
        raise BadKey("point")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVES[curve][0], bits[1:])


def _spki(data):
    algorithm, bits = _sequence(data)
    curve = _algorithm(algorithm)
    return "public", curve, _point(curve, bits)


def _sec1(data, curve, named):
    """An ECPrivateKey; its own curve counts, then the block before it, then its point."""
    version, secret, *more = _sequence(data)
    point = None
    for element in more:
        if element[0] == 0xA0:
            curve = _curve(_content(element, 0xA0))
        elif element[0] == 0xA1:
            point = _content(element, 0xA1)
    curve = curve or named or _curve_of(point)
    scalar = int.from_bytes(_octets(secret), "big")
    if not 0 < scalar < CURVES[curve][2] or len(_octets(secret)) != 32:
        raise BadKey("scalar")
    return "private", curve, ec.derive_private_key(scalar, CURVES[curve][0]).public_key()


def _curve_of(point):
    for curve in CURVES if point is not None else ():
        try:
            _point(curve, point)
        except ValueError:
            continue
        return curve
    raise BadKey("no curve")


def is_der_signature(data):
    """Whether bytes are a DER sequence of two positive, minimal integers."""
    try:
        parts = _sequence(data)
        values = [_content(part, 0x02) for part in parts]
    except (BadKey, IndexError):
        return False
    return len(values) == 2 and all(
        value and value[0] < 0x80 and (len(value) == 1 or value[0] or value[1] >= 0x80)
        for value in values)
