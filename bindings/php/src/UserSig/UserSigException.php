<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use FFI\CData;
use RuntimeException;

/**
 * A request that cannot be served: a UserID, number or key that must not be used.
 *
 * `getCode()` is Tencent's code, for example -3319 for a UserID that is none. `getMessage()`
 * says what is wrong, and after a semicolon what to do next; it holds no key and no ticket.
 */
class UserSigException extends RuntimeException
{
    final private function __construct(
        string $message,
        int $code,
        /** Stable name, the same in every language, for example `invalid_userid`. */
        public readonly string $kind,
        /** What to do next, alone. */
        public readonly string $hint,
        /** The code of the older C interface, 1 to 17. */
        public readonly int $cCode,
        /** What the TRTC SDK reports for a rejected ticket; null for a wrong request. */
        public readonly ?int $trtcCode,
    ) {
        parent::__construct($message, $code);
    }

    /**
     * The last fault of the library.
     *
     * @internal
     */
    public static function last(): self
    {
        return self::ofLibrary(fn (FFI $ffi, CData $error): int => $ffi->usersig_last_error($error));
    }

    /**
     * The fault of a row of the library's last call for many.
     *
     * @internal
     */
    public static function ofRow(int $row): self
    {
        return self::ofLibrary(fn (FFI $ffi, CData $error): int => $ffi->usersig_last_row_error($row, $error));
    }

    /**
     * A value of a type that does not fit: `$message` says which, `$hint` what to pass.
     *
     * @internal
     */
    public static function misfit(string $message, string $hint): self
    {
        // A call without its object gives the kind and the codes of a wrong argument.
        Library::ffi()->usersig_application_key_fingerprint(null, null, 0, null);
        $e = self::last();
        return new self("$message; $hint", $e->getCode(), $e->kind, $hint, $e->cCode, $e->trtcCode);
    }

    /** @param callable(FFI, CData): int $fill */
    private static function ofLibrary(callable $fill): self
    {
        $ffi = Library::ffi();
        $error = $ffi->new('usersig_error');
        $fill($ffi, FFI::addr($error));
        $message = FFI::string($error->message);
        $class = $error->kind >= Library::FIRST_REJECTION ? RejectedException::class : self::class;
        return new $class(
            $message,
            $error->code,
            FFI::string($error->name),
            substr($message, $error->hint_offset),
            $error->c_code,
            $error->trtc_code ?: null,
        );
    }
}
