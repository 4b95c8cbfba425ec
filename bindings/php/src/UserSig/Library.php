<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use RuntimeException;

/**
 * The C library of this platform, loaded once per process.
 *
 * The environment variable USERSIG_LIBRARY names another file than the one in the package.
 *
 * @internal
 */
final class Library
{
    /** Number that the C functions take as "left out". */
    public const UNSET = PHP_INT_MIN;

    public const OK = 0;
    public const BUFFER_TOO_SMALL = 11;
    public const FIRST_REJECTION = 101;

    public const MISSING = 1;
    public const WRONG_TYPE = 2;
    public const OUT_OF_RANGE = 4;

    private const ABI = 1;
    private const SCOPE = 'USERSIG';
    private const HEADER = __DIR__ . '/../../lib/usersig_ffi.h';

    private static ?FFI $ffi = null;

    /** The functions of the library. A RuntimeException names the platform that has none. */
    public static function ffi(): FFI
    {
        return self::$ffi ??= self::checked(self::preloaded() ?? self::loaded());
    }

    /**
     * Loads the library for the requests to come, unless `ffi.preload` has done it already. For
     * a script of `opcache.preload` only.
     */
    public static function preload(): void
    {
        if (self::preloaded() !== null) {
            return;
        }
        $file = tempnam(sys_get_temp_dir(), 'usersig');
        if ($file === false) {
            throw new RuntimeException('usersig cannot be preloaded: there is no folder for temporary files');
        }
        try {
            // FFI::load takes the path of a library from nothing but a header.
            file_put_contents($file, self::preloadHeader());
            if (FFI::load($file) === null) {
                throw new RuntimeException('usersig cannot be preloaded: ' . self::path() . ' has not been taken');
            }
        } catch (FFI\Exception $e) {
            throw new RuntimeException(
                "usersig cannot be preloaded: {$e->getMessage()}; a server that starts as root needs "
                . 'ffi.preload, as the README of usersig says',
                previous: $e,
            );
        } finally {
            unlink($file);
        }
    }

    /** The text of a file for `ffi.preload`: the header, and where the library is. */
    public static function preloadHeader(): string
    {
        $path = realpath(self::path()) ?: self::path();
        return '#define FFI_SCOPE "' . self::SCOPE . "\"\n#define FFI_LIB \"$path\"\n" . self::header();
    }

    /** The file of the library. */
    public static function path(): string
    {
        $named = getenv('USERSIG_LIBRARY');
        if ($named !== false && $named !== '') {
            return $named;
        }
        $platform = strtolower(PHP_OS_FAMILY) . '-' . php_uname('m');
        $name = match (PHP_OS_FAMILY) {
            'Windows' => 'usersig.dll',
            'Darwin' => 'libusersig.dylib',
            default => 'libusersig.so',
        };
        $path = dirname(__DIR__, 2) . "/lib/$platform/$name";
        if (PHP_INT_SIZE < 8 || !is_file($path)) {
            $bits = PHP_INT_SIZE * 8;
            throw new RuntimeException(
                "usersig has no library for $platform ($bits bits): $path is missing; "
                . 'build the C library and name it in the environment variable USERSIG_LIBRARY'
            );
        }
        return $path;
    }

    private static function preloaded(): ?FFI
    {
        try {
            return FFI::scope(self::SCOPE);
        } catch (FFI\Exception) {
            return null;
        }
    }

    private static function loaded(): FFI
    {
        $path = self::path();
        try {
            return FFI::cdef(self::header(), $path);
        } catch (FFI\Exception $e) {
            throw new RuntimeException(
                "usersig cannot load $path: {$e->getMessage()}; outside of the command line, "
                . 'set ffi.enable=true or preload the package, as its README says',
                previous: $e,
            );
        }
    }

    private static function checked(FFI $ffi): FFI
    {
        $abi = $ffi->usersig_abi();
        if ($abi !== self::ABI) {
            throw new RuntimeException(
                "the usersig library has the interface $abi in place of " . self::ABI
                . '; take library and package of the same version'
            );
        }
        return $ffi;
    }

    private static function header(): string
    {
        $header = file_get_contents(self::HEADER);
        return $header === false ? throw new RuntimeException('usersig lacks its file ' . self::HEADER) : $header;
    }
}
