<?php

declare(strict_types=1);

// For opcache.preload: loads the library and the classes once, when PHP starts. After that,
// ffi.enable=preload is enough.

// A class extends another one that may come later.
require_once __DIR__ . '/src/UserSig/UserSigException.php';

foreach (['UserSig', 'Tencent'] as $folder) {
    foreach (glob(__DIR__ . "/src/$folder/*.php") ?: [] as $file) {
        require_once $file;
    }
}

UserSig\Library::preload();
