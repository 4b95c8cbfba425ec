package usersig_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	usersig "github.com/usersig/usersig-go"
)

// Typed values say what the library's own JSON says, of every ticket.
func TestExplainVectors(t *testing.T) {
	rooms, causes, repaired := 0, 0, 0
	each(t, "verify/*.jsonl", func(t *testing.T, item *vector) {
		claims, unreadable := usersig.Inspect(item.Ticket)
		if unreadable != nil {
			var fault *usersig.Error
			if !errors.As(unreadable, &fault) || !fault.Kind.Rejected() || !reflect.DeepEqual(claims, usersig.Claims{}) {
				t.Errorf("%s: %+v %v", item.Title, claims, unreadable)
			}
		} else if !sameJSON(t, claims.Report(), marshal(t, claimed(&claims))) {
			t.Errorf("%s: %+v is not %s", item.Title, claims, claims.Report())
		}
		// Without a key nobody knows the zone of the oldest tickets.
		if item.Expect.Valid && item.Policy.LegacyUTCOffset == 0 {
			checkOutcome(t, item, &usersig.Outcome{
				Algorithm: claims.Algorithm, Time: claims.Time, Expire: claims.Expire, ExpiresAt: claims.ExpiresAt,
				UserBuf: claims.UserBuf, Room: claims.Room, Privileges: claims.Privileges,
			}, true)
		}
		if !claims.Room.IsZero() {
			rooms++
		}
		found, ok := diagnosis(t, item)
		if !ok {
			return
		}
		if item.Expect.Refused == "" && len(item.Keys) > 0 {
			checkRejection(t, item, found.Rejection)
		}
		causes += len(found.Causes)
		if found.Repaired != nil {
			repaired++
		}
		if !sameJSON(t, found.Report(), marshal(t, diagnosed(&found))) {
			t.Errorf("%s: %+v is not %s", item.Title, found, found.Report())
		}
		if unreadable == nil && found.Claims != nil && found.Repaired == nil && !bytes.Contains(found.Report(), claims.Report()) {
			t.Errorf("%s: %s is not in %s", item.Title, claims.Report(), found.Report())
		}
	})
	if rooms == 0 || causes == 0 || repaired == 0 {
		t.Error(rooms, causes, repaired)
	}
}

// diagnosis is that of a case, as far as its request is one.
func diagnosis(t *testing.T, item *vector) (usersig.Diagnosis, bool) {
	t.Helper()
	symptoms := usersig.Symptoms{SDKAppID: item.Request.SDKAppID, UserID: &item.Request.UserID, Now: time.Unix(item.Now, 0)}
	for _, key := range item.Keys {
		symptoms.Keys = append(symptoms.Keys, key.text())
	}
	found, err := usersig.Diagnose(item.Ticket, symptoms)
	if err != nil && item.Expect.Refused == "" {
		t.Errorf("%s: %v", item.Title, err)
	}
	return found, err == nil
}

// checkRejection compares with how the ticket is turned away when it may carry anything.
func checkRejection(t *testing.T, item *vector, found *usersig.Rejection) {
	t.Helper()
	var keys []string
	for _, key := range item.Keys {
		keys = append(keys, key.text())
	}
	app, err := usersig.NewWithKeys(item.Request.SDKAppID, keys, usersig.Options{})
	if err != nil {
		t.Fatalf("%s: %v", item.Title, err)
	}
	_, err = app.VerifyWith(item.Ticket, item.Request.UserID, usersig.VerifyOptions{Now: time.Unix(item.Now, 0)})
	var fault *usersig.Error
	if rejected := errors.As(err, &fault); rejected != (found != nil) ||
		rejected && (found.Kind != fault.Kind || found.Code != fault.Code || !strings.Contains(fault.Message, found.Reason)) {
		t.Errorf("%s: %+v, but %v", item.Title, found, err)
	}
}

// claimed makes the library's report of typed values.
func claimed(claims *usersig.Claims) map[string]any {
	report := map[string]any{
		"verified": false, "algorithm": claims.Algorithm.String(), "sdkappid": claims.SDKAppID, "userid": claims.UserID,
		"time": claims.Time, "expire": claims.Expire, "expires_at": claims.ExpiresAt, "userbuf": nil,
		"room": nil, "privileges": nil, "room_expires_at": nil,
		"signature": base64.StdEncoding.EncodeToString(claims.Signature), "json": claims.JSON,
	}
	if claims.UserBuf != nil {
		report["userbuf"] = base64.StdEncoding.EncodeToString(claims.UserBuf)
	}
	if claims.Room.IsZero() {
		return report
	}
	if id, ok := claims.Room.ID(); ok {
		report["room"] = map[string]any{"id": id}
	}
	if name, ok := claims.Room.Name(); ok {
		report["room"] = map[string]any{"str": name}
	}
	names := []string{}
	for bit, name := range []string{"create-room", "enter", "send-audio", "receive-audio", "send-video", "receive-video",
		"send-substream", "receive-substream"} {
		if claims.Privileges>>bit&1 != 0 {
			names = append(names, name)
		}
	}
	if unnamed := claims.Privileges &^ usersig.AllPrivileges; unnamed != 0 {
		names = append(names, strconv.FormatInt(int64(unnamed), 10))
	}
	report["privileges"], report["room_expires_at"] = names, claims.RoomExpiresAt
	return report
}

func diagnosed(found *usersig.Diagnosis) map[string]any {
	causes := []any{}
	for _, cause := range found.Causes {
		causes = append(causes, map[string]any{
			"id": cause.ID, "severity": cause.Severity.String(), "text": cause.Text, "advice": cause.Advice,
		})
	}
	report := map[string]any{"rejection": nil, "causes": causes, "repaired": found.Repaired, "unverified": nil}
	if found.Rejection != nil {
		report["rejection"] = map[string]any{"code": found.Rejection.Code, "reason": found.Rejection.Reason}
	}
	if found.Claims != nil {
		report["unverified"] = claimed(found.Claims)
	}
	return report
}

func marshal(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// sameJSON compares members and values, numbers by their digits.
func sameJSON(t *testing.T, one, other []byte) bool {
	t.Helper()
	return reflect.DeepEqual(loose(t, one), loose(t, other))
}

func loose(t *testing.T, text []byte) (value any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}
