'use strict'
// Signing and verifying per call, ours against the published packages: rounds by turns in one
// process and on one thread, medians. Lines: language, operation, ours and theirs in
// nanoseconds per ticket, and how many times faster ours is.

const current = require('tls-sig-api-v2')
const legacy = require('tls-sig-api')
const { Application } = require('usersig')
const dropin = require('usersig/tls-sig-api-v2')
const dropinLegacy = require('usersig/tls-sig-api')
const { pair } = require('../tests/vectors')
const goDriver = require('./go-driver')

const ROUNDS = 21
const SDKAPPID = 1400000000
const KEY = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e'
const EXPIRE = 15_552_000

// What a round calls is kept, so that no call can be dropped.
let last

main()

async function main() {
  const app = new Application(SDKAPPID, KEY)
  const theirs = new current.Api(SDKAPPID, KEY)
  const ours = new dropin.Api(SDKAPPID, KEY)
  const ticket = app.sign('xiaojun', EXPIRE)

  const sign = here(2_000, () => theirs.genUserSig('xiaojun', EXPIRE))
  await line(
    'sign',
    here(2_000, () => app.sign('xiaojun', EXPIRE)),
    sign,
  )
  await line(
    'sign-dropin',
    here(2_000, () => ours.genUserSig('xiaojun', EXPIRE)),
    sign,
  )
  await line(
    'room-key',
    here(2_000, () => ours.genPrivateMapKey('xiaojun', EXPIRE, 10000, 255)),
    here(2_000, () => theirs.genPrivateMapKey('xiaojun', EXPIRE, 10000, 255)),
  )
  const userids = Array.from({ length: 10_000 }, (_, i) => `user${i}`)
  await line(
    'sign-many',
    here(1, () => app.signMany(userids, EXPIRE), userids.length),
    sign,
  )

  const go = goDriver(SDKAPPID, KEY)
  const verify = go && go.verify(2_000, 'xiaojun', ticket)
  await line(
    'verify',
    here(2_000, () => app.verify(ticket, 'xiaojun')),
    verify,
  )
  const rows = app.signMany(userids, EXPIRE).map((made, i) => [made, userids[i]])
  await line(
    'verify-many',
    here(1, () => app.verifyMany(rows), rows.length),
    verify,
  )
  go?.end()

  for (const curve of ['prime256v1', 'secp256k1']) await compareLegacy(curve)
}

async function compareLegacy(curve) {
  const { private_key_pem, public_key_pem } = pair(curve)
  const config = {
    sdk_appid: SDKAPPID,
    private_key_string: private_key_pem,
    public_key_string: public_key_pem,
  }
  const [ours, theirs] = [new dropinLegacy.Sig(config), new legacy.Sig(config)]
  const app = new Application(SDKAPPID, public_key_pem)
  const ticket = theirs.genSig('xiaojun')
  const sign = here(100, () => theirs.genSig('xiaojun'))
  await line(
    `legacy-sign-${curve}`,
    here(100, () => ours.genSig('xiaojun')),
    sign,
  )
  const verify = here(100, () => theirs.verifySig(ticket, 'xiaojun'))
  await line(
    `legacy-verify-${curve}`,
    here(100, () => app.verify(ticket, 'xiaojun')),
    verify,
  )
  await line(
    `legacy-verify-dropin-${curve}`,
    here(100, () => ours.verifySig(ticket, 'xiaojun')),
    verify,
  )
}

// Runs both by turns and prints the medians.
async function line(operation, ours, theirs) {
  const times = { ours: [], theirs: [] }
  for (let round = -3; round < ROUNDS; round += 1) {
    const [mine, other] = [await ours(), theirs && (await theirs())]
    // The first rounds warm up.
    if (round >= 0) {
      times.ours.push(mine)
      times.theirs.push(other)
    }
  }
  const mine = median(times.ours)
  const other = theirs ? median(times.theirs) : undefined
  const ratio = other ? (other / mine).toFixed(2) : 'none'
  console.log(`node ${operation} ${mine.toFixed(0)} ${other?.toFixed(0) ?? 'none'} ${ratio}`)
}

// A round of calls in this process: nanoseconds per ticket.
function here(calls, call, tickets = 1) {
  return () => {
    const start = process.hrtime.bigint()
    for (let i = 0; i < calls; i += 1) last = call()
    return Number(process.hrtime.bigint() - start) / calls / tickets
  }
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1]
}

process.on('exit', () => last === undefined && process.exit(1))
