package usersig_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	usersig "github.com/usersig/usersig-go"
)

const (
	sdkappid = 1400000000
	secret   = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
	day      = 86400
)

func application(t testing.TB) *usersig.Application {
	t.Helper()
	app, err := usersig.New(sdkappid, secret)
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func Example() {
	app, err := usersig.New(1400000000, "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")
	if err != nil {
		panic(err)
	}
	ticket, err := app.Sign("xiaojun", 86400)
	if err != nil {
		panic(err)
	}
	outcome, err := app.Verify(ticket, "xiaojun")
	fmt.Println(outcome.Expire, err)
	_, err = app.Verify(ticket, "xiaohong")
	fmt.Println(errors.Is(err, usersig.ErrMismatchUserID))
	// Output:
	// 86400 <nil>
	// true
}

func TestBadInput(t *testing.T) {
	app := application(t)
	_, verifies := app.Verify("", "xiaojun")
	check := func(name string, err error, kind usersig.Kind, code int) {
		t.Helper()
		var fault *usersig.Error
		if !errors.As(err, &fault) || fault.Kind != kind || !errors.Is(err, kind) || fault.Code != code ||
			fault.Message == "" || fault.Hint == "" {
			t.Errorf("%s: %v (%+v)", name, err, fault)
		}
	}
	check("empty ticket", verifies, usersig.ErrEmpty, 70002)
	for name, userid := range map[string]string{
		"empty": "", "NUL": "a\x00b", "1 MB": strings.Repeat("a", 1<<20), "not UTF-8": "a\xff", "surrogate": "a\xed\xa0\x80",
		"line feed": "a\n", "33 bytes": strings.Repeat("a", 33),
	} {
		ticket, err := app.Sign(userid, day)
		check(name, err, usersig.ErrInvalidUserID, -3319)
		if ticket != "" {
			t.Error(name, ticket)
		}
		_, err = app.SignPrivateMapKey(userid, day, usersig.RoomID(1), 255)
		check(name, err, usersig.ErrInvalidUserID, -3319)
		rows, err := app.SignMany([]string{"xiaojun", userid, "xiaohong"}, day)
		if err != nil || rows[0].Err != nil || rows[2].Err != nil || rows[1].Ticket != "" {
			t.Error(name, rows, err)
		}
		check(name, rows[1].Err, usersig.ErrInvalidUserID, -3319)
		if _, err := app.Sign(userid, day); err == nil || err.Error() != rows[1].Err.Error() {
			t.Error(name, err, rows[1].Err)
		}
	}
	_, err := app.Sign("xiaojun", -1)
	check("negative expire", err, usersig.ErrInvalidExpire, code(err))
	_, err = app.SignMany([]string{"xiaojun"}, -1)
	check("negative expire", err, usersig.ErrInvalidExpire, code(err))
	_, err = app.SignWith("xiaojun", day, usersig.SignOptions{Now: time.Unix(-1, 0)})
	check("before 1970", err, usersig.ErrInvalidTime, code(err))
	_, err = app.SignWith("xiaojun", day, usersig.SignOptions{Now: time.Unix(math.MinInt64, 0)})
	check("long before 1970", err, usersig.ErrInvalidTime, code(err))
	_, err = app.SignWith("xiaojun", day, usersig.SignOptions{UserBuf: make([]byte, 1<<20)})
	check("1 MB UserBuf", err, usersig.ErrInvalidUserBuf, code(err))
	for _, room := range []usersig.Room{{}, usersig.RoomID(0), usersig.RoomID(-1), usersig.RoomID(1 << 32),
		usersig.RoomName(""), usersig.RoomName(strings.Repeat("a", 65))} {
		_, err = app.SignPrivateMapKey("xiaojun", day, room, 255)
		check("room", err, usersig.ErrInvalidRoom, -3318)
	}
	_, err = app.SignPrivateMapKey("xiaojun", day, usersig.RoomID(1), 256)
	check("privileges", err, usersig.ErrInvalidPrivileges, code(err))
	for _, id := range []int64{0, -1, 1 << 32, 1<<32 + 1, math.MaxInt64, math.MinInt64} {
		_, err = usersig.New(id, secret)
		check("SDKAppID", err, usersig.ErrInvalidSDKAppID, code(err))
	}
	for _, key := range []string{"", "-----BEGIN PRIVATE KEY-----"} {
		_, err = usersig.New(sdkappid, key)
		check("key", err, usersig.ErrInvalidKey, code(err))
	}
	_, err = usersig.NewWithKeys(sdkappid, []string{secret}, usersig.Options{UserIDForm: 9})
	check("form", err, usersig.ErrInvalidArgument, code(err))
	for _, ticket := range []string{"x", "\x00", "eJ", strings.Repeat("e", 1<<20), "\xff\xfe"} {
		_, err = app.Verify(ticket, "xiaojun")
		check("ticket", err, usersig.ErrUndecodable, 70003)
		_, err = usersig.Inspect(ticket)
		check("ticket", err, usersig.ErrUndecodable, 70003)
	}
}

// code takes whatever number an error has, but 0.
func code(err error) int {
	var fault *usersig.Error
	if errors.As(err, &fault) && fault.Code != 0 {
		return fault.Code
	}
	return -1
}

func TestManyAndLongTickets(t *testing.T) {
	app, err := usersig.NewWithKeys(sdkappid, []string{secret}, usersig.Options{UserIDForm: usersig.UserIDUTF8})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1700000000, 0)
	for _, count := range []int{0, 1, 2, 1023, 1024, 1025, 3000} {
		userids := make([]string, count)
		for at := range userids {
			userids[at] = fmt.Sprint("user", at)
			if at%97 == 3 {
				userids[at] = strings.Repeat("长", 600)
			}
		}
		signed, err := app.SignManyAt(userids, day, now)
		if err != nil || len(signed) != count {
			t.Fatal(count, err)
		}
		rows := make([]usersig.Row, count)
		for at, row := range signed {
			one, err := app.SignWith(userids[at], day, usersig.SignOptions{Now: now})
			if err != nil || row.Err != nil || one != row.Ticket {
				t.Fatal(count, at, err, row)
			}
			rows[at] = usersig.Row{Ticket: row.Ticket, UserID: userids[at]}
		}
		if count > 2 {
			rows[1].UserID = "other"
		}
		verified, err := app.VerifyManyWith(rows, usersig.VerifyOptions{Now: now})
		if err != nil || len(verified) != count {
			t.Fatal(count, err)
		}
		for at, row := range verified {
			if count > 2 && at == 1 {
				if !errors.Is(row.Err, usersig.ErrMismatchUserID) {
					t.Error(row)
				}
			} else if row.Err != nil || row.Outcome.Time != now.Unix() || row.Outcome.Expire != day {
				t.Error(at, row)
			}
		}
	}
	long := []byte(strings.Repeat("\x00\xffuserbuf", 900))
	ticket, err := app.SignWith("xiaojun", day, usersig.SignOptions{UserBuf: long})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := app.VerifyWith(ticket, "xiaojun", usersig.VerifyOptions{Expected: usersig.ExpectUserBuf(long)})
	if err != nil || string(outcome.UserBuf) != string(long) {
		t.Error(err)
	}
	ticket, err = app.SignWith("xiaojun", day, usersig.SignOptions{UserBuf: []byte{}})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err = app.Verify(ticket, "xiaojun")
	if err != nil || outcome.UserBuf == nil || len(outcome.UserBuf) != 0 {
		t.Error(outcome, err)
	}
}

func TestDiagnosisNamesTheFault(t *testing.T) {
	other, err := usersig.New(sdkappid, secret+"\n")
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := other.Sign("xiaojun", day)
	if err != nil {
		t.Fatal(err)
	}
	userid := "xiaojun"
	text, err := usersig.Diagnose(ticket, usersig.Symptoms{SDKAppID: sdkappid, UserID: &userid, Keys: []string{secret},
		Others: []usersig.OtherApplication{{SDKAppID: 1400000001, Key: "another"}}})
	if err != nil || !strings.Contains(string(text), "line") {
		t.Error(string(text), err)
	}
	if _, err := usersig.Diagnose("", usersig.Symptoms{}); err != nil {
		t.Error(err)
	}
}

func TestNothingShowsTheKey(t *testing.T) {
	app := application(t)
	dropin := usersig.NewCurrentDropIn(sdkappid, secret)
	for _, form := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(form+form, app, dropin); strings.Contains(text, secret[:8]) {
			t.Error(form, text)
		}
	}
	if print := app.KeyFingerprint(); len(print) != 8 || strings.Contains(secret, print) {
		t.Error(print)
	}
	if app.SDKAppID() != sdkappid || usersig.Version() == "" {
		t.Error(app, usersig.Version())
	}
}
