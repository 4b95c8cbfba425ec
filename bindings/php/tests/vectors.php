<?php

declare(strict_types=1);

// All of the vectors through the native interface.

use UserSig\Algorithm;
use UserSig\Application;
use UserSig\Expected;
use UserSig\Outcome;
use UserSig\RejectedException;
use UserSig\Ticket;
use UserSig\UserIdForm;
use UserSig\UserSigException;

require __DIR__ . '/check.php';

function room(?array $room): int|string|null
{
    return $room['id'] ?? $room['str'] ?? null;
}

function expected(array $policy): ?Expected
{
    $userbuf = $policy['userbuf'] ?? 'any';
    return match (true) {
        isset($policy['room']) => Expected::room(room($policy['room']), $policy['privileges'] ?? 0),
        $userbuf === 'none' => Expected::none(),
        is_array($userbuf) => Expected::userbuf(base64_decode($userbuf['base64'])),
        default => null,
    };
}

function checkFault(array $expect, mixed $fault): void
{
    same(true, $fault instanceof UserSigException, 'an exception:');
    if (isset($expect['refused'])) {
        same("invalid_{$expect['refused']}", $fault->kind);
        same(false, $fault instanceof RejectedException);
        return;
    }
    same([false, $expect['code'], $expect['c_code']], [$expect['valid'], $fault->getCode(), $fault->cCode]);
    same(true, $fault instanceof RejectedException && $fault->trtcCode !== null && $fault->hint !== '');
}

function checkOutcome(array $expect, mixed $outcome): void
{
    same(true, $outcome instanceof Outcome, 'an outcome:');
    $algorithm = ['hmac-sha256' => Algorithm::HmacSha256, 'ecdsa-sha256' => Algorithm::EcdsaSha256];
    same(
        [true, $algorithm[$expect['algorithm']], $expect['time'], $expect['expire'], $expect['time'] + $expect['expire']],
        [$expect['valid'], $outcome->algorithm, $outcome->time, $outcome->expire, $outcome->expiresAt],
    );
    same(
        [$expect['userbuf'], room($expect['room']), $expect['privileges']],
        [
            $outcome->userbuf === null ? null : base64_encode($outcome->userbuf),
            $outcome->room,
            $outcome->privileges,
        ],
    );
}

function checkVerify(Application $application, array $case): void
{
    ['ticket' => $ticket, 'request' => ['userid' => $userid], 'now' => $now, 'expect' => $expect] = $case;
    $expected = expected($case['policy'] ?? []);
    $check = $expect['valid'] ?? false ? checkOutcome(...) : checkFault(...);
    try {
        $answer = $application->verify($ticket, $userid, $expected, $now);
    } catch (UserSigException $e) {
        $answer = $e;
    }
    $check($expect, $answer);
    $rows = $application->verifyMany(['row' => [$ticket, $userid], 'again' => [$ticket, $userid]], $expected, $now);
    same(['row', 'again'], array_keys($rows));
    array_map(fn (mixed $row) => $check($expect, $row), $rows);
}

cases('verify/*.jsonl', function (array $case): void {
    $policy = $case['policy'] ?? [];
    try {
        $application = new Application(
            $case['request']['sdkappid'],
            array_map(fn (array $key): string => $key['hmac'] ?? $key['pem'], $case['keys']),
            maxClockSkew: $policy['max_clock_skew'] ?? null,
            longestValidity: $policy['longest_validity'] ?? null,
            legacyUtcOffset: $policy['legacy_utc_offset'] ?? 0,
        );
    } catch (UserSigException $e) {
        checkFault($case['expect'], $e);
        return;
    }
    checkVerify($application, $case);
});

cases('keys.jsonl', function (array $case): void {
    $make = fn (): Application => new Application(SDKAPPID, base64_decode($case['key_base64']));
    if (isset($case['expect']['error'])) {
        same('invalid_key', fault($make)->kind);
        return;
    }
    $application = $make();
    $signs = ['hmac' => Algorithm::HmacSha256, 'ecdsa-private' => Algorithm::EcdsaSha256, 'ecdsa-public' => null];
    same($signs[$case['expect']['kind']], $application->algorithm());
    if (isset($case['verifies'])) {
        checkVerify($application, $case['verifies']);
    }
});

cases('sign.jsonl', function (array $case): void {
    $forms = ['documented' => UserIdForm::Documented, 'ascii' => UserIdForm::Ascii, 'utf8' => UserIdForm::Utf8];
    ['userid' => $userid, 'expire' => $expire, 'time' => $now, 'expect' => $expect] = $case;
    $application = null;
    $sign = function () use ($case, $forms, $userid, $expire, $now, &$application): string {
        $key = $case['key']['hmac'] ?? $case['key']['pem'];
        $application = new Application($case['sdkappid'], $key, $forms[$case['form']]);
        return $case['room'] !== null
            ? $application->signPrivateMapKey($userid, $expire, room($case['room']), $case['privileges'], $now)
            : $application->sign(
                $userid,
                $expire,
                $case['userbuf'] === null ? null : base64_decode($case['userbuf']),
                $now,
            );
    };
    if (isset($expect['error'])) {
        same('invalid_' . ($expect['error'] === 'validity' ? 'expire' : $expect['error']), fault($sign)->kind);
        return;
    }
    $ticket = $sign();
    $claims = Ticket::inspect($ticket);
    same($expect['userbuf'], $claims['userbuf']);
    same($expect['sig'] ?? $claims['signature'], $claims['signature']);
    same($now, $application->verify($ticket, $userid, null, $now)->time);
    if ($case['room'] === null && $case['userbuf'] === null) {
        [$one] = $application->signMany([$userid], $expire, $now);
        same($now + $expire, $application->verify($one, $userid, Expected::none(), $now)->expiresAt);
    }
});

cases('published/*.jsonl', function (array $case): void {
    $application = new Application($case['sdkappid'], $case['key'] ?? $case['public_key_pem']);
    $valid = $case['now_valid'] !== null && !preg_match('/\p{Cc}/u', $case['userid']);
    $verify = fn (): Outcome => $application->verify(
        $case['usersig'],
        $case['userid'],
        now: $case['now_valid'] ?? $case['time'],
    );
    if ($valid) {
        same($case['expire'], $verify()->expire);
    } else {
        fault($verify);
    }
});

finish();
