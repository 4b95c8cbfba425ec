package io.usersig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tencentyun.TLSSigAPIv2;
import com.tls.tls_sigature.tls_sigature;
import com.tls.tls_sigature.tls_sigature.CheckTLSSignatureResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One object is used by many threads at a time. */
class ThreadsTest {
    private static final int THREADS = 8;
    private static final int TICKETS = 10_000;

    @Test
    void eightThreadsSignAndVerify() throws Exception {
        Application app = new Application(1400000000, "secret");
        TLSSigAPIv2 api = new TLSSigAPIv2(1400000000, "secret");
        assertEquals(THREADS * TICKETS, together(thread -> {
            int valid = 0;
            for (int i = 0; i < TICKETS; i++) {
                String userid = "user-" + thread + "-" + i;
                String ticket = (i & 1) == 0 ? app.sign(userid, 60 + i) : api.genUserSig(userid, 60 + i);
                valid += app.verify(ticket, userid).getExpire() == 60 + i ? 1 : 0;
            }
            return valid;
        }));
    }

    @Test
    void eightThreadsSignAndVerifyLegacyTickets() throws Exception {
        PemPair pair = PemPair.make();
        Application app = new Application(1400000000, pair.privateKey);
        assertEquals(THREADS * TICKETS, together(thread -> {
            int valid = 0;
            for (int i = 0; i < TICKETS; i++) {
                String userid = "user-" + thread + "-" + i;
                valid += app.verify(app.sign(userid, 60 + i), userid).getExpire() == 60 + i ? 1 : 0;
            }
            return valid;
        }));
    }

    /** More keys than the published names keep at a time: threads make and drop the same applications. */
    @Test
    void eightThreadsCallTheLegacyNamesWithManyKeys() throws Exception {
        List<PemPair> pairs = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            pairs.add(PemPair.make());
        }
        assertEquals(THREADS * TICKETS, together(thread -> {
            int valid = 0;
            for (int i = 0; i < TICKETS; i++) {
                PemPair pair = pairs.get((thread + i) % pairs.size());
                String userid = "user-" + thread + "-" + i;
                String ticket = tls_sigature.genSig(1400000000, userid, 60 + i, pair.privateKey).urlSig;
                CheckTLSSignatureResult found =
                        tls_sigature.CheckTLSSignatureEx(ticket, 1400000000, userid, pair.publicKey);
                valid += found.verifyResult && found.expireTime == 60 + i ? 1 : 0;
            }
            return valid;
        }));
    }

    /** Closing and collecting while others sign: each call has a ticket or is refused. */
    @Test
    void closingWhileOthersSign() throws Exception {
        Application[] shared = {new Application(1400000000, "secret")};
        together(thread -> {
            int signed = 0;
            for (int i = 0; i < TICKETS; i++) {
                Application app = shared[0];
                if (i % 100 == thread) {
                    shared[0] = new Application(1400000000, "secret");
                    app.close();
                }
                try {
                    signed += app.sign("xiaojun", 60).length() > 100 ? 1 : 0;
                } catch (IllegalStateException e) {
                    // Another thread closed it.
                    signed += 0;
                }
            }
            return signed;
        });
    }

    private interface Work {
        int run(int thread) throws Exception;
    }

    private static int together(Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                tasks.add(() -> work.run(number));
            }
            int sum = 0;
            for (Future<Integer> done : pool.invokeAll(tasks)) {
                sum += done.get();
            }
            return sum;
        } finally {
            pool.shutdown();
        }
    }
}
