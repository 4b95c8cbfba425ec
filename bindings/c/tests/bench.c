/* Times calls of the C library: a line with the name of one in, nanoseconds per call out. */

#include <time.h>

#include "support.h"

enum { CALLS = 20000, ROWS = 1000 };

static usersig_application *app;
static char ticket[512];
static size_t len;

static void sign(void) {
    usersig_sign(app, "xiaojun", 7, USERSIG_DEFAULT_EXPIRE, NULL, 0, USERSIG_UNSET, ticket, sizeof ticket, &len);
}

static void verify(void) {
    if (usersig_verify(app, ticket, len, "xiaojun", 7, NULL, USERSIG_UNSET, NULL, NULL, 0) != 0) {
        exit(1);
    }
}

static char userids[ROWS * 8], tickets[ROWS * 256];
static size_t userid_offsets[ROWS + 1], offsets[ROWS + 1];
static int32_t statuses[ROWS];

static void sign_many(void) {
    if (usersig_sign_many_packed(app, userids, userid_offsets, ROWS, USERSIG_DEFAULT_EXPIRE, USERSIG_UNSET, tickets,
                                 sizeof tickets, NULL, offsets, statuses) != 0) {
        exit(1);
    }
}

static void verify_many(void) {
    if (usersig_verify_many_packed(app, tickets, offsets, userids, userid_offsets, ROWS, NULL, USERSIG_UNSET, NULL,
                                   statuses) != 0 || statuses[ROWS - 1] != 0) {
        exit(1);
    }
}

/* Nanoseconds per ticket. */
static double timed(void (*call)(void), int calls, int rows) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int at = 0; at < calls; at++) {
        call();
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double took = (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
    return took / ((double)calls * rows);
}

int main(void) {
    char line[32], digits[16];
    app = application(KEY);
    for (int at = 0; at < ROWS; at++) {
        snprintf(digits, sizeof digits, "user%04d", at);
        memcpy(userids + at * 8, digits, 8);
        userid_offsets[at + 1] = (size_t)(at + 1) * 8;
    }
    sign();
    sign_many();
    while (fgets(line, sizeof line, stdin) != NULL) {
        double ns = 0;
        if (strcmp(line, "sign\n") == 0) {
            ns = timed(sign, CALLS, 1);
        } else if (strcmp(line, "verify\n") == 0) {
            ns = timed(verify, CALLS, 1);
        } else if (strcmp(line, "sign_many\n") == 0) {
            ns = timed(sign_many, CALLS / ROWS, ROWS);
        } else if (strcmp(line, "verify_many\n") == 0) {
            ns = timed(verify_many, CALLS / ROWS, ROWS);
        }
        printf("%.1f\n", ns);
        fflush(stdout);
    }
    return 0;
}
