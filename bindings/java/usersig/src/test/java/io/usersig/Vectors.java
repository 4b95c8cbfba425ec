package io.usersig;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The case files in {@code vectors/}. */
final class Vectors {
    static final Path FOLDER = Path.of(System.getProperty("vectors"));

    private Vectors() {}

    static Stream<JsonObject> cases(String file) {
        return cases(FOLDER.resolve(file));
    }

    static Stream<JsonObject> verifyCases() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("verify"))) {
            List<Path> sorted = files.sorted().collect(Collectors.toList());
            return sorted.stream().flatMap(Vectors::cases);
        }
    }

    private static Stream<JsonObject> cases(Path file) {
        try {
            return Files.readAllLines(file).stream().map(line -> JsonParser.parseString(line).getAsJsonObject());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static JsonObject object(JsonObject parent, String name) {
        return has(parent, name) ? parent.getAsJsonObject(name) : new JsonObject();
    }

    static boolean has(JsonObject parent, String name) {
        return parent.has(name) && !parent.get(name).isJsonNull();
    }

    static String text(JsonObject parent, String name) {
        return has(parent, name) ? parent.get(name).getAsString() : null;
    }

    static byte[] base64(JsonObject parent, String name) {
        return has(parent, name) ? Base64.getDecoder().decode(text(parent, name)) : null;
    }

    /** The text of {@code {"hmac": text}} or {@code {"pem": text}}. */
    static String key(JsonElement key) {
        JsonObject object = key.getAsJsonObject();
        return object.has("hmac") ? text(object, "hmac") : text(object, "pem");
    }

    /** The room of {@code {"id": number}} or {@code {"str": text}}. */
    static Room room(JsonObject room) {
        return room.has("id") ? Room.id(room.get("id").getAsLong()) : Room.str(text(room, "str"));
    }
}
