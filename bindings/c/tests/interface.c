/* What the functions of usersig.h do. */

#include "support.h"

TEST(version_is_that_of_the_header) {
    CHECK(strcmp(usersig_version(), VERSION) == 0);
    CHECK(usersig_abi() == USERSIG_ABI);
}

TEST(ticket_verifies) {
    usersig_application *app = application(KEY);
    char ticket[512];
    size_t len = 0;
    CHECK(usersig_sign(app, "xiaojun", USERSIG_CSTR, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len) == 0);
    CHECK(len == strlen(ticket));
    usersig_outcome outcome;
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, NULL, TIME + DAY, &outcome, NULL, 0) == 0);
    CHECK(outcome.time == TIME && outcome.expire == DAY && outcome.expires_at == TIME + DAY);
    CHECK(outcome.key_index == 0 && outcome.has_userbuf == 0 && outcome.room_kind == USERSIG_ROOM_NONE);
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, NULL, TIME + DAY + 1, &outcome, NULL, 0) == USERSIG_EXPIRED);
    CHECK(outcome.time == 0);
    CHECK(last_error().code == 70001 && last_error().c_code == 9 && last_error().trtc_code == -100018);
    usersig_application_free(app);
}

TEST(clock_is_read_when_no_time_is_passed) {
    usersig_application *app = application(KEY);
    char ticket[512];
    size_t len;
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, USERSIG_UNSET, ticket, sizeof ticket, &len) == 0);
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, NULL, USERSIG_UNSET, NULL, NULL, 0) == 0);
    usersig_application_free(app);
}

TEST(key_rotation_and_both_algorithms) {
    const char *keys[] = {KEY, "an older secret", PUBLIC_PEM};
    usersig_application *old = application("an older secret"), *legacy = application(PRIVATE_PEM), *app;
    CHECK(usersig_application_with_keys_new(SDKAPPID, keys, NULL, 3, NULL, &app) == 0);
    CHECK(usersig_application_algorithm(app) == USERSIG_ALGORITHM_HMAC_SHA256);
    CHECK(usersig_application_algorithm(legacy) == USERSIG_ALGORITHM_ECDSA_SHA256);
    char ticket[1024];
    size_t len;
    usersig_outcome outcome;
    usersig_sign(old, "xiaojun", 7, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len);
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, NULL, TIME, &outcome, NULL, 0) == 0);
    CHECK(outcome.key_index == 1);
    usersig_sign(legacy, "xiaojun", 7, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len);
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, NULL, TIME, &outcome, NULL, 0) == 0);
    CHECK(outcome.key_index == 2 && outcome.algorithm == USERSIG_ALGORITHM_ECDSA_SHA256);
    usersig_application_free(app);
    usersig_application_free(old);
    usersig_application_free(legacy);
}

TEST(options_widen_and_bound) {
    const char *keys[] = {KEY};
    usersig_options options;
    usersig_options_init(&options);
    options.userid_form = USERSIG_USERID_UTF8;
    options.encoding = USERSIG_ENCODING_STORED;
    options.max_clock_skew = 10;
    options.longest_validity = DAY;
    usersig_application *app, *usual = application(KEY);
    CHECK(usersig_application_with_keys_new(SDKAPPID, keys, NULL, 1, &options, &app) == 0);
    char ticket[512], compact[512];
    size_t len, compact_len;
    const char *userid = "\xe5\xb0\x8f\xe5\x86\x9b";
    CHECK(usersig_sign(app, userid, USERSIG_CSTR, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len) == 0);
    CHECK(usersig_sign(usual, userid, USERSIG_CSTR, DAY, NULL, 0, TIME, compact, sizeof compact, &compact_len) ==
          USERSIG_INVALID_USERID);
    CHECK(usersig_verify(app, ticket, len, userid, USERSIG_CSTR, NULL, TIME - 10, NULL, NULL, 0) == 0);
    CHECK(usersig_verify(app, ticket, len, userid, USERSIG_CSTR, NULL, TIME - 11, NULL, NULL, 0) ==
          USERSIG_FROM_THE_FUTURE);
    usersig_sign(usual, "xiaojun", 7, DAY, NULL, 0, TIME, compact, sizeof compact, &compact_len);
    usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len);
    CHECK(compact_len < len);
    usersig_sign(usual, "xiaojun", 7, DAY + 1, NULL, 0, TIME, compact, sizeof compact, &compact_len);
    CHECK(usersig_verify(app, compact, compact_len, "xiaojun", 7, NULL, TIME, NULL, NULL, 0) ==
          USERSIG_VALID_FOR_TOO_LONG);
    usersig_application_free(usual);
    usersig_application_free(app);

    options.userid_form = 3;
    CHECK(usersig_application_with_keys_new(SDKAPPID, keys, NULL, 1, &options, &app) == USERSIG_INVALID_ARGUMENT);
    CHECK(app == NULL);
    usersig_options_init(&options);
    options.max_clock_skew = -1;
    CHECK(usersig_application_with_keys_new(SDKAPPID, keys, NULL, 1, &options, &app) == USERSIG_INVALID_ARGUMENT);
    usersig_options_init(&options);
    options.reserved = 1;
    CHECK(usersig_application_with_keys_new(SDKAPPID, keys, NULL, 1, &options, &app) == USERSIG_INVALID_ARGUMENT);
}

TEST(small_buffer_tells_the_size_and_stays_whole) {
    usersig_application *app = application(KEY);
    size_t needed, len;
    CHECK(usersig_max_len(app, "xiaojun", 7, NULL, 0, &needed) == 0);
    char *ticket = malloc(needed);
    for (size_t capacity = 0; capacity < needed; capacity++) {
        char *small = malloc(capacity + 1);
        small[capacity] = 'x';
        CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, TIME, small, capacity, &len) == USERSIG_BUFFER_TOO_SMALL);
        CHECK(len == needed && last_error().needed == needed);
        CHECK(small[capacity] == 'x' && (capacity == 0 || small[0] == '\0'));
        free(small);
    }
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, TIME, ticket, needed, &len) == 0);
    CHECK(len < needed && ticket[len] == '\0');
    free(ticket);
    usersig_application_free(app);
}

TEST(userbuf_comes_back) {
    usersig_application *app = application(KEY);
    const char userbuf[] = {'a', 0, (char)0xff, 'b'};
    char ticket[512], carried[4];
    size_t len;
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, userbuf, 4, TIME, ticket, sizeof ticket, &len) == 0);
    usersig_outcome outcome;
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, NULL, TIME, &outcome, carried, 4) == 0);
    CHECK(outcome.has_userbuf == 1 && outcome.userbuf_len == 4 && memcmp(carried, userbuf, 4) == 0);
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, NULL, TIME, &outcome, carried, 3) == USERSIG_BUFFER_TOO_SMALL);
    CHECK(outcome.userbuf_len == 4 && last_error().needed == 4);

    usersig_expected expected = {.kind = USERSIG_EXPECT_USERBUF, .text = userbuf, .text_len = 4};
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, &expected, TIME, NULL, NULL, 0) == 0);
    expected.text_len = 3;
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, &expected, TIME, NULL, NULL, 0) == USERSIG_MISMATCH_USERBUF);
    expected = (usersig_expected){.kind = USERSIG_EXPECT_NONE};
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, &expected, TIME, NULL, NULL, 0) == USERSIG_UNEXPECTED_USERBUF);

    /* An empty UserBuf is one. */
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, "", 0, TIME, ticket, sizeof ticket, &len) == 0);
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, NULL, TIME, &outcome, carried, 0) == 0);
    CHECK(outcome.has_userbuf == 1 && outcome.userbuf_len == 0);
    usersig_application_free(app);
}

TEST(few_parameters_say_the_same) {
    usersig_application *app = application(KEY);
    char ticket[512], userbuf[8];
    size_t len = 0;
    usersig_verifying with;
    usersig_verifying_init(&with, app);
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, USERSIG_UNSET, ticket, sizeof ticket, &len) == 0);
    CHECK(usersig_verify_with(&with, ticket, len, "xiaojun", 7) == USERSIG_OK);
    CHECK(usersig_verify_with(&with, ticket, len, "xiaohong", 8) == USERSIG_MISMATCH_USERID);

    usersig_outcome outcome;
    const usersig_expected none = {.kind = USERSIG_EXPECT_NONE};
    with.now = TIME;
    with.outcome = &outcome;
    with.userbuf = userbuf;
    with.capacity = sizeof userbuf;
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, "abc", 3, TIME, ticket, sizeof ticket, &len) == 0);
    CHECK(usersig_verify_with(&with, ticket, len, "xiaojun", 7) == USERSIG_OK);
    CHECK(outcome.time == TIME && outcome.userbuf_len == 3 && memcmp(userbuf, "abc", 3) == 0);
    with.capacity = 2;
    CHECK(usersig_verify_with(&with, ticket, len, "xiaojun", 7) == USERSIG_BUFFER_TOO_SMALL);
    CHECK(outcome.userbuf_len == 3);
    with.expected = &none;
    CHECK(usersig_verify_with(&with, ticket, len, "xiaojun", 7) == USERSIG_UNEXPECTED_USERBUF);
    with.now = TIME + DAY + 1;
    CHECK(usersig_verify_with(&with, ticket, len, "xiaojun", 7) == USERSIG_EXPIRED);

    usersig_verifying_init(&with, NULL);
    CHECK(usersig_verify_with(&with, ticket, len, "xiaojun", 7) == USERSIG_INVALID_ARGUMENT);
    CHECK(usersig_verify_with(NULL, ticket, len, "xiaojun", 7) == USERSIG_INVALID_ARGUMENT);
    usersig_verifying_init(NULL, app);
    usersig_application_free(app);
}

TEST(room_tickets) {
    usersig_application *app = application(KEY);
    char ticket[1024], userbuf[256], bytes[256];
    size_t len, needed, bytes_len;
    usersig_outcome outcome;
    CHECK(usersig_private_map_key_max_len(app, "xiaojun", 7, &needed) == 0);
    CHECK(usersig_sign_private_map_key(app, "xiaojun", 7, DAY, 10001, 42, TIME, ticket, needed, &len) == 0 && len < needed);
    /* The longest room there is does not need more. */
    char longest[64];
    memset(longest, 'r', sizeof longest);
    CHECK(usersig_sign_private_map_key_str(app, "xiaojun", 7, DAY, longest, sizeof longest, 255, TIME, ticket, needed, &len) == 0);
    /* A refusal tells what is enough for this room, and no byte less is. */
    CHECK(usersig_sign_private_map_key(app, "xiaojun", 7, DAY, 10001, 42, TIME, ticket, 1, &len) == USERSIG_BUFFER_TOO_SMALL);
    size_t told = len;
    CHECK(told < needed && last_error().needed == told);
    CHECK(usersig_sign_private_map_key(app, "xiaojun", 7, DAY, 10001, 42, TIME, ticket, told - 1, &len) == USERSIG_BUFFER_TOO_SMALL);
    CHECK(len == told && ticket[0] == '\0');
    CHECK(usersig_sign_private_map_key(app, "xiaojun", 7, DAY, 10001, 42, TIME, ticket, told, &len) == 0 && len < told);
    usersig_expected expected = {.kind = USERSIG_EXPECT_ROOM_ID, .room_id = 10001, .privileges = 2};
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, &expected, TIME, &outcome, userbuf, sizeof userbuf) == 0);
    CHECK(outcome.room_kind == USERSIG_ROOM_ID && outcome.room_id == 10001 && outcome.privileges == 42);
    CHECK(outcome.room_expires_at == TIME + DAY);
    CHECK(usersig_private_map_key_bytes(SDKAPPID, "xiaojun", 7, DAY, 10001, 42, TIME, bytes, sizeof bytes, &bytes_len) == 0);
    CHECK(bytes_len == outcome.userbuf_len && memcmp(bytes, userbuf, bytes_len) == 0);
    expected.privileges = 1;
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, &expected, TIME, NULL, NULL, 0) == USERSIG_MISMATCH_ROOM);

    CHECK(usersig_sign_private_map_key_str(app, "xiaojun", 7, DAY, "room a", USERSIG_CSTR, 255, TIME, ticket, sizeof ticket, &len) == 0);
    expected = (usersig_expected){.kind = USERSIG_EXPECT_ROOM_STR, .text = "room a", .text_len = USERSIG_CSTR};
    CHECK(usersig_verify(app, ticket, len, "xiaojun", 7, &expected, TIME, &outcome, userbuf, sizeof userbuf) == 0);
    CHECK(outcome.room_kind == USERSIG_ROOM_STR && outcome.room_str_len == 6);
    CHECK(memcmp(userbuf + outcome.room_str_offset, "room a", 6) == 0);
    CHECK(usersig_private_map_key_bytes_str(SDKAPPID, "xiaojun", 7, DAY, "room a", 6, 255, TIME, bytes, sizeof bytes, &bytes_len) == 0);
    CHECK(bytes_len == outcome.userbuf_len && memcmp(bytes, userbuf, bytes_len) == 0);

    const int64_t rooms[] = {0, -1, 4294967295};
    for (size_t at = 0; at < 3; at++) {
        CHECK(usersig_sign_private_map_key(app, "xiaojun", 7, DAY, rooms[at], 255, TIME, ticket, sizeof ticket, &len) == USERSIG_INVALID_ROOM);
        CHECK(last_error().code == -3318);
    }
    CHECK(usersig_sign_private_map_key(app, "xiaojun", 7, DAY, 1, 256, TIME, ticket, sizeof ticket, &len) == USERSIG_INVALID_PRIVILEGES);
    CHECK(usersig_sign_private_map_key(app, "xiaojun", 7, 1576800000, 1, 255, 2840140800, ticket, sizeof ticket, &len) == USERSIG_INVALID_EXPIRE);
    CHECK(usersig_sign_private_map_key_str(app, "xiaojun", 7, DAY, NULL, 0, 255, TIME, ticket, sizeof ticket, &len) == USERSIG_INVALID_ROOM);
    usersig_application_free(app);
}

TEST(many_at_once) {
    usersig_application *app = application(KEY);
    const char *userids[] = {"xiaojun", "xiao\njun", "xiaohong", ""};
    char out[2048], one[512];
    size_t len, offsets[5], one_len;
    int32_t statuses[4], verified[3];
    CHECK(usersig_sign_many(app, userids, NULL, 4, DAY, TIME, out, sizeof out, &len, offsets, statuses) == 0);
    CHECK(statuses[0] == 0 && statuses[1] == USERSIG_INVALID_USERID && statuses[2] == 0 && statuses[3] == USERSIG_INVALID_USERID);
    CHECK(offsets[0] == 0 && offsets[1] == offsets[2] && offsets[3] == len && offsets[4] == len);
    usersig_error control, empty;
    CHECK(usersig_last_row_error(1, &control) == USERSIG_INVALID_USERID && control.code == -3319);
    CHECK(usersig_last_row_error(3, &empty) == USERSIG_INVALID_USERID && strcmp(control.message, empty.message) != 0);
    CHECK(usersig_last_row_error(0, &empty) == 0 && empty.message[0] == '\0' && usersig_last_row_error(4, NULL) == 0);
    usersig_sign(app, "xiaohong", 8, DAY, NULL, 0, TIME, one, sizeof one, &one_len);
    CHECK(one_len == offsets[3] - offsets[2] && memcmp(one, out + offsets[2], one_len) == 0);

    char *exact = malloc(len);
    size_t needed;
    CHECK(usersig_sign_many(app, userids, NULL, 4, DAY, TIME, exact, len - 1, &needed, offsets, statuses) == USERSIG_BUFFER_TOO_SMALL);
    CHECK(needed == len);
    const size_t userid_offsets[] = {0, 7, 15, 23, 23};
    CHECK(usersig_sign_many_packed(app, "xiaojunxiao\njunxiaohong", userid_offsets, 4, DAY, TIME, exact, len, NULL, offsets, statuses) == 0);
    CHECK(memcmp(exact, out, len) == 0);

    /* Row 1 has no ticket, row 2 is asked for another user. */
    const size_t others[] = {0, 7, 14, 21};
    usersig_outcome outcomes[3];
    CHECK(usersig_verify_many_packed(app, out, offsets, "xiaojunxiaojunxiaojun", others, 3, NULL, TIME, outcomes, verified) == 0);
    CHECK(verified[0] == 0 && verified[1] == USERSIG_EMPTY && verified[2] == USERSIG_MISMATCH_USERID);
    CHECK(outcomes[0].expire == DAY && outcomes[1].expire == 0 && outcomes[2].expire == 0);
    CHECK(usersig_last_row_error(0, NULL) == 0 && usersig_last_row_error(1, &empty) == USERSIG_EMPTY && empty.code == 70002);
    CHECK(usersig_last_row_error(2, &control) == USERSIG_MISMATCH_USERID && control.trtc_code == -100018);
    CHECK(usersig_verify_many_packed(app, out, offsets, "xiaojunxiaojunxiaojun", others, 3, NULL, TIME, NULL, verified) == 0);

    const size_t backwards[] = {0, 7, 3, 23, 23};
    CHECK(usersig_sign_many_packed(app, "xiaojunxiao\njunxiaohong", backwards, 4, DAY, TIME, exact, len, NULL, offsets, statuses) == USERSIG_INVALID_USERID);
    CHECK(usersig_last_row_error(1, NULL) == 0);
    CHECK(usersig_sign_many(app, NULL, NULL, 0, DAY, TIME, NULL, 0, &needed, offsets, NULL) == 0);
    CHECK(needed == 0 && offsets[0] == 0);
    CHECK(usersig_sign_many(app, NULL, NULL, 1, DAY, TIME, out, sizeof out, NULL, offsets, statuses) == USERSIG_INVALID_USERID);
    CHECK(usersig_sign_many(app, userids, NULL, 4, -1, TIME, out, sizeof out, NULL, offsets, statuses) == USERSIG_INVALID_EXPIRE);
    CHECK(usersig_sign_many(app, userids, NULL, 4, DAY, TIME, out, sizeof out, NULL, NULL, statuses) == USERSIG_INVALID_ARGUMENT);
    CHECK(usersig_sign_many_packed(app, "", userid_offsets, SIZE_MAX, DAY, TIME, out, sizeof out, NULL, offsets, statuses) != 0);
    CHECK(usersig_sign_many_packed(app, "", userid_offsets, SIZE_MAX / 8, DAY, TIME, out, sizeof out, NULL, offsets, statuses) != 0);
    free(exact);
    usersig_application_free(app);
}

TEST(explanations) {
    usersig_application *app = application(KEY);
    char ticket[512], json[4096], *text = NULL;
    size_t len, json_len, text_len;
    usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len);
    CHECK(usersig_inspect_json(ticket, len, json, sizeof json, &json_len) == 0);
    CHECK(json_len == strlen(json) && strstr(json, "\"userid\":\"xiaojun\"") != NULL);
    CHECK(usersig_inspect_json_alloc(ticket, len, &text, &text_len) == 0);
    CHECK(text_len == json_len && strcmp(text, json) == 0);
    usersig_text_free(text);
    CHECK(usersig_inspect_json(ticket, len, json, json_len, &text_len) == USERSIG_BUFFER_TOO_SMALL);
    CHECK(text_len == json_len + 1 && json[0] == '\0');
    CHECK(usersig_inspect_json(ticket, len, json, json_len + 1, &text_len) == 0);
    CHECK(usersig_inspect_json_alloc("?", 1, &text, NULL) == USERSIG_UNDECODABLE && text == NULL);

    const char *keys[] = {KEY "\n"}, *other_keys[] = {"another"};
    const int64_t other_sdkappids[] = {1400000001};
    usersig_symptoms symptoms;
    usersig_symptoms_init(&symptoms);
    symptoms.sdkappid = SDKAPPID;
    symptoms.userid = "xiaojun";
    symptoms.userid_len = USERSIG_CSTR;
    symptoms.keys = keys;
    symptoms.key_count = 1;
    symptoms.other_sdkappids = other_sdkappids;
    symptoms.other_keys = other_keys;
    symptoms.other_count = 1;
    symptoms.now = TIME;
    CHECK(usersig_diagnose_json_alloc(ticket, len, &symptoms, &text, NULL) == 0);
    CHECK(strstr(text, "key-white-space") != NULL);
    usersig_text_free(text);
    CHECK(usersig_diagnose_json(ticket, len, NULL, json, sizeof json, &json_len) == 0);
    CHECK(strstr(json, "\"causes\"") != NULL);
    CHECK(usersig_verify_json(app, ticket, len, "xiaojun", 7, NULL, TIME, json, sizeof json, NULL) == 0);
    CHECK(strstr(json, "\"valid\":true") != NULL);
    CHECK(usersig_verify_json(app, ticket, len, "xiaohong", 8, NULL, TIME, json, sizeof json, NULL) == USERSIG_MISMATCH_USERID);
    symptoms.sdkappid = -1;
    CHECK(usersig_diagnose_json_alloc(ticket, len, &symptoms, &text, NULL) == USERSIG_INVALID_SDKAPPID);
    usersig_application_free(app);
}

TEST(keys_stay_secret) {
    usersig_application *app = application(KEY), *verifier = application(PUBLIC_PEM);
    char fingerprint[9];
    size_t len;
    CHECK(usersig_application_sdkappid(app) == SDKAPPID);
    CHECK(usersig_application_key_fingerprint(app, fingerprint, sizeof fingerprint, &len) == 0);
    CHECK(len == 8 && strstr(KEY, fingerprint) == NULL);
    CHECK(usersig_application_key_fingerprint(verifier, fingerprint, sizeof fingerprint, &len) == 0 && len == 0);
    usersig_application_free(app);
    usersig_application_free(verifier);
}

TEST(last_error_names_the_kind) {
    usersig_application *app = application(KEY);
    CHECK(usersig_verify(app, "", 0, "xiaojun", 7, NULL, TIME, NULL, NULL, 0) == USERSIG_EMPTY);
    char ticket[512];
    CHECK(usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, TIME, ticket, sizeof ticket, NULL) == 0);
    usersig_error error = last_error();
    CHECK(error.kind == USERSIG_EMPTY && strcmp(error.name, "empty") == 0 && strstr(error.message, "; ") != NULL);
    CHECK(error.message[error.hint_offset] != '\0' && memcmp(error.message + error.hint_offset - 2, "; ", 2) == 0);
    CHECK(usersig_last_error(NULL) == USERSIG_EMPTY);
    CHECK(strcmp(usersig_kind_name(USERSIG_EMPTY), "empty") == 0 && strcmp(usersig_kind_name(0), "ok") == 0);
    CHECK(usersig_kind_name(99) == NULL && usersig_kind_name(-1) == NULL);
    usersig_application_free(app);
}

TEST(dropin_applications_keep_to_their_algorithm) {
    usersig_application *app;
    char ticket[1024];
    size_t len;
    CHECK(usersig_dropin_current_new(SDKAPPID, PRIVATE_PEM, USERSIG_CSTR, &app) == USERSIG_INVALID_KEY && app == NULL);
    CHECK(usersig_dropin_legacy_new(SDKAPPID, KEY, USERSIG_CSTR, NULL, 0, &app) == USERSIG_INVALID_KEY && app == NULL);
    CHECK(usersig_dropin_legacy_new(SDKAPPID, NULL, 0, NULL, 0, &app) == USERSIG_INVALID_KEY && app == NULL);
    CHECK(usersig_dropin_current_new(SDKAPPID, KEY, USERSIG_CSTR, &app) == 0);
    CHECK(usersig_sign(app, "xiao jun", 8, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len) == 0);
    usersig_application_free(app);
    CHECK(usersig_dropin_legacy_new(SDKAPPID, PRIVATE_PEM, USERSIG_CSTR, PUBLIC_PEM, USERSIG_CSTR, &app) == 0);
    CHECK(usersig_sign(app, "xiao jun", 8, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len) == 0);
    CHECK(usersig_verify(app, ticket, len, "xiao jun", 8, NULL, TIME, NULL, NULL, 0) == 0);
    CHECK(usersig_dropin_compare_account(ticket, len, "0", 1, "", 0) == 0);
    CHECK(usersig_dropin_compare_account(ticket, len, "1", 1, "", 0) == USERSIG_MISMATCH_ACCOUNT);
    usersig_application_free(app);
    CHECK(usersig_dropin_legacy_with_account_new(SDKAPPID, PRIVATE_PEM, USERSIG_CSTR, "107", 3, "1400000955", 10, &app) == 0);
    CHECK(usersig_sign(app, "xiao jun", 8, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len) == 0);
    CHECK(usersig_verify(app, ticket, len, "xiao jun", 8, NULL, TIME, NULL, NULL, 0) == 0);
    CHECK(usersig_dropin_compare_account(ticket, len, "107", 3, "1400000955", 10) == 0);
    CHECK(usersig_dropin_compare_account(ticket, len, "107", 3, "0", 1) == USERSIG_MISMATCH_ACCOUNT);
    usersig_application_free(app);
    CHECK(usersig_dropin_legacy_with_account_new(SDKAPPID, PRIVATE_PEM, USERSIG_CSTR, "a", 1, "0", 1, &app) == USERSIG_INVALID_ARGUMENT && last_error().c_code == 12 && app == NULL);
    CHECK(usersig_dropin_legacy_with_account_new(SDKAPPID, PRIVATE_PEM, USERSIG_CSTR, "0", 1, NULL, 0, &app) == USERSIG_INVALID_ARGUMENT && last_error().c_code == 11 && app == NULL);
    CHECK(usersig_dropin_legacy_with_account_new(SDKAPPID, NULL, 0, "0", 1, "0", 1, &app) == USERSIG_INVALID_KEY && app == NULL);
}

int main(void) {
    RUN(version_is_that_of_the_header);
    RUN(ticket_verifies);
    RUN(clock_is_read_when_no_time_is_passed);
    RUN(key_rotation_and_both_algorithms);
    RUN(options_widen_and_bound);
    RUN(small_buffer_tells_the_size_and_stays_whole);
    RUN(userbuf_comes_back);
    RUN(few_parameters_say_the_same);
    RUN(room_tickets);
    RUN(many_at_once);
    RUN(explanations);
    RUN(keys_stay_secret);
    RUN(last_error_names_the_kind);
    RUN(dropin_applications_keep_to_their_algorithm);
    return finish("interface tests");
}
