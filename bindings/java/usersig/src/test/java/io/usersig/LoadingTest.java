package io.usersig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** Several class loaders have the jar, as in application servers, and go again. */
class LoadingTest {
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

    private static URLClassLoader loader() {
        URL[] urls = {Application.class.getProtectionDomain().getCodeSource().getLocation()};
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static String sign(ClassLoader loader) throws Exception {
        Class<?> type = loader.loadClass(Application.class.getName());
        Object app = type.getConstructor(long.class, String[].class)
                .newInstance(1400000000L, new String[] {"secret"});
        // A rejection, too: its exception is of the same class loader.
        try {
            type.getMethod("verify", String.class, String.class).invoke(app, "", "xiaojun");
        } catch (java.lang.reflect.InvocationTargetException e) {
            assertEquals(RejectedException.class.getName(), e.getCause().getClass().getName());
            assertEquals(loader, e.getCause().getClass().getClassLoader());
        }
        return (String) type.getMethod("sign", String.class, long.class).invoke(app, "xiaojun", 60L);
    }
}
