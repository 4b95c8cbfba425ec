<?php

declare(strict_types=1);

namespace Tencent;

use UserSig\Application;
use UserSig\Handle;
use UserSig\Loose;
use UserSig\Parameter;
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
            Handle::current(Loose::number($sdkappid, Parameter::SdkAppId), Loose::text($key, Parameter::Key)),
        );
    }

    /**
     * A UserSig that is valid for `$expire` seconds from now on.
     *
     * @throws UserSigException
     */
    public function genUserSig($userid, $expire = 86400 * 180)
    {
        return $this->application->sign(Loose::text($userid, Parameter::UserId), Loose::number($expire, Parameter::Expire));
    }

    /**
     * A PrivateMapKey for a numeric room. Nothing is printed.
     *
     * @throws UserSigException
     */
    public function genPrivateMapKey($userid, $expire, $roomid, $privilegeMap)
    {
        return $this->application->signPrivateMapKey(
            Loose::text($userid, Parameter::UserId),
            Loose::number($expire, Parameter::Expire),
            Loose::number($roomid, Parameter::Room),
            Loose::number($privilegeMap, Parameter::Privileges),
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
            Loose::text($userid, Parameter::UserId),
            Loose::number($expire, Parameter::Expire),
            Loose::text($roomstr, Parameter::Room),
            Loose::number($privilegeMap, Parameter::Privileges),
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
            Loose::text($identifier, Parameter::UserId),
            Loose::number($expire, Parameter::Expire),
            Loose::userbuf($userbuf),
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
        return $this->valid($sig, $identifier, $init_time, $expire_time, $unused, $error_msg);
    }

    /** As verifySig; `$userbuf` is written if the ticket carries one. */
    public function verifySigWithUserBuf($sig, $identifier, &$init_time, &$expire_time, &$userbuf, &$error_msg)
    {
        return $this->valid($sig, $identifier, $init_time, $expire_time, $userbuf, $error_msg);
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['application' => $this->application];
    }

    private function valid($sig, $identifier, &$init_time, &$expire_time, &$userbuf, &$error_msg): bool
    {
        try {
            $userid = Loose::text($identifier, Parameter::UserId);
            $ticket = Loose::text($sig, Parameter::Ticket);
            $userbuf = $this->application->verifyTimes($ticket, $userid, null, $init_time, $expire_time) ?? $userbuf;
        } catch (UserSigException $e) {
            $error_msg = $e->getMessage();
            return false;
        }
        $error_msg = '';
        return true;
    }
}
