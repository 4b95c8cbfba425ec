package usersig

// #cgo noescape usersig_go_sign
// #cgo nocallback usersig_go_sign
// #cgo noescape usersig_go_verify
// #cgo nocallback usersig_go_verify
// #include "shim.h"
import "C"

import (
	"runtime"
	"strings"
	"unsafe"
)

// unset means for a time the system clock, and for a bound that there is none.
const unset = C.USERSIG_UNSET

// carried says what a ticket carries or is expected to carry.
type carried struct {
	kind       int32
	text       []byte
	roomID     int64
	privileges int64
}

func (c *carried) lower() C.usersig_go_carried {
	return C.usersig_go_carried{
		room_id:    C.int64_t(c.roomID),
		privileges: C.int64_t(c.privileges),
		kind:       C.int32_t(c.kind),
	}
}

// nothing stands for the address of an empty text, which is not the same as no text.
var nothing byte

func textOf(text string) (*C.char, C.size_t) {
	if text == "" {
		return (*C.char)(unsafe.Pointer(&nothing)), 0
	}
	return (*C.char)(unsafe.Pointer(unsafe.StringData(text))), C.size_t(len(text))
}

func bytesOf(bytes []byte) (*C.char, C.size_t) {
	if bytes == nil {
		return nil, 0
	}
	if len(bytes) == 0 {
		return (*C.char)(unsafe.Pointer(&nothing)), 0
	}
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(bytes))), C.size_t(len(bytes))
}

func failure(fault *C.usersig_error) *Error {
	text := C.GoString(&fault.message[0])
	hint := text[min(int(fault.hint_offset), len(text)):]
	return &Error{
		Kind:     Kind(fault.kind),
		Code:     int(fault.code),
		CCode:    int(fault.c_code),
		TRTCCode: int(fault.trtc_code),
		Message:  strings.TrimSuffix(strings.TrimSuffix(text, hint), "; "),
		Hint:     hint,
	}
}

func failureIn(body *[unsafe.Sizeof(C.usersig_error{})]byte) *Error {
	return failure((*C.usersig_error)(unsafe.Pointer(body)))
}

// sign appends a ticket to dst, or returns it as a text if there is no dst.
func (a *Application) sign(dst []byte, userid string, expire int64, what carried, now int64) ([]byte, string, error) {
	var answer C.usersig_go_text
	user, userLen := textOf(userid)
	text, textLen := bytesOf(what.text)
	var out *C.char
	room := cap(dst) - len(dst)
	if dst != nil && room > 0 {
		out = (*C.char)(unsafe.Pointer(unsafe.SliceData(dst[len(dst):cap(dst)])))
	} else {
		room = 0
	}
	status := C.usersig_go_sign(a.handle, user, userLen, C.int64_t(expire), what.lower(), text, textLen,
		C.int64_t(now), out, C.size_t(room), &answer)
	for status == C.USERSIG_BUFFER_TOO_SMALL {
		grown := make([]byte, len(dst), len(dst)+int(answer.len))
		copy(grown, dst)
		out = (*C.char)(unsafe.Pointer(unsafe.SliceData(grown[len(dst):cap(grown)])))
		dst, room = grown, int(answer.len)
		status = C.usersig_go_sign(a.handle, user, userLen, C.int64_t(expire), what.lower(), text, textLen,
			C.int64_t(now), out, C.size_t(room), &answer)
	}
	runtime.KeepAlive(a)
	switch {
	case status != C.USERSIG_OK:
		return dst, "", failureIn(&answer.body)
	case out != nil:
		return dst[:len(dst)+int(answer.len)], "", nil
	case dst != nil:
		return append(dst, answer.body[:answer.len]...), "", nil
	default:
		return nil, string(answer.body[:answer.len]), nil
	}
}

func (a *Application) verify(ticket, userid string, expected carried, now int64, outcome *Outcome) error {
	var answer C.usersig_go_verified
	sig, sigLen := textOf(ticket)
	user, userLen := textOf(userid)
	text, textLen := bytesOf(expected.text)
	var long []byte
	status := C.usersig_go_verify(a.handle, sig, sigLen, user, userLen, expected.lower(), text, textLen,
		C.int64_t(now), nil, 0, &answer)
	if status == C.USERSIG_BUFFER_TOO_SMALL {
		long = make([]byte, int(answer.outcome.userbuf_len))
		status = C.usersig_go_verify(a.handle, sig, sigLen, user, userLen, expected.lower(), text, textLen,
			C.int64_t(now), (*C.char)(unsafe.Pointer(unsafe.SliceData(long))), C.size_t(len(long)), &answer)
	}
	runtime.KeepAlive(a)
	if status != C.USERSIG_OK {
		return failureIn(&answer.body)
	}
	if outcome == nil {
		return nil
	}
	outcome.fill(&answer.outcome)
	if answer.outcome.has_userbuf != 0 {
		if long == nil {
			long = append([]byte{}, answer.body[:answer.outcome.userbuf_len]...)
		}
		outcome.UserBuf = long
		if answer.outcome.room_kind == C.USERSIG_ROOM_STR {
			start := answer.outcome.room_str_offset
			outcome.Room = RoomName(string(long[start : start+answer.outcome.room_str_len]))
		}
	}
	return nil
}

// fill takes everything but the UserBuf and a string room, which stands in it.
func (o *Outcome) fill(from *C.usersig_outcome) {
	*o = Outcome{
		Algorithm:     Algorithm(from.algorithm),
		Time:          int64(from.time),
		Expire:        int64(from.expire),
		ExpiresAt:     int64(from.expires_at),
		RoomExpiresAt: int64(from.room_expires_at),
		KeyIndex:      int(from.key_index),
		Privileges:    Privileges(from.privileges),
	}
	if from.room_kind == C.USERSIG_ROOM_ID {
		o.Room = RoomID(int64(from.room_id))
	}
}

// newApplication reads the keys, which stand one after another.
func newApplication(sdkappid int64, keys []byte, lens []C.size_t, options C.usersig_options) (*Application, error) {
	var handle *C.usersig_application
	var fault C.usersig_error
	text, _ := bytesOf(keys)
	status := C.usersig_go_new(C.int64_t(sdkappid), text, unsafe.SliceData(lens), C.size_t(len(lens)), options,
		&handle, &fault)
	if status != C.USERSIG_OK {
		return nil, failure(&fault)
	}
	return own(handle), nil
}

// own frees the application when nobody can reach it any more.
func own(handle *C.usersig_application) *Application {
	application := &Application{handle: handle}
	runtime.AddCleanup(application, func(handle *C.usersig_application) {
		C.usersig_application_free(handle)
	}, handle)
	return application
}

// taken is a text of the library, which is freed.
func taken(text *C.char, length C.size_t) []byte {
	defer C.usersig_text_free(text)
	return C.GoBytes(unsafe.Pointer(text), C.int(length))
}
