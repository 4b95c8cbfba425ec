<?php

declare(strict_types=1);

namespace UserSig;

/**
 * A ticket that is turned away. `getCode()` is what Tencent's services answer: 70001 expired,
 * 70013 another user, 70009 another key, and so on up to 70016.
 */
final class RejectedException extends UserSigException
{
}
