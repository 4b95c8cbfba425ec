<?php

declare(strict_types=1);

namespace UserSig;

/**
 * A parameter of the library's functions, by the kind of its fault.
 *
 * @internal
 */
enum Parameter: int
{
    case UserId = 1;
    case SdkAppId = 2;
    case Key = 3;
    case Expire = 4;
    case UserBuf = 6;
    case Room = 7;
    case Privileges = 8;
    case Ticket = 9;
    case Argument = 10;
}
