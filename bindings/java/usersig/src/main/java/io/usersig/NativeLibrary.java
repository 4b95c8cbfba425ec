package io.usersig;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Finds the native library: in the folder or file that {@code -Dusersig.library.path} names, else in the jar under
 * {@code /native/<os>-<arch>/}, else, as on Android, where the system looks for libraries.
 */
final class NativeLibrary {
    private static final String NAME = "usersig_java";

    private NativeLibrary() {}

    static void load() {
        String configured = System.getProperty("usersig.library.path");
        if (configured != null && !configured.isEmpty()) {
            File path = new File(configured);
            File file = path.isDirectory() ? new File(path, System.mapLibraryName(NAME)) : path;
            System.load(file.getAbsolutePath());
            return;
        }
        String resource = "/native/" + platform() + "/" + System.mapLibraryName(NAME);
        try (InputStream library = NativeLibrary.class.getResourceAsStream(resource)) {
            if (library != null) {
                loadCopy(library);
                return;
            }
        } catch (IOException e) {
            throw failure("the native library of usersig cannot be unpacked to " + System.getProperty("java.io.tmpdir")
                    + "; set -Djava.io.tmpdir to a folder that can be written, or -Dusersig.library.path", e);
        }
        try {
            System.loadLibrary(NAME);
        } catch (UnsatisfiedLinkError e) {
            throw failure("usersig has no native library for " + platform() + " here (looked for " + resource
                    + "); build it from the sources and set -Dusersig.library.path to its folder", e);
        }
    }

    /** Loads from a folder that only this user may enter, under a name of its own, and leaves nothing behind. */
    private static void loadCopy(InputStream library) throws IOException {
        // On POSIX systems such a folder gets the permissions 0700.
        Path folder = Files.createTempDirectory("usersig");
        Path file = folder.resolve(System.mapLibraryName(NAME));
        try {
            Files.copy(library, file);
            System.load(file.toAbsolutePath().toString());
        } finally {
            // Windows keeps a loaded file: there it goes when the virtual machine ends.
            if (!file.toFile().delete() | !folder.toFile().delete()) {
                folder.toFile().deleteOnExit();
                file.toFile().deleteOnExit();
            }
        }
    }

    /** For example {@code linux-x86_64}, {@code macos-aarch64}, {@code windows-x86_64}. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String family = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macos" : os;
        String machine = arch.equals("amd64") ? "x86_64" : arch.equals("arm64") ? "aarch64" : arch;
        return family + "-" + machine;
    }

    private static UnsatisfiedLinkError failure(String message, Throwable cause) {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(message);
        error.initCause(cause);
        return error;
    }
}
