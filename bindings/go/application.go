package usersig

// #include "shim.h"
import "C"

import (
	"fmt"
	"unsafe"
)

// DefaultExpire is the validity that generators default to: 180 days, in seconds.
const DefaultExpire int64 = C.USERSIG_DEFAULT_EXPIRE

// Application is an SDKAppID with its keys. Make it once and share it: it never changes, and
// any number of goroutines may use it at once. Its keys are wiped by [Application.Close], or
// when it is collected. Copies share the keys.
type Application struct {
	inner *handle
}

// UserIDForm says which UserIDs an application signs. Verifying takes the widest always.
type UserIDForm int32

const (
	// UserIDDocumented takes 1 to 32 bytes of letters, digits, "_" and "-".
	UserIDDocumented UserIDForm = C.USERSIG_USERID_DOCUMENTED
	// UserIDASCII takes 1 to 2048 bytes of printable ASCII.
	UserIDASCII UserIDForm = C.USERSIG_USERID_ASCII
	// UserIDUTF8 takes 1 to 2048 bytes of UTF-8 without control characters.
	UserIDUTF8 UserIDForm = C.USERSIG_USERID_UTF8
)

// Encoding says how new tickets are compressed. Every reader takes both.
type Encoding int32

const (
	// Compact gives the shortest ticket.
	Compact Encoding = C.USERSIG_ENCODING_COMPACT
	// Stored compresses nothing: least work, about a third longer.
	Stored Encoding = C.USERSIG_ENCODING_STORED
)

// Options are what an application does in another way than usual. The zero value is the
// usual way.
type Options struct {
	// UserIDForm says which UserIDs are signed.
	UserIDForm UserIDForm
	// Encoding says how tickets are compressed.
	Encoding Encoding
	// MaxClockSkew is how many seconds a ticket may be signed ahead of now; nil: no bound.
	MaxClockSkew *int64
	// LongestValidity is the longest validity that is accepted, seconds; nil: no bound.
	LongestValidity *int64
	// LegacyUTCOffset is the zone of the local time in the oldest legacy tickets, seconds
	// east of UTC.
	LegacyUTCOffset int32
}

// Algorithm is how a ticket is signed.
type Algorithm int32

const (
	// NoAlgorithm: the application verifies only.
	NoAlgorithm Algorithm = C.USERSIG_ALGORITHM_NONE
	// HMACSHA256 is the current algorithm.
	HMACSHA256 Algorithm = C.USERSIG_ALGORITHM_HMAC_SHA256
	// ECDSASHA256 is the legacy algorithm.
	ECDSASHA256 Algorithm = C.USERSIG_ALGORITHM_ECDSA_SHA256
)

// String returns the name of the algorithm.
func (a Algorithm) String() string {
	switch a {
	case HMACSHA256:
		return "hmac-sha256"
	case ECDSASHA256:
		return "ecdsa-sha256"
	default:
		return "none"
	}
}

// New makes an application with one key: the text of a secret key, or a PEM text of the
// legacy algorithm. A secret key is used byte for byte: strip the line end of a file before.
//
// The error is [ErrInvalidSDKAppID] or [ErrInvalidKey].
func New(sdkappid int64, key string) (*Application, error) {
	return NewWithKeys(sdkappid, []string{key}, Options{})
}

// NewWithKeys makes an application with several keys, of both algorithms if you like: the
// first signs, all verify. Without any key, every ticket that can be read is rejected with
// [ErrNoKey].
func NewWithKeys(sdkappid int64, keys []string, options Options) (*Application, error) {
	lens := make([]C.size_t, len(keys))
	size := 0
	for at, key := range keys {
		lens[at] = C.size_t(len(key))
		size += len(key)
	}
	packed := make([]byte, 0, size)
	for _, key := range keys {
		packed = append(packed, key...)
	}
	defer clear(packed[:cap(packed)])

	var lowered C.usersig_options
	C.usersig_options_init(&lowered)
	lowered.userid_form = C.int32_t(options.UserIDForm)
	lowered.encoding = C.int32_t(options.Encoding)
	lowered.legacy_utc_offset = C.int32_t(options.LegacyUTCOffset)
	if options.MaxClockSkew != nil {
		lowered.max_clock_skew = C.int64_t(given(*options.MaxClockSkew))
	}
	if options.LongestValidity != nil {
		lowered.longest_validity = C.int64_t(given(*options.LongestValidity))
	}
	return newApplication(sdkappid, packed, lens, lowered)
}

// SDKAppID returns the SDKAppID of the application; 0 if it is closed.
func (a *Application) SDKAppID() uint32 {
	h, err := a.lend()
	if err != nil {
		return 0
	}
	defer h.giveBack()
	return uint32(C.usersig_application_sdkappid(h.application))
}

// Algorithm returns the algorithm of new tickets; [NoAlgorithm] if the application verifies
// only, or is closed.
func (a *Application) Algorithm() Algorithm {
	h, err := a.lend()
	if err != nil {
		return NoAlgorithm
	}
	defer h.giveBack()
	return Algorithm(C.usersig_application_algorithm(h.application))
}

// KeyFingerprint returns eight hexadecimal digits that tell signing keys apart and give
// nothing away; "" if the application verifies only, or is closed.
func (a *Application) KeyFingerprint() string {
	h, err := a.lend()
	if err != nil {
		return ""
	}
	defer h.giveBack()
	var out [32]byte
	var length C.size_t
	C.usersig_application_key_fingerprint(h.application, (*C.char)(unsafe.Pointer(&out)), C.size_t(len(out)), &length)
	return string(out[:length])
}

// String shows no key.
func (a *Application) String() string {
	return fmt.Sprintf("usersig.Application(%d, %v)", a.SDKAppID(), a.Algorithm())
}

// GoString shows no key.
func (a *Application) GoString() string { return a.String() }

// Version returns the version of the library.
func Version() string { return C.GoString(C.usersig_version()) }
