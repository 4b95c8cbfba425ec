// Package tencentyun has the functions of github.com/tencentyun/tls-sig-api-v2-golang/tencentyun
// over package usersig: change the import, and nothing else.
//
// What the published package signs although no service takes it is an error here: an SDKAppID
// that is 0 or above 4294967295, an empty key, a UserID with control characters, a negative
// expire, a room number or privileges out of range. Such errors, and those of tickets that
// cannot be read, are of the type *usersig.Error.
package tencentyun

import (
	"errors"
	"math"
	"time"

	usersig "github.com/usersig/usersig-go"
)

// The reasons for which a ticket is turned away. Each wraps the kind of package usersig.
var (
	// ErrSdkAppIDNotMatch: the ticket is for another application.
	ErrSdkAppIDNotMatch error = &reason{"sdk appid not match", usersig.ErrMismatchSDKAppID}
	// ErrIdentifierNotMatch: the ticket is for another user.
	ErrIdentifierNotMatch error = &reason{"identifier not match", usersig.ErrMismatchUserID}
	// ErrExpired: the ticket's time is over.
	ErrExpired error = &reason{"expired", usersig.ErrExpired}
	// ErrUserBufTypeNotMatch: the ticket has a UserBuf and none was expected, or the reverse.
	ErrUserBufTypeNotMatch = errors.New("userbuf type not match")
	// ErrUserBufNotMatch: the UserBuf's bytes differ from those expected.
	ErrUserBufNotMatch error = &reason{"userbuf not match", usersig.ErrMismatchUserBuf}
	// ErrSigNotMatch: the signature does not match the key.
	ErrSigNotMatch error = &reason{"sig not match", usersig.ErrMismatchSignature}
)

// DefaultCompressionLevel is kept so that programs which set it compile. It has no effect:
// every ticket is written in its shortest form.
var DefaultCompressionLevel = 0

// GenUserSig makes a ticket (UserSig) that is valid for expire seconds from now on.
func GenUserSig(sdkappid int, key string, userid string, expire int) (string, error) {
	return GenUserSigWithBuf(sdkappid, key, userid, expire, nil)
}

// GenSig is GenUserSig by its older name.
func GenSig(sdkappid int, key string, userid string, expire int) (string, error) {
	return GenUserSigWithBuf(sdkappid, key, userid, expire, nil)
}

// GenUserSigWithBuf makes a ticket with a UserBuf; nil means none.
func GenUserSigWithBuf(sdkappid int, key string, userid string, expire int, buf []byte) (string, error) {
	app := usersig.NewCurrentDropIn(int64(sdkappid), key)
	return app.SignWith(userid, int64(expire), usersig.SignOptions{UserBuf: buf})
}

// GenPrivateMapKey makes a PrivateMapKey for a numeric room. privilegeMap has a bit for each
// privilege; 255 stands for all.
func GenPrivateMapKey(sdkappid int, key string, userid string, expire int, roomid uint32, privilegeMap uint32) (string, error) {
	return privateMapKey(sdkappid, key, userid, expire, usersig.RoomID(int64(roomid)), privilegeMap)
}

// GenPrivateMapKeyWithStringRoomID makes a PrivateMapKey for a string room of 1 to 64 bytes.
func GenPrivateMapKeyWithStringRoomID(sdkappid int, key string, userid string, expire int, roomStr string, privilegeMap uint32) (string, error) {
	return privateMapKey(sdkappid, key, userid, expire, usersig.RoomName(roomStr), privilegeMap)
}

// VerifyUserSig verifies a ticket without a UserBuf at the time now.
func VerifyUserSig(sdkappid uint64, key string, userid string, usersig string, now time.Time) error {
	return VerifyUserSigWithBuf(sdkappid, key, userid, usersig, now, nil)
}

// VerifyUserSigWithBuf verifies a ticket with this UserBuf at the time now; nil means that
// the ticket has none.
func VerifyUserSigWithBuf(sdkappid uint64, key string, userid string, usersig string, now time.Time, userbuf []byte) error {
	return verify(sdkappid, key, userid, usersig, now, userbuf)
}

func privateMapKey(sdkappid int, key, userid string, expire int, room usersig.Room, privilegeMap uint32) (string, error) {
	app := usersig.NewCurrentDropIn(int64(sdkappid), key)
	return app.SignPrivateMapKey(userid, int64(expire), room, usersig.Privileges(privilegeMap))
}

func verify(sdkappid uint64, key, userid, ticket string, now time.Time, userbuf []byte) error {
	app := usersig.NewCurrentDropIn(int64(min(sdkappid, math.MaxInt64)), key)
	expected := usersig.ExpectNoUserBuf()
	if userbuf != nil {
		expected = usersig.ExpectUserBuf(userbuf)
	}
	if now.IsZero() {
		// Of package usersig this would ask for the system clock.
		now = time.Unix(-1, 0)
	}
	return published(app.Check(ticket, userid, expected, now))
}

// published is the error value that a caller compares with.
func published(err error) error {
	var fault *usersig.Error
	if !errors.As(err, &fault) {
		return err
	}
	switch fault.Kind {
	case usersig.ErrMismatchSDKAppID:
		return ErrSdkAppIDNotMatch
	case usersig.ErrMismatchUserID:
		return ErrIdentifierNotMatch
	case usersig.ErrExpired:
		return ErrExpired
	case usersig.ErrUnexpectedUserBuf, usersig.ErrMissingUserBuf:
		return ErrUserBufTypeNotMatch
	case usersig.ErrMismatchUserBuf:
		return ErrUserBufNotMatch
	case usersig.ErrMismatchSignature:
		return ErrSigNotMatch
	default:
		return err
	}
}

// reason has the published text and the kind of package usersig.
type reason struct {
	text string
	kind usersig.Kind
}

func (r *reason) Error() string { return r.text }

func (r *reason) Unwrap() error { return r.kind }
