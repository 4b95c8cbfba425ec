// Package comparison holds the module against the published one: both ways, and in speed.
package comparison

import (
	"testing"
	"time"

	theirs "github.com/tencentyun/tls-sig-api-v2-golang/tencentyun"
	usersig "github.com/usersig/usersig-go"
	ours "github.com/usersig/usersig-go/tencentyun"
)

const (
	sdkappid = 1400000000
	key      = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
	expire   = 86400 * 180
)

type generator struct {
	sign    func(int, string, string, int) (string, error)
	signBuf func(int, string, string, int, []byte) (string, error)
	room    func(int, string, string, int, uint32, uint32) (string, error)
	roomStr func(int, string, string, int, string, uint32) (string, error)
}

var (
	oursSigns   = generator{ours.GenUserSig, ours.GenUserSigWithBuf, ours.GenPrivateMapKey, ours.GenPrivateMapKeyWithStringRoomID}
	theirsSigns = generator{theirs.GenUserSig, theirs.GenUserSigWithBuf, theirs.GenPrivateMapKey, theirs.GenPrivateMapKeyWithStringRoomID}
)

type verifier struct {
	verify    func(uint64, string, string, string, time.Time) error
	verifyBuf func(uint64, string, string, string, time.Time, []byte) error
	// The values of ErrSdkAppIDNotMatch, ErrIdentifierNotMatch, ErrExpired,
	// ErrUserBufTypeNotMatch, ErrUserBufNotMatch, ErrSigNotMatch.
	faults [6]error
}

var (
	oursVerifies = verifier{ours.VerifyUserSig, ours.VerifyUserSigWithBuf, [6]error{ours.ErrSdkAppIDNotMatch,
		ours.ErrIdentifierNotMatch, ours.ErrExpired, ours.ErrUserBufTypeNotMatch, ours.ErrUserBufNotMatch, ours.ErrSigNotMatch}}
	theirsVerifies = verifier{theirs.VerifyUserSig, theirs.VerifyUserSigWithBuf, [6]error{theirs.ErrSdkAppIDNotMatch,
		theirs.ErrIdentifierNotMatch, theirs.ErrExpired, theirs.ErrUserBufTypeNotMatch, theirs.ErrUserBufNotMatch, theirs.ErrSigNotMatch}}
)

func TestEachReadsTheOther(t *testing.T) {
	app, err := usersig.NewWithKeys(sdkappid, []string{key}, usersig.Options{UserIDForm: usersig.UserIDUTF8})
	if err != nil {
		t.Fatal(err)
	}
	for name, signs := range map[string]generator{"ours": oursSigns, "theirs": theirsSigns} {
		for _, userid := range []string{"xiaojun", "a", "user_01-X", "小军", `q"uote\`, "a@b.c d"} {
			now := time.Now()
			check := func(ticket string, err error, userbuf []byte, room usersig.Room) {
				t.Helper()
				if err != nil {
					t.Fatal(name, userid, err)
				}
				for _, verifies := range []verifier{oursVerifies, theirsVerifies} {
					if userbuf == nil {
						if err := verifies.verify(sdkappid, key, userid, ticket, now); err != nil {
							t.Error(name, userid, err)
						}
					} else if err := verifies.verifyBuf(sdkappid, key, userid, ticket, now, userbuf); err != nil {
						t.Error(name, userid, err)
					}
				}
				outcome, err := app.Verify(ticket, userid)
				if err != nil || string(outcome.UserBuf) != string(userbuf) || outcome.Room != room {
					t.Error(name, userid, outcome, err)
				}
			}
			ticket, err := signs.sign(sdkappid, key, userid, expire)
			check(ticket, err, nil, usersig.Room{})
			ticket, err = signs.signBuf(sdkappid, key, userid, expire, []byte("abc"))
			check(ticket, err, []byte("abc"), usersig.Room{})
			for _, room := range []usersig.Room{usersig.RoomID(10000), usersig.RoomName("1000000040")} {
				if id, numeric := room.ID(); numeric {
					ticket, err = signs.room(sdkappid, key, userid, expire, uint32(id), 255)
				} else {
					ticket, err = signs.roomStr(sdkappid, key, userid, expire, "1000000040", 255)
				}
				if err != nil {
					t.Fatal(err)
				}
				outcome, err := app.VerifyWith(ticket, userid, usersig.VerifyOptions{Expected: usersig.ExpectRoom(room, 255)})
				if err != nil {
					t.Fatal(name, userid, err)
				}
				check(ticket, nil, outcome.UserBuf, room)
			}
		}
	}
}

// Both give the same one of their error values for every single and double fault.
func TestSameErrorValues(t *testing.T) {
	now := time.Now()
	plain, _ := theirs.GenUserSig(sdkappid, key, "xiaojun", 100)
	carrying, _ := ours.GenUserSigWithBuf(sdkappid, key, "xiaojun", 100, []byte{5})
	compared := 0
	for _, ticket := range []string{plain, carrying} {
		for _, id := range []uint64{sdkappid, sdkappid + 1} {
			for _, userid := range []string{"xiaojun", "xiaohong"} {
				for _, at := range []time.Time{now, now.Add(time.Hour)} {
					for _, userbuf := range [][]byte{nil, {5}, {6}, {}} {
						for _, secret := range []string{key, "other"} {
							a := oursVerifies.verifyBuf(id, secret, userid, ticket, at, userbuf)
							b := theirsVerifies.verifyBuf(id, secret, userid, ticket, at, userbuf)
							if at, bt := position(oursVerifies, a), position(theirsVerifies, b); at != bt {
								t.Errorf("ours %v, theirs %v", a, b)
							}
							if a != nil && a.Error() != b.Error() {
								t.Errorf("ours %q, theirs %q", a, b)
							}
							compared++
						}
					}
				}
			}
		}
	}
	t.Logf("%d requests compared", compared)
}

// position tells which of the error values it is; -1 for none of them, 6 for no error.
func position(v verifier, err error) int {
	if err == nil {
		return 6
	}
	for at, fault := range v.faults {
		if fault == err {
			return at
		}
	}
	return -1
}
