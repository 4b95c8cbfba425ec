'use strict'
// Finds and loads the native module of this platform.

const { UserSigError, UserSigRejection } = require('./errors')
const verified = require('./verified')

const platform = platformName()
const native = load()
native.setMakers(UserSigError, UserSigRejection, verified)

module.exports = native

// In this package, or in the package of this platform beside it.
function load() {
  const failures = []
  for (const place of [`./usersig.${platform}.node`, `usersig-${platform}`]) {
    try {
      return require(place)
    } catch (error) {
      failures.push(error)
    }
  }
  // A module that is there and cannot be loaded says more than one that is not there.
  const cause = failures.find((failure) => failure.code !== 'MODULE_NOT_FOUND') ?? failures[0]
  const reason = cause.code === 'MODULE_NOT_FOUND' ? 'there is none' : cause.message
  throw new Error(
    `usersig has no native module for ${platform} (Node.js ${process.version}): ${reason}. ` +
      `Install the package usersig-${platform}, without --omit=optional, or build it from source`,
    { cause },
  )
}

// The names that napi-rs gives to platforms, such as linux-x64-gnu.
function platformName() {
  const name = `${process.platform}-${process.arch}`
  if (process.platform === 'linux') return `${name}-${isMusl() ? 'musl' : 'gnu'}`
  if (process.platform === 'win32') return `${name}-msvc`
  return name
}

// glibc writes its version into the report; musl has no name there.
function isMusl() {
  const { excludeNetwork } = process.report
  // Otherwise the report looks up the names of open connections.
  process.report.excludeNetwork = true
  const { glibcVersionRuntime } = process.report.getReport().header
  process.report.excludeNetwork = excludeNetwork
  return glibcVersionRuntime === undefined
}
