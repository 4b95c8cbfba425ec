<?php

declare(strict_types=1);

// Both directions: peers/php verifies ours, PHP's own functions sign for ours, and the published
// Go package signs and verifies where it is set up.

use Tencent\TLSSigAPIv2;

require __DIR__ . '/check.php';

$peers = __DIR__ . '/../../../peers';

/** Asks a driver of the peer protocol; null where it is not set up. */
$ask = function (string $peer, array $requests) use ($peers): ?array {
    $process = proc_open(["$peers/run", $peer], [['pipe', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes);
    foreach ($requests as $request) {
        @fwrite($pipes[0], json_encode($request) . "\n");
    }
    fclose($pipes[0]);
    $answers = array_map(fn ($line) => json_decode($line, true), explode("\n", trim(stream_get_contents($pipes[1]))));
    return proc_close($process) === 0 ? $answers : null;
};

// How PHP code signs without a package.
$plain = function (string $userid, ?string $userbuf): string {
    $json = ['TLS.ver' => '2.0', 'TLS.identifier' => $userid, 'TLS.sdkappid' => SDKAPPID, 'TLS.expire' => 60,
        'TLS.time' => time()];
    $text = "TLS.identifier:$userid\nTLS.sdkappid:" . SDKAPPID . "\nTLS.time:{$json['TLS.time']}\nTLS.expire:60\n";
    if ($userbuf !== null) {
        $json['TLS.userbuf'] = base64_encode($userbuf);
        $text .= "TLS.userbuf:{$json['TLS.userbuf']}\n";
    }
    $json['TLS.sig'] = base64_encode(hash_hmac('sha256', $text, KEY, true));
    return strtr(base64_encode(gzcompress(json_encode($json))), '+/=', '*-_');
};

$api = new TLSSigAPIv2(SDKAPPID, KEY);
$users = [['xiaojun', null], ['用户 "1"\\/', 'abc'], ['<a@b>&', "\0\xff/+"], ['u', str_repeat('b', 3000)]];

foreach (['php', 'go'] as $peer) {
    if ($ask($peer, [['op' => 'hello']]) === null) {
        fwrite(STDERR, "peer $peer is not set up\n");
        continue;
    }
    test("$peer verifies ours", function () use ($ask, $peer, $api, $users): void {
        $requests = [];
        foreach ($users as [$user, $userbuf]) {
            $sig = $userbuf === null ? $api->genUserSig($user, 60) : $api->genSigWithUserBuf($user, 60, $userbuf);
            $requests[] = ['op' => 'verify', 'sdkappid' => SDKAPPID, 'key' => KEY, 'userid' => $user, 'usersig' => $sig,
                'now' => time(), 'userbuf' => $userbuf === null ? null : base64_encode($userbuf)];
        }
        $requests[] = ['userid' => 'other'] + $requests[0];
        $answers = $ask($peer, $requests);
        same([true, true, true, true, false], array_column($answers, 'valid'), json_encode($answers));
    });
    test("ours verifies $peer", function () use ($ask, $peer, $plain, $api, $users): void {
        $sigs = $peer === 'php'
            ? array_map(fn ($row) => $plain(...$row), $users)
            : array_column($ask($peer, array_map(fn ($row) => ['op' => 'sign', 'sdkappid' => SDKAPPID, 'key' => KEY,
                'userid' => $row[0], 'expire' => 60, 'room' => null, 'privileges' => 0,
                'userbuf' => $row[1] === null ? null : base64_encode($row[1])], $users)), 'usersig');
        same(count($users), count($sigs));
        foreach ($users as $at => [$user, $userbuf]) {
            $got = null;
            same(true, $api->verifySigWithUserBuf($sigs[$at], $user, $time, $expire, $got, $error), (string) $error);
            same([60, $userbuf], [$expire, $got]);
            same(false, $api->verifySig($sigs[$at], 'other', $time, $expire, $error));
        }
    });
}

finish();
