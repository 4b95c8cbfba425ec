package usersig

// #include "usersig.h"
import "C"

import "time"

// Outcome is what a verified ticket says. Times are Unix seconds.
type Outcome struct {
	// Algorithm is how the ticket was signed.
	Algorithm Algorithm
	// Time is the time of signing.
	Time int64
	// Expire is the validity, seconds.
	Expire int64
	// ExpiresAt is the last second at which the ticket is valid.
	ExpiresAt int64
	// KeyIndex says which key of the application made the signature, counted from 0.
	KeyIndex int
	// UserBuf is nil if there is none; it may be empty. [Application.VerifyMany] leaves it out.
	UserBuf []byte
	// Room is the room of the UserBuf if that is a PrivateMapKey, otherwise zero. Its account,
	// SDKAppID and own time were compared only if a room was expected.
	Room Room
	// Privileges are those of the PrivateMapKey.
	Privileges Privileges
	// RoomExpiresAt is the last second of the PrivateMapKey itself; 0 if there is none.
	RoomExpiresAt int64
}

// Expected is what a ticket has to carry. The zero value takes anything.
type Expected struct{ what carried }

// ExpectNoUserBuf takes tickets without a UserBuf.
func ExpectNoUserBuf() Expected {
	return Expected{carried{kind: C.USERSIG_EXPECT_NONE}}
}

// ExpectUserBuf takes tickets with exactly this UserBuf; nil is an empty one.
func ExpectUserBuf(userbuf []byte) Expected {
	if userbuf == nil {
		userbuf = []byte{}
	}
	return Expected{carried{kind: C.USERSIG_EXPECT_USERBUF, text: userbuf}}
}

// ExpectRoom takes PrivateMapKeys of the same user for this room, with at least these
// privileges.
func ExpectRoom(room Room, privileges Privileges) Expected {
	return Expected{room.carried(privileges)}
}

// VerifyOptions are what else is asked of a ticket.
type VerifyOptions struct {
	// Expected is what the ticket has to carry; the zero value takes anything.
	Expected Expected
	// Now is the time at which the ticket has to be valid; the zero time means the system clock.
	Now time.Time
}

// Verify verifies a ticket of this user. The ticket may be any text.
//
// The error is an [*Error]; its kind says why the ticket is turned away, for example
// [ErrExpired] or [ErrMismatchSignature].
func (a *Application) Verify(ticket, userid string) (Outcome, error) {
	return a.VerifyWith(ticket, userid, VerifyOptions{})
}

// VerifyWith verifies a ticket as [Application.Verify] does, with an expectation or at
// another time.
func (a *Application) VerifyWith(ticket, userid string, options VerifyOptions) (Outcome, error) {
	var outcome Outcome
	err := a.verify(ticket, userid, options.Expected.what, moment(options.Now), &outcome)
	return outcome, err
}
