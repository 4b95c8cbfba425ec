'use strict'
// Every case gives its expected result through the package's own interface.

const assert = require('node:assert/strict')
const { createPrivateKey, createPublicKey, verify } = require('node:crypto')
const { test } = require('node:test')

const { Application, UserSigError, UserSigRejection, inspect } = require('usersig')
const { exact, read } = require('./vectors')

const bytes = (base64) => Buffer.from(base64, 'base64')
const base64 = (buffer) => buffer && Buffer.from(buffer).toString('base64')

function options(policy = {}) {
  const { room, userbuf = 'any', privileges } = policy
  if (room) return { room: room.id ?? room.str, privileges }
  if (userbuf === 'any') return {}
  return { userbuf: userbuf === 'none' ? null : bytes(userbuf.base64) }
}

function answer({ ticket, request, keys, policy, now }) {
  try {
    const app = new Application(
      request.sdkappid,
      keys.map((key) => key.hmac ?? key.pem),
      {
        maxClockSkew: policy?.max_clock_skew,
        longestValidity: policy?.longest_validity,
        legacyUtcOffset: policy?.legacy_utc_offset,
      },
    )
    const given = { ...options(policy), now }
    const rows = app.verifyMany([[ticket, request.userid], null, [ticket, request.userid]], given)
    assert.equal(rows[1].kind, 'invalid_ticket')
    let verified
    try {
      verified = app.verify(ticket, request.userid, given)
    } catch (error) {
      for (const row of [rows[0], rows[2]]) assert.equal(row.message, error.message)
      throw error
    }
    assert.deepEqual([rows[0], rows[2]], [verified, verified])
    const { algorithm, time, expire, userbuf, room, privileges } = verified
    assert.equal(verified.userid, request.userid)
    assert.equal(verified.sdkappid, request.sdkappid)
    return {
      valid: true,
      algorithm,
      time,
      expire,
      userbuf: base64(userbuf),
      room: room === null ? null : typeof room === 'number' ? { id: room } : { str: room },
      privileges,
    }
  } catch (error) {
    assert(error instanceof UserSigError, error)
    if (error.kind === 'invalid_userid') return { refused: 'userid' }
    if (error.kind === 'invalid_sdkappid') return { refused: 'sdkappid' }
    assert(error instanceof UserSigRejection, error)
    assert.equal(typeof error.trtcCode, 'number')
    return { valid: false, code: error.code, c_code: error.cCode }
  }
}

test('verify cases', (t) => {
  let count = 0
  let refused = 0
  for (const item of read('verify')) {
    if (exact(item.now)) {
      assert.deepEqual(answer(item), item.expect, item.title)
      count += 1
    } else {
      const app = new Application(item.request.sdkappid, 'k')
      const call = () => app.verify(item.ticket, item.request.userid, { now: item.now })
      assert.throws(call, { kind: 'invalid_time' }, item.title)
      refused += 1
    }
  }
  assert(count > 5000 && refused < 20)
  t.diagnostic(`vectors ${count}`)
  t.diagnostic(`beyond-doubles ${refused}`)
})

// OpenSSL's reading of a key; null for the PEM texts that only we can read.
function publicKey(pem) {
  try {
    return createPublicKey(createPrivateKey(pem))
  } catch {
    return null
  }
}

test('sign cases', (t) => {
  const kinds = {
    userid: 'invalid_userid',
    sdkappid: 'invalid_sdkappid',
    room: 'invalid_room',
    validity: 'invalid_expire',
    userbuf: 'invalid_userbuf',
  }
  let count = 0
  let refused = 0
  let own = 0
  for (const item of read('sign.jsonl')) {
    const { title, sdkappid, userid, form, key, time, expire, room, privileges, expect } = item
    const sign = (useridForm = form) => {
      const app = new Application(sdkappid, key.hmac ?? key.pem, { useridForm })
      if (room) return app.signPrivateMapKey(userid, expire, room.id ?? room.str, privileges, { now: time })
      return app.sign(userid, expire, {
        now: time,
        userbuf: item.userbuf === null ? null : bytes(item.userbuf),
      })
    }
    if (!exact(time) || !exact(expire)) {
      assert.throws(sign, UserSigError, title)
      refused += 1
      continue
    }
    count += 1
    if (expect.error) {
      assert.throws(() => sign(), { kind: kinds[expect.error] }, title)
      continue
    }
    const ticket = sign()
    const claims = inspect(ticket)
    assert.equal(base64(claims.userbuf), expect.userbuf, title)
    if (key.hmac) {
      assert.equal(base64(claims.signature), expect.sig, title)
    } else {
      const text = Buffer.from(expect.signed_text)
      const outside = publicKey(key.pem)
      assert(outside === null || verify('sha256', text, outside, claims.signature), title)
      own += outside === null
    }
    const app = new Application(sdkappid, key.hmac ?? key.pem)
    assert.equal(app.verify(ticket, userid, { now: time }).expire, expire, title)
  }
  assert(count > 400 && refused < 30 && own < 10)
  t.diagnostic(`vectors ${count}`)
  t.diagnostic(`beyond-doubles ${refused}`)
})

test('key cases', (t) => {
  const cases = read('keys.jsonl')
  for (const { title, key_base64, expect, verifies } of cases) {
    const key = bytes(key_base64)
    if (expect.error) {
      assert.throws(() => new Application(1, key), { kind: 'invalid_key' }, title)
      continue
    }
    const app = new Application(1, key)
    assert.equal(app.canSign, expect.kind !== 'ecdsa-public', title)
    const algorithm = { hmac: 'hmac-sha256', 'ecdsa-private': 'ecdsa-sha256', 'ecdsa-public': null }[
      expect.kind
    ]
    assert.equal(app.algorithm, algorithm, title)
    assert.equal(app.keyFingerprint === null, algorithm === null, title)
    if (verifies) {
      assert.deepEqual(answer({ ...verifies, keys: [{ hmac: key }] }), verifies.expect, title)
    }
  }
  t.diagnostic(`vectors ${cases.length}`)
})

test('published signatures', (t) => {
  let count = 0
  for (const name of ['hmac-sha256', 'ecdsa-sha256']) {
    for (const item of read(`published/${name}.jsonl`)) {
      const { id, sdkappid, userid, usersig, now_valid: now, time, expire } = item
      // A control character is signed by others, and never verified.
      if (now === null || /[\u0000-\u001f\u007f-\u009f]/.test(userid)) continue
      const app = new Application(sdkappid, item.key ?? item.public_key_pem)
      const verified = app.verify(usersig, userid, { now })
      assert.deepEqual([verified.time, verified.expire, verified.algorithm], [time, expire, name], id)
      if (item.userbuf_base64 !== null) assert.equal(base64(verified.userbuf), item.userbuf_base64, id)
      count += 1
    }
  }
  assert(count > 350)
  t.diagnostic(`published ${count}`)
})
