<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use FFI\CData;

/** What a verified ticket says. Times are Unix seconds. */
final class Outcome
{
    private const HMAC_SHA256 = 1;
    private const ROOM_ID = 1;
    private const ROOM_STR = 2;

    /** Time of signing. */
    public readonly int $time;
    /** Validity, seconds. */
    public readonly int $expire;
    /** The last second at which the ticket is valid. */
    public readonly int $expiresAt;
    public readonly Algorithm $algorithm;
    /** Which key of the application made the signature, counted from 0. */
    public readonly int $keyIndex;
    /** The bytes that the ticket carries, or null. */
    public readonly ?string $userbuf;
    /** The room, if the UserBuf is a PrivateMapKey: int for a numeric one, otherwise string. */
    public readonly int|string|null $room;
    /** The privileges of the PrivateMapKey, or null. */
    public readonly ?int $privileges;
    /** The last second of the PrivateMapKey itself, or null. */
    public readonly ?int $roomExpiresAt;

    /**
     * Reads what the library filled in: the outcome, and the UserBuf if the ticket carries one.
     *
     * @internal
     */
    public function __construct(CData $filled, CData $userbuf)
    {
        $this->time = $filled->time;
        $this->expire = $filled->expire;
        $this->expiresAt = $filled->expires_at;
        // The usual one without a search for it.
        $this->algorithm = $filled->algorithm === self::HMAC_SHA256
            ? Algorithm::HmacSha256
            : Algorithm::from($filled->algorithm);
        $this->keyIndex = $filled->key_index;
        if ($filled->has_userbuf === 0) {
            $this->userbuf = $this->room = $this->privileges = $this->roomExpiresAt = null;
            return;
        }
        $this->userbuf = FFI::string($userbuf, $filled->userbuf_len);
        $this->room = match ($filled->room_kind) {
            self::ROOM_ID => $filled->room_id,
            self::ROOM_STR => substr($this->userbuf, $filled->room_str_offset, $filled->room_str_len),
            default => null,
        };
        $this->privileges = $this->room === null ? null : $filled->privileges;
        $this->roomExpiresAt = $this->room === null ? null : $filled->room_expires_at;
    }
}
