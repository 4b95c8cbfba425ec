"""Key files as people have them: every spelling of a PEM, and every way to break one."""

import base64
import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from . import keyring as k, pem, tickets as t
from .cases import NOW, File, b64, request, valid_ecdsa, valid_hmac

HMAC = {"kind": "hmac"}
NO_PEM = {"error": "pem"}
EMPTY = {"error": "empty"}
CURVES = {"p256": k.P256_A, "secp256k1": k.K256_A}
OTHER = {"p256": "secp256k1", "secp256k1": "p256"}
FIELD = {
    "p256": 2**256 - 2**224 + 2**192 + 2**96 - 1,
    "secp256k1": 2**256 - 2**32 - 977,
}


def write():
    file = File("keys.jsonl")
    for curve, key in CURVES.items():
        _private(file, curve, key)
        _public(file, curve, key)
        _spelled(file, curve, key)
        _broken_values(file, curve, key)
    _broken_text(file)
    _unsupported(file)
    _encrypted(file)
    _hmac(file)
    return [file]


def _put(file, title, about, text, expect, verifies=None):
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    more = {} if verifies is None else {"verifies": verifies}
    file.put("key/" + title, about, key_base64=b64(data), expect=expect, **more)


def _verifies(ticket, expect):
    """A verify case without keys: the parsed key is its ring."""
    return {"ticket": ticket, "request": request(), "now": NOW, "expect": expect}


def _good(file, title, about, text, key, kind="private"):
    _put(file, "%s-%s" % (title, key.curve), about, text,
         {"kind": "ecdsa-" + kind, "curve": key.curve},
         _verifies(t.legacy_ticket(key=key), valid_ecdsa()))


def _private(file, curve, key):
    params, wrong = pem.parameters(curve), pem.parameters(OTHER[curve])
    bare = pem.armor("EC PRIVATE KEY", pem.sec1(key.secret, key.point))
    no_point = pem.armor("EC PRIVATE KEY", pem.sec1(key.secret, None, curve))
    neither = pem.armor("EC PRIVATE KEY", pem.sec1(key.secret))
    _good(file, "sec1", "A SEC1 key.", key.sec1_pem, key)
    _good(file, "sec1-parameters", "A SEC1 key behind its EC PARAMETERS.",
          params + key.sec1_pem, key)
    _good(file, "sec1-wrong-parameters", "The EC PARAMETERS name the wrong curve; the key "
          "itself names the right one.", wrong + key.sec1_pem, key)
    _good(file, "sec1-no-point", "A SEC1 key without its public key.", no_point, key)
    _good(file, "sec1-no-point-wrong-parameters", "The EC PARAMETERS name the wrong curve; the "
          "key itself names the right one.", wrong + no_point, key)
    _good(file, "sec1-bare", "Without parameters the public key tells the curve.", bare, key)
    _good(file, "sec1-bare-parameters", "Without inner parameters the block before the key "
          "tells the curve.", params + bare, key)
    _good(file, "sec1-bare-no-point-parameters", "The block before the key alone tells the "
          "curve.", params + neither, key)
    _put(file, "sec1-bare-no-point-%s" % curve, "Nothing tells the curve.", neither, NO_PEM)
    _good(file, "sec1-parameters-after", "The EC PARAMETERS stand after the key.",
          key.sec1_pem + params, key)
    _good(file, "pkcs8", "A PKCS#8 key.", key.private_pem, key)
    _good(file, "pkcs8-no-point", "A PKCS#8 key without its public key.",
          pem.armor("PRIVATE KEY", pem.pkcs8(curve, key.secret)), key)
    _good(file, "pkcs8-inner-parameters", "A PKCS#8 key that names its curve twice.",
          pem.armor("PRIVATE KEY", pem.sequence(
              pem.integer(0), pem.sequence(pem.EC_PUBLIC_KEY, pem.OID[curve]),
              pem.octets(pem.sec1(key.secret, key.point, curve)))), key)
    _good(file, "pkcs8-parameters", "A PKCS#8 key behind EC PARAMETERS.",
          params + key.private_pem, key)
    _good(file, "pkcs8-wrong-parameters", "A PKCS#8 key behind the wrong EC PARAMETERS.",
          wrong + key.private_pem, key)


def _public(file, curve, key):
    def good(title, about, text):
        _good(file, title, about, text, key, "public")

    good("spki", "A public key.", key.public_pem)
    good("spki-parameters", "A public key behind EC PARAMETERS.",
         pem.parameters(curve) + key.public_pem)
    good("spki-crlf", "CRLF line ends.", key.public_pem.replace("\n", "\r\n"))
    good("spki-no-final-newline", "The final newline is missing.", key.public_pem.rstrip("\n"))
    good("spki-spaces-around", "White space around the text.",
         " \n\t" + key.public_pem + " \n ")
    good("spki-one-line", "The whole key on one line, with spaces for the line ends.",
         key.public_pem.strip().replace("\n", " "))
    good("spki-doubled-begin", "The BEGIN line stands twice.",
         "-----BEGIN PUBLIC KEY-----\n" + key.public_pem)


def _spelled(file, curve, key):
    """The same private keys, in the ways that editors and configuration files leave them."""
    for form, text in (("pkcs8", key.private_pem), ("sec1", key.sec1_pem)):
        head, *body, foot = text.strip().split("\n")
        joined = "".join(body)
        spellings = {
            "crlf": ("CRLF line ends.", text.replace("\n", "\r\n")),
            "cr": ("Line ends of CR alone.", text.replace("\n", "\r")),
            "no-final-newline": ("The final newline is missing.", text.rstrip("\n")),
            "no-final-newline-crlf": ("CRLF line ends and none at the end.",
                                      text.strip().replace("\n", "\r\n")),
            "spaces-around": ("White space around the text.", " \t\n " + text + "\n \t\n"),
            "spaces-around-lines": ("White space around every line.",
                                    "".join("  %s \n" % line for line in text.split("\n"))),
            "blank-lines": ("Blank lines around and between.",
                            "\n\n" + text.replace("\n", "\n\n") + "\n"),
            "doubled-begin": ("The BEGIN line stands twice.", head + "\n" + text),
            "doubled-begin-crlf": ("The BEGIN line stands twice, with CRLF.",
                                   (head + "\n" + text).replace("\n", "\r\n")),
            "one-line": ("The whole key on one line, with spaces for the line ends.",
                         text.strip().replace("\n", " ")),
            "body-on-one-line": ("The base64 is not wrapped.",
                                 "\n".join([head, joined, foot, ""])),
            "body-of-76": ("The base64 is wrapped at 76 characters.", "\n".join(
                [head, *(joined[n:n + 76] for n in range(0, len(joined), 76)), foot, ""])),
            "body-of-5": ("The base64 is wrapped at 5 characters.", "\n".join(
                [head, *(joined[n:n + 5] for n in range(0, len(joined), 5)), foot, ""])),
            "bag-attributes": ("Attributes, as openssl pkcs12 writes them.",
                               "Bag Attributes\n    localKeyID: 01 23 45 67 \n"
                               "Key Attributes: <No Attributes>\n" + text),
            "text-before": ("A line of text before the key.", "# key of the test app\n" + text),
            "text-after": ("A line of text after the key.", text + "end of the key file\n"),
            "text-around": ("Lines of text on both sides.", "first\nsecond\n" + text + "last"),
        }
        for name, (about, spelled) in spellings.items():
            _good(file, "%s-%s" % (form, name), about, spelled, key)


def _broken_values(file, curve, key):
    """Well-formed keys whose numbers are not of the curve."""
    size = key.size

    def private(title, about, scalar, width=size):
        secret = scalar.to_bytes(width, "big")
        for form, text in (
                ("pkcs8", pem.armor("PRIVATE KEY", pem.pkcs8(curve, secret))),
                ("sec1", pem.armor("EC PRIVATE KEY", pem.sec1(secret, None, curve)))):
            _put(file, "%s-%s-%s" % (form, title, curve), about, text, NO_PEM)

    private("scalar-zero", "The scalar is 0.", 0)
    private("scalar-order", "The scalar is the order of the curve.", key.order)
    private("scalar-above-order", "The scalar is above the order of the curve.", key.order + 1)
    private("scalar-all-ones", "The scalar is 2^256 - 1.", 2**256 - 1)
    private("scalar-too-long", "The scalar has too many bytes.", 2**383 + 1, 48)

    def public(title, about, point):
        _put(file, "spki-%s-%s" % (title, curve), about,
             pem.armor("PUBLIC KEY", pem.spki(curve, point)), NO_PEM)

    x, y = key.point[1:1 + size], key.point[1 + size:]
    public("not-on-curve", "The point is not on the curve.",
           b"\x04" + x + y[:-1] + bytes([y[-1] ^ 1]))
    public("of-other-curve", "The point is on the other curve.", CURVES[OTHER[curve]].point)
    public("zero-point", "The point (0, 0) is not on the curve.", b"\x04" + bytes(2 * size))
    public("infinity", "The point at infinity is no key.", b"\0")
    public("empty-point", "There is no point.", b"")
    public("short-point", "The point is cut off.", key.point[:-1])
    public("long-point", "The point has a byte too many.", key.point + b"\0")
    public("unknown-point-form", "A point form that does not exist.", b"\x05" + x + y)
    public("x-alone", "Half of a point without its form.", x)
    public("coordinate-above-field", "A coordinate is not below the field's prime.",
           b"\x04" + FIELD[curve].to_bytes(size, "big") + y)


def _broken_text(file):
    key = k.P256_A
    for form, text in (("pkcs8", key.private_pem), ("sec1", key.sec1_pem),
                       ("spki", key.public_pem)):
        head, *body, foot = text.strip().split("\n")
        der = base64.b64decode("".join(body))
        label = head.strip("-").removeprefix("BEGIN ")

        def bad(title, about, broken):
            _put(file, "%s-%s" % (form, title), about, broken, NO_PEM)

        bad("cut-in-half", "The file was cut in the middle.", text[:len(text) // 2])
        bad("cut-after-begin", "Only the BEGIN line is left.", head + "\n")
        bad("cut-in-begin", "The file was cut inside the BEGIN line.", head[:-3])
        bad("no-end", "The END line is missing.", "\n".join([head, *body, ""]))
        bad("cut-in-end", "The file was cut inside the END line.", text[:-10])
        bad("other-end", "BEGIN and END name different things.",
            "\n".join([head, *body, "-----END CERTIFICATE-----", ""]))
        bad("empty-body", "Nothing stands between BEGIN and END.", head + "\n" + foot + "\n")
        bad("blank-body", "A blank line stands between BEGIN and END.",
            head + "\n\n" + foot + "\n")
        bad("line-missing", "A line of the body is missing.",
            "\n".join([head, *body[1:], foot, ""]))
        bad("base64-foreign", "A character of the body is not base64.",
            text.replace(body[0], body[0][:10] + "!" + body[0][11:]))
        bad("base64-cut", "A character of the body is missing.",
            text.replace(body[0], body[0][1:]))
        bad("base64-not-der", "The body is base64 of plain text.",
            pem.armor(label, b"this is not a key"))
        bad("base64-zeros", "The body is zero bytes.", pem.armor(label, bytes(len(der))))
        bad("der-cut", "The DER is cut off.", pem.armor(label, der[:-5]))
        bad("der-trailing", "Bytes follow the DER.", pem.armor(label, der + b"\0\0"))
        bad("der-twice", "The DER stands twice.", pem.armor(label, der + der))
        bad("der-wrong-tag", "The DER is not a SEQUENCE.", pem.armor(label, b"\x31" + der[1:]))
        bad("one-line-cut", "A cut-off key on one line.",
            text.strip().replace("\n", " ")[:60])
    _put(file, "label-mixed-up", "A SEC1 body behind the label of a public key.",
         pem.armor("PUBLIC KEY", pem.sec1(key.secret, key.point, "p256")), NO_PEM)
    _put(file, "parameters-only", "EC PARAMETERS and no key.", pem.parameters("p256"), NO_PEM)
    _put(file, "parameters-and-cut-key", "EC PARAMETERS and the start of a key.",
         pem.parameters("p256") + key.sec1_pem[:60], NO_PEM)
    _put(file, "begin-only-dashes", "A BEGIN line without a name.",
         "-----BEGIN -----\nAAAA\n-----END -----\n", NO_PEM)


def _unsupported(file):
    big = k.P384
    for name, text in (
            ("p384-sec1", big.sec1_pem), ("p384-pkcs8", big.private_pem),
            ("p384-spki", big.public_pem),
            ("p384-sec1-parameters", pem.parameters("p384") + big.sec1_pem)):
        _put(file, name, "P-384 is not a curve of UserSig.", text, NO_PEM)
    # An odd number of 1024 bits stands for the product of two primes.
    digest = b"".join(hashlib.sha256(b"usersig vectors rsa %d" % n).digest() for n in range(4))
    modulus = int.from_bytes(digest, "big") | 1 << 1023 | 1
    numbers = [0, modulus, 65537, *(modulus >> 512 | n for n in (1, 3, 5, 7, 9, 11))]
    private = pem.sequence(*map(pem.integer, numbers))
    wrapped = pem.sequence(pem.integer(0), pem.sequence(pem.RSA_ENCRYPTION, pem.NULL),
                           pem.octets(private))
    for name, text in (
            ("rsa-public", pem.armor("PUBLIC KEY", pem.rsa_spki(modulus))),
            ("rsa-private", pem.armor("RSA PRIVATE KEY", private)),
            ("rsa-pkcs8", pem.armor("PRIVATE KEY", wrapped))):
        _put(file, name, "RSA is not an algorithm of UserSig.", text, NO_PEM)
    ed25519 = bytes.fromhex("06032b6570")
    for name, label, data in (
            ("ed25519-public", "PUBLIC KEY", pem.sequence(pem.sequence(ed25519),
                                                          pem.bits(k.P256_A.secret))),
            ("ed25519-pkcs8", "PRIVATE KEY", pem.sequence(
                pem.integer(0), pem.sequence(ed25519),
                pem.octets(pem.octets(k.P256_A.secret))))):
        _put(file, name, "Ed25519 is not an algorithm of UserSig.", pem.armor(label, data),
             NO_PEM)
    for name, label, text in (
            ("spki-no-curve", "PUBLIC KEY",
             pem.sequence(pem.sequence(pem.EC_PUBLIC_KEY), pem.bits(k.P256_A.point))),
            ("spki-null-curve", "PUBLIC KEY", pem.sequence(
                pem.sequence(pem.EC_PUBLIC_KEY, pem.NULL), pem.bits(k.P256_A.point))),
            ("other-label", "OPENSSH PRIVATE KEY", b"openssh-key-v1\0")):
        _put(file, name, "A key of a form that UserSig does not use.", pem.armor(label, text),
             NO_PEM)


def _encrypted(file):
    """Keys behind the pass phrase "usersig", with fixed salts."""
    key, phrase, iv = k.P256_A, b"usersig", bytes(range(16))

    def encrypt(secret, data):
        fill = 16 - len(data) % 16
        engine = Cipher(algorithms.AES(secret), modes.CBC(iv)).encryptor()
        return engine.update(data + bytes([fill]) * fill) + engine.finalize()

    oid = {"pbes2": "06092a864886f70d01050d", "pbkdf2": "06092a864886f70d01050c",
           "hmac": "06082a864886f70d0209", "aes": "0609608648016503040102"}
    oid = {name: bytes.fromhex(text) for name, text in oid.items()}
    derived = hashlib.pbkdf2_hmac("sha256", phrase, iv[:8], 2048, 16)
    scheme = pem.sequence(oid["pbes2"], pem.sequence(
        pem.sequence(oid["pbkdf2"], pem.sequence(
            pem.octets(iv[:8]), pem.integer(2048), pem.sequence(oid["hmac"], pem.NULL))),
        pem.sequence(oid["aes"], pem.octets(iv))))
    data = encrypt(derived, pem.pkcs8("p256", key.secret, key.point))
    _put(file, "encrypted-pkcs8", "An encrypted PKCS#8 key.",
         pem.armor("ENCRYPTED PRIVATE KEY", pem.sequence(scheme, pem.octets(data))), NO_PEM)

    data = encrypt(hashlib.md5(phrase + iv[:8]).digest(),
                   pem.sec1(key.secret, key.point, "p256"))
    head, rest = pem.armor("EC PRIVATE KEY", data).split("\n", 1)
    headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,%s\n\n" % iv.hex().upper()
    _put(file, "encrypted-sec1", "An encrypted SEC1 key, as openssl writes it.",
         head + "\n" + headers + rest, NO_PEM)


def _hmac(file):
    texts = {
        "64-hex": (k.HMAC_A, "The text of a secret key, as the console shows it."),
        "1-character": ("2", "Any length has to work."),
        "unicode": ("\u5bc6\u94a5-key", "The key is the UTF-8 bytes of the text."),
        "10000-characters": ("k" * 10000, "Any length has to work."),
        "upper-hex": (k.HMAC_A.upper(), "Letters are not changed."),
        "odd-hex": (k.HMAC_A[:-1], "The text is not decoded, so it may have any length."),
        "base64": (b64(bytes(range(32))), "The text is not decoded."),
        "signs": ("-+*/=_ \"'\\", "Any characters may stand in a key."),
        "dashes": ("-----", "Dashes alone are not PEM."),
    }
    for name, (text, about) in texts.items():
        _put(file, "hmac-" + name, about, text, HMAC,
             _verifies(t.current_ticket(key=text), valid_hmac()))
    _put(file, "empty", "There is no key in an empty text.", "", EMPTY)
