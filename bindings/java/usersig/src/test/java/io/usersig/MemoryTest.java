package io.usersig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tencentyun.TLSSigAPIv2;
import com.tls.tls_sigature.tls_sigature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The resident memory after many calls is what it was after the warm-up. */
@EnabledOnOs(OS.LINUX)
class MemoryTest {
    /** What the compiler may take in the meantime. Four bytes that leak with each of a million calls come to as much. */
    private static final long BOUND_KIB = 4 * 1024;
    /** How far the most applications that wait to be freed may differ. A hundred thousand that leak come to 180 MiB. */
    private static final long APPLICATIONS_BOUND_KIB = 40 * 1024;

    private final Application app = new Application(1400000000, "secret");
    private final String ticket = app.sign("xiaojun", Application.DEFAULT_EXPIRE);

    @Test
    void aMillionTickets() throws IOException {
        assertSteady(1_000_000, BOUND_KIB, i -> app.verify(app.sign("xiaojun", Application.DEFAULT_EXPIRE), "xiaojun"));
    }

    @Test
    void legacyTickets() throws IOException {
        Application legacy = new Application(1400000000, PemPair.make().privateKey);
        assertSteady(50_000, BOUND_KIB, i -> legacy.verify(legacy.sign("xiaojun", 60), "xiaojun"));
    }

    /** More keys than are kept, so that each call reads its own again. */
    @Test
    void legacyNamesWithManyKeys() throws IOException {
        List<PemPair> pairs = Stream.generate(PemPair::make).limit(24).collect(Collectors.toList());
        assertSteady(50_000, APPLICATIONS_BOUND_KIB, i -> assertEquals("",
                tls_sigature.genSig(1400000000, "xiaojun", pairs.get(i % pairs.size()).privateKey).errMessage));
    }

    @Test
    void explanations() throws IOException {
        Symptoms symptoms = new Symptoms(ticket).userid("xiaohong").key("secret\n");
        assertSteady(20_000, BOUND_KIB, i -> {
            assertEquals("xiaojun", UserSig.inspect(ticket).getUserid());
            assertTrue(UserSig.diagnose(symptoms).isRejected());
        });
    }

    @Test
    void rejections() throws IOException {
        assertSteady(100_000, BOUND_KIB, i -> {
            try {
                app.verify(ticket, "xiaohong");
                throw new AssertionError();
            } catch (RejectedException e) {
                assertTrue(e.getCode() > 70000);
            }
        });
    }

    @Test
    void applicationsThatAreNotClosed() throws IOException {
        assertSteady(100_000, APPLICATIONS_BOUND_KIB,
                i -> new Application(1400000000, "secret" + i).sign("xiaojun", 60));
    }

    @Test
    void facesWithManyKeys() throws IOException {
        assertSteady(100_000, APPLICATIONS_BOUND_KIB,
                i -> new TLSSigAPIv2(1400000000, "secret" + i).genUserSig("xiaojun", 60));
    }

    @Test
    void rows() throws IOException {
        List<String> userids = List.of("xiaojun", "xiaohong", "x\ny");
        assertSteady(50_000, BOUND_KIB, i -> {
            SignedRows rows = app.signMany(userids, 60);
            app.verifyMany(List.of(rows.get(0), rows.get(1)), List.of("xiaojun", "xiaojun"));
        });
    }

    private static void assertSteady(int count, long boundKib, IntConsumer call) throws IOException {
        for (int i = 0; i < count; i++) {
            call.accept(i);
        }
        System.gc();
        long before = residentKib();
        for (int i = 0; i < count; i++) {
            call.accept(i);
        }
        System.gc();
        long grown = residentKib() - before;
        System.out.println("memory: " + count + " calls, " + grown + " KiB more");
        assertTrue(grown < boundKib, () -> "grown by " + grown + " KiB");
    }

    private static long residentKib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new AssertionError("the system does not say how much memory is resident");
    }
}
