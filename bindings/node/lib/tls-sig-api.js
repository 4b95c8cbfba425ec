'use strict'
// The names of the npm package tls-sig-api (the legacy algorithm), over the same engine.

const { readFileSync } = require('node:fs')

const native = require('./native')
const { bytes, number, text } = require('./loose')

// Keys and prepared applications stand apart from the objects, which print no secret.
const keys = new WeakMap()
const applications = new WeakMap()

function Sig(config) {
  // Without one there is neither application nor key, which signing says.
  const given = config ?? {}
  this.sdk_appid = given.sdk_appid
  this.expire_after = String(given.expire_after || 180 * 24 * 3600)
  if (given.private_key) this.private_key = readFileSync(given.private_key, 'utf8')
  if (given.public_key) this.public_key = readFileSync(given.public_key, 'utf8')
  if (given.private_key_string) this.private_key = given.private_key_string
  if (given.public_key_string) this.public_key = given.public_key_string
}

Object.defineProperty(Sig.prototype, 'private_key', {
  get() {
    return keys.get(this)
  },
  set(key) {
    keys.set(this, key)
  },
})

Sig.prototype.setAppid = function (appid) {
  this.sdk_appid = appid
}

Sig.prototype.setPrivateKey = function (private_key) {
  this.private_key = private_key
}

Sig.prototype.setPublicKey = function (public_key) {
  this.public_key = public_key
}

Sig.prototype.genSig = function (identifier) {
  return application(this).sign(text(identifier), number(this.expire_after))
}

Sig.prototype.genSigWithUserbuf = function (identifier, userbuf) {
  // Without one, the published package throws; a ticket without a UserBuf would be another.
  const options = { userbuf: bytes(userbuf ?? NaN) }
  return application(this).sign(text(identifier), number(this.expire_after), options)
}

// Whatever keeps a ticket from being verified is answered with false, as in the published
// package, which never looks at the clock, though: here an expired ticket is such a one.

Sig.prototype.verifySig = function (sig, identifier) {
  try {
    application(this).verify(sig, identifier, { userbuf: null })
    return true
  } catch {
    return false
  }
}

Sig.prototype.verifySigWithUserbuf = function (sig, identifier) {
  try {
    const { userbuf } = application(this).verify(sig, identifier)
    return userbuf === null ? false : userbuf.toString()
  } catch {
    return false
  }
}

// All members may be set at any time, as in the published package.
function application(sig) {
  const { sdk_appid, private_key, public_key } = sig
  const known = applications.get(sig)
  if (
    known !== undefined &&
    known.sdk_appid === sdk_appid &&
    known.private_key === private_key &&
    known.public_key === public_key
  ) {
    return known.application
  }
  const made = native.legacyApplication(number(sdk_appid), private_key, public_key)
  applications.set(sig, { sdk_appid, private_key, public_key, application: made })
  return made
}

exports.Sig = Sig
