/* What the C tests share: checks that are counted, cases from files, base64. */
#ifndef SUPPORT_H
#define SUPPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "usersig.h"

#define KEY "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
#define SDKAPPID 1400000000
#define TIME 1700000000
#define DAY 86400

#define PRIVATE_PEM \
    "-----BEGIN PRIVATE KEY-----\n" \
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWtRjgjZA7pc2JIAD\n" \
    "wNryGlK0kq225cjqJZnyig6GMKmhRANCAAT7xB2Yqr9DVcOVt+RbPgmB6myVGnEr\n" \
    "DXACd3d6oLQ/UGTxTfxwWNDAJzOlq3MDXFBfPOoThfYzLN9ujNw+HRg8\n" \
    "-----END PRIVATE KEY-----\n"

#define PUBLIC_PEM \
    "-----BEGIN PUBLIC KEY-----\n" \
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+8QdmKq/Q1XDlbfkWz4JgepslRpx\n" \
    "Kw1wAnd3eqC0P1Bk8U38cFjQwCczpatzA1xQXzzqE4X2MyzfbozcPh0YPA==\n" \
    "-----END PUBLIC KEY-----\n"

static int failures;
static int tests;

#define TEST(name) static void name(void)
#define RUN(name) (tests++, name())
#define CHECK(condition) check((condition) ? 1 : 0, #condition, "", __FILE__, __LINE__)
#define CHECK_IN(condition, what) check((condition) ? 1 : 0, #condition, what, __FILE__, __LINE__)

static inline void check(int right, const char *text, const char *what, const char *file, int line) {
    if (!right) {
        failures++;
        fprintf(stderr, "%s:%d: not so: %s %s\n", file, line, text, what);
    }
}

/* The last line of every test program. */
static inline int finish(const char *unit) {
    printf("%d %s\n", tests, unit);
    return failures == 0 ? 0 : 1;
}

/* An application that cannot be made ends the program: nothing after it could be tested. */
static inline usersig_application *application(const char *key) {
    usersig_application *made = NULL;
    if (usersig_application_new(SDKAPPID, key, USERSIG_CSTR, &made) != USERSIG_OK) {
        fprintf(stderr, "there is no application\n");
        exit(1);
    }
    return made;
}

static inline usersig_error last_error(void) {
    usersig_error error;
    usersig_last_error(&error);
    return error;
}

/* The bytes of standard base64, allocated; their number goes to len. */
static inline char *decode_base64(const char *text, size_t *len) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *bytes = malloc(strlen(text) + 1);
    unsigned long bits = 0;
    int count = 0;
    *len = 0;
    for (; *text != '\0' && *text != '='; text++) {
        bits = (bits << 6 | (unsigned long)(strchr(alphabet, *text) - alphabet)) & 0xffffff;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes[(*len)++] = (char)(bits >> count & 0xff);
        }
    }
    return bytes;
}

/* The resident memory of this process, KiB. */
static inline long resident(void) {
    long pages = 0, resident_pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &pages, &resident_pages) != 2) {
        fprintf(stderr, "there is no /proc/self/statm\n");
        exit(1);
    }
    fclose(file);
    return resident_pages * 4;
}

#endif
