// Package TLSSigAPI has the functions of github.com/tencentyun/tls-sig-api-golang, the module
// of the legacy algorithm, over package usersig: change the import, and nothing else.
//
// When a ticket is both for another user and for another application, the error is
// [ErrorAppidNotMatch]. Errors that are none of the values below are of the type
// *usersig.Error. The curve secp256k1 is taken too; P-224, P-384 and P-521 are not.
package TLSSigAPI

import (
	"errors"

	usersig "github.com/usersig/usersig-go"
)

// The reasons for which a ticket is turned away.
var (
	// ErrorIdentifierNotMatch: the ticket is for another user.
	ErrorIdentifierNotMatch = errors.New("identifier not match")
	// ErrorAppidNotMatch: the ticket is for another application.
	ErrorAppidNotMatch = errors.New("appid not match")
	// ErrorExpired: the ticket's time is over.
	ErrorExpired = errors.New("expired")
	// ErrorInvalidSignature: the signature does not match the key, or the ticket has a UserBuf
	// and none was expected, or the reverse.
	ErrorInvalidSignature = errors.New("invalid signature")
)

// GenerateUsersig makes a legacy ticket that is valid for 180 days.
func GenerateUsersig(privateKey string, appid int, identifier string) (string, error) {
	return GenerateUsersigWithExpire(privateKey, appid, identifier, usersig.DefaultExpire)
}

// GenerateUsersigWithExpire makes a legacy ticket that is valid for expire seconds.
func GenerateUsersigWithExpire(privateKey string, appid int, identifier string, expire int64) (string, error) {
	return generate(privateKey, appid, identifier, expire, nil)
}

// GenerateUsersigWithUserbuf makes a legacy ticket with a UserBuf; nil is an empty one.
func GenerateUsersigWithUserbuf(privateKey string, appid int, identifier string, expire int64, userbuf []byte) (string, error) {
	if userbuf == nil {
		userbuf = []byte{}
	}
	return generate(privateKey, appid, identifier, expire, userbuf)
}

// VerifyUsersig verifies a ticket without a UserBuf.
func VerifyUsersig(publicKey string, usersig string, appid int, identifier string) error {
	_, err := verify(publicKey, usersig, appid, identifier, false)
	return err
}

// VerifyUsersigWithUserbuf verifies a ticket with a UserBuf, and returns that.
func VerifyUsersigWithUserbuf(publicKey string, usersig string, appid int, identifier string) ([]byte, error) {
	return verify(publicKey, usersig, appid, identifier, true)
}

func generate(privateKey string, appid int, identifier string, expire int64, userbuf []byte) (string, error) {
	app, err := usersig.NewLegacyDropIn(int64(appid), privateKey, "")
	if err != nil {
		return "", err
	}
	defer app.Close()
	return app.SignWith(identifier, expire, usersig.SignOptions{UserBuf: userbuf})
}

func verify(publicKey, ticket string, appid int, identifier string, wanted bool) ([]byte, error) {
	app, err := usersig.NewLegacyDropIn(int64(appid), "", publicKey)
	if err != nil {
		return nil, err
	}
	defer app.Close()
	outcome, err := app.Verify(ticket, identifier)
	switch {
	case errors.Is(err, usersig.ErrMismatchUserID):
		return nil, ErrorIdentifierNotMatch
	case errors.Is(err, usersig.ErrMismatchSDKAppID):
		return nil, ErrorAppidNotMatch
	case errors.Is(err, usersig.ErrExpired):
		return nil, ErrorExpired
	case errors.Is(err, usersig.ErrMismatchSignature):
		return nil, ErrorInvalidSignature
	case err != nil:
		return nil, err
	case wanted != (outcome.UserBuf != nil):
		return nil, ErrorInvalidSignature
	}
	return outcome.UserBuf, nil
}
