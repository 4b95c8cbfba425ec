package io.usersig;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documentation compile and run. */
class ExamplesTest {
    private static final Path SOURCES = Path.of(System.getProperty("sources"));
    private static final Pattern JAVADOC = Pattern.compile("<pre>\\{@code\\n(.*?)\\s*\\* \\}</pre>", Pattern.DOTALL);
    private static final Pattern README = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void javadoc() throws Exception {
        List<String> examples = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES.resolve("usersig/src/main/java"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                for (String example : find(JAVADOC, file)) {
                    examples.add(example.replaceAll("(?m)^\\s*\\* ?", ""));
                }
            }
        }
        assertTrue(examples.size() >= 6);
        run(examples);
    }

    @Test
    void readme() throws Exception {
        List<String> examples = find(README, SOURCES.resolve("README.md"));
        assertTrue(examples.size() >= 4);
        // The debug package is a module of its own, with a test of its own.
        examples.removeIf(example -> example.contains("io.usersig.debug"));
        run(examples);
    }

    private void run(List<String> examples) throws Exception {
        List<JavaFileObject> files = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            files.add(new Source("Example" + i, examples.get(i)));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
        assertTrue(compiler.getTask(null, null, null, options, null, files).call());
        URL[] urls = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
            for (int i = 0; i < examples.size(); i++) {
                ((Runnable) loader.loadClass("Example" + i).getConstructor().newInstance()).run();
            }
        }
    }

    private static List<String> find(Pattern pattern, Path file) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** The lines of an example inside a class; its imports before it. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String example) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            StringBuilder imports = new StringBuilder("import io.usersig.*;\n");
            StringBuilder body = new StringBuilder();
            example.lines().forEach(line -> (line.startsWith("import ") ? imports : body).append(line).append('\n'));
            text = imports + "public class " + name + " implements Runnable {\npublic void run() {\n" + body + "}\n}\n";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
