// Command bench compares signing and verifying per call with the published module, on one
// thread, interleaved: it prints medians in nanoseconds and their ratio.
package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"

	theirs "github.com/tencentyun/tls-sig-api-v2-golang/tencentyun"
	usersig "github.com/usersig/usersig-go"
	ours "github.com/usersig/usersig-go/tencentyun"
)

const (
	sdkappid = 1400000000
	key      = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
	expire   = 86400 * 180
	rounds   = 31
	calls    = 2048
)

func main() {
	runtime.GOMAXPROCS(1)
	app, err := usersig.New(sdkappid, key)
	must(err)
	userids := make([]string, calls)
	rows := make([]usersig.Row, calls)
	published := make([]string, calls)
	now := time.Now()
	for at := range userids {
		userids[at] = fmt.Sprintf("user_%05d", at)
		ticket, err := app.Sign(userids[at], expire)
		must(err)
		rows[at] = usersig.Row{Ticket: ticket, UserID: userids[at]}
		published[at], err = theirs.GenUserSig(sdkappid, key, userids[at], expire)
		must(err)
	}
	theirSign := func() {
		for _, userid := range userids {
			_, err := theirs.GenUserSig(sdkappid, key, userid, expire)
			must(err)
		}
	}
	theirVerify := func(tickets func(int) string) func() {
		return func() {
			for at, userid := range userids {
				must(theirs.VerifyUserSig(sdkappid, key, userid, tickets(at), now))
			}
		}
	}
	own := func(at int) string { return rows[at].Ticket }
	foreign := func(at int) string { return published[at] }
	buffer := make([]byte, 0, 1024)

	compare("sign", func() {
		for _, userid := range userids {
			_, err := app.Sign(userid, expire)
			must(err)
		}
	}, theirSign)
	compare("sign-append", func() {
		for _, userid := range userids {
			_, err := app.AppendSign(buffer, userid, expire, usersig.SignOptions{})
			must(err)
		}
	}, theirSign)
	compare("sign-dropin", func() {
		for _, userid := range userids {
			_, err := ours.GenUserSig(sdkappid, key, userid, expire)
			must(err)
		}
	}, theirSign)
	compare("sign-many", func() {
		_, err := app.SignMany(userids, expire)
		must(err)
	}, theirSign)
	compare("verify", func() {
		for at := range rows {
			_, err := app.Verify(rows[at].Ticket, rows[at].UserID)
			must(err)
		}
	}, theirVerify(own))
	compare("verify-dropin", func() {
		for at := range rows {
			must(ours.VerifyUserSig(sdkappid, key, rows[at].UserID, rows[at].Ticket, now))
		}
	}, theirVerify(own))
	compare("verify-dropin-published-ticket", func() {
		for at := range rows {
			must(ours.VerifyUserSig(sdkappid, key, rows[at].UserID, published[at], now))
		}
	}, theirVerify(foreign))
	compare("verify-many", func() {
		_, err := app.VerifyMany(rows)
		must(err)
	}, theirVerify(own))
}

// compare runs both by turns, so that both meet the same machine.
func compare(name string, ours, theirs func()) {
	var a, b []float64
	for range rounds {
		a = append(a, measure(ours))
		b = append(b, measure(theirs))
	}
	slices.Sort(a)
	slices.Sort(b)
	x, y := a[rounds/2], b[rounds/2]
	fmt.Printf("go %s %.0f %.0f %.2f\n", name, x, y, y/x)
}

func measure(run func()) float64 {
	start := time.Now()
	run()
	return float64(time.Since(start).Nanoseconds()) / calls
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
