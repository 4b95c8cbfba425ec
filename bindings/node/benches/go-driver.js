'use strict'
// The published Go package, which verifies fastest of all published ones. Its driver times its own rounds.

const { spawn } = require('node:child_process')
const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { createInterface } = require('node:readline')

// Nothing where it is not set up.
module.exports = function goDriver(sdkappid, key) {
  const program = join(__dirname, '../../../peers/go/bin/driver')
  if (!existsSync(program)) return undefined
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'ignore'] })
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]()
  // A round of verifying a ticket of the user: nanoseconds for each.
  const verify = (iterations, userid, usersig) => async () => {
    const now = Math.floor(Date.now() / 1000)
    const request = { op: 'bench', what: 'verify', iterations, sdkappid, key, userid, usersig, now, userbuf: null }
    child.stdin.write(`${JSON.stringify(request)}\n`)
    const { ns, error } = JSON.parse((await answers.next()).value)
    if (error) throw new Error(error)
    return ns / iterations
  }
  return { verify, end: () => child.stdin.end() }
}
