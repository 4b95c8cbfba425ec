'use strict'
// The package's own interface.

const native = require('./native')
const { UserSigError, UserSigRejection } = require('./errors')

// Without new, the native class would take the object that it is called on for a new one.
class Application extends native.Application {}

exports.Application = Application
exports.Privilege = Object.freeze(native.Privilege)
exports.UserSigError = UserSigError
exports.UserSigRejection = UserSigRejection
exports.diagnose = native.diagnose
exports.inspect = native.inspect
