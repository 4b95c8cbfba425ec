package io.usersig;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Finds the native library: in the folder or file that {@code -Dusersig.library.path} names, else in the jar under
 * {@code /native/<os>-<arch>/}, else where the system looks for libraries. Android has its own way for that alone.
 */
final class NativeLibrary {
    private static final String NAME = "usersig_java";

    private NativeLibrary() {}

    /** @throws UnsatisfiedLinkError with what to do about it */
    static void load() {
        String configured = System.getProperty("usersig.library.path");
        if (configured != null && !configured.isEmpty()) {
            loadConfigured(configured);
        } else if ("Dalvik".equals(System.getProperty("java.vm.name"))) {
            loadInstalled("this app has no native library of usersig for its ABI;"
                    + " build it and put it into src/main/jniLibs/<abi>/" + System.mapLibraryName(NAME), null);
        } else {
            loadFromJar();
        }
    }

    private static void loadConfigured(String configured) {
        File path = new File(configured);
        File file = path.isDirectory() ? new File(path, System.mapLibraryName(NAME)) : path;
        try {
            System.load(file.getAbsolutePath());
        } catch (UnsatisfiedLinkError e) {
            throw failure("the native library of usersig does not load: " + e.getMessage()
                    + "; set -Dusersig.library.path to its folder or file", e);
        }
    }

    /** The library in the jar, or, where that one cannot be used, an installed one. */
    private static void loadFromJar() {
        String resource = "/native/" + platform() + "/" + System.mapLibraryName(NAME);
        String temporary = System.getProperty("java.io.tmpdir");
        try (InputStream library = NativeLibrary.class.getResourceAsStream(resource)) {
            if (library != null) {
                loadCopy(library);
                return;
            }
        } catch (IOException e) {
            loadInstalled("the native library of usersig cannot be unpacked to " + temporary
                    + "; set -Djava.io.tmpdir to a folder that can be written, or -Dusersig.library.path", e);
            return;
        } catch (UnsatisfiedLinkError e) {
            // The folder may be mounted noexec; a system with another C library refuses it, too.
            loadInstalled("the native library in the jar of usersig does not load from " + temporary + ": "
                    + e.getMessage() + "; set -Djava.io.tmpdir to a folder from which libraries may be loaded, or build"
                    + " one for this system from the sources and set -Dusersig.library.path to its folder", e);
            return;
        }
        loadInstalled("usersig has no native library for " + platform() + " here (looked for " + resource
                + "); build it from the sources and set -Dusersig.library.path to its folder", null);
    }

    /** The library where the system looks for libraries; without one, the failure is told in these words. */
    private static void loadInstalled(String otherwise, Throwable cause) {
        try {
            System.loadLibrary(NAME);
        } catch (UnsatisfiedLinkError e) {
            throw failure(otherwise, cause == null ? e : cause);
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
