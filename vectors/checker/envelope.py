"""From a ticket to its JSON members, layer by layer."""

import base64
import json
import re
import zlib

from .rejection import Rejection

TICKET_LIMIT = 24576
JSON_LIMIT = 32768
DEPTH_LIMIT = 64
MEMBER_LIMIT = 32
WHITE_SPACE = " \t\r\n\v\f"


class Number(str):
    """The text of a JSON number."""


class Pairs(list):
    """The members of a JSON object, in order, duplicates kept."""


def members(ticket, plain_allowed):
    """The members of a ticket as a dict, or a Rejection."""
    text = ticket.strip(WHITE_SPACE)
    if not text:
        raise Rejection(70002, 1)
    if text.startswith("{"):
        if not plain_allowed or len(text) > TICKET_LIMIT:
            raise Rejection(70003, 2)
        data = text.encode("utf-8")
    else:
        data = inflate(decode(text))
    return _unique(parse(data))


def decode(text):
    text = text.replace("\r", "").replace("\n", "")
    if len(text) > TICKET_LIMIT:
        raise Rejection(70003, 2)
    found = re.fullmatch(r"([A-Za-z0-9+/*-]*)([_=]*)", text)
    if not found:
        raise Rejection(70003, 2)
    body, padding = found.groups()
    missing = -len(body) % 4
    if missing == 3 or len(padding) not in (0, missing) or not body:
        raise Rejection(70003, 2)
    body = body.replace("*", "+").replace("-", "/")
    return base64.b64decode(body + "=" * missing)


def inflate(stream):
    engine = zlib.decompressobj()
    try:
        data = engine.decompress(stream, JSON_LIMIT + 1)
        # The rest is read even at the bound, so that the checksum is seen.
        data += engine.decompress(engine.unconsumed_tail, 1) if not engine.eof else b""
    except zlib.error:
        raise Rejection(70003, 3) from None
    if len(data) > JSON_LIMIT or not engine.eof or engine.unused_data:
        raise Rejection(70003, 3)
    return data


def parse(data):
    def refuse(text):
        raise ValueError(text)

    try:
        text = data.decode("utf-8")
        if _depth(text) > DEPTH_LIMIT or text.startswith("\ufeff"):
            raise ValueError("too deep, or a byte order mark")
        value = json.loads(text, parse_int=Number, parse_float=Number, parse_constant=refuse,
                           object_pairs_hook=Pairs)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except ValueError:
        raise Rejection(70003, 4) from None
    return value


def _depth(text):
    """The deepest nesting of brackets outside of strings."""
    deepest = level = 0
    for token in re.findall(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', text, re.DOTALL):
        if token in "[{":
            level += 1
            deepest = max(deepest, level)
        elif token in "]}":
            level -= 1
    return deepest


def _unique(value):
    if not isinstance(value, Pairs) or len(value) > MEMBER_LIMIT:
        raise Rejection(70005, 5)
    if len(dict(value)) != len(value):
        raise Rejection(70005, 5)
    return dict(value)
