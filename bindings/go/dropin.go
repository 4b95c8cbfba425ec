package usersig

// #cgo noescape usersig_go_sign_once
// #cgo nocallback usersig_go_sign_once
// #cgo noescape usersig_go_verify_once
// #cgo nocallback usersig_go_verify_once
// #include "shim.h"
import "C"

import "time"

// CurrentDropIn is what the functions of the package tencentyun stand on: an SDKAppID and one
// secret key, for any UserID without control characters. The key is read on every call, in
// the same crossing, and wiped after it. Programs that are new use an [Application], which
// reads its keys once.
type CurrentDropIn struct {
	sdkappid int64
	// Nothing that prints a value looks into a function.
	key func() string
}

// NewCurrentDropIn takes a secret key. Its methods refuse a PEM text with [ErrInvalidKey].
func NewCurrentDropIn(sdkappid int64, key string) CurrentDropIn {
	return CurrentDropIn{sdkappid: sdkappid, key: func() string { return key }}
}

// SignWith makes a ticket as [Application.SignWith] does.
func (d CurrentDropIn) SignWith(userid string, expire int64, options SignOptions) (string, error) {
	return d.sign(request{userid, expire, options.carried(), moment(options.Now)})
}

// SignPrivateMapKey makes a PrivateMapKey as [Application.SignPrivateMapKey] does.
func (d CurrentDropIn) SignPrivateMapKey(userid string, expire int64, room Room, privileges Privileges) (string, error) {
	return d.sign(request{userid, expire, room.carried(privileges), unset})
}

// Check verifies a ticket as [Application.VerifyWith] does, and tells no outcome.
func (d CurrentDropIn) Check(ticket, userid string, expected Expected, now time.Time) error {
	var fault C.usersig_error
	key, keyLen := textOf(d.secret())
	sig, sigLen := textOf(ticket)
	user, userLen := textOf(userid)
	text, textLen := bytesOf(expected.what.text)
	status := C.usersig_go_verify_once(C.int64_t(d.sdkappid), key, keyLen, sig, sigLen, user, userLen,
		expected.what.lower(), text, textLen, C.int64_t(moment(now)), &fault)
	if status != C.USERSIG_OK {
		return failure(&fault)
	}
	return nil
}

// String shows no key.
func (d CurrentDropIn) String() string { return "usersig.CurrentDropIn" }

// GoString shows no key.
func (d CurrentDropIn) GoString() string { return d.String() }

func (d CurrentDropIn) sign(asked request) (string, error) {
	var answer C.usersig_go_text
	key, keyLen := textOf(d.secret())
	user, userLen := textOf(asked.userid)
	carries, carriesLen := bytesOf(asked.what.text)
	status := C.usersig_go_sign_once(C.int64_t(d.sdkappid), key, keyLen, user, userLen, C.int64_t(asked.expire),
		asked.what.lower(), carries, carriesLen, C.int64_t(asked.now), &answer)
	switch status {
	case C.USERSIG_OK:
		return string(answer.body[:answer.len]), nil
	case C.USERSIG_BUFFER_TOO_SMALL:
		return d.signLong(asked)
	default:
		return "", failureIn(&answer.body)
	}
}

func (d CurrentDropIn) signLong(asked request) (string, error) {
	var made *C.usersig_application
	var fault C.usersig_error
	key, keyLen := textOf(d.secret())
	if C.usersig_go_dropin_current(C.int64_t(d.sdkappid), key, keyLen, &made, &fault) != C.USERSIG_OK {
		return "", failure(&fault)
	}
	app := own(made)
	defer app.Close()
	return app.sign(asked)
}

// secret is empty for the zero value, which the library refuses.
func (d CurrentDropIn) secret() string {
	if d.key == nil {
		return ""
	}
	return d.key()
}

// NewLegacyDropIn makes the application of the package TLSSigAPI: a private PEM key that
// signs, or a public one that verifies; "" for none. It takes any UserID without control
// characters.
func NewLegacyDropIn(sdkappid int64, privateKey, publicKey string) (*Application, error) {
	var made *C.usersig_application
	var fault C.usersig_error
	private, privateLen := textOf(privateKey)
	public, publicLen := textOf(publicKey)
	status := C.usersig_go_dropin_legacy(C.int64_t(sdkappid), private, privateLen, public, publicLen, &made, &fault)
	if status != C.USERSIG_OK {
		return nil, failure(&fault)
	}
	return own(made), nil
}
