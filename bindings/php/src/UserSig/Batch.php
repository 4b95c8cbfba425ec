<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use FFI\CData;

use function count;
use function is_array;
use function is_string;
use function strlen;

/**
 * Many rows in one call of the library.
 *
 * @internal
 */
final class Batch
{
    // Enough that the call weighs nothing, and little enough to stay in the processor's cache.
    private const CHUNK = 1024;

    private CData $offsets;
    private CData $otherOffsets;
    private CData $statuses;

    public function __construct(
        private readonly FFI $ffi,
        private readonly CData $application,
        private readonly Application $single,
    ) {
        $this->offsets = $ffi->new('size_t[' . (self::CHUNK + 1) . ']');
        $this->otherOffsets = $ffi->new('size_t[' . (self::CHUNK + 1) . ']');
        $this->statuses = $ffi->new('int32_t[' . self::CHUNK . ']');
    }

    /**
     * @param array<array-key, mixed> $userids
     * @return array<array-key, string|UserSigException>
     */
    public function sign(array $userids, int $expire, int $now): array
    {
        $rows = [];
        foreach (array_chunk($userids, self::CHUNK, true) as $chunk) {
            $rows += $this->signChunk($chunk, $expire, $now);
        }
        return $rows;
    }

    /**
     * @param array<array-key, mixed> $rows
     * @return array<array-key, Outcome|UserSigException>
     */
    public function verify(array $rows, ?Expected $expected, int $now): array
    {
        $answers = [];
        foreach (array_chunk($rows, self::CHUNK, true) as $chunk) {
            $answers += $this->verifyChunk($chunk, $expected, $now);
        }
        return $answers;
    }

    /**
     * @param array<array-key, mixed> $userids
     * @return array<array-key, string|UserSigException>
     */
    private function signChunk(array $userids, int $expire, int $now): array
    {
        $good = array_filter($userids, is_string(...));
        [$tickets, $ends, $statuses] = $this->signed($good, $expire, $now);
        $rows = [];
        $at = 1;
        foreach ($userids as $key => $userid) {
            if (!is_string($userid)) {
                $rows[$key] = UserSigException::misfit(Parameter::UserId, $userid);
                continue;
            }
            $rows[$key] = $statuses[$at] === Library::OK
                ? substr($tickets, $ends[$at], $ends[$at + 1] - $ends[$at])
                : UserSigException::ofRow($at - 1, $statuses[$at]) ?? $this->signedAlone($userid, $expire, $now);
            $at++;
        }
        return $rows;
    }

    /**
     * All tickets in one piece, where each begins and the last one ends, and the rows' statuses.
     *
     * @param array<array-key, string> $userids
     * @return array{string, array<int, int>, array<int, int>} counted from 1
     */
    private function signed(array $userids, int $expire, int $now): array
    {
        $count = count($userids);
        $users = $this->pack($userids, $this->offsets);
        $length = $this->ffi->new('size_t[1]');
        // Enough for usual tickets; what is longer is asked for once more.
        $capacity = ($this->single->algorithm() === Algorithm::EcdsaSha256 ? 512 : 256) * $count + 1;
        do {
            $out = $this->ffi->new("char[$capacity]");
            $status = UserSigException::check(fn (): int => $this->ffi->usersig_sign_many_packed(
                $this->application,
                $users,
                $this->offsets,
                $count,
                $expire,
                $now,
                $out,
                $capacity,
                $length,
                $this->otherOffsets,
                $this->statuses,
            ));
            $capacity = $length[0];
        } while ($status === Library::BUFFER_TOO_SMALL);
        return [
            FFI::string($out, $length[0]),
            $this->integers('q', $this->otherOffsets, 8 * ($count + 1)),
            $this->integers('l', $this->statuses, 4 * $count),
        ];
    }

    /**
     * @param array<array-key, mixed> $rows
     * @return array<array-key, Outcome|UserSigException>
     */
    private function verifyChunk(array $rows, ?Expected $expected, int $now): array
    {
        $answers = $tickets = $userids = [];
        foreach ($rows as $key => $row) {
            [$ticket, $userid] = is_array($row) ? [$row[0] ?? null, $row[1] ?? null] : [$row, null];
            if (is_string($ticket) && is_string($userid)) {
                // Holds the place of the answer.
                $answers[$key] = null;
                $tickets[$key] = $ticket;
                $userids[$key] = $userid;
            } else {
                $answers[$key] = match (true) {
                    !is_array($row) => UserSigException::misfit(Parameter::Argument, $row),
                    is_string($ticket) => UserSigException::misfit(Parameter::UserId, $userid),
                    default => UserSigException::misfit(Parameter::Ticket, $ticket),
                };
            }
        }
        [$outcomes, $statuses] = $this->verified($tickets, $userids, $expected, $now);
        $none = $this->ffi->new('char[1]');
        $at = 0;
        foreach ($tickets as $key => $ticket) {
            $outcome = $outcomes[$at++];
            $status = $statuses[$at];
            $answers[$key] = match (true) {
                $status === Library::OK && $outcome->has_userbuf === 0 => new Outcome($outcome, $none),
                $status !== Library::OK && ($fault = UserSigException::ofRow($at - 1, $status)) !== null => $fault,
                // The row alone tells the UserBuf.
                default => $this->verifiedAlone($ticket, $userids[$key], $expected, $now),
            };
        }
        return $answers;
    }

    /**
     * @param array<array-key, string> $tickets
     * @param array<array-key, string> $userids
     * @return array{CData, array<int, int>} statuses are counted from 1
     */
    private function verified(array $tickets, array $userids, ?Expected $expected, int $now): array
    {
        $count = count($tickets);
        // An array of nothing cannot be made.
        $outcomes = $this->ffi->new('usersig_outcome[' . max($count, 1) . ']');
        [$joined, $joinedIds] = [$this->pack($tickets, $this->offsets), $this->pack($userids, $this->otherOffsets)];
        UserSigException::check(fn (): int => $this->ffi->usersig_verify_many_packed(
            $this->application,
            $joined,
            $this->offsets,
            $joinedIds,
            $this->otherOffsets,
            $count,
            $expected?->pointer(),
            $now,
            $outcomes,
            $this->statuses,
        ));
        return [$outcomes, $this->integers('l', $this->statuses, 4 * $count)];
    }

    private function signedAlone(string $userid, int $expire, int $now): string|UserSigException
    {
        try {
            return $this->single->sign($userid, $expire, now: $now);
        } catch (UserSigException $e) {
            return $e;
        }
    }

    private function verifiedAlone(string $ticket, string $userid, ?Expected $expected, int $now): Outcome|UserSigException
    {
        try {
            return $this->single->verify($ticket, $userid, $expected, $now);
        } catch (UserSigException $e) {
            return $e;
        }
    }

    /**
     * The texts in one piece, and where each ends.
     *
     * @param array<array-key, string> $texts
     */
    private function pack(array $texts, CData $offsets): string
    {
        $ends = [0];
        $end = 0;
        foreach ($texts as $text) {
            $ends[] = $end += strlen($text);
        }
        FFI::memcpy($offsets, pack('q*', ...$ends), 8 * count($ends));
        return implode('', $texts);
    }

    /** @return array<int, int> counted from 1 */
    private function integers(string $form, CData $from, int $size): array
    {
        $integers = unpack("$form*", FFI::string($this->ffi->cast('char *', FFI::addr($from)), $size));
        return $integers === false ? [] : $integers;
    }
}
