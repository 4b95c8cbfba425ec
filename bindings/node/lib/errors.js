'use strict'
// The error classes. The native module makes the objects.

class UserSigError extends Error {
  constructor(message, code, kind, hint, cCode, trtcCode) {
    super(message)
    this.code = code
    this.kind = kind
    this.hint = hint
    this.cCode = cCode
    this.trtcCode = trtcCode ?? null
  }
}

class UserSigRejection extends UserSigError {}

// On the prototypes, as the built-in errors have it: it is no part of what an error says.
for (const type of [UserSigError, UserSigRejection]) {
  Object.defineProperty(type.prototype, 'name', { value: type.name, writable: true, configurable: true })
}

module.exports = { UserSigError, UserSigRejection }
