package usersig

// #include "usersig.h"
import "C"

import "time"

// SignOptions are what else a ticket says.
type SignOptions struct {
	// UserBuf is signed along; nil means none, and an empty one is not the same.
	UserBuf []byte
	// Now is the time of signing; the zero time means the system clock.
	Now time.Time
}

func (o *SignOptions) carried() carried {
	if o.UserBuf == nil {
		return carried{kind: C.USERSIG_EXPECT_NONE}
	}
	return carried{kind: C.USERSIG_EXPECT_USERBUF, text: o.UserBuf}
}

// Sign makes a ticket (UserSig), valid for expire seconds from now on.
//
// The error is an [*Error] of the kind [ErrInvalidUserID], [ErrInvalidExpire] or
// [ErrInvalidKey].
func (a *Application) Sign(userid string, expire int64) (string, error) {
	return a.sign(request{userid, expire, carried{}, unset})
}

// SignWith makes a ticket as [Application.Sign] does, with a UserBuf or at another time.
func (a *Application) SignWith(userid string, expire int64, options SignOptions) (string, error) {
	return a.sign(request{userid, expire, options.carried(), moment(options.Now)})
}

// AppendSign appends a ticket to dst. It allocates nothing if dst has room for the longest
// ticket of this user, about 400 bytes for a short UserID.
func (a *Application) AppendSign(dst []byte, userid string, expire int64, options SignOptions) ([]byte, error) {
	if dst == nil {
		dst = make([]byte, 0, 512)
	}
	return a.appendSign(dst, request{userid, expire, options.carried(), moment(options.Now)})
}

// SignPrivateMapKey makes a PrivateMapKey: a ticket that lets the user into one room only,
// with these privileges, for expire seconds from now on.
//
// The error is as for [Application.Sign], or of the kind [ErrInvalidRoom] or
// [ErrInvalidPrivileges].
func (a *Application) SignPrivateMapKey(userid string, expire int64, room Room, privileges Privileges) (string, error) {
	return a.SignPrivateMapKeyAt(userid, expire, room, privileges, time.Time{})
}

// SignPrivateMapKeyAt makes a PrivateMapKey as [Application.SignPrivateMapKey] does, at
// another time.
func (a *Application) SignPrivateMapKeyAt(userid string, expire int64, room Room, privileges Privileges, now time.Time) (string, error) {
	return a.sign(request{userid, expire, room.carried(privileges), moment(now)})
}

// moment is the time in Unix seconds, as the library takes it.
func moment(now time.Time) int64 {
	if now.IsZero() {
		return unset
	}
	return given(now.Unix())
}
