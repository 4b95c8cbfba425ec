'use strict'
// A million rounds through the module leave the process as large as it was.

const assert = require('node:assert/strict')
const { execFileSync } = require('node:child_process')
const { test } = require('node:test')

const ROUNDS = 1_000_000
const WARM_UP = 200_000
const WINDOWS = 10
// What leaks grows in every window; the heap itself moves in most of them, up and down. So one of the
// quiet ones is looked at, where a leak of three bytes a round is seen.
const BOUND = (3 * ROUNDS) / WINDOWS

if (process.argv[2] === 'loop') {
  loop()
} else {
  test('a million rounds do not grow the process', (t) => {
    const output = execFileSync(process.execPath, ['--expose-gc', __filename, 'loop'], { encoding: 'utf8' })
    const sizes = output.trim().split(' ').map(Number)
    assert.equal(sizes.length, WINDOWS + 1)
    const growths = sizes.slice(1).map((size, at) => size - sizes[at]).sort((a, b) => a - b)
    const usual = growths[3]
    t.diagnostic(`rss-growth-kib ${Math.round(usual / 1024)}`)
    assert(usual < BOUND, `${growths} bytes in ${WINDOWS} x ${ROUNDS / WINDOWS} rounds`)
  })
}

// Each round signs and verifies; some are rejected, make room keys or another application.
async function loop() {
  const { Application } = require('usersig')
  const { Sig } = require('usersig/tls-sig-api')
  const { Api } = require('usersig/tls-sig-api-v2')
  const { pair } = require('./vectors')
  const { private_key_pem } = pair()
  const app = new Application(1400000000, 'secret')
  const userbuf = Buffer.alloc(64)
  for (let i = 0; i <= WARM_UP + ROUNDS; i += 1) {
    if (i >= WARM_UP && (i - WARM_UP) % (ROUNDS / WINDOWS) === 0) process.stdout.write(`${await resident()} `)
    const ticket = i % 16 === 0 ? app.sign('xiaojun', 60, { userbuf }) : app.sign('xiaojun', 60)
    app.verify(ticket, 'xiaojun')
    if (i % 64 === 0) {
      assert.throws(() => app.verify(ticket, 'xiaohong'))
      app.signPrivateMapKey('xiaojun', 60, 'lobby', 255)
      new Api(1400000000, 'secret').genUserSig('xiaojun', 60)
    }
    if (i % 512 === 0) {
      const legacy = new Sig({ sdk_appid: 1400000000, private_key_string: private_key_pem })
      legacy.verifySig(legacy.genSig('xiaojun'), 'xiaohong')
      app.verifyMany([[ticket, 'xiaojun'], [ticket, 'xiaohong'], null])
    }
    // Finished objects leave between two turns of the event loop.
    if (i % 4096 === 0) await new Promise(setImmediate)
  }
}

async function resident() {
  // Finalizers run between two turns, and free what the next collection finds.
  for (let turn = 0; turn < 3; turn += 1) {
    global.gc()
    await new Promise(setImmediate)
  }
  return process.memoryUsage.rss()
}
