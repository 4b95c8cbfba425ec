// Package usersig signs and verifies the tickets (UserSig, PrivateMapKey) of Tencent's
// real-time services.
//
//	app, err := usersig.New(1400000000, os.Getenv("USERSIG_KEY"))
//	ticket, err := app.Sign("xiaojun", 86400)
//	outcome, err := app.Verify(ticket, "xiaojun")
//
// An [Application] is made once and shared by all goroutines. Every error is an [*Error]
// with Tencent's code and a hint what to do next.
//
// The packages tencentyun and TLSSigAPI beside this one have the functions of the published
// modules, so that a change of import is the whole migration.
package usersig
