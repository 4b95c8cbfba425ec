package usersig

// The file link_GOOS_GOARCH.go defines this name, and only cgo compiles that. On any other
// platform, and without cgo, this is all that the compiler complains about.
const _ = usersig_needs_cgo_and_its_library_for_this_platform__see_README
