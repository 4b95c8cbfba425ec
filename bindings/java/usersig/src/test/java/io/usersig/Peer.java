package io.usersig;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** A published package, in a class loader of its own: its classes have the names of ours. */
final class Peer {
    static final Peer CURRENT_1 = new Peer("current-1.1");
    static final Peer CURRENT_2 = new Peer("current-2.0");
    static final Peer LEGACY = new Peer("legacy-1.2");

    private final ClassLoader loader;

    private Peer(String folder) {
        File[] jars = Path.of(System.getProperty("peers"), folder).toFile().listFiles();
        try {
            URL[] urls = new URL[jars.length];
            for (int i = 0; i < jars.length; i++) {
                urls[i] = jars[i].toURI().toURL();
            }
            loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Class<?> find(String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
