<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use FFI\CData;

/**
 * The memory that one call writes to, used again by the next.
 *
 * @internal
 */
final class Scratch
{
    private const USUAL = 1024;

    /** For a ticket or a UserBuf. */
    public readonly CData $out;
    public readonly CData $length;
    public readonly CData $outcome;
    /** Points to a `usersig_verifying` with these, which expects nothing and takes the system clock. */
    public readonly CData $verifying;

    private readonly CData $parameters;

    public function __construct(FFI $ffi, CData $application, public readonly int $capacity = self::USUAL)
    {
        $this->out = $ffi->new("char[$capacity]");
        $this->length = $ffi->new('size_t[1]');
        $this->outcome = $ffi->new('usersig_outcome');
        $this->parameters = $ffi->new('usersig_verifying');
        $this->verifying = FFI::addr($this->parameters);
        $ffi->usersig_verifying_init($this->verifying, $application);
        $this->parameters->outcome = FFI::addr($this->outcome);
        $this->parameters->userbuf = $ffi->cast('char *', FFI::addr($this->out));
        $this->parameters->capacity = $capacity;
    }
}
