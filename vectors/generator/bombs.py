"""Tickets that cost more to read than they look."""

import zlib

from . import deflate as d, tickets as t
from .cases import JSON, ZLIB, File, valid_ecdsa, valid_hmac
from .keyring import RING_BOTH, RING_ECDSA, RING_HMAC

JSON_LIMIT = 32768
MEBIBYTE = 1 << 20
STREAM_LIMIT = 24576 // 4 * 3


def write():
    file = File("verify/bombs.jsonl")
    _inflating(file)
    _limit(file)
    _blocks(file)
    return [file]


def _spaced(text, size):
    """JSON white space brings a text to a size."""
    return text + " " * (size - len(text))


def _inflating(file):
    """DEFLATE reaches a ratio of 1032 to 1 at most."""
    text = t.dump(t.current())

    def put(name, about, stream, largest):
        ticket = t.to_ticket(stream)
        assert len(ticket) <= largest, (name, len(ticket))
        file.verify("bomb/" + name, about, ticket, ZLIB, RING_BOTH)

    def squeeze(data):
        return zlib.compress(data.encode("ascii"), 9)

    put("ticket-of-1-kib", "A ticket of at most 1 KiB inflates to 500 kB of signed members "
        "and spaces.", squeeze(_spaced(text, 500000)), 1024)
    put("ticket-of-1-kib-of-spaces", "A ticket of at most 1 KiB inflates to 760 kB.",
        squeeze(" " * 760000), 1024)
    put("1-mib", "About 1.5 KiB inflate to 1 MiB of signed members and spaces.",
        squeeze(_spaced(text, MEBIBYTE)), 1700)
    put("10-mib", "About 13.5 KiB inflate to 10 MiB of signed members and spaces.",
        squeeze(_spaced(text, 10 * MEBIBYTE)), 14100)
    put("1-mib-of-spaces", "1 MiB of spaces alone.", squeeze(" " * MEBIBYTE), 1500)
    put("10-mib-of-zeros", "10 MiB of zero bytes.", squeeze("\0" * 10 * MEBIBYTE), 13800)
    put("1-mib-of-brackets", "A nesting of 1048576 arrays.", squeeze("[" * MEBIBYTE), 1500)
    put("10-mib-of-digits", "A number of 10 MiB.", squeeze("1" * 10 * MEBIBYTE), 13800)
    put("largest", "About as many spaces as the longest ticket can hold.",
        squeeze(_spaced(text, 17 * MEBIBYTE)), 24576)
    bad = zlib.compress(_spaced(text, MEBIBYTE).encode("ascii"), 9)
    put("bad-checksum", "The size is found before the wrong checksum.", bad[:-4] + bytes(4),
        1700)
    put("cut-off", "The size is found before the end of the stream is missed.",
        squeeze(_spaced(text, 10 * MEBIBYTE))[:9000], 12000)
    file.verify("bomb/legacy-1-mib", "A legacy ticket that inflates to 1 MiB.",
                t.pack(_spaced(t.dump(t.legacy()), MEBIBYTE), 9), ZLIB, RING_ECDSA)
    file.verify("bomb/no-keys", "The size is found before a missing key.",
                t.pack(_spaced(text, MEBIBYTE), 9), ZLIB, [])


def _limit(file):
    for size, expect in ((JSON_LIMIT - 1, valid_hmac()), (JSON_LIMIT, valid_hmac()),
                         (JSON_LIMIT + 1, ZLIB), (JSON_LIMIT + 2, ZLIB), (65536, ZLIB)):
        file.verify("bomb/json-of-%d-spaces" % size, "The JSON may have 32768 bytes; white "
                    "space counts.", t.pack(_spaced(t.dump(t.current()), size)), expect,
                    RING_HMAC)
        empty = len(t.dump({**t.current(), "x": ""}))
        file.verify("bomb/json-of-%d-member" % size, "The JSON may have 32768 bytes; unknown "
                    "members count.", t.pack(t.dump({**t.current(), "x": "a" * (size - empty)})),
                    expect, RING_HMAC)
    for size, expect in ((JSON_LIMIT, valid_ecdsa()), (JSON_LIMIT + 1, ZLIB)):
        file.verify("bomb/legacy-json-of-%d" % size, "The limit holds for legacy tickets too.",
                    t.pack(_spaced(t.dump(t.legacy()), size)), expect, RING_ECDSA)
    size = 15000
    file.verify("bomb/userbuf-of-%d" % size, "A large UserBuf inside the limits.",
                t.current_ticket(userbuf=bytes(size)), valid_hmac(userbuf=bytes(size)),
                RING_HMAC)


def _blocks(file):
    """Blocks that hold nothing cost time, not memory; the bound on the ticket bounds them."""
    text = t.dump(t.current()).encode("utf-8")

    def put(name, about, bits, expect, data=text):
        stream = d.wrap(bits, data)
        assert len(stream) <= STREAM_LIMIT
        file.verify("bomb/" + name, about, t.to_ticket(stream), expect, RING_HMAC)

    def many(block, count):
        bits = d.Bits()
        for _ in range(count):
            block(bits)
        return bits

    def empty_stored(bits):
        d.stored(bits, b"", final=False)

    def empty_fixed(bits):
        d.fixed(bits, b"", final=False)

    def empty_dynamic(bits):
        d.dynamic(bits, b"", final=False)

    spare = STREAM_LIMIT - 6 - len(text) - 16
    put("empty-stored-blocks", "Empty stored blocks up to the limit, then the text.",
        d.stored(many(empty_stored, spare // 5), text), valid_hmac())
    put("empty-fixed-blocks", "Empty blocks of ten bits up to the limit, then the text.",
        d.stored(many(empty_fixed, spare * 8 // 10), text), valid_hmac())
    put("empty-dynamic-blocks", "Empty blocks with described codes, then the text.",
        d.stored(many(empty_dynamic, 200), text), valid_hmac())
    put("empty-blocks-unended", "Empty stored blocks and no last one.",
        many(empty_stored, spare // 5), ZLIB, b"")
    put("empty-blocks-only", "Empty stored blocks and an empty last one: no JSON.",
        d.stored(many(empty_stored, spare // 5), b""), JSON, b"")
