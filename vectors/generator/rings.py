"""Rings of several keys, keys of odd sizes, both curves, and spellings of a signature."""

import hashlib
import itertools

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from . import keyring as k, pem, tickets as t
from .cases import NO_KEY, NOW, SIGNATURE, File, b64, valid_ecdsa, valid_hmac

KEYS = {"p256": (k.P256_A, k.P256_B), "secp256k1": (k.K256_A, k.K256_B)}


def write():
    file = File("verify/rings.jsonl")
    _rotation(file)
    _mixed(file)
    _sizes(file)
    _pem_forms(file)
    _both_s(file)
    _der(file)
    return [file]


def _rotation(file):
    old, new = t.current_ticket(key=k.HMAC_A), t.current_ticket(key=k.HMAC_B)

    def put(name, about, ticket, expect, keys):
        file.verify("ring/" + name, about, ticket, expect, keys)

    put("first-of-two", "The first of two keys matches.", old, valid_hmac(),
        k.hmac(k.HMAC_A, k.HMAC_B))
    put("second-of-two", "The second of two keys matches.", new, valid_hmac(),
        k.hmac(k.HMAC_A, k.HMAC_B))
    put("last-of-three", "The last of three keys matches.", t.current_ticket(key=k.HMAC_C),
        valid_hmac(), k.hmac(k.HMAC_A, k.HMAC_B, k.HMAC_C))
    put("none-of-two", "None of two keys matches.", t.current_ticket(key=k.HMAC_C), SIGNATURE,
        k.hmac(k.HMAC_A, k.HMAC_B))
    put("same-key-twice", "The same key twice.", old, valid_hmac(), k.hmac(k.HMAC_A, k.HMAC_A))
    put("none-at-all", "An empty ring has no key for any algorithm.", old, NO_KEY, [])
    put("none-at-all-legacy", "An empty ring has no key for any algorithm.", t.legacy_ticket(),
        NO_KEY, [])
    many = ["key %d" % n for n in range(16)]
    put("last-of-sixteen", "The last of sixteen keys matches.", t.current_ticket(key=many[-1]),
        valid_hmac(), k.hmac(*many))
    for curve, (a, b) in KEYS.items():
        ring = k.pems(a.public_pem, b.public_pem)
        for name, key in (("first", a), ("second", b)):
            put("%s-%s-of-two" % (curve, name), "One of two ECDSA keys matches.",
                t.legacy_ticket(key=key), valid_ecdsa(), ring)
        put(curve + "-none-of-one", "Another key of the same curve.", t.legacy_ticket(key=b),
            SIGNATURE, k.pems(a.public_pem))


def _mixed(file):
    def put(name, about, ticket, expect, keys):
        file.verify("ring/" + name, about, ticket, expect, keys)

    both = k.hmac(k.HMAC_A) + k.pems(k.P256_A.public_pem)
    for order, ring in (("hmac-first", both), ("ecdsa-first", both[::-1])):
        put(order + "-hmac", "A current ticket and a ring of both algorithms.",
            t.current_ticket(), valid_hmac(), ring)
        put(order + "-ecdsa", "A legacy ticket and a ring of both algorithms.",
            t.legacy_ticket(), valid_ecdsa(), ring)
        put(order + "-hmac-other", "No HMAC key of the ring matches.",
            t.current_ticket(key=k.HMAC_B), SIGNATURE, ring)
        put(order + "-ecdsa-other", "No ECDSA key of the ring matches.",
            t.legacy_ticket(key=k.P256_B), SIGNATURE, ring)
    put("only-ecdsa", "A current ticket and no HMAC key.", t.current_ticket(), NO_KEY,
        k.RING_ECDSA)
    put("only-hmac", "A legacy ticket and no ECDSA key.", t.legacy_ticket(), NO_KEY,
        k.RING_HMAC)
    curves = k.pems(k.P256_A.public_pem, k.K256_A.public_pem)
    for order, ring in (("p256-first", curves), ("secp256k1-first", curves[::-1])):
        for curve, (key, other) in KEYS.items():
            put("%s-signed-%s" % (order, curve), "A ring with both curves.",
                t.legacy_ticket(key=key), valid_ecdsa(), ring)
            put("%s-signed-other-%s" % (order, curve), "Neither key of the ring matches.",
                t.legacy_ticket(key=other), SIGNATURE, ring)
    put("p256-for-secp256k1", "A key of the other curve.", t.legacy_ticket(key=k.K256_A),
        SIGNATURE, k.pems(k.P256_A.public_pem))
    put("secp256k1-for-p256", "A key of the other curve.", t.legacy_ticket(key=k.P256_A),
        SIGNATURE, k.pems(k.K256_A.public_pem))
    everything = k.hmac(k.HMAC_A, k.HMAC_B) + curves + k.pems(
        k.P256_B.private_pem, k.K256_B.private_pem)
    for name, ticket, expect in (
            ("hmac", t.current_ticket(key=k.HMAC_B), valid_hmac()),
            ("p256", t.legacy_ticket(key=k.P256_B), valid_ecdsa()),
            ("secp256k1", t.legacy_ticket(key=k.K256_B), valid_ecdsa())):
        put("everything-" + name, "A ring of six keys of all kinds.", ticket, expect, everything)


def _sizes(file):
    keys = {"1": "2", "1-space": " ", "2": "ab", "63": "k" * 63, "64": "k" * 64,
            "65": "k" * 65, "100": "k" * 100, "10000": "k" * 10000,
            "unicode": "\u5bc6\u94a5-key", "emoji": "\U0001f511", "signs": "a+b/c=d\"e\\f",
            "upper-hex": k.HMAC_A.upper(), "inner-line-feed": "a\nb", "nul": "a\0b"}
    for name, key in keys.items():
        file.verify("ring/key-" + name, "The key is the UTF-8 bytes of its text, at any length.",
                    t.current_ticket(key=key), valid_hmac(), k.hmac(key))
        file.verify("ring/key-%s-longer" % name, "One more character makes another key.",
                    t.current_ticket(key=key + "x"), SIGNATURE, k.hmac(key))
    digest = hashlib.sha256(b"k" * 65)
    file.verify("ring/key-65-hashed", "HMAC hashes a key above 64 bytes; the digest in "
                "hexadecimal is another key.",
                t.current_ticket(key="k" * 65), SIGNATURE, k.hmac(digest.hexdigest()))


def _pem_forms(file):
    for curve, (key, _) in KEYS.items():
        other = "secp256k1" if curve == "p256" else "p256"
        forms = {"spki": key.public_pem, "pkcs8": key.private_pem, "sec1": key.sec1_pem,
                 "sec1-parameters": pem.parameters(curve) + key.sec1_pem,
                 "sec1-other-parameters": pem.parameters(other) + key.sec1_pem,
                 "crlf": key.public_pem.replace("\n", "\r\n"),
                 "no-final-newline": key.public_pem.rstrip("\n")}
        for name, text in forms.items():
            file.verify("ring/pem-%s-%s" % (name, curve), "Every form of the key verifies.",
                        t.legacy_ticket(key=key), valid_ecdsa(), k.pems(text))


def sequence_of(r, s):
    return pem.sequence(pem.integer(r), pem.integer(s))


def _both_s(file):
    """(r, s) and (r, n - s) are both signatures; neither curve may refuse one of them."""
    for curve, (key, _) in KEYS.items():
        members = t.legacy(key=key)
        r, s = decode_dss_signature(t.base64_bytes(members["TLS.sig"]))
        low = min(s, key.order - s)
        for name, value in (("low", low), ("high", key.order - low)):
            sig = b64(sequence_of(r, value))
            file.verify("signature/%s-s-%s" % (name, curve), "Generators write low and high s.",
                        t.pack(t.dump({**members, "TLS.sig": sig})), valid_ecdsa(),
                        k.pems(key.public_pem))


def _der(file):
    """DER signatures of every size, and what only looks like one."""
    for curve, (key, _) in KEYS.items():
        ring = k.pems(key.public_pem)
        for name, wanted in (("short-r", lambda r, s: r < 1 << 247),
                             ("short-s", lambda r, s: s < 1 << 247),
                             ("high-bits", lambda r, s: r >> 255 and s >> 255),
                             ("no-high-bits", lambda r, s: not r >> 255 and not s >> 255)):
            for time in itertools.count(NOW):
                members = t.legacy(time=time, key=key)
                if wanted(*decode_dss_signature(t.base64_bytes(members["TLS.sig"]))):
                    break
            file.verify("signature/%s-%s" % (name, curve), "The integers of a DER signature have "
                        "no fixed size.", t.pack(t.dump(members)), valid_ecdsa(time=time), ring,
                        now=time)
        # The largest integers show a missing sign byte as well as one too many.
        for time in itertools.count(NOW):
            members = t.legacy(time=time, key=key)
            der = t.base64_bytes(members["TLS.sig"])
            r, s = decode_dss_signature(der)
            if r >> 255 and s >> 255:
                break
        for name, sig in _not_der(key, der, r, s).items():
            file.verify("signature/%s-%s" % (name, curve), "Not a DER signature by this key.",
                        t.pack(t.dump({**members, "TLS.sig": b64(sig)})), SIGNATURE, ring,
                        now=time)


def _not_der(key, der, r, s):
    def padded(value):
        return pem.der(0x02, b"\0", pem.integer(value)[2:])

    def unsigned(value):
        return pem.der(0x02, value.to_bytes(32, "big"))

    whole, n = sequence_of, key.order
    return {
        "raw-64-bytes": r.to_bytes(32, "big") + s.to_bytes(32, "big"),
        "trailing-byte": der + b"\0",
        "trailing-signature": der + der,
        "trailing-in-sequence": pem.sequence(pem.integer(r), pem.integer(s), pem.NULL),
        "third-integer": pem.sequence(pem.integer(r), pem.integer(s), pem.integer(1)),
        "one-integer": pem.sequence(pem.integer(r)),
        "empty-sequence": pem.sequence(),
        "long-length": b"\x30\x81" + der[1:],
        "longer-length": b"\x30\x82\x00" + der[1:],
        "indefinite-length": b"\x30\x80" + der[2:] + b"\0\0",
        "long-integer-length": pem.sequence(b"\x02\x81" + pem.integer(r)[1:], pem.integer(s)),
        "padded-r": pem.sequence(padded(r), pem.integer(s)),
        "padded-s": pem.sequence(pem.integer(r), padded(s)),
        "unsigned-r": pem.sequence(unsigned(r), pem.integer(s)),
        "unsigned-both": pem.sequence(unsigned(r), unsigned(s)),
        "minus-r": whole(-r, s),
        "minus-s": whole(r, -s),
        "zero-r": whole(0, s),
        "zero-s": whole(r, 0),
        "both-zero": whole(0, 0),
        "order-r": whole(n, s),
        "order-s": whole(r, n),
        "s-plus-order": whole(r, s + n),
        "r-plus-order": whole(r + n, s),
        "swapped": whole(s, r),
        "huge-s": whole(r, s + (1 << 2000)),
        "empty-integers": pem.sequence(b"\x02\x00", b"\x02\x00"),
        "set-tag": b"\x31" + der[1:],
        "octet-strings": pem.sequence(pem.octets(r.to_bytes(32, "big")),
                                      pem.octets(s.to_bytes(32, "big"))),
        "length-too-long": der[:1] + bytes([der[1] + 1]) + der[2:],
        "length-too-short": der[:1] + bytes([der[1] - 1]) + der[2:],
        "bit-string": pem.bits(der),
        "hex": der.hex().encode("ascii"),
        "zeros": bytes(len(der)),
        "one-one": whole(1, 1),
    }
