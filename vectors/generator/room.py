"""The PrivateMapKey layout, both ways."""

import struct

NUMERIC = 0
STRING = 1


def build(account, sdkappid, room, expires, privileges, account_type=0, version=None,
          auth_id=None):
    """The bytes of a UserBuf; account and string room are text or bytes."""
    account = account if isinstance(account, bytes) else account.encode("utf-8")
    name = room.get("str")
    if version is None:
        version = NUMERIC if name is None else STRING
    if auth_id is None:
        auth_id = room.get("id", 0)
    out = struct.pack(">BH", version, len(account)) + account
    out += struct.pack(">IIIII", sdkappid, auth_id, expires, privileges, account_type)
    if name is not None:
        name = name if isinstance(name, bytes) else name.encode("utf-8")
        out += struct.pack(">H", len(name)) + name
    return out


def parse(data):
    """(room, privileges, account, sdkappid, expires), or None for any other bytes."""
    try:
        version, size = struct.unpack_from(">BH", data)
        account = data[3:3 + size].decode("utf-8")
        at = 3 + size
        sdkappid, auth_id, expires, privileges, _ = struct.unpack_from(">IIIII", data, at)
        at += 20
        if version == NUMERIC:
            room = {"id": auth_id}
        elif version == STRING:
            (size,) = struct.unpack_from(">H", data, at)
            at += 2
            name = data[at:at + size]
            at += size
            if size == 0:
                return None
            room = {"str": name.decode("utf-8")}
        else:
            return None
    except (struct.error, UnicodeDecodeError):
        return None
    if at != len(data):
        return None
    return room, privileges, account, sdkappid, expires


def claims(userbuf):
    """What a verifier reports of a UserBuf: (room, privileges), both None for other bytes."""
    parsed = None if userbuf is None else parse(userbuf)
    return (None, None) if parsed is None else parsed[:2]
