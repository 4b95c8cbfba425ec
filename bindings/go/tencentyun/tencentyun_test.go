package tencentyun_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	usersig "github.com/usersig/usersig-go"
	"github.com/usersig/usersig-go/tencentyun"
)

func TestBadInput(t *testing.T) {
	for name, row := range map[string]struct {
		run  func() (string, error)
		kind usersig.Kind
	}{
		"SDKAppID 0":      {func() (string, error) { return tencentyun.GenUserSig(0, "k", "u", 1) }, usersig.ErrInvalidSDKAppID},
		"SDKAppID 2^32":   {func() (string, error) { return tencentyun.GenSig(1<<32, "k", "u", 1) }, usersig.ErrInvalidSDKAppID},
		"no key":          {func() (string, error) { return tencentyun.GenUserSig(1, "", "u", 1) }, usersig.ErrInvalidKey},
		"PEM key":         {func() (string, error) { return tencentyun.GenUserSig(1, "-----BEGIN X-----", "u", 1) }, usersig.ErrInvalidKey},
		"NUL":             {func() (string, error) { return tencentyun.GenUserSig(1, "k", "u\x00", 1) }, usersig.ErrInvalidUserID},
		"1 MB":            {func() (string, error) { return tencentyun.GenUserSig(1, "k", strings.Repeat("u", 1<<20), 1) }, usersig.ErrInvalidUserID},
		"negative expire": {func() (string, error) { return tencentyun.GenUserSig(1, "k", "u", -1) }, usersig.ErrInvalidExpire},
		"room 0":          {func() (string, error) { return tencentyun.GenPrivateMapKey(1, "k", "u", 1, 0, 255) }, usersig.ErrInvalidRoom},
		"no room":         {func() (string, error) { return tencentyun.GenPrivateMapKeyWithStringRoomID(1, "k", "u", 1, "", 255) }, usersig.ErrInvalidRoom},
		"privileges":      {func() (string, error) { return tencentyun.GenPrivateMapKey(1, "k", "u", 1, 1, 256) }, usersig.ErrInvalidPrivileges},
	} {
		ticket, err := row.run()
		var fault *usersig.Error
		if ticket != "" || !errors.Is(err, row.kind) || !errors.As(err, &fault) {
			t.Error(name, ticket, err)
		}
	}
	now := time.Now()
	if err := tencentyun.VerifyUserSig(1, "k", "u", "x", now); !errors.Is(err, usersig.ErrUndecodable) {
		t.Error(err)
	}
	if err := tencentyun.VerifyUserSig(1<<63, "k", "u", "x", now); !errors.Is(err, usersig.ErrInvalidSDKAppID) {
		t.Error(err)
	}
	if err := tencentyun.VerifyUserSig(1, "k", "u", "x", time.Time{}); !errors.Is(err, usersig.ErrInvalidTime) {
		t.Error(err)
	}
	if !errors.Is(tencentyun.ErrExpired, usersig.ErrExpired) {
		t.Error("the values wrap the kinds")
	}
}

func TestLongTickets(t *testing.T) {
	userid, userbuf := strings.Repeat("长", 600), []byte(strings.Repeat("b", 8000))
	ticket, err := tencentyun.GenUserSigWithBuf(1, "k", userid, 100, userbuf)
	if err != nil {
		t.Fatal(err)
	}
	if err := tencentyun.VerifyUserSigWithBuf(1, "k", userid, ticket, time.Now(), userbuf); err != nil {
		t.Error(err)
	}
	for _, room := range []func() (string, error){
		func() (string, error) { return tencentyun.GenPrivateMapKey(1, "k", userid, 100, 1, 255) },
		func() (string, error) {
			return tencentyun.GenPrivateMapKeyWithStringRoomID(1, "k", userid, 100, "r", 255)
		},
	} {
		ticket, err := room()
		if err != nil {
			t.Fatal(err)
		}
		if err := tencentyun.VerifyUserSig(1, "k", userid, ticket, time.Now()); err != tencentyun.ErrUserBufTypeNotMatch {
			t.Error(err)
		}
	}
}
