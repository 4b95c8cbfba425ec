package usersig

// #include "usersig.h"
import "C"

// Kind says what kind of fault an [Error] is. It is an error itself, so that
// errors.Is(err, usersig.ErrExpired) works.
type Kind int32

// The request cannot be served.
const (
	// ErrInvalidUserID: the UserID must not be signed or cannot be looked for.
	ErrInvalidUserID Kind = C.USERSIG_INVALID_USERID
	// ErrInvalidSDKAppID: the SDKAppID is not within 1 to 4294967295.
	ErrInvalidSDKAppID Kind = C.USERSIG_INVALID_SDKAPPID
	// ErrInvalidKey: a key is missing, unreadable, or cannot do what is asked.
	ErrInvalidKey Kind = C.USERSIG_INVALID_KEY
	// ErrInvalidExpire: the validity is negative or ends out of range.
	ErrInvalidExpire Kind = C.USERSIG_INVALID_EXPIRE
	// ErrInvalidTime: the moment is before 1970.
	ErrInvalidTime Kind = C.USERSIG_INVALID_TIME
	// ErrInvalidUserBuf: the UserBuf is too long.
	ErrInvalidUserBuf Kind = C.USERSIG_INVALID_USERBUF
	// ErrInvalidRoom: the room is not a room id.
	ErrInvalidRoom Kind = C.USERSIG_INVALID_ROOM
	// ErrInvalidPrivileges: the privileges are not a mask from 0 to 255.
	ErrInvalidPrivileges Kind = C.USERSIG_INVALID_PRIVILEGES
	// ErrInvalidTicket: the ticket parameter is not a text.
	ErrInvalidTicket Kind = C.USERSIG_INVALID_TICKET
	// ErrInvalidArgument: another parameter is not what it has to be.
	ErrInvalidArgument Kind = C.USERSIG_INVALID_ARGUMENT
	// ErrSigningFailed: the ECDSA signature could not be made.
	ErrSigningFailed Kind = C.USERSIG_SIGNING_FAILED
	// ErrClock: there is no usable system clock, and no time was passed.
	ErrClock Kind = C.USERSIG_CLOCK
	// ErrInternal: a defect of usersig.
	ErrInternal Kind = C.USERSIG_INTERNAL
)

// The ticket is turned away.
const (
	// ErrEmpty: the ticket is empty.
	ErrEmpty Kind = C.USERSIG_EMPTY
	// ErrUndecodable: the ticket cannot be decoded.
	ErrUndecodable Kind = C.USERSIG_UNDECODABLE
	// ErrMalformed: a member is missing or malformed.
	ErrMalformed Kind = C.USERSIG_MALFORMED
	// ErrMismatchSDKAppID: the ticket is for another application.
	ErrMismatchSDKAppID Kind = C.USERSIG_MISMATCH_SDKAPPID
	// ErrMismatchUserID: the ticket is for another user.
	ErrMismatchUserID Kind = C.USERSIG_MISMATCH_USERID
	// ErrExpired: the ticket's time is over.
	ErrExpired Kind = C.USERSIG_EXPIRED
	// ErrRoomExpired: the PrivateMapKey's own time is over.
	ErrRoomExpired Kind = C.USERSIG_ROOM_EXPIRED
	// ErrFromTheFuture: the time of signing lies ahead of the bound on clock skew.
	ErrFromTheFuture Kind = C.USERSIG_FROM_THE_FUTURE
	// ErrValidForTooLong: the ticket is valid for longer than the policy takes.
	ErrValidForTooLong Kind = C.USERSIG_VALID_FOR_TOO_LONG
	// ErrUnexpectedUserBuf: the ticket has a UserBuf and none was expected.
	ErrUnexpectedUserBuf Kind = C.USERSIG_UNEXPECTED_USERBUF
	// ErrMissingUserBuf: the ticket has no UserBuf and one was expected.
	ErrMissingUserBuf Kind = C.USERSIG_MISSING_USERBUF
	// ErrMismatchUserBuf: the UserBuf's bytes differ from those expected.
	ErrMismatchUserBuf Kind = C.USERSIG_MISMATCH_USERBUF
	// ErrMismatchRoom: the UserBuf is no PrivateMapKey for this user, application, room and
	// these privileges.
	ErrMismatchRoom Kind = C.USERSIG_MISMATCH_ROOM
	// ErrNoKey: there is no key for the ticket's algorithm.
	ErrNoKey Kind = C.USERSIG_NO_KEY
	// ErrMismatchSignature: the signature does not match the key.
	ErrMismatchSignature Kind = C.USERSIG_MISMATCH_SIGNATURE
	// ErrMismatchAccount: a legacy ticket's account type or third-party id differs.
	ErrMismatchAccount Kind = C.USERSIG_MISMATCH_ACCOUNT
)

// String returns the stable name of a kind, for example "invalid_userid"; "" for a number
// that is no kind.
func (k Kind) String() string {
	name := C.usersig_kind_name(C.int32_t(k))
	if name == nil {
		return ""
	}
	return C.GoString(name)
}

// Error returns the name of the kind.
func (k Kind) Error() string { return "usersig: " + k.String() }

// Rejected reports whether a ticket was turned away, as opposed to a request that cannot be
// served.
func (k Kind) Rejected() bool { return k >= ErrEmpty }
