package usersig_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	usersig "github.com/usersig/usersig-go"
)

func TestEightThreads(t *testing.T) {
	app := application(t)
	var group sync.WaitGroup
	for thread := range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			runtime.LockOSThread()
			for at := range 10_000 {
				userid := fmt.Sprintf("user-%d-%d", thread, at)
				ticket, err := app.Sign(userid, day)
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := app.Verify(ticket, userid); err != nil {
					t.Error(err)
					return
				}
				// Each thread meets its own error.
				if _, err := app.Verify(ticket, "nobody"); err == nil || !strings.Contains(err.Error(), "UserID") {
					t.Error(err)
					return
				}
			}
		}()
	}
	group.Wait()
}

// The bound is 8 MiB, of which the collector of Go takes its part.
func TestMillionTicketsDoNotGrow(t *testing.T) {
	app := application(t)
	userid, symptoms := "xiaojun", usersig.Symptoms{SDKAppID: sdkappid, Keys: []string{secret + "\n"}}
	round := func(count int) {
		for at := range count {
			ticket, err := app.Sign(userid, day)
			if err != nil {
				t.Fatal(err)
			}
			if at%16 == 0 {
				if _, err := app.Verify(ticket, userid); err != nil {
					t.Fatal(err)
				}
				if _, err := app.Verify("x", userid); err == nil {
					t.Fatal("verified")
				}
				if claims, err := usersig.Inspect(ticket); err != nil || claims.UserID != userid {
					t.Fatal(claims, err)
				}
				if found, err := usersig.Diagnose(ticket, symptoms); err != nil || len(found.Causes) == 0 || found.Claims == nil {
					t.Fatal(found, err)
				}
				other, err := usersig.New(sdkappid, secret)
				if err != nil || other.SDKAppID() != sdkappid {
					t.Fatal(err)
				}
			}
		}
		runtime.GC()
	}
	round(100_000)
	before := resident(t)
	round(1_000_000)
	if after := resident(t); after > before+8192 {
		t.Errorf("%d KiB became %d KiB", before, after)
	} else {
		t.Logf("%d KiB, then %d KiB", before, after)
	}
}

// resident is what the process holds in memory, KiB.
func resident(t *testing.T) (kib int) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err)
	}
	for line := range strings.Lines(string(text)) {
		if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &kib); err == nil {
			return kib
		}
	}
	t.Fatal("no VmRSS")
	return 0
}
