package usersig

// #cgo LDFLAGS: ${SRCDIR}/lib/linux_amd64/libusersig.a -lm -ldl -lpthread
import "C"

// The import makes "go mod vendor" copy the library.
import _ "github.com/usersig/usersig-go/lib/linux_amd64"
