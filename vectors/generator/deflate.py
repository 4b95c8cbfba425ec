"""DEFLATE and zlib streams written bit by bit: the forms that no library writes."""

import struct
import zlib

END_OF_BLOCK = 256
# The order in which a dynamic block lists the lengths of the code-length code.
CODE_LENGTH_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)

STORED, FIXED, DYNAMIC, RESERVED = range(4)


class Bits:
    """Collects bits from the least significant one of each byte upwards."""

    def __init__(self):
        self.value = 0
        self.count = 0

    def put(self, value, width):
        """A plain number, least significant bit first."""
        self.value |= value << self.count
        self.count += width
        return self

    def code(self, value, width):
        """A Huffman code, most significant bit first."""
        for at in reversed(range(width)):
            self.put(value >> at & 1, 1)
        return self

    def align(self, filler=0):
        """Fills up the byte with zero bits, or with one bits."""
        while self.count % 8:
            self.put(filler, 1)
        return self

    def raw(self, data):
        for byte in data:
            self.put(byte, 8)
        return self

    def bytes(self):
        return self.value.to_bytes((self.count + 7) // 8, "little")


def head(bits, kind, final=True):
    """The three bits that open a block."""
    return bits.put(int(final), 1).put(kind, 2)


def stored(bits, data, final=True, size=None, complement=None, filler=0):
    """A stored block; size and complement may lie."""
    size = len(data) if size is None else size
    complement = size ^ 0xFFFF if complement is None else complement
    head(bits, STORED, final).align(filler)
    return bits.put(size, 16).put(complement, 16).raw(data)


def fixed_symbol(bits, symbol):
    """A literal or length symbol in the fixed code."""
    if symbol < 144:
        return bits.code(0x30 + symbol, 8)
    if symbol < 256:
        return bits.code(0x190 + symbol - 144, 9)
    if symbol < 280:
        return bits.code(symbol - 256, 7)
    return bits.code(0xC0 + symbol - 280, 8)


def fixed(bits, data, final=True, end=True):
    """A block of literals in the fixed code."""
    head(bits, FIXED, final)
    for byte in data:
        fixed_symbol(bits, byte)
    return fixed_symbol(bits, END_OF_BLOCK) if end else bits


def canonical(lengths):
    """The canonical codes of code lengths: {symbol: (code, length)}."""
    codes, code = {}, 0
    for width in range(1, max(lengths) + 1):
        for symbol, length in enumerate(lengths):
            if length == width:
                codes[symbol] = (code, width)
                code += 1
        code <<= 1
    return codes


# 255 symbols of 8 bits and two of 9 bits fill the code space exactly.
COMPLETE_LITERALS = [8] * 255 + [9, 9]
# Lengths of the code-length code: complete for the symbols 0, 1, 8 and 9.
COMPLETE_CODE_LENGTHS = {0: 2, 1: 2, 8: 2, 9: 2}


def dynamic(bits, data, literals=None, distances=(0,), code_lengths=None, final=True,
            end=True, hlit=None):
    """A block of literals in a described code; the description may be wrong."""
    literals = literals or COMPLETE_LITERALS
    code_lengths = code_lengths or COMPLETE_CODE_LENGTHS
    head(bits, DYNAMIC, final)
    bits.put(len(literals) - 257 if hlit is None else hlit, 5)
    bits.put(len(distances) - 1, 5).put(len(CODE_LENGTH_ORDER) - 4, 4)
    for symbol in CODE_LENGTH_ORDER:
        bits.put(code_lengths.get(symbol, 0), 3)
    described = canonical([code_lengths.get(symbol, 0) for symbol in range(19)])
    for length in [*literals, *distances]:
        bits.code(*described[length])
    codes = canonical(literals)
    for byte in data:
        bits.code(*codes[byte])
    if end and END_OF_BLOCK in codes:
        bits.code(*codes[END_OF_BLOCK])
    return bits


def wrap(body, data, cmf=0x78, flags=0, adler=None):
    """The zlib stream of a DEFLATE body, its header check made to fit."""
    if isinstance(body, Bits):
        body = body.bytes()
    flags |= -(cmf * 256 + flags) % 31
    adler = zlib.adler32(data) if adler is None else adler
    return bytes([cmf, flags]) + body + struct.pack(">I", adler)


def compress(data, level=9, wbits=15, memory=8, strategy=zlib.Z_DEFAULT_STRATEGY,
             flush=None, every=40):
    """A stream of the zlib library; with `flush`, flushed after every few bytes."""
    engine = zlib.compressobj(level, zlib.DEFLATED, wbits, memory, strategy)
    if flush is None:
        return engine.compress(data) + engine.flush()
    out = b""
    for at in range(0, len(data), every):
        out += engine.compress(data[at:at + every]) + engine.flush(flush)
    return out + engine.flush()
