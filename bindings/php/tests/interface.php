<?php

declare(strict_types=1);

// The native interface: what the vectors do not show, and bad input.

use UserSig\Algorithm;
use UserSig\Application;
use UserSig\Encoding;
use UserSig\Expected;
use UserSig\Library;
use UserSig\Privilege;
use UserSig\RejectedException;
use UserSig\Ticket;
use UserSig\UserIdForm;
use UserSig\UserSigException;

require __DIR__ . '/check.php';

$app = new Application(SDKAPPID, KEY);

test('signs and verifies', function () use ($app): void {
    $outcome = $app->verify($app->sign('xiaojun'), 'xiaojun', Expected::none());
    same([Application::DEFAULT_EXPIRE, Algorithm::HmacSha256, null, null, 0], [
        $outcome->expire, $outcome->algorithm, $outcome->userbuf, $outcome->room, $outcome->keyIndex,
    ]);
    same(true, abs($outcome->time - time()) < 100);
    same('', $app->verify($app->sign('xiaojun', 60, ''), 'xiaojun', Expected::userbuf(''))->userbuf);
});

test('a room ticket', function () use ($app): void {
    $key = $app->signPrivateMapKey('xiaojun', 600, 10000, Privilege::AUDIENCE, 1_800_000_000);
    $outcome = $app->verify($key, 'xiaojun', Expected::room(10000, Privilege::ENTER), 1_800_000_600);
    same([10000, 42, 1_800_000_600], [$outcome->room, $outcome->privileges, $outcome->roomExpiresAt]);
    $fault = fault(fn () => $app->verify($key, 'xiaojun', Expected::room('10000'), 1_800_000_000));
    same('mismatch_room', $fault->kind);
});

test('the masks of privileges are those of the library', function (): void {
    $ffi = Library::ffi();
    foreach ((new ReflectionClass(Privilege::class))->getConstants() as $name => $mask) {
        same($ffi->{"USERSIG_PRIVILEGE_$name"}, $mask, "$name:");
    }
});

test('a rejection tells code, kind and hint', function () use ($app): void {
    $fault = fault(fn () => $app->verify($app->sign('xiaojun', 1, now: 1_700_000_000), 'xiaojun'));
    same([RejectedException::class, 70001, 'expired', 9, -100018], [
        get_class($fault), $fault->getCode(), $fault->kind, $fault->cCode, $fault->trtcCode,
    ]);
    same(true, str_ends_with($fault->getMessage(), "; $fault->hint") && $fault->hint !== '');
});

test('several keys', function () use ($app): void {
    $both = new Application(SDKAPPID, ['another', KEY], encoding: Encoding::Stored);
    same(1, $both->verify($app->sign('xiaojun'), 'xiaojun')->keyIndex);
    same('mismatch_signature', fault(fn () => $app->verify($both->sign('xiaojun'), 'xiaojun'))->kind);
    same('no_key', fault(fn () => (new Application(SDKAPPID, []))->verify($app->sign('xiaojun'), 'xiaojun'))->kind);
});

test('long tickets, and short ones after them', function (): void {
    $app = new Application(SDKAPPID, KEY, UserIdForm::Utf8);
    $long = random_bytes(8192);
    for ($i = 0; $i < 3; $i++) {
        same($long, $app->verify($app->sign('é', 60, $long), 'é')->userbuf);
        same(null, $app->verify($app->sign('é'), 'é')->userbuf);
        same(64, strlen($app->verify($app->signPrivateMapKey(str_repeat('长', 600), 60, str_repeat('r', 64), 1),
            str_repeat('长', 600))->room));
    }
});

test('many rows', function () use ($app): void {
    $users = [];
    for ($i = 0; $i < 3000; $i++) {
        $users["key$i"] = $i % 100 === 7 ? "line\nfeed" : "user$i";
    }
    $tickets = $app->signMany($users, 60);
    same(array_keys($users), array_keys($tickets));
    $rows = [];
    foreach ($users as $key => $user) {
        if (is_string($tickets[$key])) {
            $rows[$key] = [$tickets[$key], $user];
        } else {
            same('invalid_userid', $tickets[$key]->kind);
            same(fault(fn () => $app->sign($user, 60))->getMessage(), $tickets[$key]->getMessage());
        }
    }
    same(2970, count($rows));
    $rows['key0'][1] = 'another';
    $answers = $app->verifyMany($rows, Expected::none());
    same(array_keys($rows), array_keys($answers));
    same('mismatch_userid', $answers['key0']->kind);
    unset($answers['key0']);
    array_map(fn ($answer) => same(60, $answer->expire), $answers);
    same([[], []], [$app->signMany([]), $app->verifyMany([])]);
});

test('rows that are none have their faults in their places', function () use ($app): void {
    $kinds = fn (array $rows): array => array_map(fn ($row) => $row instanceof UserSigException ? [$row->kind, $row->getCode()] : null, $rows);
    $tickets = $app->signMany(['a' => 'u', 'b' => null, 'c' => 7, 'd' => "\n", 'e' => 'v', 'f' => ['u']], 60);
    $bad = ['invalid_userid', -3319];
    same(['a' => null, 'b' => $bad, 'c' => $bad, 'd' => $bad, 'e' => null, 'f' => $bad], $kinds($tickets));
    $app->verify($tickets['e'], 'v');
    $rows = [[$tickets['a'], 'u'], [$tickets['a']], [null, 'u'], 5, null, [$tickets['e'], 'u'], [7, 7], [$tickets['e'], 'v']];
    same([null, $bad, ['invalid_ticket', -3320], ['invalid_argument', 6017], ['invalid_argument', 6017],
        ['mismatch_userid', 70013], ['invalid_ticket', -3320], null], $kinds($app->verifyMany($rows)));
    same([$bad, $bad], $kinds($app->signMany([null, 1])));
    same([['invalid_userid', -3319]], $kinds($app->verifyMany([['u']])));
});

test('a signal handler in between', function () use ($app): void {
    if (!function_exists('pcntl_async_signals')) {
        return;
    }
    $other = $app->sign('other', 60, 'b', 1);
    pcntl_async_signals(true);
    pcntl_signal(SIGALRM, function () use ($app, $other): void {
        same($other, $app->sign('other', 60, 'b', 1));
        $app->verify($other, 'other', now: 1);
        same('invalid_userid', $app->signMany(["\n"])[0]->kind);
    });
    $wanted = $app->sign('xiaojun', 60, now: 1);
    for ($i = 0; $i < 2000; $i++) {
        posix_kill(getmypid(), SIGALRM);
        same($wanted, $app->sign('xiaojun', 60, now: 1));
        posix_kill(getmypid(), SIGALRM);
        same(null, $app->verify($wanted, 'xiaojun', now: 1)->userbuf);
        posix_kill(getmypid(), SIGALRM);
        [$good, $bad] = $app->verifyMany([[$wanted, 'xiaojun'], [$wanted, 'another']], now: 1);
        same([60, 'mismatch_userid'], [$good->expire, $bad->kind]);
    }
});

test('a fault is the call\'s own, whatever a signal handler does in between', function () use ($app): void {
    if (!function_exists('pcntl_async_signals')) {
        return;
    }
    // A call that takes long enough for a signal to arrive.
    $cut = $app->sign('u', 60, str_repeat('b', 8000)) . 'x';
    pcntl_async_signals(true);
    pcntl_signal(SIGALRM, fn () => fault(fn () => $app->sign("\n")));
    $send = 'for ($i = 0; $i < 1500000; $i++) { posix_kill((int) $argv[1], SIGALRM); }';
    $sender = proc_open([PHP_BINARY, '-r', $send, (string) getmypid()], [], $pipes);
    do {
        same('undecodable', fault(fn () => $app->verify($cut, 'u'))->kind);
        same('undecodable', fault(fn () => Ticket::inspect($cut))->kind);
        same('undecodable', $app->verifyMany([[$cut, 'u']])[0]->kind);
    } while (proc_get_status($sender)['running']);
    pcntl_signal(SIGALRM, SIG_IGN);
    proc_close($sender);
});

test('inspect and diagnose', function () use ($app): void {
    $ticket = $app->sign('xiaojun', 60, 'abc', 1_800_000_000);
    $claims = Ticket::inspect($ticket);
    same([false, 'xiaojun', 60, 'YWJj'], [$claims['verified'], $claims['userid'], $claims['expire'], $claims['userbuf']]);
    $ids = fn (mixed ...$with): array => array_column(
        Ticket::diagnose($ticket, ...$with, now: 1_800_000_000)['causes'],
        'id',
    );
    same($ids(sdkappid: SDKAPPID, userid: 'xiaojun', keys: KEY), $ids(SDKAPPID, 'xiaojun', [KEY]));
    same(true, $ids(keys: KEY . "\n") !== $ids(keys: KEY));
    same(true, $ids(keys: ['x'], others: [SDKAPPID => KEY]) !== $ids(keys: ['x']));
    same('undecodable', fault(fn () => Ticket::inspect('?'))->kind);
    same(70002, fault(fn () => Ticket::inspect(''))->getCode());
});

test('no key is shown', function () use ($app): void {
    foreach ([print_r($app, true), var_export($app, true), json_encode($app), (string) json_encode((array) $app)] as $shown) {
        same(false, str_contains($shown, KEY), 'the key:');
    }
    foreach ([fn () => clone $app, fn () => serialize($app)] as $copy) {
        try {
            $copy();
        } catch (Throwable) {
            continue;
        }
        throw new LogicException('an application has been copied');
    }
    same(8, strlen($app->keyFingerprint()));
});

test('bad input', function () use ($app): void {
    $wide = new Application(SDKAPPID, KEY, UserIdForm::Utf8);
    $rows = [
        ['invalid_sdkappid', -3317, fn () => new Application(0, KEY)],
        ['invalid_sdkappid', -3317, fn () => new Application(-1, KEY)],
        ['invalid_sdkappid', -3317, fn () => new Application(1 << 32, KEY)],
        ['invalid_key', 6017, fn () => new Application(SDKAPPID, '')],
        ['invalid_key', 6017, fn () => new Application(SDKAPPID, '-----BEGIN PRIVATE KEY-----')],
        ['invalid_key', 6017, fn () => new Application(SDKAPPID, [KEY, null])],
        ['invalid_key', 6017, fn () => new Application(SDKAPPID, [KEY, 7])],
        ['invalid_argument', 6017, fn () => new Application(SDKAPPID, KEY, legacyUtcOffset: PHP_INT_MAX)],
        ['invalid_userid', -3319, fn () => $app->sign(null)],
        ['invalid_userid', -3319, fn () => $app->sign('')],
        ['invalid_userid', -3319, fn () => $app->sign('é')],
        ['invalid_userid', -3319, fn () => $wide->sign("a\0b")],
        ['invalid_userid', -3319, fn () => $wide->sign("\u{85}")],
        ['invalid_userid', -3319, fn () => $wide->sign("\xed\xa0\x80")],
        ['invalid_userid', -3319, fn () => $wide->sign(str_repeat('u', 1 << 20))],
        ['invalid_expire', 6017, fn () => $app->sign('u', -1)],
        ['invalid_expire', 6017, fn () => $app->sign('u', PHP_INT_MAX)],
        ['invalid_time', 6017, fn () => $app->sign('u', 1, null, -1)],
        ['invalid_userbuf', 6017, fn () => $app->sign('u', 1, str_repeat('b', 8193))],
        ['invalid_room', -3318, fn () => $app->signPrivateMapKey('u', 1, 0, 1)],
        ['invalid_room', -3318, fn () => $app->signPrivateMapKey('u', 1, 0xffffffff, 1)],
        ['invalid_room', -3318, fn () => $app->signPrivateMapKey('u', 1, '', 1)],
        ['invalid_room', -3318, fn () => $app->signPrivateMapKey('u', 1, null, 1)],
        ['invalid_privileges', 6017, fn () => $app->signPrivateMapKey('u', 1, 1, 256)],
        ['invalid_ticket', -3320, fn () => $app->verify(null, 'u')],
        ['invalid_userid', -3319, fn () => $app->verify($app->sign('u'), null)],
        ['empty', 70002, fn () => $app->verify('', 'u')],
        ['undecodable', 70003, fn () => $app->verify(str_repeat('A', 1 << 20), 'u')],
        ['invalid_ticket', -3320, fn () => Ticket::inspect(null)],
        ['invalid_expire', 6017, fn () => $app->signMany(['u'], -1)],
    ];
    foreach ($rows as $at => [$kind, $code, $call]) {
        $fault = fault($call);
        same([$kind, $code], [$fault->kind, $fault->getCode()], "row $at:");
        same(true, $fault->getMessage() !== '' && $fault->hint !== '', "row $at:");
    }
    // Under strict types, PHP itself turns away what is no int and no string.
    try {
        $app->sign(['u']);
        fail('an array as a UserID');
    } catch (TypeError) {
    }
});

test('a platform without a library', function (): void {
    putenv('USERSIG_LIBRARY=/nowhere/libusersig.so');
    $missing = shell_exec(PHP_BINARY . ' -r ' . escapeshellarg(
        '$_ENV; require ' . var_export(__DIR__ . '/check.php', true) . ';'
        . 'try { UserSig\Library::ffi(); } catch (RuntimeException $e) { echo $e->getMessage(); }'
    ));
    putenv('USERSIG_LIBRARY');
    same(true, str_contains((string) $missing, '/nowhere/libusersig.so'), (string) $missing);
    same(true, str_contains(Library::path(), 'libusersig'));
});

finish();
