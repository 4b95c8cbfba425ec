package TLSSigAPI_test

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	TLSSigAPI "github.com/usersig/usersig-go/tlssigapi"
)

// Keys are freed before a call returns, not when the collector runs: it is off here, where 2000
// calls would leave some 30 MiB behind. The bound is 8 MiB.
func TestKeysAreFreedAtOnce(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	round := func(count int) {
		for range count {
			ticket, err := TLSSigAPI.GenerateUsersig(privateKey, 1, "1")
			if err != nil {
				t.Fatal(err)
			}
			if err := TLSSigAPI.VerifyUsersig(publicKey, ticket, 1, "1"); err != nil {
				t.Fatal(err)
			}
		}
	}
	round(500)
	before := outside(t)
	round(2000)
	if after := outside(t); after > before+8192 {
		t.Errorf("%d KiB became %d KiB", before, after)
	} else {
		t.Logf("%d KiB, then %d KiB", before, after)
	}
}

// outside is what the process holds in memory that is not Go's, KiB.
func outside(t *testing.T) int {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err)
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	for line := range strings.Lines(string(text)) {
		var kib int
		if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &kib); err == nil {
			return kib - int(stats.Sys/1024)
		}
	}
	t.Fatal("no VmRSS")
	return 0
}
