<?php

declare(strict_types=1);

// Load: `load.php` runs 8 processes of 10 000 tickets and a loop of a million; `load.php worker N`
// is one of the processes.

use Tencent\TLSSigAPI;
use UserSig\Application;

require __DIR__ . '/check.php';

const GROWTH_KB = 1024;

function residentKilobytes(): int
{
    preg_match('/^VmRSS:\s+(\d+)/m', (string) file_get_contents('/proc/self/status'), $found);
    return (int) $found[1];
}

function legacyFace(): TLSSigAPI
{
    static $pem = null;
    $pem ??= json_decode(file(__DIR__ . '/../../../vectors/published/ecdsa-sha256.jsonl')[0])->private_key_pem;
    $api = new TLSSigAPI();
    $api->setAppid(SDKAPPID);
    $api->setPrivateKey($pem);
    return $api;
}

if (($argv[1] ?? '') === 'worker') {
    $app = new Application(SDKAPPID, KEY);
    $legacy = legacyFace();
    for ($i = 0; $i < 10_000; $i++) {
        $user = "user-$argv[2]-$i";
        $app->verify($app->sign($user, 60, $user), $user);
        // A legacy ticket costs as much as a hundred others.
        if ($i % 100 === 0) {
            same(true, $legacy->verifySig($legacy->genSig($user, 60), $user, $time, $expire, $error), "$error");
        }
    }
    echo "10000\n";
    exit(0);
}

test('8 processes of 10 000 tickets', function (): void {
    $workers = [];
    for ($at = 0; $at < 8; $at++) {
        $process = proc_open([PHP_BINARY, __FILE__, 'worker', "$at"], [1 => ['pipe', 'w']], $pipes[$at]);
        same(true, is_resource($process));
        $workers[] = $process;
    }
    foreach ($workers as $at => $process) {
        same("10000\n", stream_get_contents($pipes[$at][1]));
        fclose($pipes[$at][1]);
        same(0, proc_close($process));
    }
});

test('a million tickets without growth', function (): void {
    $app = new Application(SDKAPPID, KEY);
    $round = function (int $count) use ($app): void {
        for ($i = 0; $i < $count; $i++) {
            $ticket = $app->sign('xiaojun', 60);
            if ($i % 10 === 0) {
                $app->verify($ticket, 'xiaojun');
            }
            if ($i % 100 === 0) {
                fault(fn () => $app->verify($ticket, 'other'));
                (new Application(SDKAPPID, KEY))->sign('xiaojun', 60, str_repeat('b', $i % 8000));
                $app->verifyMany([[$ticket, 'xiaojun'], [$ticket, 'other'], null]);
                $app->signMany(['xiaojun', null, "\n"]);
            }
            if ($i % 500 === 0) {
                $legacy = legacyFace();
                $legacy->verifySig($legacy->genSig('xiaojun', 60), 'other', $time, $expire, $error);
            }
        }
    };
    $round(50_000);
    $before = residentKilobytes();
    $round(1_000_000);
    $growth = residentKilobytes() - $before;
    same(true, $growth < GROWTH_KB, "growth of $growth kB:");
    fwrite(STDERR, "resident memory grew by $growth kB, bound " . GROWTH_KB . " kB\n");
});

finish();
