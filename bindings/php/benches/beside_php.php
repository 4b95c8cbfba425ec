<?php

declare(strict_types=1);

// Times the package beside what PHP itself does: the verifier of peers/php, and signing by
// hash_hmac, gzcompress and base64_encode. One thread, round by round, medians.

require __DIR__ . '/../tests/check.php';
// Its answers to an empty standard input are none; its functions stay.
require __DIR__ . '/../../../peers/php/driver.php';

const ROUNDS = 21;
const ITERATIONS = 4000;
const ROWS = 1000;

$app = new UserSig\Application(SDKAPPID, KEY);
$api = new Tencent\TLSSigAPIv2(SDKAPPID, KEY);
$ticket = $app->sign('xiaojun');
$verify = verifier((object) [
    'sdkappid' => SDKAPPID, 'key' => KEY, 'userid' => 'xiaojun', 'usersig' => $ticket, 'now' => time(),
]);
$users = array_fill(0, ROWS, 'xiaojun');
$tickets = array_fill(0, ROWS, [$ticket, 'xiaojun']);

$sign = function (): string {
    $time = time();
    $text = "TLS.identifier:xiaojun\nTLS.sdkappid:" . SDKAPPID . "\nTLS.time:$time\nTLS.expire:15552000\n";
    $json = json_encode([
        'TLS.ver' => '2.0',
        'TLS.identifier' => 'xiaojun',
        'TLS.sdkappid' => SDKAPPID,
        'TLS.expire' => 15552000,
        'TLS.time' => $time,
        'TLS.sig' => base64_encode(hash_hmac('sha256', $text, KEY, true)),
    ]);
    return strtr(base64_encode(gzcompress($json)), '+/=', '*-_');
};
same(null, $verify());
same(true, $api->verifySig($sign(), 'xiaojun', $time, $expire, $error));

$rows = [
    'sign' => [fn () => $app->sign('xiaojun'), $sign, 1],
    'verify' => [fn () => $app->verify($ticket, 'xiaojun'), $verify, 1],
    'sign-dropin' => [fn () => $api->genUserSig('xiaojun'), $sign, 1],
    'verify-dropin' => [fn () => $api->verifySig($ticket, 'xiaojun', $time, $expire, $error), $verify, 1],
    'sign-many' => [fn () => $app->signMany($users), $sign, ROWS],
    'verify-many' => [fn () => $app->verifyMany($tickets), $verify, ROWS],
];

$clock = function (callable $call, int $times): float {
    $start = hrtime(true);
    for ($i = 0; $i < $times; $i++) {
        $call();
    }
    return (hrtime(true) - $start) / $times;
};
$median = function (array $samples): float {
    sort($samples);
    return $samples[intdiv(count($samples), 2)];
};

echo "language op ours_ns theirs_ns ratio   (theirs: PHP's own functions; the published package is in no registry here)\n";
foreach ($rows as $name => [$ours, $theirs, $tickets]) {
    [$mine, $other] = [[], []];
    for ($round = 0; $round < ROUNDS; $round++) {
        $mine[] = $clock($ours, intdiv(ITERATIONS, $tickets)) / $tickets;
        $other[] = $clock($theirs, ITERATIONS);
    }
    [$mine, $other] = [$median($mine), $median($other)];
    printf("php %s %.0f %.0f %.1f\n", $name, $mine, $other, $other / $mine);
}
