package peer;

import com.tencentyun.TLSSigAPIv2;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;
import org.json.JSONArray;
import org.json.JSONObject;
import org.json.JSONTokener;

/** Answers the peer protocol, described in ../README.md, with Tencent's Java package. */
public final class Driver {
    /** The timed loop stores here, so that the compiler cannot drop the calls. */
    private static volatile String lastTicket = "";

    private Driver() {}

    public static void main(String[] args) throws IOException {
        InputStream in = new BufferedInputStream(System.in);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        // Standard output belongs to the answers.
        System.setOut(System.err);
        for (byte[] line; (line = readLine(in)) != null; ) {
            out.write((answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static JSONObject answer(byte[] line) {
        try {
            JSONObject request = parse(line);
            switch (request.optString("op")) {
                case "hello":
                    return hello();
                case "sign":
                    return sign(request);
                case "verify":
                    return unsupported();
                case "bench":
                    return bench(request);
                default:
                    return failure("unknown op");
            }
        } catch (Exception | StackOverflowError e) {
            return failure(e.toString());
        }
    }

    private static JSONObject hello() {
        return new JSONObject()
                .put("package", "com.github.tencentyun:tls-sig-api-v2")
                .put("version", packageVersion())
                .put("algorithm", "hmac-sha256")
                .put("can", new JSONArray(new String[] {"sign", "room-id", "room-str"}));
    }

    private static JSONObject sign(JSONObject request) {
        Supplier<String> call = signer(request);
        if (call == null) {
            return unsupported();
        }
        String ticket = call.get();
        return ticket.isEmpty()
                ? failure("the package answered with an empty text")
                : new JSONObject().put("usersig", ticket);
    }

    private static JSONObject bench(JSONObject request) {
        long n = integer(request, "iterations");
        if (n < 1) {
            return failure("iterations must be positive");
        }
        String what = request.optString("what");
        if (what.equals("verify")) {
            return unsupported();
        }
        if (!what.equals("sign")) {
            return failure("cannot bench that");
        }
        Supplier<String> call = signer(request);
        if (call == null) {
            return unsupported();
        }
        long start = System.nanoTime();
        for (long i = 0; i < n; i++) {
            lastTicket = call.get();
        }
        long took = System.nanoTime() - start;
        return new JSONObject()
                .put("ns", took)
                .put("iterations", n)
                .put("length", lastTicket.length());
    }

    /** Null when the package has no public method for the request. */
    private static Supplier<String> signer(JSONObject request) {
        TLSSigAPIv2 api = new TLSSigAPIv2(integer(request, "sdkappid"), text(request, "key"));
        String userid = text(request, "userid");
        long expire = integer(request, "expire");
        if (!request.isNull("userbuf")) {
            Base64.getDecoder().decode(text(request, "userbuf"));
            if (!request.isNull("room")) {
                throw new IllegalArgumentException("userbuf and room exclude each other");
            }
            return null;
        }
        if (request.isNull("room")) {
            return () -> api.genUserSig(userid, expire);
        }
        JSONObject room = request.getJSONObject("room");
        long privileges = integer(request, "privileges");
        if (room.isNull("id") == room.isNull("str")) {
            throw new IllegalArgumentException("a room is either an id or a str");
        }
        if (!room.isNull("id")) {
            long id = integer(room, "id");
            return () -> api.genPrivateMapKey(userid, expire, id, privileges);
        }
        String name = text(room, "str");
        return () -> api.genPrivateMapKeyWithStringRoomID(userid, expire, name, privileges);
    }

    /** The archive names its version in its file name alone. */
    private static String packageVersion() {
        String path = TLSSigAPIv2.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        return path.replaceFirst(".*tls-sig-api-v2-(.*)\\.jar$", "$1");
    }

    private static JSONObject parse(byte[] line) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
        JSONTokener tokener = new JSONTokener(text);
        JSONObject request = new JSONObject(tokener);
        if (tokener.nextClean() != 0) {
            throw tokener.syntaxError("more text after the object");
        }
        return request;
    }

    private static long integer(JSONObject object, String name) {
        Object value = object.opt(name);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(name + " must be an integer");
    }

    private static String text(JSONObject object, String name) {
        if (object.opt(name) instanceof String) {
            return object.getString(name);
        }
        throw new IllegalArgumentException(name + " must be a string");
    }

    /** The bytes up to the next line feed, or null at the end of the input. */
    private static byte[] readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n'; ) {
            if (b < 0) {
                return line.size() == 0 ? null : line.toByteArray();
            }
            line.write(b);
        }
        return line.toByteArray();
    }

    private static JSONObject unsupported() {
        return new JSONObject().put("unsupported", true);
    }

    private static JSONObject failure(String message) {
        return new JSONObject().put("error", message);
    }
}
