"""A ticket of each algorithm, cut at every length."""

from . import tickets as t
from .cases import BASE64, EMPTY, NOW, ZLIB, File, valid_ecdsa, valid_hmac
from .keyring import RING_ECDSA, RING_HMAC


def write():
    file = File("verify/truncation.jsonl")
    _cut(file, "hmac", t.current_ticket, valid_hmac, RING_HMAC)
    _cut(file, "ecdsa", t.legacy_ticket, valid_ecdsa, RING_ECDSA)
    return [file]


def _cut(file, name, make, expect, ring):
    """Two padding characters show all that can happen at the end."""
    time = next(time for time in range(NOW, NOW + 999) if make(time=time).endswith("__"))
    ticket = make(time=time)
    body = len(ticket) - 2
    for size in range(len(ticket) + 1):
        if size == 0:
            about, outcome = "Nothing is left.", EMPTY
        elif size == len(ticket):
            about, outcome = "The whole ticket.", expect(time=time)
        elif size == body:
            about, outcome = "Both padding characters are left out.", expect(time=time)
        elif size == body + 1:
            about, outcome = "Half of the padding is wrong padding.", BASE64
        elif size % 4 == 1:
            about, outcome = "A leftover character is not a byte.", BASE64
        else:
            about, outcome = "The zlib stream is not complete.", ZLIB
        file.verify("truncation/%s-%03d" % (name, size), about, ticket[:size], outcome, ring,
                    now=time)
