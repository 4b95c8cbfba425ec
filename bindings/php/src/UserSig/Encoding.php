<?php

declare(strict_types=1);

namespace UserSig;

/** How new tickets are compressed. Every reader takes both. */
enum Encoding: int
{
    /** The shortest ticket. */
    case Compact = 0;
    /** Least work, about a third longer. */
    case Stored = 1;
}
