package usersig_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	usersig "github.com/usersig/usersig-go"
)

func ExampleInspect() {
	app, err := usersig.New(1400000000, "secret")
	if err != nil {
		panic(err)
	}
	ticket, err := app.SignPrivateMapKeyAt("xiaojun", 86400, usersig.RoomID(10000), usersig.Audience, time.Unix(1700000000, 0))
	if err != nil {
		panic(err)
	}
	claims, err := usersig.Inspect(ticket)
	if err != nil {
		panic(err)
	}
	room, numeric := claims.Room.ID()
	fmt.Println(claims.UserID, claims.SDKAppID, claims.ExpiresAt)
	fmt.Println(room, numeric, claims.Privileges&usersig.SendVideo != 0)
	// Output:
	// xiaojun 1400000000 1700086400
	// 10000 true false
}

func ExampleDiagnose() {
	app, err := usersig.New(1400000000, "secret")
	if err != nil {
		panic(err)
	}
	ticket, err := app.Sign("xiaojun", 86400)
	if err != nil {
		panic(err)
	}
	// The key was read from a file with its line end.
	found, err := usersig.Diagnose(ticket, usersig.Symptoms{SDKAppID: 1400000000, Keys: []string{"secret\n"}})
	if err != nil {
		panic(err)
	}
	fmt.Println(found.Rejection.Code, found.Rejection.Kind == usersig.ErrMismatchSignature)
	for _, cause := range found.Causes {
		fmt.Println(cause.Severity, cause.ID)
	}
	// Output:
	// 70009 true
	// fatal key-white-space
}

func TestDiagnosisNamesTheFault(t *testing.T) {
	ticket, err := application(t).Sign("xiaojun", day)
	if err != nil {
		t.Fatal(err)
	}
	userid := "xiaojun"
	symptoms := usersig.Symptoms{SDKAppID: sdkappid, UserID: &userid, Keys: []string{secret + "\n"},
		Others: []usersig.OtherApplication{{SDKAppID: 1400000001, Key: "another"}}}
	found, err := usersig.Diagnose(ticket, symptoms)
	if err != nil || found.Rejection == nil || found.Rejection.Reason == "" || !found.Has("key-white-space") ||
		found.Has("") || found.Repaired != nil || found.Claims == nil || found.Claims.UserID != userid {
		t.Errorf("%+v %v", found, err)
	}
	symptoms.Keys[0] = secret
	found, err = usersig.Diagnose(" "+ticket, symptoms)
	if err != nil || found.Rejection != nil || found.Repaired == nil || *found.Repaired != ticket {
		t.Errorf("%+v %v", found, err)
	}
	found, err = usersig.Diagnose("", usersig.Symptoms{})
	if err != nil || found.Rejection == nil || found.Rejection.Kind != usersig.ErrEmpty ||
		found.Rejection.Code != 70002 || found.Claims != nil {
		t.Errorf("%+v %v", found, err)
	}
}

// A UserBuf that is empty is there, and numbers are exact where floating point is not.
func TestClaimsAreExact(t *testing.T) {
	const now, expire = 1<<62 + 1, 1<<61 + 1
	app := application(t)
	for _, userbuf := range [][]byte{nil, {}, {0, 255}} {
		ticket, err := app.SignWith("xiaojun", expire, usersig.SignOptions{UserBuf: userbuf, Now: time.Unix(now, 0)})
		if err != nil {
			t.Fatal(err)
		}
		claims, err := usersig.Inspect(ticket)
		if err != nil || claims.Time != now || claims.Expire != expire || claims.ExpiresAt != now+expire {
			t.Errorf("%+v %v", claims, err)
		}
		if !reflect.DeepEqual(claims.UserBuf, userbuf) || len(claims.Signature) != 32 || !claims.Room.IsZero() ||
			!strings.Contains(claims.JSON, `"TLS.identifier":"xiaojun"`) {
			t.Errorf("%+v", claims)
		}
	}
}

func TestEveryPrivilegeIsRead(t *testing.T) {
	app := application(t)
	for mask := range usersig.AllPrivileges + 1 {
		ticket, err := app.SignPrivateMapKey("xiaojun", day, usersig.RoomName("r"), mask)
		if err != nil {
			t.Fatal(err)
		}
		claims, err := usersig.Inspect(ticket)
		if err != nil || claims.Privileges != mask || claims.Room != usersig.RoomName("r") || claims.RoomExpiresAt != claims.ExpiresAt {
			t.Errorf("%d: %+v %v", mask, claims, err)
		}
	}
}

func TestMarshalJSONGivesTheReport(t *testing.T) {
	ticket, err := application(t).SignPrivateMapKey("xiaojun", day, usersig.RoomName("<&>"), usersig.Audience)
	if err != nil {
		t.Fatal(err)
	}
	found, err := usersig.Diagnose(ticket, usersig.Symptoms{})
	if err != nil {
		t.Fatal(err)
	}
	claims := *found.Claims
	text := marshal(t, []any{found, claims, usersig.Diagnosis{}, usersig.Claims{}})
	wanted := fmt.Sprintf("[%s,%s,null,null]", found.Report(), claims.Report())
	if !sameJSON(t, text, []byte(wanted)) {
		t.Errorf("%s is not %s", text, wanted)
	}
	if report, err := claims.MarshalJSON(); err != nil || string(report) != string(claims.Report()) {
		t.Errorf("%s is not %s: %v", report, claims.Report(), err)
	}
	// Whoever writes to a report writes to a copy.
	claims.Report()[0] = 'x'
	if !bytes.Contains(found.Report(), claims.Report()) {
		t.Errorf("%s is not in %s", claims.Report(), found.Report())
	}
}

func TestSeverities(t *testing.T) {
	if usersig.Note >= usersig.Warning || usersig.Warning >= usersig.Fatal {
		t.Error(int(usersig.Note), int(usersig.Warning), int(usersig.Fatal))
	}
	if names := fmt.Sprint(usersig.Note, usersig.Warning, usersig.Fatal); names != "note warning fatal" {
		t.Error(names)
	}
}

func TestBadSymptoms(t *testing.T) {
	invalid := "a\xff"
	for _, row := range []struct {
		symptoms usersig.Symptoms
		kind     usersig.Kind
	}{
		{usersig.Symptoms{SDKAppID: -1}, usersig.ErrInvalidSDKAppID},
		{usersig.Symptoms{UserID: &invalid}, usersig.ErrInvalidUserID},
		{usersig.Symptoms{Now: time.Unix(-1, 0)}, usersig.ErrInvalidTime},
		{usersig.Symptoms{Others: []usersig.OtherApplication{{Key: "secret"}}}, usersig.ErrInvalidSDKAppID},
	} {
		found, err := usersig.Diagnose("x", row.symptoms)
		var fault *usersig.Error
		if !errors.As(err, &fault) || fault.Kind != row.kind || fault.Code == 0 || fault.Hint == "" ||
			!reflect.DeepEqual(found, usersig.Diagnosis{}) {
			t.Errorf("%+v: %+v %v", row.symptoms, found, err)
		}
	}
}
