<?php

declare(strict_types=1);

namespace UserSig;

/** What a PrivateMapKey allows, bit by bit; combine them with `|`. */
final class Privilege
{
    public const NONE = 0;
    public const CREATE_ROOM = 1;
    public const ENTER = 2;
    public const SEND_AUDIO = 4;
    public const RECEIVE_AUDIO = 8;
    public const SEND_VIDEO = 16;
    public const RECEIVE_VIDEO = 32;
    public const SEND_SUBSTREAM = 64;
    public const RECEIVE_SUBSTREAM = 128;

    /** To enter and to receive audio and video. */
    public const AUDIENCE = self::ENTER | self::RECEIVE_AUDIO | self::RECEIVE_VIDEO;
    public const ALL = 255;

    private function __construct()
    {
    }
}
