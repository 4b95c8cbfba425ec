package usersig

// #cgo noescape usersig_go_sign_many
// #cgo nocallback usersig_go_sign_many
// #cgo noescape usersig_go_verify_many
// #cgo nocallback usersig_go_verify_many
// #cgo noescape usersig_last_row_error
// #cgo nocallback usersig_last_row_error
// #include "shim.h"
import "C"

import (
	"runtime"
	"time"
	"unsafe"
)

// chunk is how many rows cross at once: the crossing weighs nothing any more, and the
// memory stays within the processor's cache.
const chunk = 1024

// Signed is a row of [Application.SignMany]: a ticket or an error.
type Signed struct {
	// Ticket is the ticket. Tickets of one call share memory: one that is kept keeps up to
	// 1023 others.
	Ticket string
	// Err is nil, or an [*Error] that says why there is no ticket.
	Err error
}

// SignMany makes a ticket for each user, all of the same time and validity (seconds).
//
// A UserID that must not be signed is an error in its row, and the others get their
// tickets. The error returned is about all rows.
func (a *Application) SignMany(userids []string, expire int64) ([]Signed, error) {
	return a.SignManyAt(userids, expire, time.Time{})
}

// SignManyAt makes tickets as [Application.SignMany] does, at another time.
func (a *Application) SignManyAt(userids []string, expire int64, now time.Time) ([]Signed, error) {
	h, err := a.lend()
	if err != nil {
		return nil, err
	}
	defer h.giveBack()
	if now.IsZero() {
		now = time.Now()
	}
	rows := make([]Signed, len(userids))
	var work batch
	for start := 0; start < len(rows); start += chunk {
		end := min(start+chunk, len(rows))
		if err := h.signChunk(&work, userids[start:end], expire, now, rows[start:end]); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// Row is a ticket to be verified, and the user whose it should be.
type Row struct {
	// Ticket is any text.
	Ticket string
	// UserID is the user whose ticket it should be.
	UserID string
}

// Verified is a row of [Application.VerifyMany]: an outcome or an error.
type Verified struct {
	// Outcome is what the ticket says, without the UserBuf and a string room.
	Outcome Outcome
	// Err is nil, or an [*Error] that says why the ticket is turned away.
	Err error
}

// VerifyMany verifies many tickets at one moment. The error returned is about all rows.
func (a *Application) VerifyMany(rows []Row) ([]Verified, error) {
	return a.VerifyManyWith(rows, VerifyOptions{})
}

// VerifyManyWith verifies tickets as [Application.VerifyMany] does, with one expectation for
// all rows or at another time.
func (a *Application) VerifyManyWith(rows []Row, options VerifyOptions) ([]Verified, error) {
	h, err := a.lend()
	if err != nil {
		return nil, err
	}
	defer h.giveBack()
	if options.Now.IsZero() {
		options.Now = time.Now()
	}
	verified := make([]Verified, len(rows))
	var work batch
	for start := 0; start < len(rows); start += chunk {
		end := min(start+chunk, len(rows))
		if err := h.verifyChunk(&work, rows[start:end], &options, verified[start:end]); err != nil {
			return nil, err
		}
	}
	return verified, nil
}

// batch is the memory of one call, used again for each chunk.
type batch struct {
	userids, tickets, out  []byte
	useridOffsets, offsets [chunk + 1]C.size_t
	ticketOffsets          [chunk + 1]C.size_t
	statuses               [chunk]C.int32_t
	outcomes               []C.usersig_outcome
}

func (h *handle) signChunk(work *batch, userids []string, expire int64, now time.Time, rows []Signed) error {
	// The library keeps the errors of the rows for the thread.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	work.userids = work.userids[:0]
	for at, userid := range userids {
		work.userids = append(work.userids, userid...)
		work.useridOffsets[at+1] = C.size_t(len(work.userids))
	}
	if work.out == nil {
		// Enough for usual tickets of both algorithms; what is longer is asked for once more.
		work.out = make([]byte, 512*len(userids))
	}
	var length C.size_t
	var fault C.usersig_error
	users, _ := present(work.userids)
	status := h.signPacked(work, users, len(userids), expire, now, &length, &fault)
	if status == C.USERSIG_BUFFER_TOO_SMALL {
		work.out = make([]byte, int(length))
		status = h.signPacked(work, users, len(userids), expire, now, &length, &fault)
	}
	if status != C.USERSIG_OK {
		return failure(&fault)
	}
	all := string(work.out[:length])
	for at := range rows {
		if work.statuses[at] == C.USERSIG_OK {
			rows[at].Ticket = all[work.offsets[at]:work.offsets[at+1]]
			continue
		}
		rows[at].Err = rowError(at)
	}
	return nil
}

func (h *handle) signPacked(work *batch, userids *C.char, count int, expire int64, now time.Time, length *C.size_t, fault *C.usersig_error) C.int32_t {
	return C.usersig_go_sign_many(h.application, userids, &work.useridOffsets[0], C.size_t(count), C.int64_t(expire),
		C.int64_t(moment(now)), (*C.char)(unsafe.Pointer(unsafe.SliceData(work.out))), C.size_t(len(work.out)), length,
		&work.offsets[0], &work.statuses[0], fault)
}

func (h *handle) verifyChunk(work *batch, rows []Row, options *VerifyOptions, verified []Verified) error {
	// As in signChunk.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	work.userids, work.tickets = work.userids[:0], work.tickets[:0]
	for at := range rows {
		work.userids = append(work.userids, rows[at].UserID...)
		work.useridOffsets[at+1] = C.size_t(len(work.userids))
		work.tickets = append(work.tickets, rows[at].Ticket...)
		work.ticketOffsets[at+1] = C.size_t(len(work.tickets))
	}
	if work.outcomes == nil {
		work.outcomes = make([]C.usersig_outcome, len(rows))
	}
	var fault C.usersig_error
	expected := &options.Expected.what
	text, textLen := bytesOf(expected.text)
	users, _ := present(work.userids)
	tickets, _ := present(work.tickets)
	status := C.usersig_go_verify_many(h.application, tickets, &work.ticketOffsets[0], users, &work.useridOffsets[0],
		C.size_t(len(rows)), expected.lower(), text, textLen, C.int64_t(moment(options.Now)), &work.outcomes[0],
		&work.statuses[0], &fault)
	if status != C.USERSIG_OK {
		return failure(&fault)
	}
	for at := range rows {
		if work.statuses[at] == C.USERSIG_OK {
			verified[at].Outcome.fill(&work.outcomes[at])
			continue
		}
		verified[at].Err = rowError(at)
	}
	return nil
}

// rowError is the error of a row of this thread's last call for many.
func rowError(row int) *Error {
	var fault C.usersig_error
	C.usersig_last_row_error(C.size_t(row), &fault)
	return failure(&fault)
}

// present is the address of bytes that may be none.
func present(bytes []byte) (*C.char, C.size_t) {
	if bytes == nil {
		bytes = []byte{}
	}
	return bytesOf(bytes)
}
