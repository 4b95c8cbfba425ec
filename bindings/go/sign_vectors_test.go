package usersig_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"time"

	usersig "github.com/usersig/usersig-go"
)

func TestSignVectors(t *testing.T) {
	forms := map[string]usersig.UserIDForm{
		"documented": usersig.UserIDDocumented, "ascii": usersig.UserIDASCII, "utf8": usersig.UserIDUTF8,
	}
	kinds := map[string]usersig.Kind{
		"userid": usersig.ErrInvalidUserID, "sdkappid": usersig.ErrInvalidSDKAppID, "room": usersig.ErrInvalidRoom,
		"validity": usersig.ErrInvalidExpire, "userbuf": usersig.ErrInvalidUserBuf,
	}
	cases(t, "sign.jsonl", func(t *testing.T, item *vector) {
		var key keyCase
		if err := json.Unmarshal(item.Key, &key); err != nil {
			t.Fatal(err)
		}
		ticket, err := sign(t, item, key.text(), forms[item.Form])
		if item.Expect.Error != "" {
			if !errors.Is(err, kinds[item.Expect.Error]) || ticket != "" {
				t.Errorf("%s: %v", item.Title, err)
			}
			return
		}
		if err != nil {
			t.Errorf("%s: %v", item.Title, err)
			return
		}
		claims, err := usersig.Inspect(ticket)
		if err != nil {
			t.Fatalf("%s: %v", item.Title, err)
		}
		if item.Expect.Sig != nil && !bytes.Equal(claims.Signature, decode(t, *item.Expect.Sig)) {
			t.Errorf("%s: %+v", item.Title, claims)
		}
		if (claims.UserBuf == nil) != (item.Expect.UserBuf == nil) ||
			claims.UserBuf != nil && !bytes.Equal(claims.UserBuf, decode(t, *item.Expect.UserBuf)) {
			t.Errorf("%s: %+v", item.Title, claims)
		}
	})
}

// sign signs a case in each of the ways there are, and verifies it.
func sign(t *testing.T, item *vector, key string, form usersig.UserIDForm) (string, error) {
	app, err := usersig.NewWithKeys(item.SDKAppID, []string{key}, usersig.Options{UserIDForm: form})
	if err != nil {
		return "", err
	}
	now := time.Unix(item.Time, 0)
	options := usersig.SignOptions{Now: now}
	var ticket string
	switch {
	case item.Room != nil:
		ticket, err = app.SignPrivateMapKeyAt(item.UserID, item.Expire, item.Room.room(), usersig.Privileges(item.Privileges), now)
	case item.UserBuf != nil:
		options.UserBuf = decode(t, *item.UserBuf)
		fallthrough
	default:
		ticket, err = app.SignWith(item.UserID, item.Expire, options)
		appended, other := app.AppendSign([]byte("> "), item.UserID, item.Expire, options)
		if (err == nil) != (other == nil) || string(appended[:2]) != "> " || err != nil && len(appended) != 2 {
			t.Errorf("%s: AppendSign: %v", item.Title, other)
		}
		if err == nil && key[0] != '-' && string(appended[2:]) != ticket {
			t.Errorf("%s: AppendSign: %s", item.Title, appended)
		}
	}
	if err == nil {
		if _, err := app.VerifyWith(ticket, item.UserID, usersig.VerifyOptions{Now: now}); err != nil {
			t.Errorf("%s: %v", item.Title, err)
		}
	}
	signNow(t, item, app)
	return ticket, err
}

// signNow signs a case at the time of the system clock, and verifies it.
func signNow(t *testing.T, item *vector, app *usersig.Application) {
	t.Helper()
	var ticket, same string
	var err, wanted error
	now := time.Now()
	switch {
	case item.Room != nil:
		room, privileges := item.Room.room(), usersig.Privileges(item.Privileges)
		same, wanted = app.SignPrivateMapKeyAt(item.UserID, item.Expire, room, privileges, now)
		ticket, err = app.SignPrivateMapKey(item.UserID, item.Expire, room, privileges)
	case item.UserBuf == nil:
		same, wanted = app.SignWith(item.UserID, item.Expire, usersig.SignOptions{Now: now})
		ticket, err = app.Sign(item.UserID, item.Expire)
	default:
		return
	}
	if wanted != nil || err != nil {
		if err == nil || wanted == nil || err.Error() != wanted.Error() || ticket != "" || same != "" {
			t.Errorf("%s: %v, with the time %v", item.Title, err, wanted)
		}
		return
	}
	if _, err := app.VerifyWith(ticket, item.UserID, usersig.VerifyOptions{Now: now}); err != nil {
		t.Errorf("%s: %v", item.Title, err)
	}
}
