"""The three layers around the members: base64, zlib, JSON; good spellings and damage."""

from . import envelope_json, envelope_zlib, tickets as t
from .cases import BASE64, NOW, ZLIB, File, valid_ecdsa, valid_hmac
from .keyring import RING_ECDSA, RING_HMAC

LIMIT = 24576


def write():
    file = File("verify/envelope.jsonl")
    _alphabets(file)
    _padding(file)
    _white_space(file)
    _foreign(file)
    _length(file)
    envelope_zlib.write(file)
    envelope_json.write(file)
    return [file]


def search(wanted):
    """The first current ticket, by time, that `wanted` likes: (ticket, time)."""
    for time in range(NOW, NOW + 10000):
        ticket = t.current_ticket(time=time)
        if wanted(ticket):
            return ticket, time
    raise LookupError("no ticket has the wanted form")


def padded(count):
    return search(lambda ticket: len(ticket) - len(ticket.rstrip("_")) == count)


def _alphabets(file):
    ticket, time = search(lambda s: s.count("*") > 1 and s.count("-") > 1 and s.endswith("__"))
    expect = valid_hmac(time=time)

    def put(name, about, text, outcome=expect):
        file.verify("base64/" + name, about, text, outcome, RING_HMAC, now=time)

    put("ticket-alphabet", "The ticket that the other alphabets start from.", ticket)
    plain = ticket.translate(str.maketrans("*-_", "+/="))
    put("plain-alphabet", "Standard base64, as if nothing had been replaced.", plain)
    put("plain-plus", "Only + was put back.", ticket.replace("*", "+"))
    put("plain-slash", "Only / was put back.", ticket.replace("-", "/"))
    put("plain-padding", "Only = was put back.", ticket.replace("_", "="))
    put("mixed-plus", "One of the characters 62 is *, another +.", ticket.replace("*", "+", 1))
    put("mixed-slash", "One of the characters 63 is -, another /.", ticket.replace("-", "/", 1))
    put("mixed-padding", "One padding character of each alphabet.", ticket[:-1] + "=")
    put("mixed-padding-swapped", "One padding character of each alphabet, the other way round.",
        ticket[:-2] + "=_")
    put("spaces-for-plus", "A URL query made spaces of the + of standard base64.",
        plain.replace("+", " "), BASE64)
    put("percent-plus", "A URL query was not unescaped.", plain.replace("+", "%2B"), BASE64)
    put("percent-slash", "A URL query was not unescaped.", plain.replace("/", "%2F"), BASE64)
    put("percent-padding", "A URL query was not unescaped.", plain.replace("=", "%3D"), BASE64)
    put("percent-all-three", "A URL query was not unescaped.", plain.replace(
        "+", "%2b").replace("/", "%2f").replace("=", "%3d"), BASE64)
    put("upper-case", "A ticket in capitals has other bytes.", ticket.upper(), ZLIB)
    put("lower-case", "A ticket in small letters has other bytes.", ticket.lower(), ZLIB)

    url = str.maketrans("+/", "-_")
    standard, time = search(lambda s: "-" in s)
    standard = standard.translate(str.maketrans("*-_", "+/="))
    file.verify("base64/rfc4648-url", "In RFC 4648's URL alphabet _ is a digit, here padding.",
                standard.translate(url), BASE64, RING_HMAC, now=time)
    standard, time = search(lambda s: "*" in s and "-" not in s)
    standard = standard.translate(str.maketrans("*-_", "+/="))
    file.verify("base64/rfc4648-url-minus", "In RFC 4648's URL alphabet - is 62, here 63.",
                standard.translate(url), ZLIB, RING_HMAC, now=time)


def _padding(file):
    for count in (0, 1, 2):
        ticket, time = padded(count)
        body = ticket.rstrip("_")
        for have in range(6):
            good = have in (0, count)
            about = "%d padding characters where %d belong." % (have, count)
            if have == 0 and count:
                about = "The %d padding characters are left out." % count
            file.verify("base64/padding-%d-of-%d" % (have, count), about, body + "_" * have,
                        valid_hmac(time=time) if good else BASE64, RING_HMAC, now=time)
        file.verify("base64/padding-%d-first" % count, "Padding before the first character.",
                    "_" + ticket, BASE64, RING_HMAC, now=time)
        file.verify("base64/padding-%d-inside" % count, "A padding character in the middle.",
                    ticket[:40] + "_" + ticket[40:], BASE64, RING_HMAC, now=time)
        for extra in ("A", "AA", "AAA"):
            # One leftover character is no byte; more make bytes behind the stream.
            outcome = BASE64 if (len(body) + len(extra)) % 4 == 1 else ZLIB
            file.verify("base64/leftover-%s-after-%d" % (extra, count),
                        "Characters were added to a ticket without its padding.",
                        body + extra, outcome, RING_HMAC, now=time)
        if count:
            _trailing_bits(file, body, count, time)
            file.verify("base64/after-padding-%d" % count, "Characters follow the padding.",
                        ticket + "AAAA", BASE64, RING_HMAC, now=time)
    ticket, time = padded(0)
    file.verify("base64/doubled", "The ticket stands twice: bytes follow the stream.",
                ticket + ticket, ZLIB, RING_HMAC, now=time)
    ticket, time = padded(2)
    file.verify("base64/doubled-padded", "The ticket stands twice, with padding in the middle.",
                ticket + ticket, BASE64, RING_HMAC, now=time)
    file.verify("base64/doubled-by-line", "Two lines with the same ticket.",
                ticket + "\n" + ticket + "\n", BASE64, RING_HMAC, now=time)
    for text in ("_", "__", "___", "____", "A", "A___"):
        file.verify("base64/nothing-but-%s" % text, "Padding without bytes is damage.", text,
                    BASE64, RING_HMAC)


def _trailing_bits(file, body, count, time):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-"
    value = letters.index(body[-1])
    for bits in range(1, 4 if count == 1 else 16):
        file.verify("base64/trailing-bits-%d-of-%d" % (bits, count),
                    "The unused bits of the last character are not zero, which is tolerated.",
                    body[:-1] + letters[value | bits] + "_" * count, valid_hmac(time=time),
                    RING_HMAC, now=time)


def _white_space(file):
    ticket, time = padded(2)
    expect = valid_hmac(time=time)

    def lines(text, width, end):
        return "".join(text[at:at + width] + end for at in range(0, len(text), width))

    def put(name, about, text, outcome=expect):
        file.verify("base64/white-space-" + name, about, text, outcome, RING_HMAC, now=time)

    for width in (64, 76):
        for name, end in (("lf", "\n"), ("crlf", "\r\n"), ("cr", "\r")):
            put("%s-%d" % (name, width), "The ticket was wrapped after %d characters." % width,
                lines(ticket, width, end))
    put("lf-1", "A line feed follows every character.", lines(ticket, 1, "\n"))
    put("cr-in-padding", "A carriage return stands inside the padding.", ticket[:-1] + "\r_")
    put("lf-before-padding", "A line feed stands before the padding.", ticket[:-2] + "\n__")
    put("lf-unpadded", "Line feeds in a ticket without padding.", lines(ticket[:-2], 64, "\n"))
    names = {"space": " ", "tab": "\t", "lf": "\n", "cr": "\r", "vt": "\v", "ff": "\f"}
    for name, text in names.items():
        put("before-" + name, "White space before the ticket.", text + ticket)
        put("after-" + name, "White space after the ticket.", ticket + text)
        if text not in "\r\n":
            put("inside-" + name, "Inside the ticket only CR and LF are passed over.",
                ticket[:50] + text + ticket[50:], BASE64)
            put("in-padding-" + name, "Inside the padding only CR and LF are passed over.",
                ticket[:-1] + text + "_", BASE64)
    put("around", "All kinds of white space on both sides.", " \t\r\n\v\f" + ticket
        + "\f\v\n\r\t ")
    put("indented-lines", "Spaces after a line end are inside the ticket.",
        ticket[:64] + "\n " + ticket[64:], BASE64)
    put("much", "White space does not count towards the length limit.",
        "\n" * 30000 + ticket + " " * 30000)
    legacy = t.legacy_ticket()
    file.verify("base64/white-space-legacy", "A wrapped legacy ticket.",
                lines(legacy, 64, "\n"), valid_ecdsa(), RING_ECDSA)
    plain = t.dump(t.legacy())
    file.verify("base64/white-space-plain-json", "White space around a plain JSON ticket.",
                " \v\f\t\r\n" + plain + "\n\f\v ", valid_ecdsa(), RING_ECDSA)


def _foreign(file):
    ticket, time = padded(0)
    texts = {
        "bom": "\ufeff", "nul": "\0", "no-break-space": "\u00a0", "next-line": "\u0085",
        "line-separator": "\u2028", "ideographic-space": "\u3000", "zero-width-space": "\u200b",
        "quote": '"', "dot": ".", "comma": ",", "tilde": "~", "percent": "%", "backslash": "\\",
        "full-width-a": "\uff21", "cyrillic-a": "\u0410", "high-latin": "\u00c1",
        "exclamation": "!", "at": "@", "escape": "\x1b", "delete": "\x7f", "emoji": "\U0001f600",
        "brace": "}",
    }
    for name, text in texts.items():
        for place, whole in (("before", text + ticket), ("after", ticket + text),
                             ("inside", ticket[:8] + text + ticket[8:])):
            file.verify("base64/foreign-%s-%s" % (name, place),
                        "A character outside both alphabets is damage.", whole, BASE64,
                        RING_HMAC, now=time)
    for name, whole in {
        "quoted": '"' + ticket + '"', "parameter": "usersig=" + ticket,
        "url": "?usersig=" + ticket + "&random=1",
        "escaped-line": ticket[:64] + "\\n" + ticket[64:],
        "brace-first-hmac": "{" + ticket,
    }.items():
        file.verify("base64/foreign-" + name, "More than the ticket was handed over.", whole,
                    BASE64, RING_HMAC, now=time)


def _length(file):
    """The bound on the characters of a ticket, white space left out."""
    def stored(size):
        """A valid ticket of a stored stream of exactly `size` bytes."""
        spare = size - 11 - len(t.dump({**t.current(), "x": ""}))
        return t.pack(t.dump({**t.current(), "x": "a" * spare}), 0)

    at_limit = stored(LIMIT // 4 * 3)
    assert len(at_limit) == LIMIT
    file.verify("base64/length-at-limit", "24576 characters are allowed.", at_limit,
                valid_hmac(), RING_HMAC)
    file.verify("base64/length-at-limit-padded", "Padding counts.",
                stored(LIMIT // 4 * 3 - 1), valid_hmac(), RING_HMAC)
    file.verify("base64/length-at-limit-wrapped", "Line feeds do not count.",
                "\n".join(at_limit[n:n + 64] for n in range(0, LIMIT, 64)) + "\n", valid_hmac(),
                RING_HMAC)
    over = stored(LIMIT // 4 * 3 + 1)
    file.verify("base64/length-over-limit", "A valid stream in more than 24576 characters.",
                over, BASE64, RING_HMAC)
    file.verify("base64/length-over-limit-unpadded", "The same without padding.",
                over.rstrip("_"), BASE64, RING_HMAC)
    file.verify("base64/length-over-limit-by-one", "One character more than the limit.",
                at_limit + "A", BASE64, RING_HMAC)
    file.verify("base64/length-far-over-limit", "A ticket of 100000 characters.", "eJ" * 50000,
                BASE64, RING_HMAC)
    spare = LIMIT - len(t.dump({**t.legacy(), "x": ""}))
    for name, more, expect in (("at", 0, valid_ecdsa()), ("over", 1, BASE64)):
        file.verify("base64/length-%s-limit-plain-json" % name,
                    "The limit holds for plain JSON tickets too.",
                    t.dump({**t.legacy(), "x": "a" * (spare + more)}), expect, RING_ECDSA)
