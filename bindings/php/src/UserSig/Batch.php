<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use FFI\CData;

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
     * @param array<array-key, string> $userids
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
     * @param array<array-key, array{string, string}> $rows
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
     * @param array<array-key, string> $userids
     * @return array<array-key, string|UserSigException>
     */
    private function signChunk(array $userids, int $expire, int $now): array
    {
        $users = $this->pack($userids, $this->offsets);
        $count = count($userids);
        $length = $this->ffi->new('size_t[1]');
        $capacity = 256 * $count;
        do {
            $out = $this->ffi->new("char[$capacity]");
            $status = $this->ffi->usersig_sign_many_packed(
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
            );
            $capacity = $length[0];
        } while ($status === Library::BUFFER_TOO_SMALL);
        if ($status !== Library::OK) {
            throw UserSigException::last();
        }
        $tickets = FFI::string($out, $length[0]);
        $ends = $this->integers('q', $this->otherOffsets, 8 * ($count + 1));
        $statuses = $this->integers('l', $this->statuses, 4 * $count);
        $rows = [];
        $at = 1;
        foreach (array_keys($userids) as $key) {
            $rows[$key] = $statuses[$at] === Library::OK
                ? substr($tickets, $ends[$at], $ends[$at + 1] - $ends[$at])
                : UserSigException::ofRow($at - 1);
            $at++;
        }
        return $rows;
    }

    /**
     * @param array<array-key, array{string, string}> $rows
     * @return array<array-key, Outcome|UserSigException>
     */
    private function verifyChunk(array $rows, ?Expected $expected, int $now): array
    {
        $users = $this->pack(array_map(fn (array $row): mixed => $row[1] ?? null, $rows), $this->otherOffsets);
        $tickets = $this->pack(array_map(fn (array $row): mixed => $row[0] ?? null, $rows), $this->offsets);
        $count = count($rows);
        $outcomes = $this->ffi->new("usersig_outcome[$count]");
        $status = $this->ffi->usersig_verify_many_packed(
            $this->application,
            $tickets,
            $this->offsets,
            $users,
            $this->otherOffsets,
            $count,
            $expected?->pointer(),
            $now,
            $outcomes,
            $this->statuses,
        );
        if ($status !== Library::OK) {
            throw UserSigException::last();
        }
        $statuses = $this->integers('l', $this->statuses, 4 * $count);
        $answers = [];
        $at = 0;
        foreach ($rows as $key => [$ticket, $userid]) {
            $outcome = $outcomes[$at++];
            $answers[$key] = match (true) {
                $statuses[$at] !== Library::OK => UserSigException::ofRow($at - 1),
                $outcome->has_userbuf === 0 => Outcome::of($outcome, null),
                // The row alone tells the UserBuf.
                default => $this->single->verify($ticket, $userid, $expected, $now),
            };
        }
        return $answers;
    }

    /**
     * The texts in one piece, and where each ends.
     *
     * @param array<array-key, mixed> $texts
     */
    private function pack(array $texts, CData $offsets): string
    {
        $ends = [0];
        $end = 0;
        foreach ($texts as $key => $text) {
            if (!is_string($text)) {
                throw UserSigException::misfit("row $key has " . get_debug_type($text), 'pass strings');
            }
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
