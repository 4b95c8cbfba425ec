package usersig

// #include "usersig.h"
import "C"

import (
	"encoding/json"
	"slices"
	"unsafe"
)

// Diagnosis is why a ticket is rejected and what to do about it.
type Diagnosis struct {
	// Rejection is how a verifier turns the ticket away; nil if it takes it. What the symptoms
	// leave out is not checked: without a key, nil says little.
	Rejection *Rejection
	// Causes are all that was found, the most serious first.
	Causes []Cause
	// Repaired is the ticket without the damage that it took on its way; nil if there is none
	// or it cannot be undone.
	Repaired *string
	// Claims is what the ticket claims; nil if it cannot be read.
	Claims *Claims

	report string
}

// Rejection is how a verifier turns a ticket away.
type Rejection struct {
	// Kind is that of the error that [Application.Verify] returns, for example [ErrExpired].
	Kind Kind
	// Code is Tencent's code, for example 70001 for an expired ticket.
	Code int
	// Reason says why, for people.
	Reason string
}

// Cause is one thing that was found about a ticket.
type Cause struct {
	// ID is a stable name for programs, for example "key-white-space".
	ID string
	// Severity says how much it weighs.
	Severity Severity
	// Text says what it is, for people.
	Text string
	// Advice says what to do next, for people.
	Advice string
}

// Severity says how much a [Cause] weighs; more is worse.
type Severity int32

const (
	// Note: it is good to know; nothing is rejected for it.
	Note Severity = C.USERSIG_SEVERITY_NOTE
	// Warning: the ticket is accepted here, but it asks for trouble elsewhere or later.
	Warning Severity = C.USERSIG_SEVERITY_WARNING
	// Fatal: the ticket is rejected for it.
	Fatal Severity = C.USERSIG_SEVERITY_FATAL
)

// String returns the name of the severity.
func (s Severity) String() string {
	switch s {
	case Fatal:
		return "fatal"
	case Warning:
		return "warning"
	default:
		return "note"
	}
}

// Has reports whether a cause of this ID was found.
func (d Diagnosis) Has(id string) bool {
	return slices.ContainsFunc(d.Causes, func(cause Cause) bool { return cause.ID == id })
}

// Report returns the diagnosis as the JSON that "usersig diagnose --json" prints; nil for the
// zero value.
func (d Diagnosis) Report() json.RawMessage { return reported(d.report) }

// MarshalJSON gives the same JSON as [Diagnosis.Report], and null for the zero value.
func (d Diagnosis) MarshalJSON() ([]byte, error) { return d.Report().MarshalJSON() }

// diagnosisOf copies what the library says.
func diagnosisOf(from *C.usersig_diagnosis) Diagnosis {
	found := Diagnosis{Causes: make([]Cause, from.cause_count), report: textFrom(from.json)}
	if from.kind != C.USERSIG_OK {
		found.Rejection = &Rejection{Kind: Kind(from.kind), Code: int(from.code), Reason: textFrom(from.reason)}
	}
	// With none, their address is nothing that a Go pointer may hold.
	if from.cause_count > 0 {
		for at, cause := range unsafe.Slice(from.causes, from.cause_count) {
			found.Causes[at] = Cause{
				ID:       textFrom(cause.id),
				Severity: Severity(cause.severity),
				Text:     textFrom(cause.text),
				Advice:   textFrom(cause.advice),
			}
		}
	}
	if from.repaired.data != nil {
		repaired := textFrom(from.repaired)
		found.Repaired = &repaired
	}
	if from.claims != nil {
		claims := claimsOf(from.claims)
		found.Claims = &claims
	}
	return found
}
