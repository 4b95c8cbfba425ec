//go:build cgo

// Without cgo there are no kinds, and platform.go alone says why.

package usersig

// Error is why a call has no result. Get at it with errors.As, and at its kind with
// errors.Is(err, usersig.ErrExpired). It holds no text of a ticket and no key, so it may be
// logged.
type Error struct {
	// Kind is the kind of fault.
	Kind Kind
	// Code is Tencent's code, for example 70001 for an expired ticket.
	Code int
	// CCode is the code of the older C interface, 1 to 17.
	CCode int
	// TRTCCode is what the TRTC SDK reports for a rejected ticket; 0 for a wrong request.
	TRTCCode int
	// Message says what is wrong.
	Message string
	// Hint says what to do next.
	Hint string
}

// Error returns the message and the hint.
func (e *Error) Error() string {
	if e.Hint == "" {
		return "usersig: " + e.Message
	}
	return "usersig: " + e.Message + "; " + e.Hint
}

// Is reports whether target is the kind of this error.
func (e *Error) Is(target error) bool {
	kind, ok := target.(Kind)
	return ok && kind == e.Kind
}
