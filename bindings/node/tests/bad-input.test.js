'use strict'
// Whatever a call is given, the answer is a typed error: no crash, no truncated ticket.

const assert = require('node:assert/strict')
const { test } = require('node:test')

const { Application, UserSigError, UserSigRejection, diagnose, inspect } = require('usersig')
const { Api } = require('usersig/tls-sig-api-v2')
const { Sig } = require('usersig/tls-sig-api')
const { pair } = require('./vectors')

const app = new Application(1400000000, 'secret')
const ticket = app.sign('xiaojun')
const odd = [
  null,
  undefined,
  true,
  Symbol('s'),
  1n,
  {},
  [],
  () => 1,
  NaN,
  Infinity,
  -1,
  1.5,
  2 ** 53,
  '\ud800',
  'a\udc00',
  new Date(),
  new DataView(new ArrayBuffer(1)),
  new Uint16Array(1),
  new Proxy([], {}),
]

// The error of a call that must fail in the package's own way.
function refusal(call) {
  try {
    call()
  } catch (error) {
    assert(error instanceof UserSigError && !(error instanceof UserSigRejection), error)
    assert(Number.isInteger(error.code) && error.code !== 1 && error.message.length > 0)
    return error
  }
  return assert.fail(`no error from ${call}`)
}

function refuses(calls, kind, code) {
  for (const call of calls) {
    const error = refusal(call)
    assert.deepEqual([error.kind, error.code], [kind, code], `${call}`)
  }
}

test('UserIDs', () => {
  const bad = [...odd, '', '\0', 'a\0b', 'a\nb', 'x'.repeat(2 ** 20), '小军', 'a b']
  for (const userid of bad) {
    refuses([() => app.sign(userid), () => app.signPrivateMapKey(userid, 60, 1, 1)], 'invalid_userid', -3319)
  }
  for (const userid of [...odd, '', 'a\nb', 'a\0', 'x'.repeat(2 ** 20)]) {
    refuses([() => app.verify(ticket, userid)], 'invalid_userid', -3319)
  }
  // A wide form has bounds, too.
  const wide = new Application(1, 'k', { useridForm: 'utf8' })
  refuses(
    ['\u007f', '\u0085', 'x'.repeat(2049), '\ud83d'].map((userid) => () => wide.sign(userid)),
    'invalid_userid',
    -3319,
  )
  assert.equal(wide.verify(wide.sign('\ud83d\ude00'), '\ud83d\ude00').userid, '\ud83d\ude00')
})

test('SDKAppIDs', () => {
  const bad = [...odd.filter((value) => value !== -1), 0, -1, 2 ** 32, 2 ** 32 + 1, 1.5, '1400000000']
  for (const sdkappid of bad) refuses([() => new Application(sdkappid, 'k')], 'invalid_sdkappid', -3317)
})

test('keys', () => {
  const pem = pair().private_key_pem
  const bad = [
    ...odd.filter((value) => !Array.isArray(value)),
    '',
    new Uint8Array(),
    pem.slice(0, 60),
    pem.replace('M', '!'),
  ]
  for (const key of bad) {
    refuses([() => new Application(1, key), () => new Application(1, ['k', key])], 'invalid_key', 6017)
  }
  refuses([() => new Application(1, []).sign('xiaojun')], 'invalid_key', 6017)
})

test('validities, times and UserBufs', () => {
  for (const expire of odd.slice(2)) refuses([() => app.sign('xiaojun', expire)], 'invalid_expire', 6017)
  refuses([() => app.signPrivateMapKey('xiaojun', undefined, 1, 1)], 'invalid_expire', 6017)
  refuses([() => app.signPrivateMapKey('xiaojun', 2 ** 32, 1, 1)], 'invalid_expire', 6017)
  const moments = [
    ...odd.slice(2).filter((value) => !(value instanceof Date)),
    new Date(NaN),
    Date.now() / 1000 + 0.5,
    '1',
  ]
  for (const now of moments) {
    refuses(
      [() => app.sign('xiaojun', 60, { now }), () => app.verify(ticket, 'xiaojun', { now })],
      'invalid_time',
      6017,
    )
  }
  for (const userbuf of [...odd.slice(2), new ArrayBuffer(2), Buffer.alloc(8193)]) {
    refuses([() => app.sign('xiaojun', 60, { userbuf })], 'invalid_userbuf', 6017)
  }
  const detached = new Uint8Array(4)
  structuredClone(detached, { transfer: [detached.buffer] })
  assert.equal(app.verify(app.sign('xiaojun', 60, { userbuf: detached }), 'xiaojun').userbuf.length, 0)
})

test('rooms and privileges', () => {
  for (const room of [...odd, 0, 2 ** 32 - 1, '', '小', 'a\nb', 'r'.repeat(65)]) {
    refuses([() => app.signPrivateMapKey('xiaojun', 60, room, 1)], 'invalid_room', -3318)
  }
  for (const privileges of [...odd, 256, '1']) {
    refuses([() => app.signPrivateMapKey('xiaojun', 60, 1, privileges)], 'invalid_privileges', 6017)
  }
})

test('tickets', () => {
  for (const bad of odd) {
    refuses(
      [() => app.verify(bad, 'xiaojun'), () => inspect(bad), () => diagnose(bad)],
      'invalid_ticket',
      -3320,
    )
  }
  for (const damaged of [
    'x'.repeat(2 ** 20),
    '\0',
    '小',
    ticket + '\0',
    ticket.slice(1),
    `${ticket} ${ticket}`,
  ]) {
    assert.throws(() => app.verify(damaged, 'xiaojun'), UserSigRejection)
    assert.throws(() => inspect(damaged), UserSigRejection)
    assert.equal(diagnose(damaged).rejection.code, 70003)
  }
})

test('options', () => {
  for (const options of [
    1,
    'now',
    [],
    true,
    new Date(),
    Buffer.alloc(1),
    new ArrayBuffer(1),
    () => 1,
    Symbol('s'),
  ]) {
    const calls = [
      () => new Application(1, 'k', options),
      () => app.sign('xiaojun', 60, options),
      () => app.signMany(['xiaojun'], 60, options),
      () => app.signPrivateMapKey('xiaojun', 60, 1, 1, options),
      () => app.verify(ticket, 'xiaojun', options),
      () => app.verifyMany([], options),
      () => diagnose(ticket, options),
    ]
    refuses(calls, 'invalid_argument', 6017)
  }
  const wrong = [
    { useridForm: 'any' },
    { useridForm: 1 },
    { encoding: 'zip' },
    { maxClockSkew: -1 },
    { maxClockSkew: '1' },
    { longestValidity: 0.5 },
    { legacyUtcOffset: 2 ** 31 },
  ]
  refuses(
    wrong.map((options) => () => new Application(1, 'k', options)),
    'invalid_argument',
    6017,
  )
  refuses([() => app.verify(ticket, 'xiaojun', { room: 1, userbuf: null })], 'invalid_argument', 6017)
  refuses([() => app.verify(ticket, 'xiaojun', { privileges: 1 })], 'invalid_room', -3318)
  refuses([() => app.verify(ticket, 'xiaojun', { room: 1, privileges: 256 })], 'invalid_privileges', 6017)
  const thrown = new TypeError('a getter of the caller')
  assert.throws(
    () =>
      app.sign('xiaojun', 60, {
        get now() {
          throw thrown
        },
      }),
    thrown,
  )
})

test('rows', () => {
  refuses(
    [() => app.signMany(new Array(2 ** 32 - 1)), () => app.verifyMany(new Array(1e6 + 1))],
    'invalid_argument',
    6017,
  )
  for (const rows of odd.filter(
    (value) => !Array.isArray(value) || require('node:util').types.isProxy(value),
  )) {
    refuses([() => app.signMany(rows)], 'invalid_userid', -3319)
    refuses([() => app.verifyMany(rows)], 'invalid_ticket', -3320)
    if (rows != null) refuses([() => diagnose(ticket, { others: rows })], 'invalid_argument', 6017)
  }
  assert(app.signMany(new Array(3)).every((row) => row.kind === 'invalid_userid'))
  assert(app.verifyMany(odd).every((row) => row.kind === 'invalid_ticket'))
  // Sparse arrays: a length alone.
  for (const call of [() => app.signMany(new Array(1_000_001)), () => app.verifyMany(new Array(2 ** 32 - 1))]) {
    assert.throws(call, { kind: 'invalid_argument', message: /rows is out of range; .* fewer rows/ })
  }
})

test('receivers', () => {
  const { sign } = Application.prototype
  for (const receiver of [{}, undefined, Object.create(Application.prototype), new Date()]) {
    assert.throws(() => sign.call(receiver, 'xiaojun'), TypeError)
  }
  assert.throws(() => Application(1, 'k'), TypeError)
  assert.throws(() => Application.call({}, 1, 'k'), TypeError)
})

test('drop-in faces', () => {
  const api = new Api(1400000000, 'secret')
  refuses(
    [() => api.genUserSig('a\nb', 60), () => api.genSig('\ud800', 60), () => api.genSig(null, 60)],
    'invalid_userid',
    -3319,
  )
  refuses(
    [() => api.genUserSig('x'.repeat(2 ** 20), 60), () => api.genUserSig(1.5, 60)],
    'invalid_userid',
    -3319,
  )
  refuses(
    [() => api.genUserSig('a', -1), () => api.genUserSig('a'), () => api.genUserSig('a', '1.5')],
    'invalid_expire',
    6017,
  )
  refuses(
    [() => api.genSig('a', 60, '\ud800'), () => api.genSig('a', 60, Buffer.alloc(8193))],
    'invalid_userbuf',
    6017,
  )
  refuses(
    [() => api.genPrivateMapKey('a', 60, 'lobby', 1), () => api.genPrivateMapKey('a', 60, 0, 1)],
    'invalid_room',
    -3318,
  )
  refuses(
    [
      () => api.genPrivateMapKeyWithStringRoomID('a', 60, 1.5, 1),
      () => api.genPrivateMapKeyWithStringRoomID('a', 60, '\ud800', 1),
    ],
    'invalid_room',
    -3318,
  )
  refuses(
    [() => new Api(2 ** 32, 'k').genUserSig('a', 1), () => new Api('x', 'k').genUserSig('a', 1)],
    'invalid_sdkappid',
    -3317,
  )
  refuses(
    [() => new Api(1).genUserSig('a', 1), () => new Api(1, pair().private_key_pem).genUserSig('a', 1)],
    'invalid_key',
    6017,
  )

  const sig = new Sig({ sdk_appid: 1, private_key_string: pair().private_key_pem })
  refuses(
    [() => sig.genSig('a\nb'), () => sig.genSig(undefined), () => sig.genSig('\ud800')],
    'invalid_userid',
    -3319,
  )
  refuses([() => sig.genSigWithUserbuf('a'), () => sig.genSigWithUserbuf('a', {})], 'invalid_userbuf', 6017)
  refuses([() => new Sig({ sdk_appid: 1, private_key_string: 'secret' }).genSig('a')], 'invalid_key', 6017)
  refuses([() => new Sig({ sdk_appid: 1 }).genSig('a')], 'invalid_key', 6017)
  for (const bad of odd) {
    assert.equal(sig.verifySig(bad, 'a'), false)
    assert.equal(sig.verifySig(sig.genSig('a'), bad), false)
    assert.equal(sig.verifySigWithUserbuf(bad, bad), false)
  }
})
