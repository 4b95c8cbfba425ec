'use strict'
// A million rounds through the module leave the process as large as it was.

const assert = require('node:assert/strict')
const { execFileSync } = require('node:child_process')
const { test } = require('node:test')

const ROUNDS = 1_000_000
const WARM_UP = 200_000
const BOUND = 16 * 2 ** 20

if (process.argv[2] === 'loop') {
  loop()
} else {
  test('a million rounds do not grow the process by 16 MiB', (t) => {
    const output = execFileSync(process.execPath, ['--expose-gc', __filename, 'loop'], { encoding: 'utf8' })
    const growth = Number(output)
    t.diagnostic(`rss-growth-kib ${Math.round(growth / 1024)}`)
    assert(growth < BOUND, `${growth} bytes after ${ROUNDS} rounds`)
  })
}

// Each round signs and verifies; some are rejected, make room keys or another application.
async function loop() {
  const { Application } = require('usersig')
  const { Api } = require('usersig/tls-sig-api-v2')
  const app = new Application(1400000000, 'secret')
  const userbuf = Buffer.alloc(64)
  let before = 0
  for (let i = 0; i < WARM_UP + ROUNDS; i += 1) {
    if (i === WARM_UP) before = resident()
    const ticket = i % 16 === 0 ? app.sign('xiaojun', 60, { userbuf }) : app.sign('xiaojun', 60)
    app.verify(ticket, 'xiaojun')
    if (i % 64 === 0) {
      assert.throws(() => app.verify(ticket, 'xiaohong'))
      app.signPrivateMapKey('xiaojun', 60, 'lobby', 255)
      new Api(1400000000, 'secret').genUserSig('xiaojun', 60)
    }
    // Finished objects leave between two turns of the event loop.
    if (i % 4096 === 0) await new Promise(setImmediate)
  }
  await new Promise(setImmediate)
  process.stdout.write(String(resident() - before))
}

function resident() {
  global.gc()
  return process.memoryUsage.rss()
}
