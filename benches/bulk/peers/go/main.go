// Command main signs every user of a CSV with Tencent's Go package, on all cores.
package main

import (
	"bufio"
	"encoding/csv"
	"io"
	"log"
	"os"
	"runtime"
	"sync"

	"github.com/tencentyun/tls-sig-api-v2-golang/tencentyun"
)

const (
	sdkappid = 1400000000
	key      = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
	expire   = 15552000
	perBlock = 1000
)

// block is some users and, behind signed, their tickets.
type block struct {
	users, tickets []string
	signed         chan struct{}
}

func main() {
	in, err := os.Open(os.Args[1])
	check(err)
	out, err := os.Create(os.Args[2])
	check(err)
	work := make(chan *block, runtime.NumCPU())
	ordered := make(chan *block, 4*runtime.NumCPU())
	var workers sync.WaitGroup
	for number := 0; number < runtime.NumCPU(); number++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for one := range work {
				for at, user := range one.users {
					ticket, err := tencentyun.GenUserSig(sdkappid, key, user, expire)
					check(err)
					one.tickets[at] = ticket
				}
				close(one.signed)
			}
		}()
	}
	go read(in, work, ordered)
	buffered := bufio.NewWriterSize(out, 1<<20)
	writer := csv.NewWriter(buffered)
	check(writer.Write([]string{"userid", "usersig"}))
	for one := range ordered {
		<-one.signed
		for at, user := range one.users {
			check(writer.Write([]string{user, one.tickets[at]}))
		}
	}
	workers.Wait()
	writer.Flush()
	check(writer.Error())
	check(buffered.Flush())
	check(out.Close())
}

func read(in io.Reader, work, ordered chan<- *block) {
	defer close(work)
	defer close(ordered)
	reader := csv.NewReader(bufio.NewReaderSize(in, 1<<20))
	reader.ReuseRecord = true
	_, err := reader.Read()
	check(err)
	for over := false; !over; {
		one := &block{signed: make(chan struct{})}
		for len(one.users) < perBlock {
			record, err := reader.Read()
			if err == io.EOF {
				over = true
				break
			}
			check(err)
			one.users = append(one.users, record[0])
		}
		one.tickets = make([]string, len(one.users))
		ordered <- one
		work <- one
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
