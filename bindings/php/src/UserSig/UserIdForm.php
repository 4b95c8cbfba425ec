<?php

declare(strict_types=1);

namespace UserSig;

/** Which UserIDs an application signs. Control characters are in none of them. */
enum UserIdForm: int
{
    /** 1 to 32 bytes of letters, digits, `_` and `-`. */
    case Documented = 0;
    /** 1 to 2048 bytes of printable ASCII. */
    case Ascii = 1;
    /** 1 to 2048 bytes of UTF-8. */
    case Utf8 = 2;
}
