<?php

declare(strict_types=1);

// Prints the file for ffi.preload: php ffi-preload.php > /etc/php/usersig.h
// It names the library by its place: write it again when the package has moved.

require __DIR__ . '/src/UserSig/Library.php';

echo UserSig\Library::preloadHeader();
