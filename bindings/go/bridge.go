package usersig

// #cgo noescape usersig_go_sign
// #cgo nocallback usersig_go_sign
// #cgo noescape usersig_go_verify
// #cgo nocallback usersig_go_verify
// #include "shim.h"
import "C"

import (
	"bytes"
	"slices"
	"strings"
	"unsafe"
)

// unset means for a time the system clock, and for a bound that there is none.
const unset = C.USERSIG_UNSET

// given keeps a number of the caller from being taken for unset: both lie out of every range.
func given(number int64) int64 {
	if number == unset {
		return unset + 1
	}
	return number
}

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

func bytesOf(data []byte) (*C.char, C.size_t) {
	if data == nil {
		return nil, 0
	}
	if len(data) == 0 {
		return (*C.char)(unsafe.Pointer(&nothing)), 0
	}
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(data))), C.size_t(len(data))
}

func failure(fault *C.usersig_error) *Error {
	text := textIn(fault)
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

// textIn reads up to the NUL. C.GoString would move every fault to the heap, and with it the
// answer that has room for one.
func textIn(fault *C.usersig_error) string {
	message := unsafe.Slice((*byte)(unsafe.Pointer(&fault.message)), len(fault.message))
	if end := bytes.IndexByte(message, 0); end >= 0 {
		message = message[:end]
	}
	return string(message)
}

func failureIn(body *[unsafe.Sizeof(C.usersig_error{})]byte) *Error {
	return failure((*C.usersig_error)(unsafe.Pointer(body)))
}

// request is what a ticket is made for.
type request struct {
	userid string
	expire int64
	what   carried
	now    int64
}

// sign crosses once. The ticket is written to out, or into the answer if out has no room at all.
func (h *handle) sign(asked *request, out []byte, answer *C.usersig_go_text) C.int32_t {
	user, userLen := textOf(asked.userid)
	text, textLen := bytesOf(asked.what.text)
	var start *C.char
	if len(out) > 0 {
		start = (*C.char)(unsafe.Pointer(unsafe.SliceData(out)))
	}
	return C.usersig_go_sign(h.application, user, userLen, C.int64_t(asked.expire), asked.what.lower(), text, textLen,
		C.int64_t(asked.now), start, C.size_t(len(out)), answer)
}

// sign makes a ticket. A text for a short one is all that it allocates.
func (a *Application) sign(asked request) (string, error) {
	h, err := a.lend()
	if err != nil {
		return "", err
	}
	defer h.giveBack()
	var answer C.usersig_go_text
	status := h.sign(&asked, nil, &answer)
	if status == C.USERSIG_BUFFER_TOO_SMALL {
		long := make([]byte, int(answer.len))
		if status = h.sign(&asked, long, &answer); status == C.USERSIG_OK {
			return string(long[:answer.len]), nil
		}
	}
	if status != C.USERSIG_OK {
		return "", failureIn(&answer.body)
	}
	return string(answer.body[:answer.len]), nil
}

// appendSign appends a ticket to dst.
func (a *Application) appendSign(dst []byte, asked request) ([]byte, error) {
	h, err := a.lend()
	if err != nil {
		return dst, err
	}
	defer h.giveBack()
	var answer C.usersig_go_text
	out := dst[len(dst):cap(dst)]
	status := h.sign(&asked, out, &answer)
	if status == C.USERSIG_BUFFER_TOO_SMALL {
		longer := slices.Grow(dst, int(answer.len))
		out = longer[len(dst):cap(longer)]
		if status = h.sign(&asked, out, &answer); status == C.USERSIG_OK {
			return longer[:len(dst)+int(answer.len)], nil
		}
	}
	if status != C.USERSIG_OK {
		return dst, failureIn(&answer.body)
	}
	if len(out) == 0 {
		return append(dst, answer.body[:answer.len]...), nil
	}
	return dst[:len(dst)+int(answer.len)], nil
}

func (a *Application) verify(ticket, userid string, expected carried, now int64, outcome *Outcome) error {
	h, err := a.lend()
	if err != nil {
		return err
	}
	defer h.giveBack()
	var answer C.usersig_go_verified
	sig, sigLen := textOf(ticket)
	user, userLen := textOf(userid)
	text, textLen := bytesOf(expected.text)
	var long []byte
	status := C.usersig_go_verify(h.application, sig, sigLen, user, userLen, expected.lower(), text, textLen,
		C.int64_t(now), nil, 0, &answer)
	if status == C.USERSIG_BUFFER_TOO_SMALL {
		long = make([]byte, int(answer.outcome.userbuf_len))
		status = C.usersig_go_verify(h.application, sig, sigLen, user, userLen, expected.lower(), text, textLen,
			C.int64_t(now), (*C.char)(unsafe.Pointer(unsafe.SliceData(long))), C.size_t(len(long)), &answer)
	}
	if status != C.USERSIG_OK {
		return failureIn(&answer.body)
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
	var made *C.usersig_application
	var fault C.usersig_error
	text, _ := bytesOf(keys)
	status := C.usersig_go_new(C.int64_t(sdkappid), text, unsafe.SliceData(lens), C.size_t(len(lens)), options,
		&made, &fault)
	if status != C.USERSIG_OK {
		return nil, failure(&fault)
	}
	return own(made), nil
}
