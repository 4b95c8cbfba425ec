/* What a ticket claims and why it is rejected, as values beside the JSON. */

#include <jansson.h>

#include "support.h"

static int is(usersig_bytes found, const json_t *wanted) {
    if (json_is_null(wanted)) {
        return found.data == NULL && found.len == 0;
    }
    return found.data != NULL && found.len == json_string_length(wanted) && found.data[found.len] == '\0' &&
           memcmp(found.data, json_string_value(wanted), found.len) == 0;
}

static int is_base64(usersig_bytes found, const json_t *wanted) {
    if (json_is_null(wanted)) {
        return found.data == NULL && found.len == 0;
    }
    size_t len;
    char *bytes = decode_base64(json_string_value(wanted), &len);
    int same = found.data != NULL && found.len == len && memcmp(found.data, bytes, len) == 0;
    free(bytes);
    return same;
}

static json_int_t number(const json_t *object, const char *name) {
    return json_integer_value(json_object_get(object, name));
}

static void compare_claims(const usersig_claims *claims, const json_t *json) {
    const json_t *room = json_object_get(json, "room");
    CHECK(claims->time == number(json, "time") && claims->expire == number(json, "expire"));
    CHECK(claims->expires_at == number(json, "expires_at"));
    CHECK(claims->room_expires_at == number(json, "room_expires_at"));
    CHECK(claims->sdkappid == number(json, "sdkappid"));
    CHECK(is(claims->userid, json_object_get(json, "userid")));
    CHECK(is(claims->ticket_json, json_object_get(json, "json")));
    CHECK(is_base64(claims->userbuf, json_object_get(json, "userbuf")));
    CHECK(is_base64(claims->signature, json_object_get(json, "signature")));
    const json_t *id = json_object_get(room, "id"), *str = json_object_get(room, "str");
    int kind = id != NULL ? USERSIG_ROOM_ID : str != NULL ? USERSIG_ROOM_STR : USERSIG_ROOM_NONE;
    CHECK(claims->room_kind == kind && claims->room_id == number(room, "id"));
    CHECK(str == NULL ? claims->room_str.data == NULL : is(claims->room_str, str));
    json_t *whole = json_loadb(claims->json.data, claims->json.len, 0, NULL);
    CHECK(json_equal(whole, json));
    json_decref(whole);
}

/* Inspects and diagnoses a ticket; the diagnosis is the caller's. */
static usersig_diagnosis *compare(const char *ticket, size_t len, const usersig_symptoms *symptoms) {
    static const char *const severities[] = {"note", "warning", "fatal"};
    usersig_diagnosis *found = NULL;
    usersig_claims *claims = NULL;
    char *text;
    size_t text_len;
    CHECK(usersig_diagnose_alloc(ticket, len, symptoms, &found) == 0);
    CHECK(usersig_diagnose_json_alloc(ticket, len, symptoms, &text, &text_len) == 0);
    CHECK(found->json.len == text_len && memcmp(found->json.data, text, text_len + 1) == 0);
    json_t *json = json_loadb(text, text_len, 0, NULL), *cause;
    const json_t *rejection = json_object_get(json, "rejection"), *unverified = json_object_get(json, "unverified");
    usersig_text_free(text);
    CHECK((found->kind == USERSIG_OK) == json_is_null(rejection) && found->code == number(rejection, "code"));
    CHECK(json_is_null(rejection) ? found->reason.data == NULL : is(found->reason, json_object_get(rejection, "reason")));
    CHECK(is(found->repaired, json_object_get(json, "repaired")));
    CHECK(found->cause_count == json_array_size(json_object_get(json, "causes")));
    CHECK((found->cause_count == 0) == (found->causes == NULL));
    size_t at;
    json_array_foreach(json_object_get(json, "causes"), at, cause) {
        CHECK(is(found->causes[at].id, json_object_get(cause, "id")));
        CHECK(is(found->causes[at].text, json_object_get(cause, "text")));
        CHECK(is(found->causes[at].advice, json_object_get(cause, "advice")));
        CHECK(strcmp(severities[found->causes[at].severity], json_string_value(json_object_get(cause, "severity"))) == 0);
    }
    CHECK((found->claims == NULL) == json_is_null(unverified));
    if (found->claims != NULL) {
        compare_claims(found->claims, unverified);
        CHECK(usersig_inspect_alloc(ticket, len, &claims) == 0);
        compare_claims(claims, unverified);
        usersig_claims_free(claims);
    }
    json_decref(json);
    return found;
}

TEST(values_are_those_of_the_json) {
    usersig_application *app = application(KEY), *legacy = application(PRIVATE_PEM);
    const char userbuf[] = {'a', 0, (char)0xff};
    char ticket[1024];
    size_t len;
    usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len);
    usersig_diagnosis *found = compare(ticket, len, NULL);
    CHECK(found->claims->userbuf.data == NULL && found->claims->algorithm == USERSIG_ALGORITHM_HMAC_SHA256);
    usersig_diagnosis_free(found);
    usersig_sign(app, "xiaojun", 7, DAY, "", 0, TIME, ticket, sizeof ticket, &len);
    found = compare(ticket, len, NULL);
    CHECK(found->claims->userbuf.data != NULL && found->claims->userbuf.len == 0);
    usersig_diagnosis_free(found);
    usersig_sign(legacy, "xiaojun", 7, DAY, userbuf, 3, TIME, ticket, sizeof ticket, &len);
    found = compare(ticket, len, NULL);
    CHECK(found->claims->algorithm == USERSIG_ALGORITHM_ECDSA_SHA256);
    usersig_diagnosis_free(found);
    usersig_sign_private_map_key(app, "xiaojun", 7, DAY, 10000, 42, TIME, ticket, sizeof ticket, &len);
    found = compare(ticket, len, NULL);
    CHECK(found->claims->room_id == 10000 && found->claims->privileges == 42);
    usersig_diagnosis_free(found);
    usersig_sign_private_map_key_str(app, "xiaojun", 7, DAY, "lobby", 5, 255, TIME, ticket, sizeof ticket, &len);
    found = compare(ticket, len, NULL);
    CHECK(strcmp(found->claims->room_str.data, "lobby") == 0 && found->claims->privileges == 255);
    usersig_diagnosis_free(found);
    usersig_diagnosis_free(compare(ticket, len / 2, NULL));
    usersig_application_free(app);
    usersig_application_free(legacy);
}

TEST(rejection_has_kind_and_causes) {
    usersig_application *app = application(KEY);
    const char *keys[] = {KEY "\n"};
    char ticket[512];
    size_t len;
    usersig_symptoms symptoms;
    usersig_symptoms_init(&symptoms);
    symptoms.sdkappid = SDKAPPID;
    symptoms.keys = keys;
    symptoms.key_count = 1;
    symptoms.now = TIME;
    usersig_sign(app, "xiaojun", 7, DAY, NULL, 0, TIME, ticket, sizeof ticket, &len);
    usersig_diagnosis *found = compare(ticket, len, &symptoms);
    CHECK(found->kind == USERSIG_MISMATCH_SIGNATURE && found->code == 70009);
    CHECK(found->cause_count > 0 && strcmp(found->causes[0].id.data, "key-white-space") == 0);
    CHECK(found->causes[0].severity == USERSIG_SEVERITY_FATAL && found->repaired.data == NULL);
    usersig_diagnosis_free(found);

    keys[0] = KEY;
    ticket[len] = ' ';
    found = compare(ticket, len + 1, &symptoms);
    CHECK(found->kind == USERSIG_OK && found->code == 0 && found->reason.data == NULL && found->claims != NULL);
    /* What the caller writes into it does not reach what is freed. */
    memset(found, 0xff, sizeof *found);
    usersig_diagnosis_free(found);
    usersig_application_free(app);
}

TEST(what_cannot_be_explained) {
    usersig_claims *claims = (usersig_claims *)1;
    usersig_diagnosis *found = (usersig_diagnosis *)1;
    usersig_symptoms symptoms;
    usersig_symptoms_init(&symptoms);
    symptoms.sdkappid = -1;
    CHECK(usersig_inspect_alloc("eJ", 2, &claims) == USERSIG_UNDECODABLE && claims == NULL);
    CHECK(usersig_inspect_alloc(NULL, 0, &claims) == USERSIG_INVALID_TICKET && claims == NULL);
    CHECK(usersig_inspect_alloc("eJ", 2, NULL) == USERSIG_INVALID_ARGUMENT);
    CHECK(usersig_diagnose_alloc("eJ", 2, &symptoms, &found) == USERSIG_INVALID_SDKAPPID && found == NULL);
    CHECK(usersig_diagnose_alloc(NULL, 0, NULL, &found) == USERSIG_INVALID_TICKET && found == NULL);
    CHECK(usersig_diagnose_alloc("eJ", 2, NULL, NULL) == USERSIG_INVALID_ARGUMENT);
    found = compare("eJ", 2, NULL);
    CHECK(found->kind == USERSIG_UNDECODABLE && found->claims == NULL);
    usersig_diagnosis_free(found);
    usersig_claims_free(NULL);
    usersig_diagnosis_free(NULL);
}

int main(void) {
    RUN(values_are_those_of_the_json);
    RUN(rejection_has_kind_and_causes);
    RUN(what_cannot_be_explained);
    return finish("explanation tests");
}
