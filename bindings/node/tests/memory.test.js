'use strict'
// A million rounds through the module leave the process as large as it was.

const assert = require('node:assert/strict')
const { execFileSync } = require('node:child_process')
const { test } = require('node:test')

const ROUNDS = 1_000_000
const WARM_UP = 200_000
const WINDOWS = 10
// Of a leak, a byte a round is seen in JavaScript's heap, where nothing else grows.
const HEAP_BOUND = ROUNDS
// The rest of the process moves up and down between two windows; what leaks grows in most of them.
const WINDOW_BOUND = (3 * ROUNDS) / WINDOWS

if (process.argv[2] === 'loop') {
  loop()
} else {
  test('a million rounds do not grow the process', (t) => {
    // A small young generation, so that it does not grow meanwhile.
    const node = ['--expose-gc', '--max-semi-space-size=2', __filename, 'loop']
    const sizes = JSON.parse(execFileSync(process.execPath, node, { encoding: 'utf8' }))
    assert.equal(sizes.length, WINDOWS + 1)
    const heap = sizes[WINDOWS].heap - sizes[0].heap
    assert(heap < HEAP_BOUND, `${heap} bytes of the heap in ${ROUNDS} rounds`)
    const growths = sizes.slice(1).map(({ rest }, at) => rest - sizes[at].rest)
    const usual = growths.sort((a, b) => a - b)[WINDOWS / 2 - 1]
    t.diagnostic(`rss-growth-kib ${Math.round(usual / 1024)}`)
    assert(usual < WINDOW_BOUND, `${growths} bytes in ${WINDOWS} x ${ROUNDS / WINDOWS} rounds`)
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
  const sizes = []
  for (let i = 0; i <= WARM_UP + ROUNDS; i += 1) {
    if (i >= WARM_UP && (i - WARM_UP) % (ROUNDS / WINDOWS) === 0) sizes.push(await size())
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
  process.stdout.write(JSON.stringify(sizes))
}

async function size() {
  // Finalizers run between two turns, and free what the next collection finds.
  for (let turn = 0; turn < 3; turn += 1) {
    global.gc()
    await new Promise(setImmediate)
  }
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage()
  return { heap: heapUsed + external, rest: rss - heapTotal }
}
