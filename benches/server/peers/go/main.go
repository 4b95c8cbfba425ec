// Command main is an issuing and verifying service on Tencent's Go package, as small as one can be
// that looks at its caller's token: POST {"userid"} to /usersigs, {"userid", "ticket"} to
// /usersigs:verify. PORT, KEY and TOKEN come from the environment.
package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/tencentyun/tls-sig-api-v2-golang/tencentyun"
)

const (
	sdkappid = 1400000000
	expire   = 7 * 86400
)

type question struct {
	UserID string `json:"userid"`
	Ticket string `json:"ticket"`
}

type issued struct {
	Ticket    string `json:"ticket"`
	SDKAppID  int    `json:"sdkappid"`
	UserID    string `json:"userid"`
	Time      int64  `json:"time"`
	Expire    int64  `json:"expire"`
	ExpiresAt int64  `json:"expires_at"`
}

type verified struct {
	Valid  bool   `json:"valid"`
	UserID string `json:"userid"`
	Reason string `json:"reason,omitempty"`
}

type failure struct {
	Error string `json:"error"`
}

func main() {
	key := os.Getenv("KEY")
	expected := sha256.Sum256([]byte("Bearer " + os.Getenv("TOKEN")))
	post := func(path string, answer func(question) (any, error)) {
		http.HandleFunc("POST "+path, func(out http.ResponseWriter, in *http.Request) {
			digest := sha256.Sum256([]byte(in.Header.Get("Authorization")))
			if subtle.ConstantTimeCompare(digest[:], expected[:]) != 1 {
				write(out, http.StatusUnauthorized, failure{"the API token is unknown"})
				return
			}
			var asked question
			if err := json.NewDecoder(in.Body).Decode(&asked); err != nil || asked.UserID == "" {
				write(out, http.StatusBadRequest, failure{"the request names no UserID"})
				return
			}
			value, err := answer(asked)
			if err != nil {
				write(out, http.StatusBadRequest, failure{err.Error()})
				return
			}
			write(out, http.StatusOK, value)
		})
	}
	post("/usersigs", func(asked question) (any, error) {
		now := time.Now().Unix()
		ticket, err := tencentyun.GenUserSig(sdkappid, key, asked.UserID, expire)
		return issued{ticket, sdkappid, asked.UserID, now, expire, now + expire}, err
	})
	post("/usersigs:verify", func(asked question) (any, error) {
		err := tencentyun.VerifyUserSig(sdkappid, key, asked.UserID, asked.Ticket, time.Now())
		if err != nil {
			return verified{false, asked.UserID, err.Error()}, nil
		}
		return verified{true, asked.UserID, ""}, nil
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}

func write(out http.ResponseWriter, status int, value any) {
	out.Header().Set("Content-Type", "application/json")
	out.Header().Set("Cache-Control", "no-store")
	out.WriteHeader(status)
	// A caller who has gone away needs no answer.
	_ = json.NewEncoder(out).Encode(value)
}
