package usersig

// #include "usersig.h"
import "C"

import "encoding/json"

// Claims is what a ticket claims. Nothing of it is verified: anybody can write a ticket. Times
// are Unix seconds.
type Claims struct {
	// Algorithm is how the ticket says it is signed.
	Algorithm Algorithm
	// SDKAppID is the application that the ticket names.
	SDKAppID uint32
	// UserID is the user that the ticket names.
	UserID string
	// Time is the time of signing.
	Time int64
	// Expire is the validity, seconds.
	Expire int64
	// ExpiresAt is the last second at which the ticket says it is valid.
	ExpiresAt int64
	// UserBuf is nil if there is none; it may be empty.
	UserBuf []byte
	// Room is the room of the UserBuf if that is a PrivateMapKey, otherwise zero.
	Room Room
	// Privileges are those of the PrivateMapKey, with whatever bits it has.
	Privileges Privileges
	// RoomExpiresAt is the last second of the PrivateMapKey itself; 0 if there is none.
	RoomExpiresAt int64
	// Signature has the bytes of the signature; it is empty if what the ticket has in its place
	// cannot be one.
	Signature []byte
	// JSON is the JSON text inside of the ticket, as it is written there.
	JSON string

	report string
}

// Report returns all claims as the JSON that "usersig inspect --json" prints; nil for the zero
// value.
func (c Claims) Report() json.RawMessage { return reported(c.report) }

// MarshalJSON gives the same JSON as [Claims.Report], and null for the zero value.
func (c Claims) MarshalJSON() ([]byte, error) { return c.Report().MarshalJSON() }

// claimsOf copies what the library says.
func claimsOf(from *C.usersig_claims) Claims {
	claims := Claims{
		Algorithm:     Algorithm(from.algorithm),
		SDKAppID:      uint32(from.sdkappid),
		UserID:        textFrom(from.userid),
		Time:          int64(from.time),
		Expire:        int64(from.expire),
		ExpiresAt:     int64(from.expires_at),
		UserBuf:       bytesFrom(from.userbuf),
		Privileges:    Privileges(from.privileges),
		RoomExpiresAt: int64(from.room_expires_at),
		Signature:     bytesFrom(from.signature),
		JSON:          textFrom(from.ticket_json),
		report:        textFrom(from.json),
	}
	switch from.room_kind {
	case C.USERSIG_ROOM_ID:
		claims.Room = RoomID(int64(from.room_id))
	case C.USERSIG_ROOM_STR:
		claims.Room = RoomName(textFrom(from.room_str))
	}
	return claims
}

// reported is a copy that the caller may write to.
func reported(report string) json.RawMessage {
	if report == "" {
		return nil
	}
	return json.RawMessage(report)
}
