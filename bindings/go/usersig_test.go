package usersig_test

import (
	"errors"
	"fmt"
	"math"
	"reflect"
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
	var zero usersig.CurrentDropIn
	_, err = zero.SignWith("xiaojun", day, usersig.SignOptions{})
	check("zero drop-in", err, usersig.ErrInvalidSDKAppID, code(err))
	check("zero drop-in", zero.Check("x", "xiaojun", usersig.Expected{}, time.Now()), usersig.ErrInvalidSDKAppID, code(err))
	for _, key := range []string{"", "-----BEGIN PRIVATE KEY-----"} {
		_, err = usersig.New(sdkappid, key)
		check("key", err, usersig.ErrInvalidKey, code(err))
	}
	_, err = usersig.NewWithKeys(sdkappid, []string{secret}, usersig.Options{UserIDForm: 9})
	check("form", err, usersig.ErrInvalidArgument, code(err))
	// The least number is what the C library takes for a value that is left out.
	for _, least := range []int64{-1, math.MinInt64, math.MinInt64 + 1} {
		_, err = usersig.NewWithKeys(sdkappid, []string{secret}, usersig.Options{MaxClockSkew: &least})
		check("clock skew", err, usersig.ErrInvalidArgument, code(err))
		_, err = usersig.NewWithKeys(sdkappid, []string{secret}, usersig.Options{LongestValidity: &least})
		check("longest validity", err, usersig.ErrInvalidArgument, code(err))
		_, err = app.Sign("xiaojun", least)
		check("expire", err, usersig.ErrInvalidExpire, code(err))
		_, err = app.SignPrivateMapKey("xiaojun", least, usersig.RoomID(1), 255)
		check("expire", err, usersig.ErrInvalidExpire, code(err))
		_, err = app.SignMany([]string{"xiaojun"}, least)
		check("expire", err, usersig.ErrInvalidExpire, code(err))
		_, err = app.SignPrivateMapKey("xiaojun", day, usersig.RoomID(least), 255)
		check("room", err, usersig.ErrInvalidRoom, code(err))
		_, err = app.SignPrivateMapKey("xiaojun", day, usersig.RoomID(1), usersig.Privileges(least))
		check("privileges", err, usersig.ErrInvalidPrivileges, code(err))
		_, err = usersig.Diagnose("x", usersig.Symptoms{SDKAppID: least})
		check("SDKAppID", err, usersig.ErrInvalidSDKAppID, code(err))
		before := time.Unix(least, 0)
		_, err = app.SignManyAt([]string{"xiaojun"}, day, before)
		check("now", err, usersig.ErrInvalidTime, code(err))
		_, err = app.VerifyWith("x", "xiaojun", usersig.VerifyOptions{Now: before})
		check("now", err, usersig.ErrInvalidTime, code(err))
		_, err = app.VerifyManyWith([]usersig.Row{{Ticket: "x", UserID: "xiaojun"}}, usersig.VerifyOptions{Now: before})
		check("now", err, usersig.ErrInvalidTime, code(err))
		_, err = usersig.Diagnose("x", usersig.Symptoms{Now: before})
		check("now", err, usersig.ErrInvalidTime, code(err))
	}
	for _, ticket := range []string{"x", "\x00", "eJ", strings.Repeat("e", 1<<20), "\xff\xfe"} {
		_, err = app.Verify(ticket, "xiaojun")
		check("ticket", err, usersig.ErrUndecodable, 70003)
		claims, err := usersig.Inspect(ticket)
		check("ticket", err, usersig.ErrUndecodable, 70003)
		if !reflect.DeepEqual(claims, usersig.Claims{}) {
			t.Error("ticket", claims)
		}
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

// Long tickets come in memory of their own, through every method.
func TestLongTicketsOfEveryMethod(t *testing.T) {
	app, err := usersig.NewWithKeys(sdkappid, []string{secret}, usersig.Options{UserIDForm: usersig.UserIDUTF8})
	if err != nil {
		t.Fatal(err)
	}
	userid := strings.Repeat("长", 600)
	check := func(ticket string, err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		} else if _, err := app.Verify(ticket, userid); err != nil {
			t.Error(err)
		}
	}
	check(app.Sign(userid, day))
	check(app.SignWith(userid, day, usersig.SignOptions{UserBuf: []byte{1}}))
	check(app.SignPrivateMapKey(userid, day, usersig.RoomID(1), 255))
	check(app.SignPrivateMapKey(userid, day, usersig.RoomName("r"), 255))
	for _, room := range []int{0, 1, 2, 3, 100, 8000} {
		start := make([]byte, 2, 2+room)
		appended, err := app.AppendSign(start, userid, day, usersig.SignOptions{})
		check(string(appended[2:]), err)
	}
	dropin := usersig.NewCurrentDropIn(sdkappid, secret)
	check(dropin.SignWith(userid, day, usersig.SignOptions{}))
	check(dropin.SignPrivateMapKey(userid, day, usersig.RoomID(1), 255))
}

func TestShortTicketsAllocateLittle(t *testing.T) {
	app, buffer := application(t), make([]byte, 0, 512)
	for name, row := range map[string]struct {
		most float64
		run  func() error
	}{
		"Sign":       {1, func() error { _, err := app.Sign("xiaojun", day); return err }},
		"AppendSign": {0, func() error { _, err := app.AppendSign(buffer, "xiaojun", day, usersig.SignOptions{}); return err }},
	} {
		if count := testing.AllocsPerRun(100, func() {
			if err := row.run(); err != nil {
				t.Fatal(err)
			}
		}); count > row.most {
			t.Errorf("%s allocates %v times", name, count)
		}
	}
}

func TestNothingShowsTheKey(t *testing.T) {
	app := application(t)
	dropin := usersig.NewCurrentDropIn(sdkappid, secret)
	type server struct {
		app     *usersig.Application
		current usersig.Application
		dropin  usersig.CurrentDropIn
		inside  struct{ dropin *usersig.CurrentDropIn }
	}
	nested := server{app: app, current: *app, dropin: dropin}
	nested.inside.dropin = &dropin
	for _, value := range []any{
		app, *app, dropin, &dropin, nested, &nested, []server{nested}, map[string]server{"a": nested}, []usersig.CurrentDropIn{dropin},
	} {
		for _, verb := range "vTtbcdoOxXUeEfFgGsqpw" {
			for _, flags := range []string{"%", "%+", "%#", "% ", "%0"} {
				text := strings.ToLower(fmt.Sprintf(flags+string(verb), value))
				for _, shown := range []string{secret[:8], fmt.Sprintf("%x", secret[:8]), fmt.Sprintf("% x", secret[:8]),
					fmt.Sprint([]byte(secret[:8]))[1:20]} {
					if strings.Contains(text, shown) {
						t.Errorf("%s%c: %s", flags, verb, text)
					}
				}
			}
		}
	}
	if print := app.KeyFingerprint(); len(print) != 8 || strings.Contains(secret, print) {
		t.Error(print)
	}
	if app.SDKAppID() != sdkappid || usersig.Version() == "" {
		t.Error(app, usersig.Version())
	}
}
