<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use FFI\CData;

/**
 * Texts in memory of their own, as arrays of pointers and lengths. They are wiped at the end,
 * because they may be keys.
 *
 * @internal
 */
final class Texts
{
    public readonly CData $pointers;
    public readonly CData $lengths;
    public readonly int $count;

    /** Where the first text stands. */
    public readonly CData $start;

    private readonly CData $bytes;
    private readonly int $size;

    /** @param list<mixed> $texts */
    public function __construct(FFI $ffi, #[\SensitiveParameter] array $texts)
    {
        foreach ($texts as $text) {
            if (!is_string($text)) {
                throw UserSigException::misfit(Parameter::Key, $text);
            }
        }
        $joined = implode('', $texts);
        $this->count = count($texts);
        $this->size = strlen($joined);
        // An array of nothing cannot be made.
        $places = max($this->count, 1);
        $this->bytes = $ffi->new('char[' . max($this->size, 1) . ']');
        $this->pointers = $ffi->new("const char *[$places]");
        $this->lengths = $ffi->new("size_t[$places]");
        FFI::memcpy($this->bytes, $joined, $this->size);
        $this->start = $start = $ffi->cast('char *', FFI::addr($this->bytes));
        $address = $ffi->cast('intptr_t', $start)->cdata;
        $addresses = [];
        foreach ($texts as $text) {
            $addresses[] = $address;
            $address += strlen($text);
        }
        // Element by element, PHP would leak the type of the array.
        FFI::memcpy($this->pointers, pack('q*', ...$addresses), 8 * $this->count);
        FFI::memcpy($this->lengths, pack('q*', ...array_map(strlen(...), $texts)), 8 * $this->count);
    }

    public function __destruct()
    {
        if (isset($this->bytes)) {
            FFI::memset($this->bytes, 0, $this->size);
        }
    }

    private function __clone()
    {
    }
}
