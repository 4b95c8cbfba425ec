package usersig

// #cgo LDFLAGS: ${SRCDIR}/lib/linux_amd64/libusersig.a -lm -ldl -lpthread
import "C"

// The import makes "go mod vendor" copy the library.
import _ "github.com/usersig/usersig-go/lib/linux_amd64"

// The file platform.go asks for it.
const usersig_needs_cgo_and_its_library_for_this_platform__see_README = true
