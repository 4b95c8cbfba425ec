<?php

declare(strict_types=1);

namespace UserSig;

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

    /** The text of a value; null, which the library refuses, for what has none. */
    public static function text(mixed $value): ?string
    {
        return is_string($value) || is_int($value) || $value instanceof \Stringable ? (string) $value : null;
    }

    public static function number(mixed $value, string $name): int
    {
        if (is_int($value)) {
            return $value;
        }
        $number = is_string($value) ? filter_var($value, FILTER_VALIDATE_INT) : false;
        if ($number === false) {
            throw UserSigException::misfit("$name is " . get_debug_type($value) . ', no whole number', 'pass an int');
        }
        return $number;
    }
}
