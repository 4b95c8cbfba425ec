<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use FFI\CData;

/** What a request expects the ticket to carry. Without one, anything is accepted. */
final class Expected
{
    private const NONE = 1;
    private const USERBUF = 2;
    private const ROOM_ID = 3;
    private const ROOM_STR = 4;

    // The structure points to the text, so both live together.
    private CData $structure;
    private CData $text;

    private function __construct(int $kind, string $text = '', int $room = 0, int $privileges = 0)
    {
        $ffi = Library::ffi();
        $length = strlen($text);
        // An array of nothing cannot be made.
        $this->text = $ffi->new('char[' . max($length, 1) . ']');
        FFI::memcpy($this->text, $text, $length);
        $this->structure = $ffi->new('usersig_expected');
        $this->structure->text = $ffi->cast('char *', FFI::addr($this->text));
        $this->structure->text_len = $length;
        $this->structure->room_id = $room;
        $this->structure->privileges = $privileges;
        $this->structure->kind = $kind;
    }

    /** No UserBuf. */
    public static function none(): self
    {
        return new self(self::NONE);
    }

    /** A UserBuf of exactly these bytes. */
    public static function userbuf(string $bytes): self
    {
        return new self(self::USERBUF, $bytes);
    }

    /**
     * A PrivateMapKey of the request's user for this room, not past its own time, with all of
     * these privileges. The room 10000 and the room '10000' are two rooms.
     */
    public static function room(int|string $room, int $privileges = 0): self
    {
        return is_int($room)
            ? new self(self::ROOM_ID, '', $room, $privileges)
            : new self(self::ROOM_STR, $room, 0, $privileges);
    }

    /** @internal */
    public function pointer(): CData
    {
        return FFI::addr($this->structure);
    }

    private function __clone()
    {
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['kind' => $this->structure->kind];
    }
}
