<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use FFI\CData;

/** What a ticket says, and why it is rejected: for people, without an application. */
final class Ticket
{
    private const CAPACITY = 4096;

    private function __construct()
    {
    }

    /**
     * What a ticket claims. Nothing is verified: anybody can write a ticket.
     *
     *     echo UserSig\Ticket::inspect($ticket)['userid'];
     *
     * @return array<string, mixed>
     * @throws RejectedException if it cannot be read
     */
    public static function inspect(#[\SensitiveParameter] ?string $ticket): array
    {
        $ffi = Library::ffi();
        return self::json(
            $ffi,
            fn (CData $out, int $capacity, CData $length): int => $ffi->usersig_inspect_json(
                $ticket,
                strlen((string) $ticket),
                $out,
                $capacity,
                $length,
            ),
        );
    }

    /**
     * Why a ticket is rejected and what to do about it. All but the ticket may be left out;
     * more of it finds more.
     *
     *     foreach (UserSig\Ticket::diagnose($ticket, keys: [$key])['causes'] as $cause) {
     *         echo "{$cause['text']}: {$cause['advice']}\n";
     *     }
     *
     * @param string|list<string> $keys the application's keys as they are configured
     * @param array<int, string> $others keys of other applications, by their SDKAppID
     * @param int|null $now Unix seconds; null reads the system clock
     * @return array<string, mixed>
     */
    public static function diagnose(
        #[\SensitiveParameter] ?string $ticket,
        ?int $sdkappid = null,
        ?string $userid = null,
        #[\SensitiveParameter] string|array $keys = [],
        #[\SensitiveParameter] array $others = [],
        ?int $now = null,
    ): array {
        $ffi = Library::ffi();
        $keys = new Texts($ffi, array_values((array) $keys));
        $otherKeys = new Texts($ffi, array_values($others));
        $user = new Texts($ffi, $userid === null ? [] : [$userid]);
        $otherIds = $ffi->new('int64_t[' . max(count($others), 1) . ']');
        foreach (array_keys($others) as $at => $id) {
            $otherIds[$at] = (int) $id;
        }
        $symptoms = $ffi->new('usersig_symptoms');
        $ffi->usersig_symptoms_init(FFI::addr($symptoms));
        $symptoms->sdkappid = $sdkappid ?? Library::UNSET;
        $symptoms->now = $now ?? Library::UNSET;
        if ($userid !== null) {
            $symptoms->userid = $user->start;
            $symptoms->userid_len = strlen($userid);
        }
        $symptoms->keys = $ffi->cast('const char **', FFI::addr($keys->pointers));
        $symptoms->key_lens = $ffi->cast('size_t *', FFI::addr($keys->lengths));
        $symptoms->key_count = $keys->count;
        $symptoms->other_sdkappids = $ffi->cast('int64_t *', FFI::addr($otherIds));
        $symptoms->other_keys = $ffi->cast('const char **', FFI::addr($otherKeys->pointers));
        $symptoms->other_key_lens = $ffi->cast('size_t *', FFI::addr($otherKeys->lengths));
        $symptoms->other_count = $otherKeys->count;
        return self::json(
            $ffi,
            fn (CData $out, int $capacity, CData $length): int => $ffi->usersig_diagnose_json(
                $ticket,
                strlen((string) $ticket),
                FFI::addr($symptoms),
                $out,
                $capacity,
                $length,
            ),
        );
    }

    /**
     * @param callable(CData, int, CData): int $write
     * @return array<string, mixed>
     */
    private static function json(FFI $ffi, callable $write): array
    {
        $length = $ffi->new('size_t[1]');
        $capacity = self::CAPACITY;
        do {
            $out = $ffi->new("char[$capacity]");
            $status = UserSigException::check(fn (): int => $write($out, $capacity, $length));
            $capacity = $length[0];
        } while ($status === Library::BUFFER_TOO_SMALL);
        return json_decode(FFI::string($out, $length[0]), true, 512, JSON_THROW_ON_ERROR);
    }
}
