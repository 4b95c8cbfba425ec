package io.usersig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Several class loaders have the jar, as in application servers, and go again; some find no library. */
class LoadingTest {
    @TempDir
    Path folder;

    @Test
    void severalClassLoadersInOneMachine() throws Exception {
        try (URLClassLoader one = loader(); URLClassLoader other = loader()) {
            assertNotSame(one.loadClass(Application.class.getName()), other.loadClass(Application.class.getName()));
            assertEquals(60, new Application(1400000000, "secret").verify(sign(one), "xiaojun").getExpire());
            assertEquals(60, new Application(1400000000, "secret").verify(sign(other), "xiaojun").getExpire());
        }
    }

    @Test
    void aClassLoaderIsNotKeptAlive() throws Exception {
        URLClassLoader loader = loader();
        sign(loader);
        loader.close();
        WeakReference<ClassLoader> seen = new WeakReference<>(loader);
        loader = null;
        for (int attempt = 0; attempt < 10 && seen.get() != null; attempt++) {
            System.gc();
        }
        assertNull(seen.get());
    }

    /** Each use says what to do, the second as the first. */
    @Test
    void aMissingLibraryIsToldEachTime() throws Exception {
        assertToldEachTime("usersig.library.path", "/nowhere", "/nowhere");
        assertToldEachTime("java.vm.name", "Dalvik", "src/main/jniLibs/<abi>/");
        assertToldEachTime("os.arch", "abacus", "-abacus");
    }

    /** What stands in the jar does not load, as with a folder that is mounted noexec, or another C library. */
    @Test
    void aLibraryThatDoesNotLoadIsToldEachTime() throws Exception {
        Path classes = Path.of(jar().toURI());
        List<Path> libraries;
        try (Stream<Path> files = Files.walk(classes.resolve("native"))) {
            libraries = files.filter(Files::isRegularFile).collect(Collectors.toList());
        }
        for (Path library : libraries) {
            byte[] bytes = Files.readAllBytes(library);
            // Here its header names the machine that it was built for.
            Arrays.fill(bytes, 18, 20, (byte) 0x7f);
            Path file = folder.resolve(classes.relativize(library).toString());
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
        assertToldEachTime("usersig.library.path", "", "set -Djava.io.tmpdir", folder.toUri().toURL());
    }

    private static void assertToldEachTime(String property, String value, String told, URL... first) throws Exception {
        String before = System.getProperty(property);
        System.setProperty(property, value);
        try (URLClassLoader loader = loader(first)) {
            for (int time = 0; time < 2; time++) {
                for (Executable use : uses(loader)) {
                    InvocationTargetException thrown = assertThrows(InvocationTargetException.class, use);
                    assertEquals(UnsatisfiedLinkError.class, thrown.getCause().getClass(), thrown.getCause()::toString);
                    String message = thrown.getCause().getMessage();
                    assertTrue(message.contains(told), message);
                }
            }
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    /** All that can be called before there is an application. */
    private static List<Executable> uses(ClassLoader loader) throws Exception {
        Class<?> usersig = loader.loadClass(UserSig.class.getName());
        Class<?> faces = loader.loadClass(Faces.class.getName());
        Class<?> legacy = loader.loadClass("com.tls.tls_sigature.tls_sigature");
        Object symptoms = loader.loadClass(Symptoms.class.getName()).getConstructor(String.class).newInstance("eJ");
        return List.of(
                () -> sign(loader),
                () -> usersig.getMethod("inspect", String.class).invoke(null, "eJ"),
                () -> usersig.getMethod("diagnose", symptoms.getClass()).invoke(null, symptoms),
                () -> usersig.getMethod("diagnose", symptoms.getClass()).invoke(null, (Object) null),
                () -> faces.getMethod("current", long.class, String.class).invoke(null, 1400000000L, "secret"),
                () -> faces.getMethod("requireZero", String.class, String.class).invoke(null, "0", "0"),
                () -> faces.getMethod("compareAccount", String.class, String.class, String.class)
                        .invoke(null, "eJ", "0", "0"),
                () -> faces.getMethod("userBuf", long.class, String.class, long.class, long.class, String.class,
                        long.class).invoke(null, 1400000000L, "xiaojun", 60L, 1L, "", 255L),
                () -> legacy.getMethod("genSig", long.class, String.class, String.class)
                        .invoke(null, 1400000000L, "xiaojun", "-----BEGIN PRIVATE KEY-----"));
    }

    /** A class loader of its own, which looks into these places before the jar. */
    private static URLClassLoader loader(URL... first) {
        URL[] urls = Arrays.copyOf(first, first.length + 1);
        urls[first.length] = jar();
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    /** Our classes, in a folder. */
    private static URL jar() {
        return Application.class.getProtectionDomain().getCodeSource().getLocation();
    }

    private static String sign(ClassLoader loader) throws Exception {
        Class<?> type = loader.loadClass(Application.class.getName());
        Object app = type.getConstructor(long.class, String[].class)
                .newInstance(1400000000L, new String[] {"secret"});
        // A rejection, too: its exception is of the same class loader.
        try {
            type.getMethod("verify", String.class, String.class).invoke(app, "", "xiaojun");
        } catch (InvocationTargetException e) {
            assertEquals(RejectedException.class.getName(), e.getCause().getClass().getName());
            assertEquals(loader, e.getCause().getClass().getClassLoader());
        }
        return (String) type.getMethod("sign", String.class, long.class).invoke(app, "xiaojun", 60L);
    }
}
