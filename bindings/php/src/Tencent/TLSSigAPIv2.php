<?php

declare(strict_types=1);

namespace Tencent;

use UserSig\Application;
use UserSig\Handle;
use UserSig\Loose;
use UserSig\Outcome;
use UserSig\UserSigException;

/**
 * The names of the package tencent/tls-sig-api-v2, over usersig.
 *
 *     $api = new \Tencent\TLSSigAPIv2(1400000000, 'the secret key');
 *     $sig = $api->genUserSig('xiaojun');
 *
 * It signs every UserID without control characters, up to 2048 bytes. What must not be signed
 * throws a UserSigException, a wrong SDKAppID or key already in the constructor.
 */
class TLSSigAPIv2
{
    private Application $application;

    /** @throws UserSigException */
    public function __construct($sdkappid, #[\SensitiveParameter] $key)
    {
        $this->application = Application::of(
            Handle::current(Loose::number($sdkappid, 'sdkappid'), Loose::text($key)),
        );
    }

    /**
     * A UserSig that is valid for `$expire` seconds from now on.
     *
     * @throws UserSigException
     */
    public function genUserSig($userid, $expire = 86400 * 180)
    {
        return $this->application->sign(Loose::text($userid), Loose::number($expire, 'expire'));
    }

    /**
     * A PrivateMapKey for a numeric room. Nothing is printed.
     *
     * @throws UserSigException
     */
    public function genPrivateMapKey($userid, $expire, $roomid, $privilegeMap)
    {
        return $this->application->signPrivateMapKey(
            Loose::text($userid),
            Loose::number($expire, 'expire'),
            Loose::number($roomid, 'roomid'),
            Loose::number($privilegeMap, 'privilegeMap'),
        );
    }

    /**
     * A PrivateMapKey for a string room.
     *
     * @throws UserSigException
     */
    public function genPrivateMapKeyWithStringRoomID($userid, $expire, $roomstr, $privilegeMap)
    {
        return $this->application->signPrivateMapKey(
            Loose::text($userid),
            Loose::number($expire, 'expire'),
            Loose::text($roomstr),
            Loose::number($privilegeMap, 'privilegeMap'),
        );
    }

    /**
     * genUserSig by its older name.
     *
     * @throws UserSigException
     */
    public function genSig($identifier, $expire = 86400 * 180)
    {
        return $this->genUserSig($identifier, $expire);
    }

    /**
     * genUserSig by a name of the documents.
     *
     * @throws UserSigException
     */
    public function gen_sig($identifier, $expire = 86400 * 180)
    {
        return $this->genUserSig($identifier, $expire);
    }

    /**
     * A UserSig that carries a UserBuf.
     *
     * @throws UserSigException
     */
    public function genSigWithUserBuf($identifier, $expire, $userbuf)
    {
        return $this->application->sign(
            Loose::text($identifier),
            Loose::number($expire, 'expire'),
            // No UserBuf is signed as an empty one, as the published class does.
            (string) Loose::text($userbuf),
        );
    }

    /**
     * Whether a ticket is valid; `$error_msg` says why it is not. The times and the UserBuf are
     * written for a valid ticket only.
     *
     * @param int $init_time time of signing, Unix seconds
     * @param int $expire_time validity, seconds
     */
    public function verifySig($sig, $identifier, &$init_time, &$expire_time, &$error_msg)
    {
        return $this->outcome($sig, $identifier, $init_time, $expire_time, $error_msg) !== null;
    }

    /** As verifySig; `$userbuf` is written if the ticket carries one. */
    public function verifySigWithUserBuf($sig, $identifier, &$init_time, &$expire_time, &$userbuf, &$error_msg)
    {
        $outcome = $this->outcome($sig, $identifier, $init_time, $expire_time, $error_msg);
        $userbuf = $outcome?->userbuf ?? $userbuf;
        return $outcome !== null;
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['application' => $this->application];
    }

    private function outcome($sig, $identifier, &$init_time, &$expire_time, &$error_msg): ?Outcome
    {
        try {
            $outcome = $this->application->verify(Loose::text($sig), Loose::text($identifier));
        } catch (UserSigException $e) {
            $error_msg = $e->getMessage();
            return null;
        }
        $error_msg = '';
        $init_time = $outcome->time;
        $expire_time = $outcome->expire;
        return $outcome;
    }
}
