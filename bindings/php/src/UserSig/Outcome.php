<?php

declare(strict_types=1);

namespace UserSig;

use FFI\CData;

/** What a verified ticket says. Times are Unix seconds. */
final class Outcome
{
    private const ROOM_ID = 1;
    private const ROOM_STR = 2;

    private function __construct(
        /** Time of signing. */
        public readonly int $time,
        /** Validity, seconds. */
        public readonly int $expire,
        /** The last second at which the ticket is valid. */
        public readonly int $expiresAt,
        public readonly Algorithm $algorithm,
        /** Which key of the application made the signature, counted from 0. */
        public readonly int $keyIndex,
        /** The bytes that the ticket carries, or null. */
        public readonly ?string $userbuf,
        /** The room, if the UserBuf is a PrivateMapKey: int for a numeric one, otherwise string. */
        public readonly int|string|null $room,
        /** The privileges of the PrivateMapKey, or null. */
        public readonly ?int $privileges,
        /** The last second of the PrivateMapKey itself, or null. */
        public readonly ?int $roomExpiresAt,
    ) {
    }

    /**
     * Reads what the library filled in.
     *
     * @internal
     */
    public static function of(CData $filled, ?string $userbuf): self
    {
        $room = $filled->room_kind;
        return new self(
            $filled->time,
            $filled->expire,
            $filled->expires_at,
            Algorithm::from($filled->algorithm),
            $filled->key_index,
            $userbuf,
            match ($room) {
                self::ROOM_ID => $filled->room_id,
                self::ROOM_STR => substr((string) $userbuf, $filled->room_str_offset, $filled->room_str_len),
                default => null,
            },
            $room === 0 ? null : $filled->privileges,
            $room === 0 ? null : $filled->room_expires_at,
        );
    }
}
