package TLSSigAPI_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	usersig "github.com/usersig/usersig-go"
	TLSSigAPI "github.com/usersig/usersig-go/tlssigapi"
)

const (
	privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWtRjgjZA7pc2JIAD
wNryGlK0kq225cjqJZnyig6GMKmhRANCAAT7xB2Yqr9DVcOVt+RbPgmB6myVGnEr
DXACd3d6oLQ/UGTxTfxwWNDAJzOlq3MDXFBfPOoThfYzLN9ujNw+HRg8
-----END PRIVATE KEY-----
`
	publicKey = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+8QdmKq/Q1XDlbfkWz4JgepslRpx
Kw1wAnd3eqC0P1Bk8U38cFjQwCczpatzA1xQXzzqE4X2MyzfbozcPh0YPA==
-----END PUBLIC KEY-----
`
)

func TestEveryFunction(t *testing.T) {
	ticket, err := TLSSigAPI.GenerateUsersig(privateKey, 1, "1")
	if err != nil {
		t.Fatal(err)
	}
	day, err := TLSSigAPI.GenerateUsersigWithExpire(privateKey, 1, "1", 86400)
	if err != nil {
		t.Fatal(err)
	}
	for _, ticket := range []string{ticket, day} {
		for _, wanted := range []struct {
			id     int
			userid string
			err    error
		}{{1, "1", nil}, {1, "2", TLSSigAPI.ErrorIdentifierNotMatch}, {2, "1", TLSSigAPI.ErrorAppidNotMatch}} {
			if err := TLSSigAPI.VerifyUsersig(publicKey, ticket, wanted.id, wanted.userid); err != wanted.err {
				t.Error(err)
			}
		}
	}
	carrying, err := TLSSigAPI.GenerateUsersigWithUserbuf(privateKey, 1, "1", 3600, []byte{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	userbuf, err := TLSSigAPI.VerifyUsersigWithUserbuf(publicKey, carrying, 1, "1")
	if err != nil || string(userbuf) != "\x01\x02\x03" {
		t.Error(userbuf, err)
	}
	if err := TLSSigAPI.VerifyUsersig(publicKey, carrying, 1, "1"); err != TLSSigAPI.ErrorInvalidSignature {
		t.Error(err)
	}
	if _, err := TLSSigAPI.VerifyUsersigWithUserbuf(publicKey, ticket, 1, "1"); err != TLSSigAPI.ErrorInvalidSignature {
		t.Error(err)
	}
}

// The applications under these functions sign in every other way, too.
func TestApplicationOfTheDropIn(t *testing.T) {
	signs, err := usersig.NewLegacyDropIn(1, privateKey, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, userid := range []string{"1", "小军", strings.Repeat("长", 600)} {
		ticket, err := signs.Sign(userid, 3600)
		if err != nil {
			t.Fatal(err)
		}
		if err := TLSSigAPI.VerifyUsersig(publicKey, ticket, 1, userid); err != nil {
			t.Error(err)
		}
		appended, err := signs.AppendSign([]byte("> "), userid, 3600, usersig.SignOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if err := TLSSigAPI.VerifyUsersig(publicKey, string(appended[2:]), 1, userid); err != nil {
			t.Error(err)
		}
		rows, err := signs.SignMany([]string{userid}, 3600)
		if err != nil || rows[0].Err != nil {
			t.Fatal(err, rows)
		}
		if err := TLSSigAPI.VerifyUsersig(publicKey, rows[0].Ticket, 1, userid); err != nil {
			t.Error(err)
		}
		for _, room := range []usersig.Room{usersig.RoomID(1), usersig.RoomName("room")} {
			ticket, err := signs.SignPrivateMapKey(userid, 3600, room, 255)
			if err != nil {
				t.Fatal(err)
			}
			userbuf, err := TLSSigAPI.VerifyUsersigWithUserbuf(publicKey, ticket, 1, userid)
			if err != nil || len(userbuf) == 0 {
				t.Error(userbuf, err)
			}
		}
	}
}

func TestFaults(t *testing.T) {
	app, err := usersig.NewLegacyDropIn(1, privateKey, "")
	if err != nil {
		t.Fatal(err)
	}
	old, err := app.SignWith("1", 10, usersig.SignOptions{Now: time.Unix(1700000000, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if err := TLSSigAPI.VerifyUsersig(publicKey, old, 1, "1"); err != TLSSigAPI.ErrorExpired {
		t.Error(err)
	}
	if _, err := TLSSigAPI.GenerateUsersig(publicKey, 1, "1"); !errors.Is(err, usersig.ErrInvalidKey) {
		t.Error(err)
	}
	if _, err := TLSSigAPI.GenerateUsersig("secret", 1, "1"); !errors.Is(err, usersig.ErrInvalidKey) {
		t.Error(err)
	}
	if err := TLSSigAPI.VerifyUsersig("", old, 1, "1"); !errors.Is(err, usersig.ErrInvalidKey) {
		t.Error(err)
	}
	if err := TLSSigAPI.VerifyUsersig(publicKey, "x", 1, "1"); !errors.Is(err, usersig.ErrUndecodable) {
		t.Error(err)
	}
}
