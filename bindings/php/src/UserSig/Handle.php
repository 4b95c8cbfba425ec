<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use FFI\CData;

/**
 * An application inside of the library, freed with this object.
 *
 * @internal
 */
final class Handle
{
    public readonly CData $pointer;

    private function __construct(private readonly FFI $ffi, CData $place)
    {
        $this->pointer = $place[0];
    }

    public function __destruct()
    {
        $this->ffi->usersig_application_free($this->pointer);
    }

    /** @param list<mixed> $keys */
    public static function ofKeys(int $sdkappid, #[\SensitiveParameter] array $keys, CData $options): self
    {
        $ffi = Library::ffi();
        $texts = new Texts($ffi, $keys);
        return self::make(
            $ffi,
            fn (CData $place): int => $ffi->usersig_application_with_keys_new(
                $sdkappid,
                $texts->pointers,
                $texts->lengths,
                $texts->count,
                FFI::addr($options),
                $place,
            ),
        );
    }

    /** For the drop-in face of the current algorithm. */
    public static function current(int $sdkappid, #[\SensitiveParameter] string $key): self
    {
        $ffi = Library::ffi();
        return self::make(
            $ffi,
            fn (CData $place): int => $ffi->usersig_dropin_current_new($sdkappid, $key, strlen($key), $place),
        );
    }

    /** For the drop-in face of the legacy algorithm. */
    public static function legacy(
        int $sdkappid,
        #[\SensitiveParameter] ?string $privateKey,
        ?string $publicKey,
    ): self {
        $ffi = Library::ffi();
        return self::make(
            $ffi,
            fn (CData $place): int => $ffi->usersig_dropin_legacy_new(
                $sdkappid,
                $privateKey,
                strlen((string) $privateKey),
                $publicKey,
                strlen((string) $publicKey),
                $place,
            ),
        );
    }

    /** @param callable(CData): int $fill */
    private static function make(FFI $ffi, callable $fill): self
    {
        // Kept, because PHP leaks the type of an array whose elements are pointers.
        static $type = null;
        $type ??= $ffi->type('usersig_application *[1]');
        $place = $ffi->new($type);
        UserSigException::check(fn (): int => $fill($place));
        return new self($ffi, $place);
    }

    private function __clone()
    {
    }
}
