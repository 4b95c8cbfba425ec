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
     * The fault of a call that answered with this kind; null if a signal handler in between had
     * another, so that it has to be called again.
     *
     * @internal
     */
    public static function last(int $kind): ?self
    {
        return self::ofLibrary($kind, fn (FFI $ffi, CData $error): int => $ffi->usersig_last_error($error));
    }

    /**
     * The fault of a row of the library's last call for many; null as of {@see self::last()}.
     *
     * @internal
     */
    public static function ofRow(int $row, int $kind): ?self
    {
        return self::ofLibrary($kind, fn (FFI $ffi, CData $error): int => $ffi->usersig_last_row_error($row, $error));
    }

    /**
     * Calls the library: OK, or that a buffer is too small.
     *
     * @internal
     * @param callable(): int $call
     * @throws self for any other answer
     */
    public static function check(callable $call): int
    {
        do {
            $status = $call();
            if ($status === Library::OK || $status === Library::BUFFER_TOO_SMALL) {
                return $status;
            }
            $fault = self::last($status);
        } while ($fault === null);
        throw $fault;
    }

    /**
     * A value that no function of the library can be called with: null, or one of a wrong type.
     *
     * @internal
     */
    public static function misfit(Parameter $parameter, mixed $value): self
    {
        return self::refused($parameter, $value === null ? Library::MISSING : Library::WRONG_TYPE);
    }

    /**
     * A number that no function of the library can be called with.
     *
     * @internal
     */
    public static function outOfRange(Parameter $parameter): self
    {
        return self::refused($parameter, Library::OUT_OF_RANGE);
    }

    private static function refused(Parameter $parameter, int $misfit): self
    {
        do {
            $fault = self::last(Library::ffi()->usersig_refuse($parameter->value, $misfit));
        } while ($fault === null);
        return $fault;
    }

    /** @param callable(FFI, CData): int $fill */
    private static function ofLibrary(int $kind, callable $fill): ?self
    {
        $ffi = Library::ffi();
        $error = $ffi->new('usersig_error');
        if ($fill($ffi, FFI::addr($error)) !== $kind) {
            return null;
        }
        $message = FFI::string($error->message);
        $class = $kind >= Library::FIRST_REJECTION ? RejectedException::class : self::class;
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
