<?php

declare(strict_types=1);

namespace UserSig;

/** How a ticket is signed. */
enum Algorithm: int
{
    /** The current algorithm. */
    case HmacSha256 = 1;
    /** The legacy algorithm. */
    case EcdsaSha256 = 2;
}
