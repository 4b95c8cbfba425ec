"""Every way to write the members as JSON, and texts that are not JSON."""

import itertools
import json

from . import tickets as t
from .cases import APP, BASE64, JSON, NOW, TYPE, valid_ecdsa, valid_hmac
from .keyring import RING_ECDSA, RING_HMAC

EMOJI = "\U0001f600"


def write(file):
    def put(name, about, text, outcome=None, userid="xiaojun", time=NOW):
        expect = valid_hmac(time=time) if outcome is None else outcome
        file.verify("json/" + name, about, t.pack(text), expect, RING_HMAC, userid, now=time)

    def legacy(name, about, text, outcome=None, userid="xiaojun"):
        expect = valid_ecdsa() if outcome is None else outcome
        file.verify("json/legacy-" + name, about, t.pack(text), expect, RING_ECDSA, userid)

    _escapes(put, legacy)
    _order(put, legacy)
    _layout(put, legacy)
    _unknown(put, legacy)
    _depth(put)
    _broken(put, legacy)
    _broken_text(put)
    _plain(file)


def _escaped(text):
    """Every character as one \\u escape, or as a surrogate pair."""
    units = text.encode("utf-16-be")
    return "".join("\\u%02x%02x" % pair for pair in zip(units[::2], units[1::2]))


def _escapes(put, legacy):
    time = next(n for n in range(NOW, NOW + 99) if "/" in t.current(time=n)["TLS.sig"])
    put("solidus-escaped", "PHP writes / as \\/, in TLS.sig too.",
        t.dump(t.current(time=time)).replace("/", "\\/"), time=time)
    for name, userid in {"chinese": "\u7528\u6237\u4e00", "latin": "caf\u00e9",
                         "emoji": "a" + EMOJI + "b", "angle": "a<b>&c", "quote": 'say"hi"',
                         "backslash": "a\\b", "slash": "a/b</i>", "separator": "a\u2028b\u2029",
                         "last-plane": "\U0010fffd", "replacement": "\ufffd"}.items():
        for form, make, write_case in (("", t.current, put), ("legacy ", t.legacy, legacy)):
            members = make(userid=userid)
            raw = t.dump(members)
            value = json.dumps(userid, ensure_ascii=False)
            about = "A %sticket with the UserID " % form
            write_case("userid-%s-raw" % name, about + "in raw UTF-8.", raw, userid=userid)
            write_case("userid-%s-escaped" % name, about + "written in escapes.",
                       raw.replace(value, '"%s"' % _escaped(userid)), userid=userid)
            write_case("userid-%s-upper-escapes" % name, about + "in escapes with capitals.",
                       raw.replace(value, '"%s"' % _escaped(userid).upper().replace("U", "u")),
                       userid=userid)
    members = t.current()
    text = t.dump(members)
    put("names-escaped", "The names are written in escapes.",
        t.dump_raw((_escaped(k), v) for k, v in t.raw_pairs(members)))
    put("names-partly-escaped", "The point in each name is an escape.",
        text.replace("TLS.", "TLS\\u002E"))
    put("values-escaped", "Every string value is written in escapes.",
        t.dump_raw((k, '"%s"' % _escaped(json.loads(v)) if v[0] == '"' else v)
                   for k, v in t.raw_pairs(members)))
    put("ver-escaped", "The version is written in escapes.",
        text.replace('"2.0"', '"\\u0032\\u002e\\u0030"'))
    pairs = t.raw_pairs(t.legacy())
    legacy("values-escaped", "Every value is written in escapes, the numbers too.",
           t.dump_raw((k, '"%s"' % _escaped(json.loads(v))) for k, v in pairs))
    legacy("names-escaped", "The names are written in escapes.",
           t.dump_raw((_escaped(k), v) for k, v in pairs))
    put("short-escapes", "All short escapes, in an unknown member.",
        text[:-1] + ',"x":"\\"\\\\\\/\\b\\f\\n\\r\\t"}')
    put("escaped-control", "Control characters may stand in unknown members.",
        text[:-1] + ',"x":"\\u0000\\u001f\\u007f\\u0085"}')
    put("raw-delete", "JSON allows a raw U+007F; unknown members are not signed.",
        text[:-1] + ',"x":"\x7f\x80"}')


def _order(put, legacy):
    pairs = t.raw_pairs(t.current())
    for number, order in enumerate(itertools.permutations(range(6))):
        # Every 24th of the 720 orders puts each member first five times.
        if number % 24 == 23:
            put("order-" + "".join(map(str, order)), "The order of the members is free.",
                t.dump_raw(pairs[n] for n in order))
    members = t.raw_pairs(t.legacy())
    for shift in range(1, len(members)):
        legacy("order-rotated-%d" % shift, "The order of the members is free.",
               t.dump_raw(members[shift:] + members[:shift]))
    legacy("order-reversed", "The order of the members is free.",
           t.dump_raw(reversed(members)))


def _layout(put, legacy):
    members = t.current()
    text = t.dump(members)
    put("spaces", "Python puts a space after : and ,.",
        json.dumps(members, separators=(", ", ": ")))
    put("indented", "Indented JSON.", json.dumps(members, indent=2))
    put("indented-tabs", "JSON indented with tabs.", json.dumps(members, indent="\t"))
    put("crlf", "JSON with CRLF line ends.", json.dumps(members, indent=1).replace("\n", "\r\n"))
    put("white-space-everywhere", "All four white space characters around every token.",
        " \t\r\n" + text.replace(",", " \t\r\n,\t\n ").replace('":', '"\r:\n') + " \t\r\n")
    put("trailing-line-feed", "Go ends the JSON with a line feed.", text + "\n")
    put("leading-line-feed", "White space before the object.", "\n " + text)
    legacy("indented", "Indented JSON.", json.dumps(t.legacy(), indent=4))
    legacy("trailing-line-feed", "A line feed after the object.", t.dump(t.legacy()) + "\n")


def _unknown(put, legacy):
    values = {
        "string": '"TLS.expire"', "empty-string": '""', "number": "1", "zero": "0",
        "minus-zero": "-0", "fraction": "-12.5e-3", "exponent": "1E+2", "big": "1" + "0" * 400,
        "huge": "1e999", "tiny": "1e-999", "true": "true", "false": "false", "null": "null",
        "array": "[]", "object": "{}", "nested": '[{"a":[1,{"b":null}]},"\\u0041"]',
        "nested-duplicates": '{"a":1,"a":2}', "nested-members":
        '{"TLS.identifier":"admin","TLS.sdkappid":1,"TLS.expire":1,"tls.ver":1}',
        "spaced": "[ 1 , { \"a\" : [ ] } ]", "json-text": '"{\\"TLS.ver\\":\\"2.0\\"}"',
        "brackets-in-string": '"]}]}{[{["', "quote-in-string": '"\\\\\\""',
    }
    text, old = t.dump(t.current()), t.dump(t.legacy())
    for name, value in values.items():
        put("unknown-%s-first" % name, "An unknown member of any type is ignored.",
            '{"x":%s,' % value + text[1:])
        put("unknown-%s-last" % name, "An unknown member of any type is ignored.",
            text[:-1] + ',"x":%s}' % value)
        legacy("unknown-" + name, "An unknown member of any type is ignored.",
               old[:-1] + ',"x":%s}' % value)
    for name, member in {"empty-name": "", "point": ".", "tls": "TLS", "prefix": "TLS.",
                         "longer": "TLS.expires", "shorter": "TLS.expir",
                         "unicode": "\u7528\u6237", "emoji": EMOJI, "proto": "__proto__",
                         "legacy-expire": "TLS.expire_after", "legacy-version": "TLS.version",
                         "undotted": "identifier", "quote": 'a"b'}.items():
        put("unknown-name-" + name, "A name that is not a member of the form is ignored.",
            text[:-1] + "," + t.dump({member: "1"})[1:])
    for form, write_case, members in (("", put, t.current()), ("legacy-", legacy, t.legacy())):
        filler = {"m%02d" % n: n for n in range(32 - len(members))}
        write_case("32-members", "32 members are allowed.", t.dump({**filler, **members}))
    put("33-members-in-unknown", "Members of nested objects do not count.",
        text[:-1] + "," + t.dump({"x": {"m%02d" % n: n for n in range(40)}})[1:])
    put("33-members", "33 members are not allowed.",
        text[:-1] + "," + t.dump({"m%02d" % n: n for n in range(27)})[1:], TYPE)
    put("200-members", "200 members are not allowed.",
        text[:-1] + "," + t.dump({"m%02d" % n: n for n in range(194)})[1:], TYPE)


def _depth(put):
    """The object of the ticket is level 1 of the nesting."""
    text = t.dump(t.current())
    for levels, outcome in ((2, None), (63, None), (64, None), (65, JSON), (66, JSON),
                            (200, JSON), (5000, JSON)):
        inner = levels - 1
        arrays = "[" * inner + "]" * inner
        objects = '{"a":' * (inner - 1) + "{}" + "}" * (inner - 1)
        put("depth-%d-arrays" % levels, "%d levels of nesting." % levels,
            text[:-1] + ',"x":%s}' % arrays, outcome)
        put("depth-%d-objects" % levels, "%d levels of nesting." % levels,
            text[:-1] + ',"x":%s}' % objects, outcome)
    put("depth-30000-unclosed", "Brackets up to the size limit, none of them closed.",
        text[:-1] + ',"x":' + "[" * 30000, JSON)
    put("depth-30000-bare", "Brackets and nothing else.", "[" * 30000, JSON)
    put("wide", "A long array is not deep.", text[:-1] + ',"x":[' + "[]," * 5000 + "[]]}")


def _broken(put, legacy):
    text = t.dump(t.current())
    texts = {
        "white-space-only": " \n", "open-brace": "{", "close-brace": "}", "cut-in-name": '{"TLS',
        "cut-in-string": text[:60], "cut-before-brace": text[:-1], "trailing-brace": text + "}",
        "trailing-object": text + "{}", "trailing-text": text + "x", "trailing-nul": text + "\0",
        "trailing-comma": text[:-1] + ",}", "leading-comma": "{," + text[1:],
        "double-comma": text.replace(",", ",,", 1), "no-comma": text.replace(",", " ", 1),
        "no-colon": text.replace(":", " ", 1), "double-colon": text.replace(":", "::", 1),
        "semicolon": text.replace(":", ";", 1), "single-quotes": text.replace('"', "'"),
        "unquoted-names": text.replace('"TLS.time"', "TLS.time"),
        "number-as-name": "{1:2," + text[1:], "null-as-name": "{null:1," + text[1:],
        "line-comment": "{// comment\n" + text[1:], "block-comment": "{/* comment */" + text[1:],
        "hash-comment": "# comment\n" + text, "nan": text[:-1] + ',"x":NaN}',
        "infinity": text[:-1] + ',"x":-Infinity}', "undefined": text[:-1] + ',"x":undefined}',
        "true-in-capitals": text[:-1] + ',"x":True}', "cut-literal": text[:-1] + ',"x":tru}',
        "long-literal": text[:-1] + ',"x":nulll}', "no-value": text[:-1] + ',"x":}',
        "bare-minus": text[:-1] + ',"x":-}', "leading-point": text[:-1] + ',"x":.5}',
        "trailing-point": text[:-1] + ',"x":1.}', "leading-plus": text[:-1] + ',"x":+1}',
        "leading-zero": text[:-1] + ',"x":01}', "minus-leading-zero": text[:-1] + ',"x":-01}',
        "empty-exponent": text[:-1] + ',"x":1e}', "signed-empty-exponent": text[:-1] + ',"x":1e+}',
        "hex-number": text[:-1] + ',"x":0x1}', "two-points": text[:-1] + ',"x":1.2.3}',
        "digit-separator": text[:-1] + ',"x":1_000}',
        "mismatched-brackets": text[:-1] + ',"x":[}]', "array-trailing-comma":
        text[:-1] + ',"x":[1,]}', "array-no-comma": text[:-1] + ',"x":[1 2]}',
        "array-colon": text[:-1] + ',"x":["a":1]}', "object-no-value": text[:-1] + ',"x":{"a"}}',
        "xml": "<TLS.ver>2.0</TLS.ver>", "query": "TLS.ver=2.0&TLS.identifier=xiaojun",
        "bom": "\ufeff" + text, "vertical-tab": "\v" + text, "form-feed": text + "\f",
        "no-break-space": text + "\u00a0", "record-separator": "\x1e" + text,
    }
    for name, broken in texts.items():
        put("broken-" + name, "A text that JSON does not allow.", broken, JSON)
    old = t.dump(t.legacy())
    for name, broken in {"trailing-comma": old[:-1] + ",}", "trailing-text": old + "x",
                         "unescaped-quote": old.replace("xiaojun", 'say"hi"'),
                         "bom": "\ufeff" + old}.items():
        legacy("broken-" + name, "A text that JSON does not allow.", broken, JSON)


def _broken_text(put):
    """Damage inside strings, at the level of characters and bytes."""
    text = t.dump(t.current())
    escapes = {
        "lone-high": "\\ud83d", "lone-low": "\\ude00", "swapped-pair": "\\ude00\\ud83d",
        "high-then-letter": "\\ud83da", "high-then-escape": "\\ud83d\\n",
        "high-then-high": "\\ud83d\\ud83d", "high-then-bmp": "\\ud83d\\u0041",
        "high-then-raw": "\\ud83d" + EMOJI, "unknown-escape": "\\x41", "upper-u": "\\U0041",
        "octal": "\\101", "quote": "\\'", "short": "\\u004", "not-hex": "\\u00g1",
        "signed-hex": "\\u+041", "spaced-hex": "\\u 041", "braces": "\\u{41}", "nul": "\\0",
        "escaped-line": "\\\n",
    }
    for name, escape in escapes.items():
        put("escape-" + name, "An escape that JSON does not allow.",
            text[:-1] + ',"x":"%s"}' % escape, JSON)
    put("escape-lone-high-in-userid", "A lone surrogate in the UserID.",
        text.replace("xiaojun", "\\ud83d"), JSON)
    put("escape-lone-in-name", "A lone surrogate in a name.", '{"\\udc00":1,' + text[1:], JSON)
    for code in (0x00, 0x01, 0x08, 0x09, 0x0A, 0x0D, 0x1F):
        put("raw-control-%02x" % code, "A raw control character in a string.",
            text[:-1] + ',"x":"a%cb"}' % code, JSON)
    put("raw-line-feed-in-userid", "C# writes control characters raw.",
        text.replace("xiaojun", "a\nTLS.sdkappid:%d" % APP), JSON)
    data = text.encode("ascii")
    utf8 = {
        "continuation-alone": b"\x80", "cut-2": b"\xc3", "cut-3": b"\xe4\xb8",
        "cut-4": b"\xf0\x9f\x98", "overlong-2": b"\xc0\xaf", "overlong-2-c1": b"\xc1\x81",
        "overlong-3": b"\xe0\x80\xaf", "overlong-4": b"\xf0\x80\x80\xaf",
        "overlong-nul": b"\xc0\x80", "surrogate-high": b"\xed\xa0\x80",
        "surrogate-low": b"\xed\xbf\xbf", "surrogate-pair": b"\xed\xa0\xbd\xed\xb8\x80",
        "past-unicode": b"\xf4\x90\x80\x80", "byte-f5": b"\xf5\x80\x80\x80", "byte-fe": b"\xfe",
        "byte-ff": b"\xff", "latin-1": b"caf\xe9", "gbk": b"\xd3\xc3\xbb\xa7",
        "too-many-continuations": b"\xc3\xa9\xa9",
    }
    for name, broken in utf8.items():
        put("utf8-" + name, "Invalid UTF-8 in an unknown member.",
            data[:-1] + b',"x":"' + broken + b'"}', JSON)
    put("utf8-in-userid", "Invalid UTF-8 in the UserID.", data.replace(b"xiaojun", b"caf\xe9"),
        JSON)
    put("utf8-in-name", "Invalid UTF-8 in a name.", b'{"\xff":1,' + data[1:], JSON)
    put("utf8-after-object", "Invalid UTF-8 after the object.", data + b"\xff", JSON)
    put("utf16", "JSON in UTF-16.", text.encode("utf-16-le"), JSON)
    put("utf16-bom", "JSON in UTF-16 with a byte order mark.",
        b"\xff\xfe" + text.encode("utf-16-le"), JSON)


def _plain(file):
    """Plain JSON tickets: the text itself, with neither zlib nor base64."""
    def put(name, about, text, expect, keys=RING_ECDSA, **rest):
        file.verify("json/plain-" + name, about, text, expect, keys, **rest)

    members = t.legacy(userid="\u7528\u6237", time="2026-11-21T17:41:16-08:00")
    members.pop("TLS.version")
    put("legacy", "The oldest tickets are the JSON text itself.", t.dump(members),
        valid_ecdsa(time=1795282876), userid="\u7528\u6237")
    put("legacy-both-keys", "An HMAC key in the ring does not matter.", t.dump(t.legacy()),
        valid_ecdsa(), RING_HMAC + RING_ECDSA)
    put("legacy-spaces", "JSON white space inside is allowed.",
        json.dumps(t.legacy(), separators=(", ", ": ")), valid_ecdsa())
    put("current", "With an ECDSA key in the ring, a current ticket may be plain too.",
        t.dump(t.current()), valid_hmac(), RING_HMAC + RING_ECDSA)
    put("not-json", "A brace alone is not JSON.", "{", JSON)
    put("not-json-ticket", "A brace before a ticket is not JSON.", "{" + t.legacy_ticket(), JSON)
    put("array", "Only a text that starts with a brace is read as plain JSON.",
        "[" + t.dump(t.legacy()) + "]", BASE64)
    put("bom", "A byte order mark before the brace is a foreign character.",
        "\ufeff" + t.dump(t.legacy()), BASE64)
    put("trailing-ticket", "A ticket after the object.", t.dump(t.legacy()) + t.legacy_ticket(),
        JSON)
