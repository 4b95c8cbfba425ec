'use strict'
// The names of tls-sig-api-v2 do what the published package does.

const assert = require('node:assert/strict')
const { execFileSync } = require('node:child_process')
const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { test } = require('node:test')
const { inspect: print } = require('node:util')

const published = require('tls-sig-api-v2')
const { Application, inspect } = require('usersig')
const ours = require('usersig/tls-sig-api-v2')
const { file, readme, run } = require('./published')

const SDKAPPID = 1400000000
const KEY = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e'
const app = new Application(SDKAPPID, KEY, { useridForm: 'utf8' })
const faces = { ours: new ours.Api(SDKAPPID, KEY), theirs: new published.Api(SDKAPPID, KEY) }

test('the README of the published package runs with its import changed', () => {
  const examples = readme('tls-sig-api-v2')
  assert.equal(examples.length, 1)
  const [ticket] = run('tls-sig-api-v2', examples[0], ours)
  assert.equal(app.verify(ticket, 'xiaojun', { userbuf: null }).expire, 86400 * 180)
})

test('the test of the published package runs with its import changed', () => {
  const printed = run('tls-sig-api-v2', file('tls-sig-api-v2', 'TLSSigAPITest.js'), ours)
  const [plain, numeric, named] = printed.map((line) => line.split(' ').at(-1))
  assert.equal(printed.length, 3)
  app.verify(plain, 'xiaojun', { userbuf: null })
  app.verify(numeric, 'xiaojun', { room: 10000, privileges: 255 })
  app.verify(named, 'xiaojun', { room: '1000000040', privileges: 255 })
})

for (const [whose, api] of Object.entries(faces)) {
  test(`what ${whose} signs is verified`, () => {
    for (const userid of ['xiaojun', '小军', 'a b@c', 12345]) {
      const verify = (ticket, options) => app.verify(ticket, String(userid), options)
      assert.equal(verify(api.genUserSig(userid, 60), { userbuf: null }).expire, 60)
      assert.equal(verify(api.genUserSig(userid, '60')).expire, 60)
      for (const userbuf of [Buffer.from([0, 255]), 'text 小', [1, 2, 3], new Uint8Array(2), '']) {
        verify(api.genSig(userid, 60, userbuf), { userbuf: Buffer.from(userbuf) })
      }
      for (const absent of [null, undefined]) verify(api.genSig(userid, 60, absent), { userbuf: null })
    }
    const room = (ticket, name) => app.verify(ticket, 'xiaojun', { room: name, privileges: 42 })
    assert.equal(room(api.genPrivateMapKey('xiaojun', 60, 10000, 255), 10000).privileges, 255)
    room(api.genPrivateMapKey('xiaojun', 60, '10000', '42'), 10000)
    room(api.genPrivateMapKeyWithStringRoomID('xiaojun', 60, 'lobby', 42), 'lobby')
  })
}

test('the published Go package verifies what ours signs', async (t) => {
  const driver = join(__dirname, '../../../peers/go/bin/driver')
  if (!existsSync(driver)) return t.skip('it is not set up')
  const now = Math.floor(Date.now() / 1000)
  const rows = ['xiaojun', '小军', 'a b@c'].flatMap((userid) => [null, Buffer.from([0, 255]), Buffer.from('b')].map((userbuf) => [userid, userbuf]))
  const requests = rows.map(([userid, userbuf]) => ({
    op: 'verify', sdkappid: SDKAPPID, key: KEY, userid, now,
    usersig: faces.ours.genSig(userid, 60, userbuf),
    userbuf: userbuf && userbuf.toString('base64'),
  }))
  requests.push({ ...requests[0], userid: 'other' })
  const input = requests.map((request) => `${JSON.stringify(request)}\n`).join('')
  const answers = execFileSync(driver, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })
  const valid = answers.trim().split('\n').map((line) => JSON.parse(line).valid)
  assert.deepEqual(valid, [...rows.map(() => true), false])
})

test('the signatures are the published ones, byte for byte', () => {
  const now = 1_700_000_000
  for (const userid of ['xiaojun', '小军', 'a b@c', 'x'.repeat(300)]) {
    for (const userbuf of [null, Buffer.from('abc'), Buffer.alloc(100)]) {
      const signed = inspect(app.sign(userid, 60, { now, userbuf }))
      const theirs = faces.theirs._hmacsha256(userid, now, 60, userbuf && userbuf.toString('base64'))
      assert.equal(signed.signature.toString('base64'), theirs, userid)
    }
  }
})

test('the names, their arity and what they return are the published ones', () => {
  assert.deepEqual(Object.keys(ours), Object.keys(published))
  for (const name of [
    'genSig',
    'genUserSig',
    'genPrivateMapKey',
    'genPrivateMapKeyWithStringRoomID',
    '_genUserbuf',
  ]) {
    assert.equal(ours.Api.prototype[name].length, published.Api.prototype[name].length, name)
  }
  assert.equal(ours.Api.length, published.Api.length)
  for (const room of [null, 'lobby']) {
    const [mine, other] = Object.values(faces).map((api) =>
      api._genUserbuf('xiaojun', room ? 0 : 7, 60, 255, 0, room),
    )
    // The times may lie one second apart.
    const time = 3 + 'xiaojun'.length + 8
    assert(Math.abs(mine.readUInt32BE(time) - other.readUInt32BE(time)) <= 1)
    other.copy(mine, time, time, time + 4)
    assert.deepEqual(mine, other)
  }
  const claims = Object.values(faces).map((api) => JSON.parse(inspect(api.genSig('xiaojun', 60, 'abc')).json))
  assert.deepEqual(Object.keys(claims[0]).sort(), Object.keys(claims[1]).sort())
})

test("an object may be changed, inherited from, and called by the documents' names", () => {
  const api = new ours.Api('1', 'k')
  assert.deepEqual([api.sdkappid, api.key], ['1', 'k'])
  const before = api.genSig('u', 60)
  api.key = KEY
  api.sdkappid = SDKAPPID
  assert.equal(inspect(before).sdkappid, 1)
  app.verify(api.genSig('u', 60), 'u')
  app.verify(api.GenSig('u', 60), 'u')
  app.verify(api.gen_sig('u', 60, 'b'), 'u', { userbuf: 'b' })

  class Derived extends ours.Api {}
  app.verify(new Derived(SDKAPPID, KEY).genUserSig('u', 60), 'u')
  function Old() {
    ours.Api.call(this, SDKAPPID, Buffer.from(KEY))
  }
  Object.setPrototypeOf(Old.prototype, ours.Api.prototype)
  app.verify(new Old().genUserSig('u', 60), 'u')
})

test('an object shows no key', () => {
  const { ours: api } = faces
  api.genUserSig('u', 60)
  for (const text of [print(api, { showHidden: true, depth: null }), JSON.stringify(api)]) {
    assert(!text.includes(KEY) && text.includes(String(SDKAPPID)))
  }
})
