<?php

declare(strict_types=1);

// The names of the published packages, as their own tests call them, and more.

use Tencent\TLSSigAPI;
use Tencent\TLSSigAPIv2;
use UserSig\Application;
use UserSig\Expected;

require __DIR__ . '/check.php';

$pem = function (string $curve): array {
    foreach (file(__DIR__ . '/../../../vectors/published/ecdsa-sha256.jsonl') ?: [] as $line) {
        $case = json_decode($line, true);
        if ($case['curve'] === $curve) {
            return [$case['private_key_pem'], $case['public_key_pem']];
        }
    }
    throw new LogicException("no key of $curve");
};

test('TLSSigAPIv2 as its own test calls it', function (): void {
    $api = new TLSSigAPIv2(1400000000, KEY);
    $sig = $api->genSig('xiaojun');
    $init_time = 0;
    $expire = 0;
    $err_msg = '';
    same(true, $api->verifySig($sig, 'xiaojun', $init_time, $expire, $err_msg));
    same([15552000, ''], [$expire, $err_msg]);
    same(true, abs($init_time - time()) < 100);
    $userbuf = '';
    same(true, $api->verifySigWithUserBuf($sig, 'xiaojun', $init_time, $expire, $userbuf, $err_msg));
    same('', $userbuf);
    $sig = $api->genSigWithUserBuf('xiaojun', 86400 * 180, 'abc');
    same(true, $api->verifySig($sig, 'xiaojun', $init_time, $expire, $err_msg));
    same(true, $api->verifySigWithUserBuf($sig, 'xiaojun', $init_time, $expire, $userbuf, $err_msg));
    same('abc', $userbuf);
});

test('TLSSigAPIv2: the rest of its names', function (): void {
    $api = new TLSSigAPIv2('1400000000', KEY);
    $app = new Application(SDKAPPID, KEY);
    ob_start();
    same(86400, $app->verify($api->genUserSig('xiaojun', '86400'), 'xiaojun', Expected::none())->expire);
    same(15552000, $app->verify($api->genUserSig(10001), '10001', Expected::none())->expire);
    foreach ([$api->GenSig('xiaojun', 60), $api->gen_sig('xiaojun', 60)] as $sig) {
        same(60, $app->verify($sig, 'xiaojun', Expected::none())->expire);
    }
    $app->verify($api->genPrivateMapKey('xiaojun', 60, 10000, 255), 'xiaojun', Expected::room(10000, 255));
    $key = $api->genPrivateMapKeyWithStringRoomID('xiaojun', 60, 'lobby', 42);
    $app->verify($key, 'xiaojun', Expected::room('lobby', 42));
    $app->verify($api->genSigWithUserBuf('用户', 60, ''), '用户', Expected::userbuf(''));
    same('', ob_get_clean(), 'printed:');
});

test('TLSSigAPIv2: rejections come through the reference', function (): void {
    $api = new TLSSigAPIv2(1400000000, KEY);
    $sig = $api->genUserSig('xiaojun');
    foreach ([[$sig, 'other'], ['', 'xiaojun'], [null, 'xiaojun'], [$sig, null], [$sig, []], ['?', 'xiaojun']] as [$ticket, $user]) {
        [$time, $expire, $userbuf, $error] = ['t', 'e', 'u', ''];
        same(false, $api->verifySig($ticket, $user, $time, $expire, $error));
        same(true, $error !== '');
        same(false, $api->verifySigWithUserBuf($ticket, $user, $time, $expire, $userbuf, $error));
        same(['t', 'e', 'u'], [$time, $expire, $userbuf]);
    }
    $app = new Application(SDKAPPID, KEY);
    same(false, $api->verifySig($app->sign('xiaojun', 1, now: 1_700_000_000), 'xiaojun', $time, $expire, $error));
    same(true, str_contains($error, ';'));
});

/** What both faces refuse: a face that signs, made for an SDKAppID. */
$refuses = function (callable $make): void {
    $api = $make(SDKAPPID);
    $rows = [
        ['invalid_sdkappid', fn () => $make(1 << 32)->genSig('u')],
        ['invalid_sdkappid', fn () => $make(0)->genSig('u')],
        ['invalid_sdkappid', fn () => $make(-1)->genSig('u')],
        ['invalid_sdkappid', fn () => $make(null)->genSig('u')],
        ['invalid_sdkappid', fn () => $make('many')->genSig('u')],
        ['invalid_userid', fn () => $api->genSig(null)],
        ['invalid_userid', fn () => $api->genSig(['u'])],
        ['invalid_userid', fn () => $api->genSig(1.5)],
        ['invalid_userid', fn () => $api->genSig('')],
        ['invalid_userid', fn () => $api->genSig("a\nb")],
        ['invalid_userid', fn () => $api->genSig("a\0b")],
        ['invalid_userid', fn () => $api->genSig("\xed\xa0\x80")],
        ['invalid_userid', fn () => $api->genSig(str_repeat('u', 1 << 20))],
        ['invalid_expire', fn () => $api->genSig('u', -1)],
        ['invalid_expire', fn () => $api->genSig('u', PHP_INT_MAX)],
        ['invalid_expire', fn () => $api->genSig('u', null)],
        ['invalid_expire', fn () => $api->genSig('u', 'soon')],
        ['invalid_expire', fn () => $api->genSig('u', 1.5)],
    ];
    foreach ($rows as $at => [$kind, $call]) {
        $fault = fault($call);
        same($kind, $fault->kind, "row $at:");
        same(true, $fault->getCode() !== 0 && $fault->hint !== '', "row $at:");
    }
    foreach ([['', 'u'], [null, 'u'], [7, 'u'], [[], 'u'], [str_repeat('A', 1 << 20), 'u'], ["\0", 'u'],
        [$api->genSig('u'), null], [$api->genSig('u'), "u\0"], [$api->genSig('u'), []]] as $at => [$sig, $user]) {
        $error = '';
        same(false, $api->verifySig($sig, $user, $time, $expire, $error), "ticket $at:");
        same(true, str_contains($error, '; '), "ticket $at:");
    }
};

test('TLSSigAPIv2: bad input', function () use ($refuses): void {
    $refuses(fn (mixed $sdkappid): TLSSigAPIv2 => new TLSSigAPIv2($sdkappid, KEY));
    $api = new TLSSigAPIv2(1400000000, KEY);
    $rows = [
        ['invalid_key', fn () => new TLSSigAPIv2(SDKAPPID, null)],
        ['invalid_key', fn () => new TLSSigAPIv2(SDKAPPID, '')],
        ['invalid_key', fn () => new TLSSigAPIv2(SDKAPPID, [KEY])],
        ['invalid_key', fn () => new TLSSigAPIv2(SDKAPPID, '-----BEGIN X-----')],
        ['invalid_userbuf', fn () => $api->genSigWithUserBuf('u', 1, ['b'])],
        ['invalid_userbuf', fn () => $api->genSigWithUserBuf('u', 1, 1.5)],
        ['invalid_userbuf', fn () => $api->genSigWithUserBuf('u', 1, true)],
        ['invalid_userbuf', fn () => $api->genSigWithUserBuf('u', 1, str_repeat('b', 8193))],
        ['invalid_room', fn () => $api->genPrivateMapKey('u', 1, -1, 255)],
        ['invalid_room', fn () => $api->genPrivateMapKey('u', 1, 'lobby', 255)],
        ['invalid_room', fn () => $api->genPrivateMapKeyWithStringRoomID('u', 1, null, 255)],
        ['invalid_privileges', fn () => $api->genPrivateMapKey('u', 1, 1, 256)],
        ['invalid_privileges', fn () => $api->genPrivateMapKey('u', 1, 1, null)],
    ];
    foreach ($rows as $at => [$kind, $call]) {
        same($kind, fault($call)->kind, "row $at:");
    }
    // As the published class signs it.
    same(true, $api->verifySigWithUserBuf($api->genSigWithUserBuf('u', 60, null), 'u', $time, $expire, $userbuf, $error));
    same('', $userbuf);
    same(false, str_contains(print_r($api, true) . var_export($api, true), KEY), 'the key:');
});

test('TLSSigAPI as its own test calls it', function () use ($pem): void {
    foreach (['prime256v1', 'secp256k1'] as $curve) {
        [$private, $public] = $pem($curve);
        $api = new TLSSigAPI();
        $api->SetAppid(1400001052);
        same(true, $api->SetPrivateKey($private));
        same(true, $api->SetPublicKey($public));
        $sig = $api->genSig('user1');
        same(true, $api->verifySig($sig, 'user1', $init_time, $expire_time, $error_msg));
        same(['15552000', ''], [$expire_time, $error_msg]);
        same(false, $api->verifySig($sig, 'user2', $init_time, $expire_time, $error_msg));
        same(true, $error_msg !== '');
        same(false, $api->verifySigWithUserbuf($sig, 'user1', $init_time, $expire_time, $userbuf, $error_msg));
        $sig = $api->genSigWithUserbuf('user1', 'buf');
        same(true, $api->verifySigWithUserbuf($sig, 'user1', $init_time, $expire_time, $userbuf, $error_msg));
        same('buf', $userbuf);
        same(false, $api->verifySigWithUserbuf($sig, 'user2', $init_time, $expire_time, $userbuf, $error_msg));
        same(false, $api->verifySig($sig, 'user1', $init_time, $expire_time, $error_msg));
    }
});

test('TLSSigAPI: expired tickets, keys and bad input', function () use ($pem, $refuses): void {
    [$private, $public] = $pem('prime256v1');
    $refuses(function (mixed $appid) use ($private): TLSSigAPI {
        $api = new TLSSigAPI();
        $api->setAppid($appid);
        $api->setPrivateKey($private);
        return $api;
    });
    $old = (new Application(SDKAPPID, $private))->sign('xiaojun', 60, now: 1_500_000_000);
    $api = new TLSSigAPI();
    $api->setAppid((string) SDKAPPID);
    $api->setPublicKey($public);
    [$time, $expire, $userbuf] = ['t', 'e', 'u'];
    same(false, $api->verifySig($old, 'xiaojun', $time, $expire, $error));
    same(true, str_contains($error, 'make a new ticket'));
    $old = (new Application(SDKAPPID, $private))->sign('xiaojun', 60, userbuf: 'buf', now: 1_500_000_000);
    same(false, $api->verifySigWithUserbuf($old, 'xiaojun', $time, $expire, $userbuf, $error));
    same(true, str_contains($error, 'make a new ticket'));
    same(['t', 'e', 'u'], [$time, $expire, $userbuf]);
    $signing = new TLSSigAPI();
    $signing->setAppid(SDKAPPID);
    $signing->setPrivateKey($private);
    same(true, $api->verifySig($signing->genSig('xiaojun', 60), 'xiaojun', $time, $expire, $error));
    same('invalid_key', fault(fn () => $api->genSig('xiaojun'))->kind);
    same('invalid_key', fault(fn () => $api->setPrivateKey('no PEM'))->kind);
    same('invalid_key', fault(fn () => $api->setPublicKey(null))->kind);
    same('invalid_key', fault(fn () => $api->setPublicKey([$public]))->kind);
    same('invalid_key', fault(fn () => $api->setPrivateKey(KEY))->kind);
    same('invalid_userbuf', fault(fn () => $signing->genSigWithUserbuf('u', ['b']))->kind);
    same('invalid_sdkappid', fault(function () use ($private): void {
        $api = new TLSSigAPI();
        $api->setPrivateKey($private);
        $api->genSig('xiaojun');
    })->kind);
    foreach ([print_r($signing, true), var_export($signing, true), json_encode($signing)] as $shown) {
        same(false, str_contains($shown, 'BEGIN'), 'the key:');
    }
});

finish();
