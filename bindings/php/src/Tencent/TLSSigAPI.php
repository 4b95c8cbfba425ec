<?php

declare(strict_types=1);

namespace Tencent;

use Closure;
use UserSig\Application;
use UserSig\Expected;
use UserSig\Handle;
use UserSig\Loose;
use UserSig\Outcome;
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
        $text = Loose::text($private_key);
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
        $text = Loose::text($public_key);
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
        return $this->application()->sign(Loose::text($identifier), Loose::number($expire, 'expire'));
    }

    /**
     * A UserSig that carries a UserBuf.
     *
     * @throws UserSigException
     */
    public function genSigWithUserbuf($identifier, $userbuf, $expire = 15552000)
    {
        return $this->application()->sign(
            Loose::text($identifier),
            Loose::number($expire, 'expire'),
            (string) Loose::text($userbuf),
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
        return $this->outcome(Expected::none(), $sig, $identifier, $init_time, $expire_time, $error_msg) !== null;
    }

    /** As verifySig, for a ticket that carries a UserBuf, which is written to `$userbuf`. */
    public function verifySigWithUserbuf($sig, $identifier, &$init_time, &$expire_time, &$userbuf, &$error_msg)
    {
        $outcome = $this->outcome(null, $sig, $identifier, $time, $validity, $error_msg);
        if ($outcome !== null && $outcome->userbuf === null) {
            $error_msg = 'the ticket has no UserBuf; use verifySig for such tickets';
            return false;
        }
        if ($outcome === null) {
            return false;
        }
        [$init_time, $expire_time, $userbuf] = [$time, $validity, $outcome->userbuf];
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
            Loose::number($this->appid, 'appid'),
            $this->privateKey ? ($this->privateKey)() : null,
            $this->publicKey ? ($this->publicKey)() : null,
        ));
    }

    private function outcome(
        ?Expected $expected,
        $sig,
        $identifier,
        &$init_time,
        &$expire_time,
        &$error_msg,
    ): ?Outcome {
        try {
            $outcome = $this->application()->verify(Loose::text($sig), Loose::text($identifier), $expected);
        } catch (UserSigException $e) {
            $error_msg = $e->getMessage();
            return null;
        }
        $error_msg = '';
        $init_time = (string) $outcome->time;
        $expire_time = (string) $outcome->expire;
        return $outcome;
    }
}
