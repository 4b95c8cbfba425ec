<?php

declare(strict_types=1);

// What the test programs share: checks that count, the vectors, and the package itself.
// USERSIG_AUTOLOAD names the autoloader of an installed package; otherwise it is this folder's.

use UserSig\UserSigException;

const KEY = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';
const SDKAPPID = 1400000000;

set_error_handler(function (int $level, string $message, string $file, int $line): never {
    throw new ErrorException($message, 0, $level, $file, $line);
});

if (is_string($installed = getenv('USERSIG_AUTOLOAD') ?: null)) {
    require $installed;
} else {
    $folders = json_decode(file_get_contents(__DIR__ . '/../composer.json'), true)['autoload']['psr-4'];
    spl_autoload_register(function (string $class) use ($folders): void {
        foreach ($folders as $prefix => $folder) {
            $file = __DIR__ . "/../$folder" . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
            if (str_starts_with($class, $prefix) && is_file($file)) {
                require $file;
            }
        }
    });
}

final class Checks
{
    public static int $tests = 0;
    public static int $vectors = 0;
    public static int $failures = 0;
}

function test(string $name, callable $run): void
{
    Checks::$tests++;
    try {
        $run();
    } catch (Throwable $e) {
        fail("$name: " . get_class($e) . ": {$e->getMessage()} at line {$e->getLine()}");
    }
}

function fail(string $what): void
{
    Checks::$failures++;
    fwrite(STDERR, "FAILED $what\n");
}

function same(mixed $wanted, mixed $got, string $what = ''): void
{
    if ($wanted !== $got) {
        throw new LogicException("$what wanted " . json_encode($wanted) . ', got ' . json_encode($got));
    }
}

/** The UserSigException of a call. */
function fault(callable $call): UserSigException
{
    try {
        $result = $call();
    } catch (UserSigException $e) {
        return $e;
    }
    throw new LogicException('no exception, but ' . json_encode($result));
}

/** Runs `$each` for the cases of the vector files that fit. */
function cases(string $pattern, callable $each): void
{
    $files = glob((getenv('USERSIG_VECTORS') ?: __DIR__ . '/../../../vectors') . "/$pattern") ?: [];
    same(true, $files !== [], "no vectors at $pattern:");
    foreach ($files as $file) {
        foreach (file($file) ?: [] as $line) {
            $case = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
            Checks::$vectors++;
            try {
                $each($case);
            } catch (Throwable $e) {
                fail(($case['title'] ?? $case['id']) . ': ' . get_class($e) . ": {$e->getMessage()}");
            }
        }
    }
}

/** Ends the program with its counts. */
function finish(): never
{
    $vectors = Checks::$vectors;
    echo Checks::$tests . ' tests' . ($vectors ? ", $vectors vectors" : '') . "\n";
    exit(Checks::$failures ? 1 : 0);
}
