<?php

declare(strict_types=1);

// Answers the peer protocol, described in ../README.md, by checking tickets with
// PHP's own functions. It is no published package.

const MAX_JSON = 65536;

// Warnings would otherwise go to standard output.
ini_set('display_errors', 'stderr');

while (($line = fgets(STDIN)) !== false) {
    fwrite(STDOUT, json_encode(answer($line), JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES) . "\n");
    fflush(STDOUT);
}

function answer(string $line): array
{
    try {
        $request = json_decode($line, false, 32, JSON_THROW_ON_ERROR);
        if (!$request instanceof stdClass) {
            return ['error' => 'the line is not a JSON object'];
        }
        switch ($request->op ?? null) {
            case 'hello':
                return [
                    'package' => 'peers/php',
                    'version' => PHP_VERSION,
                    'algorithm' => 'hmac-sha256',
                    'can' => ['verify', 'verify-userbuf'],
                ];
            case 'sign':
                return ['unsupported' => true];
            case 'verify':
                $reason = verifier($request)();
                return $reason === null ? ['valid' => true] : ['valid' => false, 'reason' => $reason];
            case 'bench':
                return bench($request);
            default:
                return ['error' => 'unknown op'];
        }
    } catch (Throwable $e) {
        return ['error' => $e->getMessage()];
    }
}

function bench(stdClass $request): array
{
    $n = integer($request, 'iterations');
    if ($n < 1) {
        return ['error' => 'iterations must be positive'];
    }
    $what = $request->what ?? null;
    if ($what === 'sign') {
        return ['unsupported' => true];
    }
    if ($what !== 'verify') {
        return ['error' => 'cannot bench that'];
    }
    $call = verifier($request);
    $valid = 0;
    $start = hrtime(true);
    for ($i = 0; $i < $n; $i++) {
        if ($call() === null) {
            $valid++;
        }
    }
    $took = hrtime(true) - $start;
    if ($valid !== $n) {
        return ['error' => 'the ticket is not valid'];
    }
    return ['ns' => $took, 'iterations' => $n, 'length' => strlen($request->usersig)];
}

// Returns a function that gives null for a valid ticket and the reason for any other.
function verifier(stdClass $request): Closure
{
    $sdkappid = integer($request, 'sdkappid');
    $key = text($request, 'key');
    $userid = text($request, 'userid');
    $usersig = text($request, 'usersig');
    $now = integer($request, 'now');
    $userbuf = isset($request->userbuf) ? text($request, 'userbuf') : null;
    if ($userbuf !== null && !isBase64($userbuf)) {
        throw new InvalidArgumentException('userbuf is not base64');
    }
    return fn () => rejection($sdkappid, $key, $userid, $usersig, $now, $userbuf);
}

function rejection(
    int $sdkappid,
    string $key,
    string $userid,
    string $usersig,
    int $now,
    ?string $userbuf
): ?string {
    $usersig = trim(strtr($usersig, ["\r" => '', "\n" => '']));
    if ($usersig === '') {
        return '70002 empty';
    }
    // base64_decode would pass over blanks inside the text.
    if (strpbrk($usersig, " \t") !== false) {
        return '70003 foreign character';
    }
    $stream = base64_decode(strtr($usersig, '*-_', '+/='), true);
    if ($stream === false) {
        return '70003 not base64';
    }
    $json = @gzuncompress($stream, MAX_JSON);
    if ($json === false) {
        return '70003 not zlib';
    }
    $doc = json_decode($json);
    if (!$doc instanceof stdClass) {
        return '70003 not a JSON object';
    }

    $ver = $doc->{'TLS.ver'} ?? null;
    $identifier = $doc->{'TLS.identifier'} ?? null;
    $app = $doc->{'TLS.sdkappid'} ?? null;
    $time = $doc->{'TLS.time'} ?? null;
    $expire = property_exists($doc, 'TLS.expire') ? $doc->{'TLS.expire'} : 0;
    $sig = $doc->{'TLS.sig'} ?? null;
    $hasBuf = property_exists($doc, 'TLS.userbuf');
    $buf = $hasBuf ? $doc->{'TLS.userbuf'} : null;
    if (
        $ver !== '2.0' || !is_string($identifier) || preg_match('/\p{Cc}/u', $identifier) !== 0
        || !isNatural($app) || !isNatural($time) || !isNatural($expire) || !is_int($time + $expire)
        || !isBase64($sig) || ($hasBuf && !isBase64($buf))
    ) {
        return '70005 a member is missing or malformed';
    }
    if ($app !== $sdkappid) {
        return '70014 SDKAppID differs';
    }
    if ($identifier !== $userid) {
        return '70013 UserID differs';
    }
    if ($now > $time + $expire) {
        return '70001 expired';
    }
    if ($buf !== $userbuf) {
        return 'UserBuf differs';
    }

    $text = "TLS.identifier:$identifier\nTLS.sdkappid:$app\nTLS.time:$time\nTLS.expire:$expire\n";
    if ($hasBuf) {
        $text .= "TLS.userbuf:$buf\n";
    }
    $expected = base64_encode(hash_hmac('sha256', $text, $key, true));
    return hash_equals($expected, $sig) ? null : '70009 signature differs';
}

function isNatural(mixed $value): bool
{
    return is_int($value) && $value >= 0;
}

// Standard base64 in its one canonical spelling.
function isBase64(mixed $value): bool
{
    return is_string($value) && base64_encode((string) base64_decode($value, true)) === $value;
}

function integer(stdClass $request, string $name): int
{
    $value = $request->$name ?? null;
    return is_int($value) ? $value : throw new InvalidArgumentException("$name must be an integer");
}

function text(stdClass $request, string $name): string
{
    $value = $request->$name ?? null;
    return is_string($value) ? $value : throw new InvalidArgumentException("$name must be a string");
}
