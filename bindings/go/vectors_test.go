package usersig_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	usersig "github.com/usersig/usersig-go"
)

type keyCase struct {
	HMAC *string `json:"hmac"`
	PEM  *string `json:"pem"`
}

type roomCase struct {
	ID  *int64  `json:"id"`
	Str *string `json:"str"`
}

type expectCase struct {
	Valid      bool      `json:"valid"`
	Refused    string    `json:"refused"`
	Algorithm  string    `json:"algorithm"`
	Time       int64     `json:"time"`
	Expire     int64     `json:"expire"`
	UserBuf    *string   `json:"userbuf"`
	Room       *roomCase `json:"room"`
	Privileges int64     `json:"privileges"`
	Code       int       `json:"code"`
	CCode      int       `json:"c_code"`
	Kind       string    `json:"kind"`
	Error      string    `json:"error"`
	Sig        *string   `json:"sig"`
}

type vector struct {
	Title   string `json:"title"`
	ID      string `json:"id"`
	Ticket  string `json:"ticket"`
	Request struct {
		SDKAppID int64  `json:"sdkappid"`
		UserID   string `json:"userid"`
	} `json:"request"`
	Keys   []keyCase `json:"keys"`
	Policy struct {
		UserBuf         json.RawMessage `json:"userbuf"`
		Room            *roomCase       `json:"room"`
		Privileges      int64           `json:"privileges"`
		MaxClockSkew    *int64          `json:"max_clock_skew"`
		LongestValidity *int64          `json:"longest_validity"`
		LegacyUTCOffset int32           `json:"legacy_utc_offset"`
	} `json:"policy"`
	Now    int64      `json:"now"`
	Expect expectCase `json:"expect"`

	KeyBase64 string  `json:"key_base64"`
	Verifies  *vector `json:"verifies"`

	SDKAppID   int64           `json:"sdkappid"`
	UserID     string          `json:"userid"`
	Form       string          `json:"form"`
	Key        json.RawMessage `json:"key"`
	Time       int64           `json:"time"`
	Expire     int64           `json:"expire"`
	UserBuf    *string         `json:"userbuf"`
	Room       *roomCase       `json:"room"`
	Privileges int64           `json:"privileges"`

	PublicKeyPEM string `json:"public_key_pem"`
	UserSig      string `json:"usersig"`
	NowValid     *int64 `json:"now_valid"`
}

func vectorFolder() string {
	if folder := os.Getenv("USERSIG_VECTORS"); folder != "" {
		return folder
	}
	return "../../vectors"
}

// cases runs those of a file for what they are there for, and counts them.
func cases(t *testing.T, pattern string, run func(*testing.T, *vector)) {
	t.Helper()
	t.Logf("VECTORS %d", each(t, pattern, run))
}

func each(t *testing.T, pattern string, run func(*testing.T, *vector)) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(vectorFolder(), pattern))
	if err != nil || len(files) == 0 {
		t.Fatal("no vectors at", pattern, err)
	}
	count := 0
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReaderSize(file, 1<<20)
		for {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				break
			}
			var item vector
			if err := json.Unmarshal(line, &item); err != nil {
				t.Fatal(name, err)
			}
			count++
			run(t, &item)
		}
		_ = file.Close()
	}
	return count
}

func (k keyCase) text() string {
	if k.HMAC != nil {
		return *k.HMAC
	}
	return *k.PEM
}

func (r *roomCase) room() usersig.Room {
	switch {
	case r == nil:
		return usersig.Room{}
	case r.ID != nil:
		return usersig.RoomID(*r.ID)
	default:
		return usersig.RoomName(*r.Str)
	}
}

func decode(t *testing.T, text string) []byte {
	t.Helper()
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

func (v *vector) expected(t *testing.T) usersig.Expected {
	policy := &v.Policy
	var userbuf struct {
		Base64 string `json:"base64"`
	}
	switch {
	case policy.Room != nil:
		return usersig.ExpectRoom(policy.Room.room(), usersig.Privileges(policy.Privileges))
	case string(policy.UserBuf) == `"none"`:
		return usersig.ExpectNoUserBuf()
	case len(policy.UserBuf) > 0 && policy.UserBuf[0] == '{':
		if err := json.Unmarshal(policy.UserBuf, &userbuf); err != nil {
			t.Fatal(err)
		}
		return usersig.ExpectUserBuf(decode(t, userbuf.Base64))
	default:
		return usersig.Expected{}
	}
}

func checkFault(t *testing.T, item *vector, err error) {
	t.Helper()
	expect := &item.Expect
	var fault *usersig.Error
	if !errors.As(err, &fault) {
		t.Errorf("%s: not an error of usersig: %v", item.Title, err)
		return
	}
	switch expect.Refused {
	case "userid":
		if fault.Kind != usersig.ErrInvalidUserID {
			t.Errorf("%s: %v", item.Title, fault)
		}
	case "sdkappid":
		if fault.Kind != usersig.ErrInvalidSDKAppID {
			t.Errorf("%s: %v", item.Title, fault)
		}
	default:
		if expect.Valid || fault.Code != expect.Code || fault.CCode != expect.CCode || !fault.Kind.Rejected() {
			t.Errorf("%s: %v %d %d", item.Title, fault, fault.Code, fault.CCode)
		}
		if fault.TRTCCode == 0 || fault.Message == "" || fault.Hint == "" {
			t.Errorf("%s: %+v", item.Title, fault)
		}
	}
}

func checkOutcome(t *testing.T, item *vector, outcome *usersig.Outcome, whole bool) {
	t.Helper()
	expect := &item.Expect
	if outcome.Algorithm.String() != expect.Algorithm || outcome.Time != expect.Time || outcome.Expire != expect.Expire ||
		outcome.ExpiresAt != expect.Time+expect.Expire || int64(outcome.Privileges) != expect.Privileges {
		t.Errorf("%s: %+v", item.Title, outcome)
	}
	if !whole {
		return
	}
	if outcome.Room != expect.Room.room() || (outcome.UserBuf != nil) != (expect.UserBuf != nil) {
		t.Errorf("%s: %+v", item.Title, outcome)
	}
	if expect.UserBuf != nil && base64.StdEncoding.EncodeToString(outcome.UserBuf) != *expect.UserBuf {
		t.Errorf("%s: %+v", item.Title, outcome)
	}
}

func checkVerify(t *testing.T, app *usersig.Application, item *vector) {
	t.Helper()
	options := usersig.VerifyOptions{Expected: item.expected(t), Now: time.Unix(item.Now, 0)}
	outcome, err := app.VerifyWith(item.Ticket, item.Request.UserID, options)
	rows, all := app.VerifyManyWith([]usersig.Row{{Ticket: item.Ticket, UserID: item.Request.UserID}}, options)
	if all != nil {
		t.Errorf("%s: %v", item.Title, all)
		return
	}
	if !item.Expect.Valid {
		checkFault(t, item, err)
		checkFault(t, item, rows[0].Err)
		return
	}
	if err != nil || rows[0].Err != nil {
		t.Errorf("%s: %v, %v", item.Title, err, rows[0].Err)
		return
	}
	checkOutcome(t, item, &outcome, true)
	checkOutcome(t, item, &rows[0].Outcome, false)
}

func TestVerifyVectors(t *testing.T) {
	cases(t, "verify/*.jsonl", func(t *testing.T, item *vector) {
		keys := make([]string, len(item.Keys))
		for at, key := range item.Keys {
			keys[at] = key.text()
		}
		app, err := usersig.NewWithKeys(item.Request.SDKAppID, keys, usersig.Options{
			MaxClockSkew:    item.Policy.MaxClockSkew,
			LongestValidity: item.Policy.LongestValidity,
			LegacyUTCOffset: item.Policy.LegacyUTCOffset,
		})
		if err != nil {
			checkFault(t, item, err)
			return
		}
		checkVerify(t, app, item)
	})
}

func TestKeyVectors(t *testing.T) {
	cases(t, "keys.jsonl", func(t *testing.T, item *vector) {
		app, err := usersig.New(1400000000, string(decode(t, item.KeyBase64)))
		if item.Expect.Kind == "" {
			if !errors.Is(err, usersig.ErrInvalidKey) {
				t.Errorf("%s: %v", item.Title, err)
			}
			return
		}
		wanted := map[string]usersig.Algorithm{"hmac": usersig.HMACSHA256, "ecdsa-private": usersig.ECDSASHA256}
		if err != nil || app.Algorithm() != wanted[item.Expect.Kind] {
			t.Errorf("%s: %v", item.Title, err)
			return
		}
		if item.Verifies != nil {
			item.Verifies.Title = item.Title
			checkVerify(t, app, item.Verifies)
		}
	})
}

func TestPublishedVectors(t *testing.T) {
	cases(t, "published/*.jsonl", func(t *testing.T, item *vector) {
		key := item.PublicKeyPEM
		if len(item.Key) > 0 {
			if err := json.Unmarshal(item.Key, &key); err != nil {
				t.Fatal(err)
			}
		}
		app, err := usersig.New(item.SDKAppID, key)
		if err != nil {
			t.Fatal(item.ID, err)
		}
		now, valid := item.Time, item.NowValid != nil
		if valid {
			now = *item.NowValid
		}
		for _, r := range item.UserID {
			valid = valid && r >= 0x20 && r != 0x7f
		}
		_, err = app.VerifyWith(item.UserSig, item.UserID, usersig.VerifyOptions{Now: time.Unix(now, 0)})
		if (err == nil) != valid {
			t.Errorf("%s: %v", item.ID, err)
		}
	})
}
