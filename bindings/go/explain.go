package usersig

// #include "shim.h"
import "C"

import (
	"time"
	"unsafe"
)

// Inspect returns what a ticket claims. It is not verified: anybody can write a ticket.
//
// The error is an [*Error] of a kind that says why the ticket cannot be read.
func Inspect(ticket string) (Claims, error) {
	var found *C.usersig_claims
	var fault C.usersig_error
	sig, sigLen := textOf(ticket)
	if C.usersig_go_inspect(sig, sigLen, &found, &fault) != C.USERSIG_OK {
		return Claims{}, failure(&fault)
	}
	defer C.usersig_claims_free(found)
	return claimsOf(found), nil
}

// Symptoms are what is known around a ticket that is rejected. All of it may be left out;
// more of it finds more.
type Symptoms struct {
	// SDKAppID is the application's; 0 if unknown.
	SDKAppID int64
	// UserID is the user's; nil if unknown.
	UserID *string
	// Keys are those of the application as they are configured, damage and all.
	Keys []string
	// Others are other applications that may have been mixed up with it.
	Others []OtherApplication
	// Now is the time; the zero time means the system clock.
	Now time.Time
}

// OtherApplication is an SDKAppID with one of its keys.
type OtherApplication struct {
	// SDKAppID is the other application's.
	SDKAppID int64
	// Key is one of its keys.
	Key string
}

// Diagnose explains why a ticket is rejected and what to do about it. It takes its time: it is
// for people.
//
// The error is an [*Error] about the symptoms, for example of the kind [ErrInvalidSDKAppID]; any
// ticket has a diagnosis.
func Diagnose(ticket string, symptoms Symptoms) (Diagnosis, error) {
	texts := make([]string, 0, 1+len(symptoms.Keys)+len(symptoms.Others))
	var hasUserID C.int32_t
	if symptoms.UserID != nil {
		hasUserID = 1
		texts = append(texts, *symptoms.UserID)
	}
	texts = append(texts, symptoms.Keys...)
	others := make([]C.int64_t, len(symptoms.Others))
	for at, other := range symptoms.Others {
		texts = append(texts, other.Key)
		others[at] = C.int64_t(other.SDKAppID)
	}
	lens := make([]C.size_t, len(texts))
	size := 1
	for at, text := range texts {
		lens[at] = C.size_t(len(text))
		size += len(text)
	}
	packed := make([]byte, 0, size)
	for _, text := range texts {
		packed = append(packed, text...)
	}
	defer clear(packed[:cap(packed)])
	sdkappid := C.int64_t(unset)
	if symptoms.SDKAppID != 0 {
		sdkappid = C.int64_t(given(symptoms.SDKAppID))
	}

	var found *C.usersig_diagnosis
	var fault C.usersig_error
	sig, sigLen := textOf(ticket)
	status := C.usersig_go_diagnose(sig, sigLen, sdkappid, C.int64_t(moment(symptoms.Now)), hasUserID,
		(*C.char)(unsafe.Pointer(unsafe.SliceData(packed))), unsafe.SliceData(lens), C.size_t(len(symptoms.Keys)),
		unsafe.SliceData(others), C.size_t(len(others)), &found, &fault)
	if status != C.USERSIG_OK {
		return Diagnosis{}, failure(&fault)
	}
	defer C.usersig_diagnosis_free(found)
	return diagnosisOf(found), nil
}

// textFrom is a copy of a text of the library; "" if there is none.
func textFrom(from C.usersig_bytes) string { return string(lent(from)) }

// bytesFrom is a copy of bytes of the library; nil if there are none, which is not the same as
// an empty slice.
func bytesFrom(from C.usersig_bytes) []byte {
	if from.data == nil {
		return nil
	}
	return append([]byte{}, lent(from)...)
}

// lent are bytes as long as the library has them.
func lent(from C.usersig_bytes) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(from.data)), from.len)
}
