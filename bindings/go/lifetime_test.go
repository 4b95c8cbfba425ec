package usersig_test

import (
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	usersig "github.com/usersig/usersig-go"
)

// A copy of an application lives on when the first one is collected.
func TestCopiesShareTheirKeys(t *testing.T) {
	other := application(t)
	app, gone := copied(t)
	for collected := false; !collected; {
		runtime.GC()
		select {
		case <-gone:
			collected = true
		default:
		}
	}
	for range 20 {
		ticket, err := app.Sign("xiaojun", day)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.Verify(ticket, "xiaojun"); err != nil {
			t.Fatal(err)
		}
		runtime.GC()
	}
	if err := app.Close(); err != nil {
		t.Error(err)
	}
}

// copied is a copy of an application, and tells when the first one is gone.
func copied(t *testing.T) (usersig.Application, <-chan struct{}) {
	app, gone := application(t), make(chan struct{})
	runtime.AddCleanup(app, func(gone chan struct{}) { close(gone) }, gone)
	return *app, gone
}

func TestNothingIsDoneWithoutKeys(t *testing.T) {
	closed := application(t)
	again := *closed
	for range 2 {
		if err := closed.Close(); err != nil {
			t.Error(err)
		}
	}
	var none *usersig.Application
	for name, app := range map[string]*usersig.Application{
		"closed": closed, "copy of a closed one": &again, "zero": {}, "nil": none,
	} {
		for call, err := range everyCall(app) {
			var fault *usersig.Error
			if !errors.As(err, &fault) || fault.Kind != usersig.ErrInvalidArgument || fault.Code == 0 ||
				fault.Message == "" || fault.Hint == "" {
				t.Errorf("%s, %s: %v", name, call, err)
			}
		}
		if app.SDKAppID() != 0 || app.Algorithm() != usersig.NoAlgorithm || app.KeyFingerprint() != "" || app.String() == "" {
			t.Error(name, app.SDKAppID(), app.Algorithm(), app.KeyFingerprint(), app)
		}
		if err := app.Close(); err != nil {
			t.Error(name, err)
		}
	}
}

// everyCall has the error of each method that gives one.
func everyCall(app *usersig.Application) map[string]error {
	found := map[string]error{}
	_, found["Sign"] = app.Sign("xiaojun", day)
	_, found["SignWith"] = app.SignWith("xiaojun", day, usersig.SignOptions{UserBuf: []byte{1}})
	_, found["AppendSign"] = app.AppendSign(nil, "xiaojun", day, usersig.SignOptions{})
	_, found["SignPrivateMapKey"] = app.SignPrivateMapKey("xiaojun", day, usersig.RoomID(1), 255)
	_, found["SignPrivateMapKeyAt"] = app.SignPrivateMapKeyAt("xiaojun", day, usersig.RoomName("r"), 255, time.Now())
	_, found["SignMany"] = app.SignMany([]string{"xiaojun"}, day)
	_, found["SignMany of none"] = app.SignMany(nil, day)
	_, found["Verify"] = app.Verify("x", "xiaojun")
	_, found["VerifyWith"] = app.VerifyWith("x", "xiaojun", usersig.VerifyOptions{Expected: usersig.ExpectNoUserBuf()})
	_, found["VerifyMany"] = app.VerifyMany([]usersig.Row{{Ticket: "x", UserID: "xiaojun"}})
	_, found["VerifyMany of none"] = app.VerifyMany(nil)
	return found
}

// Calls under way end well, later ones are refused.
func TestCloseWhileOthersSign(t *testing.T) {
	for range 200 {
		app := application(t)
		var started, ended sync.WaitGroup
		for range 4 {
			started.Add(1)
			ended.Add(1)
			go func() {
				defer ended.Done()
				ticket, err := app.Sign("xiaojun", day)
				started.Done()
				for err == nil {
					if _, err = app.Verify(ticket, "xiaojun"); err == nil {
						ticket, err = app.Sign("xiaojun", day)
					}
				}
				if !errors.Is(err, usersig.ErrInvalidArgument) {
					t.Error(err)
				}
			}()
		}
		started.Wait()
		if err := app.Close(); err != nil {
			t.Error(err)
		}
		ended.Wait()
	}
}
