package io.usersig;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The published Go package, which verifies current tickets as no published Java package does. */
final class GoPeer implements AutoCloseable {
    private static final Path PEERS = Path.of(System.getProperty("sources"), "../../peers");

    private final Process process;
    private final PrintStream requests;
    private final BufferedReader answers;

    /** The test is passed over where the peer is not set up. */
    GoPeer() throws IOException {
        assumeTrue(Files.exists(PEERS.resolve("go/bin/driver")), "run peers/setup go");
        process = new ProcessBuilder(PEERS.resolve("run").toString(), "go")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Whether it takes the ticket; a null UserBuf is none. */
    boolean verifies(String ticket, long sdkappid, String key, String userid, String userbufBase64)
            throws IOException {
        JsonObject request = new JsonObject();
        request.addProperty("op", "verify");
        request.addProperty("sdkappid", sdkappid);
        request.addProperty("key", key);
        request.addProperty("userid", userid);
        request.addProperty("usersig", ticket);
        request.addProperty("now", System.currentTimeMillis() / 1000);
        request.addProperty("userbuf", userbufBase64);
        requests.println(request);
        JsonObject answer = JsonParser.parseString(answers.readLine()).getAsJsonObject();
        return answer.get("valid").getAsBoolean();
    }

    @Override
    public void close() {
        requests.close();
        process.destroy();
    }
}
