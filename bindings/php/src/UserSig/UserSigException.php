<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
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
        return self::ofLibrary(null);
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
        return self::ofLibrary($message, $hint);
    }

    private static function ofLibrary(?string $message, string $hint = ''): self
    {
        $ffi = Library::ffi();
        $error = $ffi->new('usersig_error');
        $ffi->usersig_last_error(FFI::addr($error));
        $whole = $message === null ? FFI::string($error->message) : "$message; $hint";
        $parts = explode('; ', $whole, 2);
        $class = $error->kind >= Library::FIRST_REJECTION ? RejectedException::class : self::class;
        return new $class(
            $whole,
            $error->code,
            FFI::string($error->name),
            $parts[1] ?? '',
            $error->c_code,
            $error->trtc_code ?: null,
        );
    }
}
