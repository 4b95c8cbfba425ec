<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use FFI\CData;

use function is_int;
use function strlen;

/**
 * An SDKAppID with its keys: signs and verifies tickets. Make it once and keep it.
 *
 *     $app = new UserSig\Application(1400000000, 'the secret key');
 *     $ticket = $app->sign('xiaojun', 86400);
 *     echo $app->verify($ticket, 'xiaojun')->expiresAt;
 *
 * Its keys live in the library and are wiped with it; no printing of the object shows them.
 */
final class Application
{
    /** The validity that generators default to: 180 days, in seconds. */
    public const DEFAULT_EXPIRE = 15_552_000;

    private FFI $ffi;
    private Handle $handle;
    private CData $application;

    // Taken out for the time of a call, so that a signal handler that calls in between gets another.
    private ?Scratch $scratch = null;

    /**
     * Takes one key or several: texts of secret keys, or PEM texts of the legacy algorithm.
     * The first signs, all verify. A secret key is used byte for byte: strip the line end of a
     * file before. Without any key, every ticket that can be read is rejected with 70016.
     *
     * @param int $sdkappid 1 to 4294967295
     * @param string|list<string> $keys
     * @param UserIdForm $userIdForm which UserIDs are signed; verifying takes the widest
     * @param int|null $maxClockSkew seconds that a ticket may be signed ahead of now
     * @param int|null $longestValidity longest validity that is accepted, seconds
     * @param int $legacyUtcOffset zone of the local time in the oldest legacy tickets, seconds
     * @throws UserSigException for an SDKAppID or key that is none
     */
    public function __construct(
        int $sdkappid,
        #[\SensitiveParameter] string|array $keys,
        UserIdForm $userIdForm = UserIdForm::Documented,
        Encoding $encoding = Encoding::Compact,
        ?int $maxClockSkew = null,
        ?int $longestValidity = null,
        int $legacyUtcOffset = 0,
    ) {
        if ($legacyUtcOffset !== max(min($legacyUtcOffset, 0x7fffffff), -0x80000000)) {
            throw UserSigException::outOfRange(Parameter::Argument);
        }
        $ffi = Library::ffi();
        $options = $ffi->new('usersig_options');
        $ffi->usersig_options_init(FFI::addr($options));
        $options->userid_form = $userIdForm->value;
        $options->encoding = $encoding->value;
        $options->legacy_utc_offset = $legacyUtcOffset;
        $options->max_clock_skew = $maxClockSkew ?? Library::UNSET;
        $options->longest_validity = $longestValidity ?? Library::UNSET;
        $this->own(Handle::ofKeys($sdkappid, array_values((array) $keys), $options));
    }

    /**
     * An application of a drop-in face.
     *
     * @internal
     */
    public static function of(Handle $handle): self
    {
        $application = (new \ReflectionClass(self::class))->newInstanceWithoutConstructor();
        $application->own($handle);
        return $application;
    }

    /**
     * Makes a ticket (UserSig).
     *
     *     $app->sign('xiaojun', 86400, userbuf: 'abc');
     *
     * @param int $expire validity, seconds
     * @param string|null $userbuf bytes that the ticket carries; '' is not the same as null
     * @param int|null $now Unix seconds; null reads the system clock
     * @throws UserSigException for what must not be signed
     */
    public function sign(
        ?string $userid,
        int $expire = self::DEFAULT_EXPIRE,
        ?string $userbuf = null,
        ?int $now = null,
    ): string {
        $scratch = $this->scratch ?? $this->scratch();
        $this->scratch = null;
        $status = $this->ffi->usersig_sign(
            $this->application,
            $userid,
            $userid === null ? 0 : strlen($userid),
            $expire,
            $userbuf,
            $userbuf === null ? 0 : strlen($userbuf),
            $now ?? Library::UNSET,
            $scratch->out,
            $scratch->capacity,
            $scratch->length,
        );
        if ($status === Library::OK) {
            $ticket = FFI::string($scratch->out, $scratch->length[0]);
            $this->scratch = $scratch;
            return $ticket;
        }
        if ($status === Library::BUFFER_TOO_SMALL) {
            $this->scratch = $this->scratch($scratch->length[0]);
            return $this->sign($userid, $expire, $userbuf, $now);
        }
        $fault = UserSigException::last($status);
        return $fault === null ? $this->sign($userid, $expire, $userbuf, $now) : throw $fault;
    }

    /**
     * Makes a PrivateMapKey, the ticket for a room. The room 10000 and the room '10000' are
     * two rooms.
     *
     *     $app->signPrivateMapKey('xiaojun', 21600, 10000, Privilege::AUDIENCE);
     *
     * @param int $expire validity, seconds
     * @param int|string|null $room 1 to 4294967294, or 1 to 64 bytes
     * @param int $privileges a mask, 0 to 255: see {@see Privilege}
     * @param int|null $now Unix seconds; null reads the system clock
     * @throws UserSigException for what must not be signed
     */
    public function signPrivateMapKey(
        ?string $userid,
        int $expire,
        int|string|null $room,
        int $privileges,
        ?int $now = null,
    ): string {
        $scratch = $this->scratch ?? $this->scratch();
        $this->scratch = null;
        $start = [$this->application, $userid, $userid === null ? 0 : strlen($userid), $expire];
        $end = [$privileges, $now ?? Library::UNSET, $scratch->out, $scratch->capacity, $scratch->length];
        $status = is_int($room)
            ? $this->ffi->usersig_sign_private_map_key(...$start, ...[$room], ...$end)
            : $this->ffi->usersig_sign_private_map_key_str(...$start, ...[$room, strlen((string) $room)], ...$end);
        if ($status === Library::OK) {
            $ticket = FFI::string($scratch->out, $scratch->length[0]);
            $this->scratch = $scratch;
            return $ticket;
        }
        if ($status === Library::BUFFER_TOO_SMALL) {
            $this->scratch = $this->scratch($scratch->length[0]);
            return $this->signPrivateMapKey($userid, $expire, $room, $privileges, $now);
        }
        $fault = UserSigException::last($status);
        return $fault === null ? $this->signPrivateMapKey($userid, $expire, $room, $privileges, $now) : throw $fault;
    }

    /**
     * Verifies a ticket of either algorithm.
     *
     *     $outcome = $app->verify($ticket, 'xiaojun', Expected::none());
     *
     * @param string|null $userid the user whose ticket it should be
     * @param Expected|null $expected what the ticket should carry; null: anything
     * @param int|null $now Unix seconds; null reads the system clock
     * @throws RejectedException if the ticket is turned away
     * @throws UserSigException if the request itself cannot be served
     */
    public function verify(
        #[\SensitiveParameter] ?string $ticket,
        ?string $userid,
        ?Expected $expected = null,
        ?int $now = null,
    ): Outcome {
        $scratch = $this->check($ticket, $userid, $expected, $now);
        $outcome = new Outcome($scratch->outcome, $scratch->out);
        $this->scratch = $scratch;
        return $outcome;
    }

    /**
     * Verifies for a drop-in face: writes the times, and answers with the UserBuf.
     *
     * @internal
     * @throws UserSigException
     */
    public function verifyTimes(string $ticket, string $userid, ?Expected $expected, mixed &$time, mixed &$expire): ?string
    {
        $scratch = $this->check($ticket, $userid, $expected);
        $outcome = $scratch->outcome;
        $time = $outcome->time;
        $expire = $outcome->expire;
        $userbuf = $outcome->has_userbuf === 0 ? null : FFI::string($scratch->out, $outcome->userbuf_len);
        $this->scratch = $scratch;
        return $userbuf;
    }

    /**
     * Makes tickets for many users, all of the same time and validity: faster than one by one.
     * A UserID that must not be signed, or is no string, has its exception in its place, which is not thrown.
     *
     *     foreach ($app->signMany(['xiaojun', 'xiaohong'], 86400) as $at => $ticket) { … }
     *
     * @template Key of array-key
     * @param array<Key, string> $userids
     * @return array<Key, string|UserSigException> in the order and with the keys of `$userids`
     * @throws UserSigException for what concerns all rows
     */
    public function signMany(array $userids, int $expire = self::DEFAULT_EXPIRE, ?int $now = null): array
    {
        return (new Batch($this->ffi, $this->application, $this))->sign($userids, $expire, $now ?? time());
    }

    /**
     * Verifies many tickets at one moment: faster than one by one. A ticket that is turned away,
     * or a row that is none, has its exception in its place, which is not thrown.
     *
     *     $app->verifyMany([[$ticket, 'xiaojun'], [$other, 'xiaohong']]);
     *
     * @template Key of array-key
     * @param array<Key, array{string, string}> $rows tickets with their UserIDs
     * @return array<Key, Outcome|UserSigException> in the order and with the keys of `$rows`
     * @throws UserSigException for what concerns all rows
     */
    public function verifyMany(array $rows, ?Expected $expected = null, ?int $now = null): array
    {
        return (new Batch($this->ffi, $this->application, $this))->verify($rows, $expected, $now ?? time());
    }

    public function sdkappid(): int
    {
        return $this->ffi->usersig_application_sdkappid($this->application);
    }

    /** The algorithm of new tickets; null if the application verifies only. */
    public function algorithm(): ?Algorithm
    {
        return Algorithm::tryFrom($this->ffi->usersig_application_algorithm($this->application));
    }

    /** Eight hexadecimal digits that tell signing keys apart and give nothing away; '' without one. */
    public function keyFingerprint(): string
    {
        $out = $this->ffi->new('char[32]');
        $length = $this->ffi->new('size_t[1]');
        UserSigException::check(
            fn (): int => $this->ffi->usersig_application_key_fingerprint($this->application, $out, 32, $length),
        );
        return FFI::string($out, $length[0]);
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['sdkappid' => $this->sdkappid(), 'algorithm' => $this->algorithm()];
    }

    private function __clone()
    {
    }

    /**
     * Verifies a ticket. The outcome stands in the memory that is returned, which may be given back.
     *
     * @throws UserSigException
     */
    private function check(#[\SensitiveParameter] ?string $ticket, ?string $userid, ?Expected $expected = null, ?int $now = null): Scratch
    {
        $scratch = $this->scratch ?? $this->scratch();
        $this->scratch = null;
        $length = $ticket === null ? 0 : strlen($ticket);
        $useridLength = $userid === null ? 0 : strlen($userid);
        $status = $expected === null && $now === null
            // Each parameter of a call costs time.
            ? $this->ffi->usersig_verify_with($scratch->verifying, $ticket, $length, $userid, $useridLength)
            : $this->ffi->usersig_verify(
                $this->application,
                $ticket,
                $length,
                $userid,
                $useridLength,
                $expected?->pointer(),
                $now ?? Library::UNSET,
                FFI::addr($scratch->outcome),
                $scratch->out,
                $scratch->capacity,
            );
        if ($status === Library::OK) {
            return $scratch;
        }
        if ($status === Library::BUFFER_TOO_SMALL) {
            $this->scratch = $this->scratch($scratch->outcome->userbuf_len);
            return $this->check($ticket, $userid, $expected, $now);
        }
        $this->scratch = $scratch;
        $fault = UserSigException::last($status);
        return $fault === null ? $this->check($ticket, $userid, $expected, $now) : throw $fault;
    }

    private function own(Handle $handle): void
    {
        $this->ffi = Library::ffi();
        $this->handle = $handle;
        $this->application = $handle->pointer;
    }

    private function scratch(?int $capacity = null): Scratch
    {
        return $capacity === null
            ? new Scratch($this->ffi, $this->application)
            : new Scratch($this->ffi, $this->application, $capacity);
    }
}
