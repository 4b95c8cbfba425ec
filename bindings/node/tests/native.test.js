'use strict'
// The package's own interface.

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { inspect: print } = require('node:util')

const usersig = require('usersig')
const { Application, Privilege, UserSigError, UserSigRejection, diagnose, inspect } = usersig
const { pair } = require('./vectors')

const NOW = 1_700_000_000
const app = new Application(1400000000, ['first secret', 'second secret'], { maxClockSkew: 60 })

test('a ticket goes out and comes back', () => {
  const ticket = app.sign('xiaojun', 86400, { now: NOW })
  assert.deepEqual(app.verify(ticket, 'xiaojun', { now: NOW + 86400 }), {
    algorithm: 'hmac-sha256',
    sdkappid: 1400000000,
    userid: 'xiaojun',
    time: NOW,
    expire: 86400,
    expiresAt: NOW + 86400,
    userbuf: null,
    room: null,
    privileges: null,
    roomExpiresAt: null,
    keyIndex: 0,
  })
  assert.equal(app.sign('xiaojun', 86400, { now: new Date(NOW * 1000 + 999) }), ticket)
  const second = new Application(1400000000, 'second secret').sign('xiaojun', 60, { now: NOW })
  assert.equal(app.verify(second, 'xiaojun', { now: NOW }).keyIndex, 1)
})

test('the clock and the validity have defaults', () => {
  const before = Math.floor(Date.now() / 1000)
  for (const ticket of [
    app.sign('xiaojun'),
    app.sign('xiaojun', undefined, null),
    app.signMany(['xiaojun'])[0],
  ]) {
    const { time, expire } = app.verify(ticket, 'xiaojun')
    assert(time >= before && time <= Date.now() / 1000)
    assert.equal(expire, 180 * 86400)
  }
})

test('a UserBuf is bytes, text, empty or none', () => {
  const wrap = (userbuf) => app.sign('xiaojun', 60, { userbuf, now: NOW })
  const open = (ticket, options) => app.verify(ticket, 'xiaojun', { ...options, now: NOW }).userbuf
  const window = new Uint8Array(new Uint8Array([0, 1, 2, 3]).buffer, 1, 2)
  for (const [userbuf, hex] of [
    [Buffer.from('abc'), '616263'],
    [window, '0102'],
    ['小', 'e5b08f'],
    [new Uint8Array(), ''],
    [new Uint8Array(new SharedArrayBuffer(2)), '0000'],
  ]) {
    const ticket = wrap(userbuf)
    const read = open(ticket)
    assert(Buffer.isBuffer(read))
    assert.equal(read.toString('hex'), hex)
    assert.equal(open(ticket, { userbuf }).toString('hex'), hex)
    assert.throws(() => open(ticket, { userbuf: null }), { kind: 'unexpected_userbuf', code: 70005 })
    assert.throws(() => open(ticket, { userbuf: 'other' }), { kind: 'mismatch_userbuf' })
  }
  assert.equal(open(wrap(null), { userbuf: null }), null)
  assert.equal(open(wrap(undefined)), null)
  assert.throws(() => open(wrap(null), { userbuf: '' }), { kind: 'missing_userbuf' })
})

test('a room key names its room and privileges', () => {
  const mask = Privilege.Enter | Privilege.ReceiveAudio
  for (const room of [10000, 'lobby', '10000']) {
    const ticket = app.signPrivateMapKey('xiaojun', 60, room, mask, { now: NOW })
    const verify = (options) => app.verify(ticket, 'xiaojun', { now: NOW, ...options })
    const verified = verify({ room, privileges: Privilege.Enter })
    assert.deepEqual([verified.room, verified.privileges, verified.roomExpiresAt], [room, mask, NOW + 60])
    assert.throws(() => verify({ room: 'another' }), { kind: 'mismatch_room' })
    assert.throws(() => verify({ room, privileges: Privilege.SendAudio }), { kind: 'mismatch_room' })
    const claims = inspect(ticket)
    assert.deepEqual([claims.room, claims.privileges], [room, ['enter', 'receive-audio']])
  }
  const numeric = app.signPrivateMapKey('xiaojun', 60, 10000, Privilege.All, { now: NOW })
  assert.throws(() => app.verify(numeric, 'xiaojun', { room: '10000', now: NOW }), { kind: 'mismatch_room' })
  assert.equal(Privilege.Audience, 42)
  assert(Object.isFrozen(Privilege))
})

test('options and policies are kept', () => {
  const wide = new Application(1, 'k', { useridForm: 'utf8', encoding: 'stored', longestValidity: 100 })
  const ticket = wide.sign('小军', 100, { now: NOW })
  assert.equal(wide.verify(ticket, '小军', { now: NOW }).expire, 100)
  assert(
    ticket.length > new Application(1, 'k', { useridForm: 'utf8' }).sign('小军', 100, { now: NOW }).length,
  )
  assert.throws(() => wide.verify(wide.sign('小军', 101), '小军'), {
    kind: 'valid_for_too_long',
    code: 70005,
  })
  assert.throws(() => app.sign('小军'), { kind: 'invalid_userid' })
  assert.equal(
    app.verify(new Application(1400000000, 'first secret', { useridForm: 'ascii' }).sign('a b'), 'a b')
      .userid,
    'a b',
  )
  assert.throws(() => app.verify(app.sign('u', 60, { now: NOW }), 'u', { now: NOW - 61 }), {
    kind: 'from_the_future',
  })
})

test('rejections are typed', () => {
  const ticket = app.sign('xiaojun', 60, { now: NOW })
  try {
    app.verify(ticket, 'xiaohong', { now: NOW })
    assert.fail('it is for another user')
  } catch (error) {
    assert(error instanceof UserSigRejection && error instanceof UserSigError && error instanceof Error)
    const { name, code, kind, cCode, trtcCode, hint } = error
    assert.deepEqual(
      { name, code, kind, cCode, trtcCode },
      { name: 'UserSigRejection', code: 70013, kind: 'mismatch_userid', cCode: 13, trtcCode: -100018 },
    )
    assert(error.message.endsWith(hint) && hint.length > 0)
    assert(error.stack.startsWith(`UserSigRejection: ${error.message}\n`))
    assert(error.stack.includes(__filename))
  }
  assert.throws(() => app.verify(ticket, 'xiaojun', { now: NOW + 61 }), { code: 70001, kind: 'expired' })
  assert.throws(() => app.verify('', 'xiaojun'), { code: 70002, kind: 'empty' })
  assert.throws(() => app.verify(ticket.slice(9), 'xiaojun'), { code: 70003, kind: 'undecodable' })
  assert.throws(() => new Application(2, 'k').verify(ticket, 'xiaojun'), {
    code: 70014,
    kind: 'mismatch_sdkappid',
  })
  const other = new Application(1400000000, 'third secret')
  assert.throws(() => other.verify(ticket, 'xiaojun', { now: NOW }), {
    code: 70009,
    kind: 'mismatch_signature',
  })
  const none = new Application(1400000000, [])
  assert.throws(() => none.verify(ticket, 'xiaojun', { now: NOW }), { code: 70016, kind: 'no_key' })
})

test('many at once answer row by row', () => {
  const signed = app.signMany(['xiaojun', 'xiao\njun', 5, 'xiaohong'], 60, { now: NOW })
  assert.equal(signed[0], app.sign('xiaojun', 60, { now: NOW }))
  assert.equal(signed[3], app.sign('xiaohong', 60, { now: NOW }))
  for (const row of [signed[1], signed[2]]) {
    assert(row instanceof UserSigError && !(row instanceof UserSigRejection))
    assert.equal(row.kind, 'invalid_userid')
  }
  const rows = [
    [signed[0], 'xiaojun'],
    ['', 'xiaojun'],
    'row',
    [signed[0]],
    [signed[3], 'xiaohong'],
    [signed[0], 'x'],
  ]
  const verified = app.verifyMany(rows, { now: NOW, userbuf: null })
  assert.deepEqual(
    verified.map((row) => row.kind ?? row.userid),
    ['xiaojun', 'empty', 'invalid_ticket', 'invalid_userid', 'xiaohong', 'mismatch_userid'],
  )
  assert(verified[1] instanceof UserSigRejection && verified[2] instanceof UserSigError)
  assert.deepEqual(verified[0], app.verify(signed[0], 'xiaojun', { now: NOW }))
  assert.deepEqual([app.signMany([]), app.verifyMany([])], [[], []])
  assert.throws(() => app.signMany(['xiaojun'], -1), { kind: 'invalid_expire' })
})

test('the legacy algorithm follows from the key', () => {
  const { private_key_pem, public_key_pem } = pair()
  const signs = new Application(1400000000, private_key_pem)
  const verifies = new Application(1400000000, Buffer.from(public_key_pem))
  const ticket = signs.sign('xiaojun', 60, { now: NOW })
  assert.equal(verifies.verify(ticket, 'xiaojun', { now: NOW }).algorithm, 'ecdsa-sha256')
  assert.deepEqual([signs.canSign, signs.algorithm], [true, 'ecdsa-sha256'])
  assert.deepEqual([verifies.canSign, verifies.algorithm, verifies.keyFingerprint], [false, null, null])
  assert.throws(() => verifies.sign('xiaojun'), { kind: 'invalid_key', code: 6017 })
})

test('inspect and diagnose explain', () => {
  const ticket = app.sign('xiaojun', 60, { userbuf: 'abc', now: NOW })
  const claims = inspect(ticket)
  assert.equal(claims.verified, false)
  assert.equal(claims.userbuf.toString(), 'abc')
  assert.equal(claims.signature.length, 32)
  assert.equal(JSON.parse(claims.json)['TLS.identifier'], 'xiaojun')
  assert.throws(() => inspect('eJ'), { code: 70003 })

  const sdkappid = 1400000000
  const found = diagnose(ticket, { sdkappid, userid: 'xiaojun', keys: ['first secret\n'], now: NOW })
  assert.equal(found.rejection.code, 70009)
  assert.equal(found.causes[0].id, 'key-white-space')
  assert.equal(found.unverified.userid, 'xiaojun')
  const mixed = diagnose(ticket, {
    sdkappid: 2,
    keys: 'k',
    others: [[sdkappid, 'first secret']],
    now: new Date(NOW * 1000),
  })
  assert.equal(mixed.rejection.code, 70014)
  assert.equal(diagnose(ticket.replaceAll('*', ' ')).unverified !== undefined, true)
  assert.equal(
    diagnose(ticket, { sdkappid, userid: 'xiaojun', keys: 'first secret', now: NOW }).rejection,
    null,
  )
})

test('an application shows no secret', () => {
  const shown = [
    print(app, { showHidden: true, depth: null, getters: true }),
    JSON.stringify(app),
    String(app),
  ]
  assert(shown.every((text) => !text.includes('secret')))
  assert.match(app.keyFingerprint, /^[0-9a-f]{8}$/)
})

test('all kinds of errors have their type', () => {
  const { errorKinds } = require('../lib/native')
  const { readFileSync } = require('node:fs')
  const declared = readFileSync(require.resolve('../lib/common.d.ts'), 'utf8')
  const [, union] = /type ErrorKind =([^*]*?)\n\n/.exec(declared)
  assert.deepEqual(
    [...union.matchAll(/'(\w+)'/g)].map(([, kind]) => kind),
    errorKinds(),
  )
})

test('ES modules have the same objects', async () => {
  const imported = await import('usersig')
  assert.deepEqual(Object.keys(imported).sort(), Object.keys(usersig).sort())
  assert.equal(imported.Application, Application)
  assert.equal((await import('usersig/tls-sig-api-v2')).Api, require('usersig/tls-sig-api-v2').Api)
  assert.equal((await import('usersig/tls-sig-api')).default.Sig, require('usersig/tls-sig-api').Sig)
})
