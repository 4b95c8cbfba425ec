// Command driver answers the peer protocol with Tencent's Go package.
// The protocol is described in ../README.md.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"
	"unicode/utf8"

	"github.com/tencentyun/tls-sig-api-v2-golang/tencentyun"
)

const module = "github.com/tencentyun/tls-sig-api-v2-golang"

// request holds every field of the protocol. A nil pointer is a field that is
// absent or null.
type request struct {
	Op         string  `json:"op"`
	What       string  `json:"what"`
	SDKAppID   *int    `json:"sdkappid"`
	Key        *string `json:"key"`
	UserID     *string `json:"userid"`
	Expire     *int    `json:"expire"`
	UserBuf    *string `json:"userbuf"`
	Room       *room   `json:"room"`
	Privileges *uint32 `json:"privileges"`
	UserSig    *string `json:"usersig"`
	Now        *int64  `json:"now"`
	Iterations *int    `json:"iterations"`
}

type room struct {
	ID  *uint32 `json:"id"`
	Str *string `json:"str"`
}

type reply map[string]any

// lastTicket and validCount are written by the timed loops, so that the compiler
// cannot drop the calls.
var (
	lastTicket string
	validCount int
)

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			text, _ := json.Marshal(answer(line))
			out.Write(append(text, '\n'))
			out.Flush()
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				fmt.Fprintln(os.Stderr, err)
			}
			return
		}
	}
}

func answer(line []byte) (answer reply) {
	defer func() {
		if p := recover(); p != nil {
			answer = failure(fmt.Errorf("panic: %v", p))
		}
	}()
	if !utf8.Valid(line) {
		return failure(errors.New("the line is not UTF-8"))
	}
	var req *request
	if err := json.Unmarshal(line, &req); err != nil {
		return failure(err)
	}
	if req == nil {
		return failure(errors.New("the line is not a JSON object"))
	}
	var err error
	switch req.Op {
	case "hello":
		answer = hello()
	case "sign":
		answer, err = sign(req)
	case "verify":
		answer, err = verify(req)
	case "bench":
		answer, err = bench(req)
	default:
		err = fmt.Errorf("unknown op %q", req.Op)
	}
	if err != nil {
		return failure(err)
	}
	return answer
}

func hello() reply {
	version := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == module {
				version = dep.Version
			}
		}
	}
	return reply{
		"package":   module,
		"version":   version,
		"algorithm": "hmac-sha256",
		"can":       []string{"sign", "room-id", "room-str", "userbuf", "verify", "verify-userbuf"},
	}
}

func sign(req *request) (reply, error) {
	call, err := signer(req)
	if err != nil {
		return nil, err
	}
	usersig, err := call()
	if err != nil {
		return nil, err
	}
	return reply{"usersig": usersig}, nil
}

func verify(req *request) (reply, error) {
	call, err := verifier(req)
	if err != nil {
		return nil, err
	}
	if err := call(); err != nil {
		return reply{"valid": false, "reason": err.Error()}, nil
	}
	return reply{"valid": true}, nil
}

func bench(req *request) (reply, error) {
	if req.Iterations == nil || *req.Iterations < 1 {
		return nil, errors.New("iterations must be a positive integer")
	}
	n := *req.Iterations
	switch req.What {
	case "sign":
		call, err := signer(req)
		if err != nil {
			return nil, err
		}
		start := time.Now()
		for i := 0; i < n; i++ {
			if lastTicket, err = call(); err != nil {
				return nil, err
			}
		}
		return timing(time.Since(start), n, lastTicket), nil
	case "verify":
		call, err := verifier(req)
		if err != nil {
			return nil, err
		}
		validCount = 0
		start := time.Now()
		for i := 0; i < n; i++ {
			if call() == nil {
				validCount++
			}
		}
		took := time.Since(start)
		if validCount != n {
			return nil, errors.New("the ticket is not valid")
		}
		return timing(took, n, *req.UserSig), nil
	}
	return nil, fmt.Errorf("cannot bench %q", req.What)
}

func signer(req *request) (func() (string, error), error) {
	if req.SDKAppID == nil || req.Key == nil || req.UserID == nil || req.Expire == nil {
		return nil, errors.New("sdkappid, key, userid and expire are needed")
	}
	app, key, user, expire := *req.SDKAppID, *req.Key, *req.UserID, *req.Expire
	buf, err := userBuf(req)
	if err != nil {
		return nil, err
	}
	switch {
	case req.Room == nil && buf == nil:
		return func() (string, error) { return tencentyun.GenUserSig(app, key, user, expire) }, nil
	case req.Room == nil:
		return func() (string, error) {
			return tencentyun.GenUserSigWithBuf(app, key, user, expire, buf)
		}, nil
	case buf != nil:
		return nil, errors.New("userbuf and room exclude each other")
	case req.Privileges == nil:
		return nil, errors.New("a room needs privileges")
	case (req.Room.ID == nil) == (req.Room.Str == nil):
		return nil, errors.New("a room is either an id or a str")
	}
	bits := *req.Privileges
	if req.Room.ID != nil {
		id := *req.Room.ID
		return func() (string, error) {
			return tencentyun.GenPrivateMapKey(app, key, user, expire, id, bits)
		}, nil
	}
	name := *req.Room.Str
	return func() (string, error) {
		return tencentyun.GenPrivateMapKeyWithStringRoomID(app, key, user, expire, name, bits)
	}, nil
}

func verifier(req *request) (func() error, error) {
	if req.SDKAppID == nil || *req.SDKAppID < 0 || req.Key == nil || req.UserID == nil ||
		req.UserSig == nil || req.Now == nil {
		return nil, errors.New("sdkappid, key, userid, usersig and now are needed")
	}
	app, key, user, usersig := uint64(*req.SDKAppID), *req.Key, *req.UserID, *req.UserSig
	now := time.Unix(*req.Now, 0)
	buf, err := userBuf(req)
	if err != nil {
		return nil, err
	}
	if buf == nil {
		return func() error { return tencentyun.VerifyUserSig(app, key, user, usersig, now) }, nil
	}
	return func() error {
		return tencentyun.VerifyUserSigWithBuf(app, key, user, usersig, now, buf)
	}, nil
}

// userBuf is nil when the request has none. The package takes an empty slice for
// a UserBuf that is present and empty.
func userBuf(req *request) ([]byte, error) {
	if req.UserBuf == nil {
		return nil, nil
	}
	buf, err := base64.StdEncoding.DecodeString(*req.UserBuf)
	if err != nil {
		return nil, fmt.Errorf("userbuf: %w", err)
	}
	return append([]byte{}, buf...), nil
}

func timing(took time.Duration, n int, ticket string) reply {
	return reply{"ns": took.Nanoseconds(), "iterations": n, "length": len(ticket)}
}

func failure(err error) reply { return reply{"error": err.Error()} }
