package usersig

// #include "usersig.h"
import "C"

// Room is a room of a PrivateMapKey: made by [RoomID] or [RoomName]. The zero value is no
// room.
type Room struct {
	kind int32
	id   int64
	name string
}

// RoomID is the numeric room id, 1 to 4294967294.
func RoomID(id int64) Room { return Room{kind: C.USERSIG_EXPECT_ROOM_ID, id: id} }

// RoomName is the string room name, 1 to 64 bytes.
func RoomName(name string) Room { return Room{kind: C.USERSIG_EXPECT_ROOM_STR, name: name} }

// ID returns the number of a numeric room; false for any other.
func (r Room) ID() (int64, bool) { return r.id, r.kind == C.USERSIG_EXPECT_ROOM_ID }

// Name returns the name of a string room; false for any other.
func (r Room) Name() (string, bool) { return r.name, r.kind == C.USERSIG_EXPECT_ROOM_STR }

// IsZero reports whether it is no room.
func (r Room) IsZero() bool { return r.kind == 0 }

// Privileges is what a PrivateMapKey allows: a mask from 0 to 255.
type Privileges int64

// The privileges, to be combined with "|".
const (
	// CreateRoom: create the room.
	CreateRoom Privileges = C.USERSIG_PRIVILEGE_CREATE_ROOM
	// EnterRoom: enter the room.
	EnterRoom Privileges = C.USERSIG_PRIVILEGE_ENTER
	// SendAudio: send audio.
	SendAudio Privileges = C.USERSIG_PRIVILEGE_SEND_AUDIO
	// ReceiveAudio: receive audio.
	ReceiveAudio Privileges = C.USERSIG_PRIVILEGE_RECEIVE_AUDIO
	// SendVideo: send video.
	SendVideo Privileges = C.USERSIG_PRIVILEGE_SEND_VIDEO
	// ReceiveVideo: receive video.
	ReceiveVideo Privileges = C.USERSIG_PRIVILEGE_RECEIVE_VIDEO
	// SendSubstream: send substream (screen share) video.
	SendSubstream Privileges = C.USERSIG_PRIVILEGE_SEND_SUBSTREAM
	// ReceiveSubstream: receive substream video.
	ReceiveSubstream Privileges = C.USERSIG_PRIVILEGE_RECEIVE_SUBSTREAM
	// Audience: enter, and receive audio and video.
	Audience Privileges = C.USERSIG_PRIVILEGE_AUDIENCE
	// AllPrivileges: everything.
	AllPrivileges Privileges = C.USERSIG_PRIVILEGE_ALL
)

func (r Room) carried(privileges Privileges) carried {
	what := carried{kind: r.kind, roomID: r.id, privileges: int64(privileges)}
	if r.kind == C.USERSIG_EXPECT_ROOM_STR {
		what.text = []byte(r.name)
	}
	if r.kind == 0 {
		// No number is a room id below 1, so the library says what is wrong.
		what.kind = C.USERSIG_EXPECT_ROOM_ID
	}
	return what
}
