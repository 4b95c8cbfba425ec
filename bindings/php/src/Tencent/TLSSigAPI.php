<?php

declare(strict_types=1);

namespace Tencent;

use Closure;
use UserSig\Application;
use UserSig\Expected;
use UserSig\Handle;
use UserSig\Loose;
use UserSig\Parameter;
use UserSig\UserSigException;

/**
 * The names of the package tencent/tls-sig-api (legacy algorithm, ECDSA), over usersig.
 *
 *     $api = new \Tencent\TLSSigAPI();
 *     $api->setAppid(1400000000);
 *     $api->setPrivateKey(file_get_contents('private_key'));
 *     $api->setPublicKey(file_get_contents('public_key'));
 *     $sig = $api->genSig('xiaojun');
 *
 * verifySig of the published class takes expired tickets; this one rejects them.
 */
class TLSSigAPI
{
    private mixed $appid = 0;
    private ?Application $application = null;

    // Keys stand in closures, which no printing and no serialising shows.
    private ?Closure $privateKey = null;
    private ?Closure $publicKey = null;

    public function setAppid($appid)
    {
        $this->appid = $appid;
        $this->application = null;
    }

    /**
     * Takes a private key, which signs: the text of a PEM file.
     *
     * @return bool true
     * @throws UserSigException for a key that is none
     */
    public function setPrivateKey(#[\SensitiveParameter] $private_key)
    {
        $text = Loose::text($private_key, Parameter::Key);
        // Any SDKAppID will do to look at a key.
        Handle::legacy(1, $text, null);
        $this->privateKey = static fn (): ?string => $text;
        $this->application = null;
        return true;
    }

    /**
     * Takes a public key, which verifies: the text of a PEM file. Without one, the public half
     * of the private key does.
     *
     * @return bool true
     * @throws UserSigException for a key that is none
     */
    public function setPublicKey($public_key)
    {
        $text = Loose::text($public_key, Parameter::Key);
        Handle::legacy(1, null, $text);
        $this->publicKey = static fn (): ?string => $text;
        $this->application = null;
        return true;
    }

    /**
     * A UserSig that is valid for `$expire` seconds from now on.
     *
     * @throws UserSigException
     */
    public function genSig($identifier, $expire = 15552000)
    {
        return $this->application()->sign(Loose::text($identifier, Parameter::UserId), Loose::number($expire, Parameter::Expire));
    }

    /**
     * A UserSig that carries a UserBuf.
     *
     * @throws UserSigException
     */
    public function genSigWithUserbuf($identifier, $userbuf, $expire = 15552000)
    {
        return $this->application()->sign(
            Loose::text($identifier, Parameter::UserId),
            Loose::number($expire, Parameter::Expire),
            Loose::userbuf($userbuf),
        );
    }

    /**
     * Whether a ticket without a UserBuf is valid; `$error_msg` says why it is not. The times
     * are written for a valid ticket only.
     *
     * @param string $init_time time of signing, Unix seconds as text
     * @param string $expire_time validity, seconds as text
     */
    public function verifySig($sig, $identifier, &$init_time, &$expire_time, &$error_msg)
    {
        try {
            $this->verify($sig, $identifier, Expected::none(), $init_time, $expire_time);
        } catch (UserSigException $e) {
            $error_msg = $e->getMessage();
            return false;
        }
        $error_msg = '';
        return true;
    }

    /** As verifySig, for a ticket that carries a UserBuf, which is written to `$userbuf`. */
    public function verifySigWithUserbuf($sig, $identifier, &$init_time, &$expire_time, &$userbuf, &$error_msg)
    {
        try {
            $carried = $this->verify($sig, $identifier, null, $time, $expire);
        } catch (UserSigException $e) {
            $error_msg = $e->getMessage();
            return false;
        }
        if ($carried === null) {
            $error_msg = 'the ticket has no UserBuf; use verifySig for such tickets';
            return false;
        }
        $error_msg = '';
        [$init_time, $expire_time, $userbuf] = [$time, $expire, $carried];
        return true;
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['appid' => $this->appid];
    }

    private function application(): Application
    {
        return $this->application ??= Application::of(Handle::legacy(
            Loose::number($this->appid, Parameter::SdkAppId),
            $this->privateKey ? ($this->privateKey)() : null,
            $this->publicKey ? ($this->publicKey)() : null,
        ));
    }

    /** Writes the times as text, and answers with the UserBuf. */
    private function verify($sig, $identifier, ?Expected $expected, &$time, &$expire): ?string
    {
        $userid = Loose::text($identifier, Parameter::UserId);
        $ticket = Loose::text($sig, Parameter::Ticket);
        $userbuf = $this->application()->verifyTimes($ticket, $userid, $expected, $signed, $validity);
        [$time, $expire] = [(string) $signed, (string) $validity];
        return $userbuf;
    }
}
