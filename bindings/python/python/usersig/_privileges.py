"""What a user may do in a room."""

from enum import IntFlag

from usersig._usersig import PRIVILEGES as _MASKS


class Privileges(IntFlag):
    """What a PrivateMapKey lets its user do, as a mask of eight bits.

    >>> from usersig import Privileges
    >>> int(Privileges.ENTER | Privileges.RECEIVE_AUDIO | Privileges.RECEIVE_VIDEO)
    42
    """

    NONE = _MASKS["none"]
    CREATE_ROOM = _MASKS["create-room"]
    ENTER = _MASKS["enter"]
    SEND_AUDIO = _MASKS["send-audio"]
    RECEIVE_AUDIO = _MASKS["receive-audio"]
    SEND_VIDEO = _MASKS["send-video"]
    RECEIVE_VIDEO = _MASKS["receive-video"]
    SEND_SUBSTREAM = _MASKS["send-substream"]
    RECEIVE_SUBSTREAM = _MASKS["receive-substream"]
    AUDIENCE = _MASKS["audience"]
    ALL = _MASKS["all"]


def of_names(names: "list[str]") -> Privileges:
    """The set of these names; a number among them stands for bits without a name."""
    masks = (_MASKS[name] if name in _MASKS else int(name) for name in names)
    privileges = Privileges.NONE
    for mask in masks:
        privileges |= Privileges(mask)
    return privileges
