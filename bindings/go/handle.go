package usersig

// #include "shim.h"
import "C"

import (
	"runtime"
	"sync"
)

// handle owns an application of the library, which is freed once: by Close, or when nobody can
// reach the handle any more. Copies of an [Application] share it.
type handle struct {
	// Calls hold it for reading, so that Close waits for those under way.
	mutex       sync.RWMutex
	application *C.usersig_application
	cleanup     runtime.Cleanup
}

func own(application *C.usersig_application) *Application {
	inner := &handle{application: application}
	inner.cleanup = runtime.AddCleanup(inner, func(application *C.usersig_application) {
		C.usersig_application_free(application)
	}, application)
	return &Application{inner: inner}
}

// Close wipes the keys and frees their memory at once, instead of when the application is
// collected. Calls that are under way end well, later ones give [ErrInvalidArgument]. It may be
// called more than once, and always returns nil.
func (a *Application) Close() error {
	if a == nil || a.inner == nil {
		return nil
	}
	h := a.inner
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.cleanup.Stop()
	C.usersig_application_free(h.application)
	h.application = nil
	return nil
}

// lend gives the handle for one call, which ends with giveBack. Until then nobody frees it: a
// Close waits, and the collector sees that giveBack needs it.
func (a *Application) lend() (*handle, error) {
	if a == nil || a.inner == nil {
		return nil, withoutKeys()
	}
	h := a.inner
	h.mutex.RLock()
	if h.application == nil {
		h.mutex.RUnlock()
		return nil, withoutKeys()
	}
	return h, nil
}

func (h *handle) giveBack() { h.mutex.RUnlock() }

// withoutKeys is the library's error for an application that is missing, in words for Go.
func withoutKeys() *Error {
	var fault C.usersig_error
	C.usersig_go_missing(&fault)
	err := failure(&fault)
	err.Message = "the application was closed or never made"
	err.Hint = "make it with New, and close it after its last call"
	return err
}
