/* The older C interface, as its callers call it. */

#include "sigcheck.h"
#include "support.h"

#define PRIVATE PRIVATE_PEM, (unsigned int)strlen(PRIVATE_PEM)
#define PUBLIC PUBLIC_PEM, (unsigned int)strlen(PUBLIC_PEM)

static char sig[4096], err_msg[4096];
static unsigned int expire_time, init_time;

TEST(signs_and_verifies) {
    CHECK(tls_gen_sig_ex(1400000226, "xiaojun", sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 0);
    CHECK(tls_vri_sig_ex(sig, PUBLIC, 1400000226, "xiaojun", &expire_time, &init_time, err_msg, sizeof err_msg) == 0);
    CHECK(expire_time == USERSIG_DEFAULT_EXPIRE && init_time > TIME && err_msg[0] == '\0');
    CHECK(tls_gen_sig_ex_with_expire(1400000226, "xiaojun", 60, sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 0);
    CHECK(tls_vri_sig_ex(sig, PUBLIC, 1400000226, "xiaojun", &expire_time, &init_time, err_msg, sizeof err_msg) == 0);
    CHECK(expire_time == 60);
    CHECK(tls_gen_sig(60, "0", 1234, "12345", 0, sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 0);
    CHECK(tls_vri_sig(sig, PUBLIC, 0, "0", 1234, "12345", err_msg, sizeof err_msg) == 0);
    CHECK(tls_gen_sig(60, "1234", 1234, "12345", 6, sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 0);
    CHECK(usersig_dropin_compare_account(sig, strlen(sig), "6", 1, "1234", 4) == 0);
    CHECK(usersig_dropin_compare_account(sig, strlen(sig), "0", 1, "1234", 4) != 0);
    CHECK(tls_vri_sig(sig, PUBLIC, 6, "1234", 1234, "12345", err_msg, sizeof err_msg) == 0);
    /* Neither was ever compared. */
    CHECK(tls_vri_sig(sig, PUBLIC, 5, "12", 1234, "12345", err_msg, sizeof err_msg) == 0);
}

TEST(key_may_count_its_nul) {
    CHECK(tls_gen_sig_ex(1234, "12345", sig, sizeof sig, PRIVATE_PEM, sizeof PRIVATE_PEM, err_msg, sizeof err_msg) == 0);
    CHECK(tls_vri_sig_ex(sig, PUBLIC_PEM, sizeof PUBLIC_PEM, 1234, "12345", &expire_time, &init_time, err_msg, sizeof err_msg) == 0);
}

TEST(current_ticket_verifies_with_its_secret_key) {
    usersig_application *app = application(KEY);
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, USERSIG_UNSET, sig, sizeof sig, NULL) == 0);
    CHECK(tls_vri_sig_ex(sig, KEY, 64, SDKAPPID, "xiaojun", &expire_time, &init_time, err_msg, sizeof err_msg) == 0);
    CHECK(expire_time == DAY);
    CHECK(tls_vri_sig_ex(sig, PUBLIC, SDKAPPID, "xiaojun", &expire_time, &init_time, err_msg, sizeof err_msg) == 16);
    usersig_application_free(app);
}

TEST(codes) {
    CHECK(tls_gen_sig_ex(1234, "12345", sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 0);
    CHECK(tls_vri_sig_ex("", PUBLIC, 1234, "12345", &expire_time, &init_time, err_msg, sizeof err_msg) == 1);
    CHECK(strstr(err_msg, "; ") != NULL);
    CHECK(tls_vri_sig_ex("?", PUBLIC, 1234, "12345", &expire_time, &init_time, err_msg, sizeof err_msg) == 2);
    CHECK(tls_vri_sig_ex("eJ__", PUBLIC, 1234, "12345", &expire_time, &init_time, err_msg, sizeof err_msg) == 3);
    CHECK(tls_vri_sig_ex(sig, PUBLIC, 1234, "1", &expire_time, &init_time, err_msg, sizeof err_msg) == 13);
    CHECK(tls_vri_sig_ex(sig, PUBLIC, 123, "12345", &expire_time, &init_time, err_msg, sizeof err_msg) == 14);
    CHECK(tls_vri_sig_ex(sig, "-----BEGIN PUBLIC KEY-----", 26, 1234, "12345", &expire_time, &init_time, err_msg, sizeof err_msg) == 17);
    CHECK(tls_gen_sig_ex(1234, "12345", sig, sizeof sig, PUBLIC, err_msg, sizeof err_msg) == 17);
    CHECK(tls_gen_sig_ex(1234, "12345", sig, sizeof sig, KEY, 64, err_msg, sizeof err_msg) == 17);
    CHECK(tls_gen_sig_ex(0, "12345", sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 14);
    CHECK(tls_gen_sig_ex(1234, "12\n345", sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 13);
    CHECK(tls_gen_sig(60, "my app", 1234, "12345", 0, sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 11);
    CHECK(tls_gen_sig(60, "01", 1234, "12345", 0, sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 11);
}

TEST(published_tickets) {
    const char *old = "eJxN0E9vgjAUAPA7n6LhumVrC7ixxAOKA4OLM*K2W9NIdS8IQqlSWfbd59Bsfcf3e--yviyEkJ3Olnd8vd4fSsXUqRI2ekL2wL79x6qCjHHFHJn1SKhjsNAVSMH4Rgl56cWGQiZKBRu42rnV9Qxuspz18--URNj26ZfJYjyNOD4UcuE*y9Eu1asd0a1Q969JNK-jMP4I4ebkbsMw149BAEG7jGs-J8kn6VLqRNPG180xGby-ibbl44IC7UYR1JNuFgyHxkoFxeUBxKPkgWDim584CtnAvuwLKCbe*V78G7b1bf0AYUhaRQ__";
    const char *secp = "-----BEGIN PUBLIC KEY-----\nMFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEtqF9a4XZGHQ/npNSeTcGITcBR7lW7qz1\nx0M1QFxkhLM4GiBa2kv7GzLoO2/YqIuXRWV5Xm9EdnrSGd3T7sHFcg==\n-----END PUBLIC KEY-----";
    CHECK(tls_vri_sig_ex(old, secp, (unsigned int)strlen(secp), 1234, "12345", &expire_time, &init_time, err_msg, sizeof err_msg) == 9);
}

TEST(small_buffers) {
    CHECK(tls_gen_sig_ex(1234, "12345", sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 0);
    char *small = malloc(64);
    CHECK(tls_gen_sig_ex(1234, "12345", small, 64, PRIVATE, err_msg, sizeof err_msg) == -1);
    CHECK(small[0] == '\0' && err_msg[0] != '\0');
    CHECK(tls_gen_sig_ex(1234, "12345", NULL, 0, PRIVATE, small, 8) == -1);
    CHECK(strlen(small) == 7);
    CHECK(tls_gen_sig_ex(1234, "12345", NULL, 0, PRIVATE, small, 1) == -1 && small[0] == '\0');
    CHECK(tls_gen_sig_ex(1234, "12345", NULL, 0, PRIVATE, NULL, 0) == -1);
    free(small);
}

TEST(null_pointers) {
    CHECK(tls_gen_sig_ex(1234, NULL, sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 13);
    CHECK(tls_gen_sig_ex(1234, "12345", NULL, 64, PRIVATE, err_msg, sizeof err_msg) == 16);
    CHECK(tls_gen_sig_ex(1234, "12345", sig, sizeof sig, NULL, 0, err_msg, sizeof err_msg) == 17);
    CHECK(tls_gen_sig_ex(1234, NULL, sig, sizeof sig, PRIVATE, NULL, 64) == 13);
    CHECK(tls_gen_sig(60, NULL, 1234, "12345", 0, sig, sizeof sig, PRIVATE, err_msg, sizeof err_msg) == 11);
    CHECK(tls_vri_sig_ex(NULL, PUBLIC, 1234, "12345", NULL, NULL, err_msg, sizeof err_msg) == 1);
    CHECK(tls_vri_sig(NULL, NULL, 0, 0, NULL, 1234, NULL, NULL, 0) == 1);
}

int main(void) {
    RUN(signs_and_verifies);
    RUN(key_may_count_its_nul);
    RUN(current_ticket_verifies_with_its_secret_key);
    RUN(codes);
    RUN(published_tickets);
    RUN(small_buffers);
    RUN(null_pointers);
    return finish("older interface tests");
}
