// Package linux_amd64 carries the static library of its platform, so that
// "go mod vendor" takes it along. There is nothing to call.
package linux_amd64
