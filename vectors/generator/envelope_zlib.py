"""Every way to write a zlib stream, and every way to damage one."""

import gzip
import struct
import zlib

from . import deflate as d, tickets as t
from .cases import JSON, ZLIB, valid_ecdsa, valid_hmac
from .keyring import RING_ECDSA, RING_HMAC

TEXT = t.dump(t.current()).encode("utf-8")
# Unknown members make a text that is long and varied enough for dynamic codes.
LONG = t.dump({**t.current(), "filler": "".join(chr(32 + n * n % 7 * 5 + n % 3)
                                               for n in range(3000)).replace('"', "_")}).encode()
RUNS = t.dump({**t.current(), "filler": "a" * 2000 + "ab" * 700}).encode("utf-8")


def write(file):
    def good(name, about, stream):
        file.verify("zlib/" + name, about, t.to_ticket(stream), valid_hmac(), RING_HMAC)

    def bad(name, about, stream, outcome=ZLIB):
        file.verify("zlib/" + name, about, t.to_ticket(stream), outcome, RING_HMAC)

    _library(good)
    _by_hand(good)
    for level in (0, 1, 6, 9):
        file.verify("zlib/legacy-level-%d" % level, "A legacy ticket of level %d." % level,
                    t.pack(t.dump(t.legacy()), level), valid_ecdsa(), RING_ECDSA)
    _containers(bad)
    _headers(bad)
    _checksums(bad)
    _blocks(bad)
    _dynamic(bad)


def _library(good):
    for level in range(10):
        good("level-%d" % level, "Compression level %d." % level, d.compress(TEXT, level))
        good("level-%d-long" % level, "Compression level %d of a longer text." % level,
             d.compress(LONG, level))
    for wbits in range(9, 16):
        good("window-%d" % wbits, "A window of 2^%d bytes." % wbits,
             d.compress(RUNS, wbits=wbits))
    for memory in (1, 9):
        good("memory-%d" % memory, "Memory level %d, which sets the size of blocks." % memory,
             d.compress(LONG, memory=memory))
    strategies = {"filtered": zlib.Z_FILTERED, "huffman-only": zlib.Z_HUFFMAN_ONLY,
                  "rle": zlib.Z_RLE, "fixed": zlib.Z_FIXED}
    for name, strategy in strategies.items():
        good("strategy-" + name, "The strategy %s." % name, d.compress(TEXT, strategy=strategy))
        good("strategy-%s-long" % name, "The strategy %s on a longer text." % name,
             d.compress(LONG, strategy=strategy))
        good("strategy-%s-runs" % name, "The strategy %s on long runs." % name,
             d.compress(RUNS, strategy=strategy))
    flushes = {"partial-flush": zlib.Z_PARTIAL_FLUSH, "sync-flush": zlib.Z_SYNC_FLUSH,
               "full-flush": zlib.Z_FULL_FLUSH, "block": zlib.Z_BLOCK}
    for name, flush in flushes.items():
        for level in (0, 1, 9):
            good("%s-level-%d" % (name, level), "Several blocks, made by flushing.",
                 d.compress(TEXT, level, flush=flush))
        good(name + "-every-byte", "A block for every byte.",
             d.compress(TEXT, flush=flush, every=1))


def _by_hand(good):
    stored = d.stored(d.Bits(), TEXT)
    good("stored", "One stored block.", d.wrap(stored, TEXT, flags=0x00))
    for level in range(4):
        good("flevel-%d" % level, "The level named in the header is only a remark.",
             d.wrap(stored, TEXT, flags=level << 6))
    for info in range(8):
        good("cinfo-%d" % info, "A header that names a window of 2^%d bytes." % (info + 8),
             d.wrap(stored, TEXT, cmf=info << 4 | 8))
    bits = d.Bits()
    for byte in TEXT[:-1]:
        d.stored(bits, bytes([byte]), final=False)
    good("stored-bytes", "A stored block for every byte.",
         d.wrap(d.stored(bits, TEXT[-1:]), TEXT))
    good("stored-filler-bits", "The bits skipped before a stored block's size are not zero.",
         d.wrap(d.stored(d.Bits(), TEXT, filler=1), TEXT))
    good("stored-then-empty", "An empty stored block ends the stream.",
         d.wrap(d.stored(d.stored(d.Bits(), TEXT, final=False), b""), TEXT))
    good("empty-then-stored", "An empty stored block opens the stream.",
         d.wrap(d.stored(d.stored(d.Bits(), b"", final=False), TEXT), TEXT))
    good("fixed", "Literals in the fixed code.", d.wrap(d.fixed(d.Bits(), TEXT), TEXT))
    good("fixed-then-empty", "An empty block of the fixed code ends the stream.",
         d.wrap(d.fixed(d.fixed(d.Bits(), TEXT, final=False), b""), TEXT))
    good("dynamic-no-distances", "A dynamic block whose only distance code has no bits.",
         d.wrap(d.dynamic(d.Bits(), TEXT), TEXT))
    good("dynamic-one-distance", "A dynamic block with a single distance code of one bit.",
         d.wrap(d.dynamic(d.Bits(), TEXT, distances=(1,)), TEXT))
    third = len(TEXT) // 3
    bits = d.stored(d.Bits(), TEXT[:third], final=False)
    d.fixed(bits, TEXT[third:2 * third], final=False)
    good("all-block-types", "A stored, a fixed and a dynamic block.",
         d.wrap(d.dynamic(bits, TEXT[2 * third:]), TEXT))
    text = t.dump({**t.current(), "x": "a" * 259}).encode("utf-8")
    at = text.index(b"aaa")
    bits = d.head(d.Bits(), d.FIXED)
    for byte in text[:at + 1]:
        d.fixed_symbol(bits, byte)
    # Symbol 285 is the length 258, distance code 0 is the distance 1.
    d.fixed_symbol(bits, 285).code(0, 5)
    for byte in text[at + 259:]:
        d.fixed_symbol(bits, byte)
    good("longest-match", "A match of 258 bytes at the distance 1.",
         d.wrap(d.fixed_symbol(bits, d.END_OF_BLOCK), text))


def _containers(bad):
    stream = zlib.compress(TEXT)
    bad("gzip", "A gzip file instead of a zlib stream.", gzip.compress(TEXT, mtime=0))
    bad("raw-deflate", "DEFLATE without the zlib header.", stream[2:-4])
    bad("raw-json", "JSON in base64 without compression.", TEXT)
    bad("twice", "A zlib stream inside a zlib stream is not JSON.", zlib.compress(stream), JSON)
    bad("of-a-ticket", "A ticket inside a zlib stream is not JSON.",
        zlib.compress(t.pack(TEXT).encode()), JSON)
    bad("raw-mac", "A bare MAC instead of a ticket.", bytes(range(32)))
    bad("zeros", "Zero bytes are no header.", bytes(64))


def _headers(bad):
    stream = zlib.compress(TEXT)
    bad("header-only", "Nothing follows the header.", stream[:2])
    bad("half-header", "One byte is half a header.", stream[:1])
    bad("wrong-header-check", "The check bits of the header are wrong.",
        bytes([stream[0], stream[1] ^ 1]) + stream[2:])
    body = d.stored(d.Bits(), TEXT)
    bad("method-7", "Compression method 7 does not exist.", d.wrap(body, TEXT, cmf=0x77))
    bad("method-9", "Compression method 9 does not exist.", d.wrap(body, TEXT, cmf=0x79))
    bad("method-15", "Compression method 15 is reserved.", d.wrap(body, TEXT, cmf=0x7F))
    for info in (8, 15):
        bad("cinfo-%d" % info, "A window above 32 KiB does not exist.",
            d.wrap(body, TEXT, cmf=info << 4 | 8))
    engine = zlib.compressobj(zdict=TEXT)
    bad("preset-dictionary", "A stream that needs a preset dictionary.",
        engine.compress(TEXT) + engine.flush())
    plain = d.wrap(body, TEXT, flags=0x20)
    bad("preset-dictionary-flag", "The flag of a preset dictionary alone.", plain)
    bad("preset-dictionary-id", "The flag and the checksum of a preset dictionary, unused.",
        plain[:2] + struct.pack(">I", 1) + plain[2:])


def _checksums(bad):
    stream = zlib.compress(TEXT)
    body, check = stream[:-4], stream[-4:]
    bad("adler-one-bit", "One bit of the Adler-32 differs.",
        body + bytes([check[0], check[1], check[2], check[3] ^ 1]))
    bad("adler-zero", "An Adler-32 of zero.", body + bytes(4))
    bad("adler-reversed", "The Adler-32 in the wrong byte order.", body + check[::-1])
    bad("adler-missing", "The Adler-32 is missing.", body)
    for size in (1, 2, 3):
        bad("adler-%d-bytes" % size, "The Adler-32 is cut off.", body + check[:size])
    bad("adler-of-other-text", "The Adler-32 of another text.",
        body + struct.pack(">I", zlib.adler32(TEXT + b" ")))
    bad("crc", "A CRC-32 in place of the Adler-32.", body + struct.pack(">I", zlib.crc32(TEXT)))
    bad("changed-byte", "One byte of the text was changed in a stored block.",
        zlib.compress(TEXT, 0).replace(b"xiaojun", b"xiaojum"))
    bad("trailing-zero", "A byte follows the stream.", stream + b"\0")
    bad("trailing-line-feed", "A line feed follows the stream.", stream + b"\n")
    bad("trailing-stream", "A second stream follows.", stream + zlib.compress(b"{}"))
    bad("trailing-empty-stream", "A second, empty stream follows.", stream + zlib.compress(b""))
    bad("empty-text", "A stream of nothing is not JSON.", zlib.compress(b""), JSON)


def _blocks(bad):
    bits = d.stored(d.Bits(), TEXT[:40], final=False)
    bad("block-type-3", "Block type 3 is reserved.",
        d.wrap(d.head(d.Bits(), d.RESERVED).align().raw(TEXT), TEXT))
    bad("block-type-3-later", "Block type 3 after a good block.",
        d.wrap(d.head(bits, d.RESERVED).align().raw(TEXT[40:]), TEXT))
    bad("stored-complement", "The complement of a stored block's size is wrong.",
        d.wrap(d.stored(d.Bits(), TEXT, complement=0), TEXT))
    bad("stored-complement-bit", "One bit of the complement is wrong.",
        d.wrap(d.stored(d.Bits(), TEXT, complement=len(TEXT) ^ 0xFFFE), TEXT))
    bad("stored-too-long", "A stored block is longer than the stream.",
        d.wrap(d.stored(d.Bits(), TEXT, size=len(TEXT) + 5), TEXT))
    bad("stored-too-short", "A stored block is shorter than its text.",
        d.wrap(d.stored(d.Bits(), TEXT, size=len(TEXT) - 1), TEXT))
    bad("no-final-block", "No block is marked as the last.",
        d.wrap(d.stored(d.Bits(), TEXT, final=False), TEXT))
    bad("no-end-of-block", "The end-of-block symbol is missing.",
        d.wrap(d.fixed(d.Bits(), TEXT, end=False).align(), TEXT))
    bad("no-block", "The checksum follows the header at once.", d.wrap(b"", b""))

    def match(symbol, distance, extra=0, width=0, before=b""):
        """A fixed block with one match after some literals."""
        bits = d.head(d.Bits(), d.FIXED)
        for byte in before:
            d.fixed_symbol(bits, byte)
        d.fixed_symbol(bits, symbol)
        if distance is not None:
            bits.code(distance, 5).put(extra, width)
        for byte in TEXT:
            d.fixed_symbol(bits, byte)
        return d.wrap(d.fixed_symbol(bits, d.END_OF_BLOCK), before + TEXT)

    bad("distance-before-start", "The first symbol copies from before the start.",
        match(257, 0))
    bad("distance-one-too-far", "A match reaches one byte before the start.",
        match(257, 3, before=b"abc"))
    bad("distance-32768", "The greatest distance, far before the start.",
        match(257, 29, 8191, 13, b"abc"))
    for code in (30, 31):
        bad("distance-code-%d" % code, "The distance code %d does not exist." % code,
            match(257, code, before=b"abc"))
    for symbol in (286, 287):
        bad("length-code-%d" % symbol, "The length code %d does not exist." % symbol,
            match(symbol, 0, before=b"abc"))


def _dynamic(bad):
    """Code descriptions that RFC 1951 does not allow; where it can be, the data is right."""
    def block(data=TEXT, **form):
        return d.wrap(d.dynamic(d.Bits(), data, **form).align(), data)

    bad("literals-over-subscribed", "257 literal codes of 8 bits are too many.",
        block(literals=[8] * 257))
    bad("literals-incomplete", "257 literal codes of 9 bits leave gaps.",
        block(literals=[9] * 257))
    bad("literals-incomplete-by-one", "One literal code of 9 bits is not used.",
        block(literals=[8] * 254 + [9, 9, 9]))
    bad("no-end-of-block-code", "The end-of-block symbol has no code.",
        block(literals=[8] * 256 + [0]))
    bad("one-code-of-nine-bits", "A single literal code, not of one bit.",
        block(b"", literals=[0] * 256 + [9], code_lengths={0: 1, 9: 1}))
    bad("distances-over-subscribed", "Three distance codes of one bit are too many.",
        block(distances=(1, 1, 1)))
    bad("distances-incomplete", "Two distance codes of 8 bits leave gaps.",
        block(distances=(8, 8)))
    bad("code-lengths-over-subscribed", "Three codes of one bit for code lengths.",
        block(code_lengths={0: 1, 8: 1, 9: 1}))
    bad("code-lengths-incomplete", "Three codes of two bits for code lengths leave a gap.",
        block(code_lengths={0: 2, 8: 2, 9: 2}))
    bad("code-lengths-none", "No code lengths at all.", d.wrap(
        d.head(d.Bits(), d.DYNAMIC).put(0, 5).put(0, 5).put(0, 4).put(0, 12).align(), TEXT))
    bad("too-many-literals", "288 literal codes: RFC 1951 ends at 286.",
        block(literals=[8] * 224 + [9] * 64))
    # Codes for the symbols 16 (repeat) and 8, one bit each, in the order 16 17 18 0 8.
    bits = d.head(d.Bits(), d.DYNAMIC).put(0, 5).put(0, 5).put(1, 4)
    for length in (1, 0, 0, 0, 1):
        bits.put(length, 3)
    bad("repeat-of-nothing", "The first code length repeats one before it.",
        d.wrap(bits.code(1, 1).put(3, 2).align().raw(TEXT), TEXT))
    bits = d.head(d.Bits(), d.DYNAMIC).put(0, 5).put(0, 5).put(1, 4)
    for length in (0, 0, 1, 0, 1):
        bits.put(length, 3)
    for _ in range(2):
        bits.code(1, 1).put(127, 7)
    bad("repeat-past-end", "A repeat runs past the number of code lengths.",
        d.wrap(bits.align().raw(TEXT), TEXT))
    bad("dynamic-cut-off", "A dynamic block ends inside its description.",
        d.wrap(d.head(d.Bits(), d.DYNAMIC).put(0, 5), b""))
