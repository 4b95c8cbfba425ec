/* What the functions of usersig.h do with bad input: a kind and a code, and nothing else. */

#include "support.h"

TEST(applications_that_cannot_be_made) {
    usersig_application *app = (usersig_application *)&app;
    const int64_t numbers[] = {0, -1, 4294967296, INT64_MIN, INT64_MAX};
    for (size_t at = 0; at < sizeof numbers / sizeof *numbers; at++) {
        CHECK(usersig_application_new(numbers[at], KEY, USERSIG_CSTR, &app) == USERSIG_INVALID_SDKAPPID);
        CHECK(app == NULL && last_error().code == -3317);
    }
    CHECK(usersig_application_new(SDKAPPID, NULL, USERSIG_CSTR, &app) == USERSIG_INVALID_KEY);
    CHECK(usersig_application_new(SDKAPPID, "", 0, &app) == USERSIG_INVALID_KEY);
    CHECK(usersig_application_new(SDKAPPID, "-----BEGIN PRIVATE KEY-----\nMIGH", USERSIG_CSTR, &app) == USERSIG_INVALID_KEY);
    CHECK(last_error().c_code == 17);
    CHECK(usersig_application_new(SDKAPPID, KEY, SIZE_MAX - 1, &app) == USERSIG_INVALID_KEY);
    CHECK(usersig_application_new(SDKAPPID, KEY, USERSIG_CSTR, NULL) == USERSIG_INVALID_ARGUMENT);
    CHECK(usersig_application_with_keys_new(SDKAPPID, NULL, NULL, 1, NULL, &app) == USERSIG_INVALID_KEY);
    const char *hole[] = {KEY, NULL};
    CHECK(usersig_application_with_keys_new(SDKAPPID, hole, NULL, 2, NULL, &app) == USERSIG_INVALID_KEY);
    CHECK(usersig_application_with_keys_new(SDKAPPID, NULL, NULL, 0, NULL, &app) == 0);
    char ticket[512];
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, TIME, ticket, sizeof ticket, NULL) == USERSIG_INVALID_KEY);
    usersig_application_free(app);
    usersig_application_free(NULL);

    app = application(PUBLIC_PEM);
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, TIME, ticket, sizeof ticket, NULL) == USERSIG_INVALID_KEY);
    CHECK(ticket[0] == '\0');
    usersig_application_free(app);
}

TEST(userids_that_must_not_be_signed) {
    usersig_application *app = application(KEY);
    static const struct {
        const char *text;
        size_t len;
    } userids[] = {{NULL, 0}, {NULL, 7}, {"", 0}, {"xiao\njun", 8}, {"xiao\0jun", 8}, {"\xed\xa0\x80", 3}, {"\xff", 1},
                   {"xiaojun", SIZE_MAX - 1}, {"xiao jun", 8}};
    char ticket[512], before[512];
    size_t len;
    memset(before, 0, sizeof before);
    for (size_t at = 0; at < sizeof userids / sizeof *userids; at++) {
        memset(ticket, 0, sizeof ticket);
        CHECK(usersig_sign(app, userids[at].text, userids[at].len, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len) == USERSIG_INVALID_USERID);
        CHECK(last_error().code == -3319 && last_error().c_code == 13 && len == 0);
        CHECK(memcmp(ticket, before, sizeof ticket) == 0);
    }
    size_t large = 1 << 20;
    char *userid = malloc(large + 1);
    memset(userid, 'x', large);
    userid[large] = '\0';
    CHECK(usersig_sign(app, userid, large, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len) == USERSIG_INVALID_USERID);
    CHECK(usersig_max_len(app, userid, USERSIG_CSTR, NULL, 0, &len) == USERSIG_INVALID_USERID);
    CHECK(usersig_verify(app, "eJ", 2, userid, large, NULL, TIME, NULL, NULL, 0) != 0);
    free(userid);
    usersig_application_free(app);
}

TEST(values_that_a_wrapper_refuses) {
    for (int kind = USERSIG_INVALID_USERID; kind <= USERSIG_INVALID_ARGUMENT; kind++) {
        for (int misfit = USERSIG_MISSING; misfit <= USERSIG_OUT_OF_RANGE; misfit++) {
            CHECK(usersig_refuse(kind, misfit) == (kind == USERSIG_INVALID_TIME && misfit == USERSIG_MISSING ? USERSIG_CLOCK : kind));
            CHECK(last_error().hint_offset > 0 && last_error().code != 0);
        }
    }
    CHECK(usersig_refuse(USERSIG_INVALID_SDKAPPID, USERSIG_WRONG_TYPE) && last_error().code == -3317);
    const int none[][2] = {{0, 1}, {11, 1}, {-1, 1}, {1, 0}, {1, 5}, {INT32_MIN, INT32_MAX}};
    for (size_t at = 0; at < sizeof none / sizeof *none; at++) {
        CHECK(usersig_refuse(none[at][0], none[at][1]) == USERSIG_INTERNAL);
    }
}

TEST(other_values_that_do_not_fit) {
    usersig_application *app = application(KEY);
    char ticket[512];
    size_t len;
    CHECK(usersig_sign(app, "xiaojun", 7, -1, NULL, 0, TIME, ticket, sizeof ticket, &len) == USERSIG_INVALID_EXPIRE);
    CHECK(usersig_sign(app, "xiaojun", 7, INT64_MAX, NULL, 0, TIME, ticket, sizeof ticket, &len) == USERSIG_INVALID_EXPIRE);
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, -1, ticket, sizeof ticket, &len) == USERSIG_INVALID_TIME);
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 3, TIME, ticket, sizeof ticket, &len) == USERSIG_INVALID_USERBUF);
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, "abc", SIZE_MAX - 1, TIME, ticket, sizeof ticket, &len) == USERSIG_INVALID_USERBUF);
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, TIME, NULL, 512, &len) == USERSIG_INVALID_ARGUMENT);
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, TIME, NULL, 0, NULL) == USERSIG_BUFFER_TOO_SMALL);
    CHECK(usersig_sign(NULL, "xiaojun", 7, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len) == USERSIG_INVALID_ARGUMENT);
    CHECK(usersig_verify(app, NULL, 0, "xiaojun", 7, NULL, TIME, NULL, NULL, 0) == USERSIG_INVALID_TICKET);
    CHECK(last_error().code == -3320);
    CHECK(usersig_verify(app, "", 0, "xiaojun", 7, NULL, TIME, NULL, NULL, 0) == USERSIG_EMPTY);
    CHECK(usersig_verify(app, "eJ", 2, NULL, 0, NULL, TIME, NULL, NULL, 0) == USERSIG_INVALID_USERID);
    CHECK(usersig_verify(NULL, "eJ", 2, "xiaojun", 7, NULL, TIME, NULL, NULL, 0) == USERSIG_INVALID_ARGUMENT);
    usersig_expected expected = {.kind = 5};
    CHECK(usersig_verify(app, "eJ", 2, "xiaojun", 7, &expected, TIME, NULL, NULL, 0) == USERSIG_INVALID_ARGUMENT);
    expected = (usersig_expected){.reserved = 1};
    CHECK(usersig_verify(app, "eJ", 2, "xiaojun", 7, &expected, TIME, NULL, NULL, 0) == USERSIG_INVALID_ARGUMENT);
    expected = (usersig_expected){.kind = USERSIG_EXPECT_USERBUF};
    CHECK(usersig_verify(app, "eJ", 2, "xiaojun", 7, &expected, TIME, NULL, NULL, 0) == USERSIG_INVALID_USERBUF);
    CHECK(usersig_inspect_json_alloc("eJ", 2, NULL, NULL) == USERSIG_INVALID_ARGUMENT);
    CHECK(usersig_application_sdkappid(NULL) == 0 && usersig_application_algorithm(NULL) == 0);
    usersig_options_init(NULL);
    usersig_symptoms_init(NULL);
    usersig_text_free(NULL);
    usersig_application_free(app);
}

int main(void) {
    RUN(applications_that_cannot_be_made);
    RUN(userids_that_must_not_be_signed);
    RUN(values_that_a_wrapper_refuses);
    RUN(other_values_that_do_not_fit);
    return finish("refusal tests");
}
