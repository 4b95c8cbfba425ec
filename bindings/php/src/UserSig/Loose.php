<?php

declare(strict_types=1);

namespace UserSig;

use function is_int;
use function is_string;

/**
 * Values as the drop-in classes take them: a number and its digits are the same.
 *
 * @internal
 */
final class Loose
{
    private function __construct()
    {
    }

    /** @throws UserSigException for what has no text */
    public static function text(#[\SensitiveParameter] mixed $value, Parameter $parameter): string
    {
        return match (true) {
            is_string($value) => $value,
            is_int($value), $value instanceof \Stringable => (string) $value,
            default => throw UserSigException::misfit($parameter, $value),
        };
    }

    /**
     * The UserBuf of a value: null is an empty one, as in the published classes.
     *
     * @throws UserSigException for what has no text
     */
    public static function userbuf(mixed $value): string
    {
        return $value === null ? '' : self::text($value, Parameter::UserBuf);
    }

    /** @throws UserSigException for what is no whole number */
    public static function number(mixed $value, Parameter $parameter): int
    {
        if (is_int($value)) {
            return $value;
        }
        $number = is_string($value) ? filter_var($value, FILTER_VALIDATE_INT) : false;
        return $number === false ? throw UserSigException::misfit($parameter, $value) : $number;
    }
}
