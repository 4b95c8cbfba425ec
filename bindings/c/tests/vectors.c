/* Every case of ../../../vectors through the C library. */

#include <dirent.h>
#include <jansson.h>

#include "support.h"

static const char *text(const json_t *object, const char *name) {
    return json_string_value(json_object_get(object, name));
}

static size_t length(const json_t *object, const char *name) {
    return json_string_length(json_object_get(object, name));
}

static json_int_t number(const json_t *object, const char *name) {
    return json_integer_value(json_object_get(object, name));
}

static int is_text(const json_t *value, const char *wanted) {
    return json_is_string(value) && strcmp(json_string_value(value), wanted) == 0;
}

static json_t *key_text(const json_t *key) {
    json_t *hmac = json_object_get(key, "hmac");
    return hmac != NULL ? hmac : json_object_get(key, "pem");
}

/* The JSON that a ticket is reported as. */
static json_t *report(char *json) {
    json_t *value = json_loads(json, 0, NULL);
    usersig_text_free(json);
    return value;
}

/* Compares what was answered with what a verify case expects. */
static void compare(const char *title, const json_t *expect, int status, const usersig_outcome *outcome,
                    json_t *verified) {
    const json_t *refused = json_object_get(expect, "refused");
    if (refused != NULL) {
        int kind = is_text(refused, "userid") ? USERSIG_INVALID_USERID : USERSIG_INVALID_SDKAPPID;
        CHECK_IN(status == kind, title);
        return;
    }
    if (!json_is_true(json_object_get(expect, "valid"))) {
        usersig_error error = last_error();
        CHECK_IN(status > 100 && status == error.kind, title);
        CHECK_IN(error.code == number(expect, "code"), title);
        CHECK_IN(error.c_code == number(expect, "c_code"), title);
        CHECK_IN(error.trtc_code != 0 && error.message[0] != '\0', title);
        return;
    }
    CHECK_IN(status == USERSIG_OK, title);
    CHECK_IN(outcome->time == number(expect, "time"), title);
    CHECK_IN(outcome->expire == number(expect, "expire"), title);
    CHECK_IN(outcome->expires_at == outcome->time + outcome->expire, title);
    int hmac = is_text(json_object_get(expect, "algorithm"), "hmac-sha256");
    CHECK_IN(outcome->algorithm == (hmac ? USERSIG_ALGORITHM_HMAC_SHA256 : USERSIG_ALGORITHM_ECDSA_SHA256), title);
    CHECK_IN(outcome->has_userbuf == json_is_string(json_object_get(expect, "userbuf")), title);

    const json_t *room = json_object_get(expect, "room");
    const json_t *id = json_object_get(room, "id"), *str = json_object_get(room, "str");
    CHECK_IN(outcome->room_kind == (id ? USERSIG_ROOM_ID : str ? USERSIG_ROOM_STR : USERSIG_ROOM_NONE), title);
    CHECK_IN(outcome->room_id == (uint32_t)json_integer_value(id), title);
    CHECK_IN(outcome->privileges == (uint32_t)number(expect, "privileges"), title);

    static const char *const same[] = {"algorithm", "time", "expire", "userbuf", "room"};
    for (size_t at = 0; at < sizeof same / sizeof *same; at++) {
        CHECK_IN(json_equal(json_object_get(verified, same[at]), json_object_get(expect, same[at])), title);
    }
}

/* Verifies a case with an application, in both of the ways that the library has. */
static int verify(const char *title, const usersig_application *app, const json_t *item, const json_t *policy) {
    usersig_expected expected = {0};
    char *userbuf = NULL;
    const json_t *wanted = json_object_get(policy, "userbuf"), *room = json_object_get(policy, "room");
    if (room != NULL) {
        json_t *str = json_object_get(room, "str");
        expected.kind = str != NULL ? USERSIG_EXPECT_ROOM_STR : USERSIG_EXPECT_ROOM_ID;
        expected.text = json_string_value(str);
        expected.text_len = json_string_length(str);
        expected.room_id = number(room, "id");
        expected.privileges = number(policy, "privileges");
    } else if (is_text(wanted, "none")) {
        expected.kind = USERSIG_EXPECT_NONE;
    } else if (json_is_object(wanted)) {
        expected.kind = USERSIG_EXPECT_USERBUF;
        expected.text = userbuf = decode_base64(text(wanted, "base64"), &expected.text_len);
    }

    const json_t *request = json_object_get(item, "request"), *expect = json_object_get(item, "expect");
    const char *ticket = text(item, "ticket"), *userid = text(request, "userid");
    size_t ticket_len = length(item, "ticket"), userid_len = length(request, "userid"), len;
    json_int_t now = number(item, "now");
    char *json = malloc(65536), *carried = malloc(32768);
    json_t *verified = NULL;
    if (usersig_verify_json(app, ticket, ticket_len, userid, userid_len, &expected, now, json, 65536, &len) == 0) {
        CHECK_IN(len == strlen(json), title);
        verified = json_loads(json, 0, NULL);
    }
    usersig_outcome outcome;
    int status = usersig_verify(app, ticket, ticket_len, userid, userid_len, &expected, now, &outcome, carried, 32768);
    CHECK_IN((status == 0) == (verified != NULL), title);
    compare(title, expect, status, &outcome, verified);
    if (status == 0 && outcome.has_userbuf) {
        size_t carried_len;
        char *bytes = decode_base64(text(expect, "userbuf"), &carried_len);
        CHECK_IN(carried_len == outcome.userbuf_len && memcmp(bytes, carried, carried_len) == 0, title);
        if (outcome.room_kind == USERSIG_ROOM_STR) {
            const json_t *name = json_object_get(json_object_get(expect, "room"), "str");
            CHECK_IN(outcome.room_str_len == json_string_length(name), title);
            CHECK_IN(memcmp(carried + outcome.room_str_offset, json_string_value(name), outcome.room_str_len) == 0, title);
        }
        free(bytes);
    }
    json_decref(verified);
    free(json);
    free(carried);
    free(userbuf);
    return status;
}

static int64_t bound(const json_t *policy, const char *name) {
    const json_t *value = json_object_get(policy, name);
    return value == NULL ? USERSIG_UNSET : json_integer_value(value);
}

static void verify_case(const json_t *item) {
    const char *title = text(item, "title");
    const json_t *policy = json_object_get(item, "policy"), *keys = json_object_get(item, "keys"), *key;
    const char *texts[64];
    size_t lens[64], at;
    json_array_foreach(keys, at, key) {
        texts[at] = json_string_value(key_text(key));
        lens[at] = json_string_length(key_text(key));
    }
    usersig_options options;
    usersig_options_init(&options);
    options.max_clock_skew = bound(policy, "max_clock_skew");
    options.longest_validity = bound(policy, "longest_validity");
    options.legacy_utc_offset = (int32_t)number(policy, "legacy_utc_offset");

    usersig_application *app;
    json_int_t sdkappid = number(json_object_get(item, "request"), "sdkappid");
    int status = usersig_application_with_keys_new(sdkappid, texts, lens, json_array_size(keys), &options, &app);
    if (status == 0) {
        verify(title, app, item, policy);
    } else {
        compare(title, json_object_get(item, "expect"), status, NULL, NULL);
    }
    usersig_application_free(app);
}

static void key_case(const json_t *item) {
    const char *title = text(item, "title"), *kind = text(json_object_get(item, "expect"), "kind");
    size_t len;
    char *key = decode_base64(text(item, "key_base64"), &len);
    usersig_application *app;
    int status = usersig_application_new(SDKAPPID, key, len, &app);
    CHECK_IN(status == (kind == NULL ? USERSIG_INVALID_KEY : USERSIG_OK), title);
    if (kind != NULL && status == 0) {
        int wanted = strcmp(kind, "hmac") == 0            ? USERSIG_ALGORITHM_HMAC_SHA256
                     : strcmp(kind, "ecdsa-private") == 0 ? USERSIG_ALGORITHM_ECDSA_SHA256
                                                          : USERSIG_ALGORITHM_NONE;
        CHECK_IN(usersig_application_algorithm(app) == wanted, title);
        const json_t *verifies = json_object_get(item, "verifies");
        if (verifies != NULL) {
            CHECK_IN(verify(title, app, verifies, NULL) == 0, title);
        }
    }
    usersig_application_free(app);
    free(key);
}

/* Signs a case into ticket. */
static int sign(const usersig_application *app, const json_t *item, char *ticket, size_t capacity, size_t *len) {
    const char *userid = text(item, "userid");
    size_t userid_len = length(item, "userid"), userbuf_len = 0;
    json_int_t expire = number(item, "expire"), time = number(item, "time"), mask = number(item, "privileges");
    const json_t *room = json_object_get(item, "room"), *str = json_object_get(room, "str");
    if (str != NULL) {
        return usersig_sign_private_map_key_str(app, userid, userid_len, expire, json_string_value(str),
                                                json_string_length(str), mask, time, ticket, capacity, len);
    }
    if (json_is_object(room)) {
        return usersig_sign_private_map_key(app, userid, userid_len, expire, number(room, "id"), mask, time, ticket,
                                            capacity, len);
    }
    const char *base64 = text(item, "userbuf");
    char *userbuf = base64 == NULL ? NULL : decode_base64(base64, &userbuf_len);
    int status = usersig_sign(app, userid, userid_len, expire, userbuf, userbuf_len, time, ticket, capacity, len);
    free(userbuf);
    return status;
}

static int kind_of(const char *error) {
    static const struct {
        const char *name;
        int kind;
    } kinds[] = {{"userid", USERSIG_INVALID_USERID},   {"sdkappid", USERSIG_INVALID_SDKAPPID},
                 {"room", USERSIG_INVALID_ROOM},       {"validity", USERSIG_INVALID_EXPIRE},
                 {"userbuf", USERSIG_INVALID_USERBUF}};
    for (size_t at = 0; at < sizeof kinds / sizeof *kinds; at++) {
        if (strcmp(kinds[at].name, error) == 0) {
            return kinds[at].kind;
        }
    }
    return -1;
}

static void sign_case(const json_t *item) {
    const char *title = text(item, "title"), *form = text(item, "form");
    const json_t *expect = json_object_get(item, "expect"), *key = key_text(json_object_get(item, "key"));
    usersig_options options;
    usersig_options_init(&options);
    options.userid_form = strcmp(form, "documented") == 0 ? USERSIG_USERID_DOCUMENTED
                          : strcmp(form, "ascii") == 0    ? USERSIG_USERID_ASCII
                                                          : USERSIG_USERID_UTF8;
    const char *texts[] = {json_string_value(key)};
    size_t lens[] = {json_string_length(key)}, len = 0;
    char *ticket = malloc(65536);
    usersig_application *app;
    int status = usersig_application_with_keys_new(number(item, "sdkappid"), texts, lens, 1, &options, &app);
    if (status == 0) {
        status = sign(app, item, ticket, 65536, &len);
    }
    const char *error = text(expect, "error");
    CHECK_IN(status == (error == NULL ? USERSIG_OK : kind_of(error)), title);
    if (error == NULL && status == 0) {
        CHECK_IN(strlen(ticket) == len, title);
        usersig_outcome outcome;
        CHECK_IN(usersig_verify(app, ticket, len, text(item, "userid"), length(item, "userid"), NULL,
                                number(item, "time"), &outcome, NULL, 0) == 0, title);
        char *json;
        CHECK_IN(usersig_inspect_json_alloc(ticket, len, &json, NULL) == 0, title);
        json_t *claims = report(json);
        CHECK_IN(json_equal(json_object_get(claims, "userbuf"), json_object_get(expect, "userbuf")), title);
        if (text(expect, "sig") != NULL) {
            CHECK_IN(json_equal(json_object_get(claims, "signature"), json_object_get(expect, "sig")), title);
        }
        json_decref(claims);
    }
    usersig_application_free(app);
    free(ticket);
}

/* An output of a published generator, at the time at which it is valid. */
static void published_case(const json_t *item) {
    const char *title = text(item, "id"), *userid = text(item, "userid");
    json_t *now = json_object_get(item, "now_valid"), *key = json_object_get(item, "key");
    if (key == NULL) {
        key = json_object_get(item, "public_key_pem");
    }
    usersig_application *app;
    CHECK_IN(usersig_application_new(number(item, "sdkappid"), json_string_value(key), json_string_length(key), &app) == 0, title);
    json_int_t moment = json_is_null(now) ? number(item, "time") : json_integer_value(now);
    int status = usersig_verify(app, text(item, "usersig"), length(item, "usersig"), userid, length(item, "userid"),
                                NULL, moment, NULL, NULL, 0);
    int control = 0;
    for (size_t at = 0; at < length(item, "userid"); at++) {
        control |= (unsigned char)userid[at] < 0x20 || userid[at] == 0x7f;
    }
    int valid = !json_is_null(now) && !control;
    CHECK_IN((status == 0) == valid, title);
    usersig_application_free(app);
}

static void file(const char *folder, const char *name, void (*run)(const json_t *)) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *lines = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    CHECK_IN(lines != NULL, path);
    while (lines != NULL && getline(&line, &capacity, lines) > 0) {
        json_error_t error;
        json_t *item = json_loads(line, JSON_ALLOW_NUL, &error);
        CHECK_IN(item != NULL, error.text);
        tests++;
        run(item);
        json_decref(item);
    }
    free(line);
    if (lines != NULL) {
        fclose(lines);
    }
}

static void folder(const char *root, const char *name, void (*run)(const json_t *)) {
    char path[4000];
    snprintf(path, sizeof path, "%s/%s", root, name);
    DIR *entries = opendir(path);
    CHECK_IN(entries != NULL, path);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        if (strstr(entry->d_name, ".jsonl") != NULL) {
            file(path, entry->d_name, run);
        }
    }
    if (entries != NULL) {
        closedir(entries);
    }
}

int main(int count, char **arguments) {
    const char *root = count > 1 ? arguments[1] : "vectors";
    folder(root, "verify", verify_case);
    folder(root, "published", published_case);
    file(root, "keys.jsonl", key_case);
    file(root, "sign.jsonl", sign_case);
    CHECK(tests > 6000);
    return finish("vectors");
}
