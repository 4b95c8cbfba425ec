'use strict'
// Eight threads sign and verify 10 000 tickets each.

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads')

const { Application, UserSigRejection } = require('usersig')
const { Sig } = require('usersig/tls-sig-api')
const { Api } = require('usersig/tls-sig-api-v2')
const { pair } = require('./vectors')

const TICKETS = 10_000

if (isMainThread) {
  test('8 threads x 10 000 tickets', async () => {
    const verified = await Promise.all(Array.from({ length: 8 }, (_, thread) => inWorker(thread)))
    assert.deepEqual(verified, new Array(8).fill(TICKETS))
  })

  test('threads end while their objects live, and the module stays usable', async () => {
    for (let round = 0; round < 20; round += 1) {
      const worker = new Worker(__filename, { workerData: { thread: round, forever: true } })
      await new Promise((resolve) => worker.once('message', resolve))
      assert.equal(await worker.terminate(), 1)
    }
    assert.throws(() => new Application(1, 'k').verify('', 'u'), UserSigRejection)
  })
} else {
  work(workerData)
}

function inWorker(thread) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: { thread, forever: false } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

function work({ thread, forever }) {
  const app = new Application(1400000000, 'secret')
  const api = new Api(1400000000, 'secret')
  const legacy = new Sig({ sdk_appid: 1400000000, private_key_string: pair().private_key_pem })
  let verified = 0
  for (let i = 0; i < TICKETS; i += 1) {
    const userid = `user-${thread}-${i}`
    const ticket = i % 2 === 0 ? app.sign(userid, 60) : api.genUserSig(userid, 60)
    verified += app.verify(ticket, userid).userid === userid
    if (i % 100 === 0) {
      assert.throws(() => app.verify(ticket, 'other'), { code: 70013 })
      // A legacy ticket costs as much as a hundred others.
      assert.equal(legacy.verifySig(legacy.genSig(userid), userid), true)
    }
  }
  parentPort.postMessage(verified)
  // It ends while errors and applications are being made.
  while (forever) assert.throws(() => new Application(1400000000, 'k').verify('eJ', 'u'), { code: 70003 })
}
