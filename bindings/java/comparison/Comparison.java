import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times this package beside the published ones, in one run on one thread, round by round.
 *
 * <p>Arguments: folder of the compiled calls, our jar, folders of the published packages (current, legacy), and the
 * command of the Go peer, or nothing. Prints lines of {@code java operation ours_ns theirs_ns ratio}, medians of the
 * rounds. Java's published package cannot verify a current ticket: there, Go's stands for it.
 */
public final class Comparison {
    private static final int ROUNDS = 9;
    private static final long ROUND_NANOS = 60_000_000;
    private static final long WARM_UP_NANOS = 1_500_000_000;

    public static void main(String[] arguments) throws Exception {
        File calls = new File(arguments[0]);
        File ours = new File(arguments[1]);
        File[] current = new File(arguments[2]).listFiles();
        File[] legacy = new File(arguments[3]).listFiles();
        for (String name : new String[] {"Sign", "SignRoom", "SignStringRoom"}) {
            print(name, call(name, calls, ours), call(name, calls, current));
        }
        for (String name : new String[] {"LegacySign", "LegacyVerify"}) {
            print(name, call(name, calls, ours), call(name, calls, legacy));
        }
        print("SignMany", call("SignMany", calls, ours), call("Sign", calls, current));
        try (Go go = arguments.length > 4 ? new Go(arguments[4]) : null) {
            IntToLongFunction theirs = go == null ? null : go::verify;
            print("Verify", call("Verify", calls, ours), theirs);
            print("VerifyMany", call("VerifyMany", calls, ours), theirs);
        }
    }

    /** Answers the nanoseconds of so many calls; each package has a class loader of its own. */
    private static IntToLongFunction call(String name, File calls, File... jars) throws Exception {
        URL[] urls = new URL[jars.length + 1];
        urls[0] = calls.toURI().toURL();
        for (int i = 0; i < jars.length; i++) {
            urls[i + 1] = jars[i].toURI().toURL();
        }
        ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        @SuppressWarnings("unchecked")
        IntFunction<Object> call =
                (IntFunction<Object>) loader.loadClass("calls." + name).getDeclaredConstructor().newInstance();
        return count -> {
            long start = System.nanoTime();
            Object last = call.apply(count);
            long took = System.nanoTime() - start;
            if (last == null || last.toString().isEmpty()) {
                throw new IllegalStateException(name + " failed");
            }
            return took;
        };
    }

    private static void print(String name, IntToLongFunction ours, IntToLongFunction theirs) {
        int[] counts = {warmUp(ours), theirs == null ? 0 : warmUp(theirs)};
        double[][] rounds = new double[2][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            rounds[0][round] = (double) ours.applyAsLong(counts[0]) / counts[0];
            if (theirs != null) {
                rounds[1][round] = (double) theirs.applyAsLong(counts[1]) / counts[1];
            }
        }
        double mine = median(rounds[0]);
        double other = median(rounds[1]);
        String operation = name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        System.out.println(theirs == null
                ? String.format(Locale.ROOT, "java %s %.0f none none", operation, mine)
                : String.format(Locale.ROOT, "java %s %.0f %.0f %.1f", operation, mine, other, other / mine));
    }

    /** Runs until the compiler is done, and answers how many calls fill a round. */
    private static int warmUp(IntToLongFunction call) {
        int count = 1;
        long took = 0;
        for (long start = System.nanoTime(); System.nanoTime() - start < WARM_UP_NANOS; ) {
            took = call.applyAsLong(count);
            if (took < ROUND_NANOS / 2) {
                count *= 2;
            }
        }
        return (int) Math.max(1, count * ROUND_NANOS / Math.max(1, took));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** The published Go package, which measures inside its own process. */
    private static final class Go implements AutoCloseable {
        private static final String REQUEST = "\"sdkappid\":1400000000,\"userid\":\"xiaojun\",\"expire\":15552000,"
                + "\"key\":\"5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e\"";

        private final Process process;
        private final PrintStream requests;
        private final BufferedReader answers;
        private final String ticket;

        Go(String command) throws IOException {
            process = new ProcessBuilder(command, "go").redirectError(ProcessBuilder.Redirect.INHERIT).start();
            requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            ticket = field(ask("{\"op\":\"sign\"," + REQUEST + "}"), "\"usersig\":\"([^\"]+)\"");
        }

        long verify(int count) {
            String request = "{\"op\":\"bench\",\"what\":\"verify\",\"iterations\":" + count + ",\"usersig\":\"" + ticket
                    + "\",\"now\":" + System.currentTimeMillis() / 1000 + "," + REQUEST + "}";
            return Long.parseLong(field(ask(request), "\"ns\":(\\d+)"));
        }

        private String ask(String request) {
            try {
                requests.println(request);
                return answers.readLine();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String field(String answer, String pattern) {
            Matcher found = Pattern.compile(pattern).matcher(String.valueOf(answer));
            if (!found.find()) {
                throw new IllegalStateException("the Go peer answered " + answer);
            }
            return found.group(1);
        }

        @Override
        public void close() {
            requests.close();
            process.destroy();
        }
    }
}
