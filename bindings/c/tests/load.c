/* Eight threads on one application; a long loop that must not grow. */

#include <pthread.h>

#include "support.h"

enum { THREADS = 8, TICKETS = 10000, WARM_UP = 100000, LOOP = 1000000, GROWTH_KIB = 512 };

static void *work(void *argument) {
    const usersig_application *app = argument;
    size_t wrong = 0;
    for (int at = 0; at < TICKETS; at++) {
        char ticket[512], userid[32];
        size_t len;
        usersig_error error;
        snprintf(userid, sizeof userid, "user-%d", at);
        wrong += usersig_sign(app, userid, USERSIG_CSTR, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len) != 0;
        wrong += usersig_verify(app, ticket, len, userid, USERSIG_CSTR, NULL, TIME, NULL, NULL, 0) != 0;
        /* Each thread has its own last error. */
        wrong += usersig_verify(app, ticket, len, "xiaojun", 7, NULL, TIME, NULL, NULL, 0) != USERSIG_MISMATCH_USERID;
        wrong += usersig_last_error(&error) != USERSIG_MISMATCH_USERID;
    }
    return (void *)wrong;
}

TEST(threads_share_an_application) {
    usersig_application *app = application(KEY);
    pthread_t threads[THREADS];
    for (int at = 0; at < THREADS; at++) {
        CHECK(pthread_create(&threads[at], NULL, work, app) == 0);
    }
    for (int at = 0; at < THREADS; at++) {
        void *wrong;
        CHECK(pthread_join(threads[at], &wrong) == 0);
        CHECK(wrong == NULL);
    }
    usersig_application_free(app);
}

static void round_trips(const usersig_application *app, int count) {
    static const char *const userids[] = {"xiaojun", "xiao\njun"};
    for (int at = 0; at < count; at++) {
        char ticket[512], many[1024], *json;
        size_t len, offsets[3];
        int32_t statuses[2];
        usersig_error error;
        int wrong = usersig_sign(app, "xiaojun", 7, DAY, "userbuf", 7, TIME, ticket, sizeof ticket, &len);
        wrong |= usersig_verify(app, ticket, len, "xiaojun", 7, NULL, TIME, NULL, NULL, 0);
        wrong |= usersig_verify(app, ticket, len, "xiaohong", 8, NULL, TIME, NULL, NULL, 0) == 0;
        usersig_last_error(&error);
        if (at % 16 == 0) {
            usersig_application *other;
            wrong |= usersig_application_new(SDKAPPID, KEY, USERSIG_CSTR, &other);
            wrong |= usersig_sign_many(other, userids, NULL, 2, DAY, TIME, many, sizeof many, NULL, offsets, statuses);
            wrong |= usersig_inspect_json_alloc(ticket, len, &json, NULL);
            usersig_text_free(json);
            usersig_application_free(other);
        }
        if (wrong != 0) {
            CHECK(wrong == 0);
            return;
        }
    }
}

TEST(a_million_round_trips_do_not_grow) {
    usersig_application *app = application(KEY);
    round_trips(app, WARM_UP);
    long before = resident();
    round_trips(app, LOOP);
    long growth = resident() - before;
    printf("%d round trips: %ld KiB more, at most %d\n", LOOP, growth, GROWTH_KIB);
    CHECK(growth <= GROWTH_KIB);
    usersig_application_free(app);
}

int main(int count, char **arguments) {
    (void)arguments;
    RUN(threads_share_an_application);
    /* Under a checker of memory, which counts blocks itself, the threads are enough. */
    if (count == 1) {
        RUN(a_million_round_trips_do_not_grow);
    }
    return finish("tests of load");
}
