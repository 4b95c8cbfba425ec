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
import java.util.stream.Collectors;
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
        for (String module : new String[] {"usersig", "usersig-debug"}) {
            for (Path file : sources(module)) {
                for (String example : find(JAVADOC, file)) {
                    String lines = example.replaceAll("(?m)^\\s*\\* ?", "");
                    examples.add(module.equals("usersig") ? lines : "import io.usersig.debug.*;\n" + lines);
                }
            }
        }
        assertTrue(examples.size() >= 11);
        run(examples);
    }

    @Test
    void readme() throws Exception {
        List<String> examples = find(README, SOURCES.resolve("README.md"));
        assertTrue(examples.size() >= 5);
        run(examples);
    }

    private void run(List<String> examples) throws Exception {
        List<JavaFileObject> files = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            files.add(new Source("Example" + i, examples.get(i)));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        // The debug package is a module that needs this one: its classes are compiled along.
        compiler.getStandardFileManager(null, null, null)
                .getJavaFileObjectsFromPaths(sources("usersig-debug"))
                .forEach(files::add);
        List<String> options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
        assertTrue(compiler.getTask(null, null, null, options, null, files).call());
        URL[] urls = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
            for (int i = 0; i < examples.size(); i++) {
                ((Runnable) loader.loadClass("Example" + i).getConstructor().newInstance()).run();
            }
        }
    }

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES.resolve(module + "/src/main/java"))) {
            return files.filter(Files::isRegularFile).collect(Collectors.toList());
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
