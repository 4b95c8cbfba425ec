'use strict'
// The names of tls-sig-api (the legacy algorithm) do what the published package does.

const assert = require('node:assert/strict')
const { join } = require('node:path')
const { test } = require('node:test')
const { inspect: print } = require('node:util')

const published = require('tls-sig-api')
const { Application, inspect } = require('usersig')
const ours = require('usersig/tls-sig-api')
const { file, folder, readme, run } = require('./published')
const { pair } = require('./vectors')

const { private_key_pem, public_key_pem } = pair()
const config = {
  sdk_appid: 1400000000,
  expire_after: 60,
  private_key_string: private_key_pem,
  public_key_string: public_key_pem,
}
const mine = new ours.Sig(config)
const theirs = new published.Sig(config)

// The examples name their key files as if they stood in the current folder.
function beside(name, code) {
  const before = process.cwd()
  process.chdir(folder(name))
  try {
    return code()
  } finally {
    process.chdir(before)
  }
}

for (const [what, code] of [
  ['README', readme('tls-sig-api')[0]],
  ['demo', file('tls-sig-api', 'demo.js')],
]) {
  test(`the ${what} of the published package runs with its import changed`, () => {
    const [ticket] = beside('tls-sig-api', () => run('tls-sig-api', code, ours))
    const app = new Application(1400001052, file('tls-sig-api', 'public.pem'))
    assert.equal(app.verify(ticket, 'xiaojun').expire, 180 * 24 * 3600)
  })
}

test('the tests of the published package pass with their import changed, but for expired tickets', () => {
  const code = file('tls-sig-api', join('test', 'test.js'))
  const [passed, expired] = [[], []]
  const it = (name, check) => {
    try {
      check(() => passed.push(name))
    } catch (error) {
      // Theirs stand as the expected answer first.
      assert.equal(error.expected, false)
      expired.push(name)
    }
  }
  run('tls-sig-api', code, ours, { it })
  assert.deepEqual(passed, ['gen and verify', 'userbuf gen and verify'])
  assert.deepEqual(expired, ['exist verify', 'without3rd'])

  // What those two verify is signed well, and was valid at its time.
  const [, withUserbuf, without] = code.match(/'e[^'\n]{100,}'/g).map((literal) => literal.slice(1, -1))
  const [, current, old] = [...code.matchAll(/`(-[^`]+)`/g)].map(([, pem]) => pem)
  const verify = (pem, ticket, userid) => {
    const { sdkappid, time } = inspect(ticket)
    return new Application(sdkappid, pem).verify(ticket, userid, { now: time })
  }
  assert.equal(verify(current, withUserbuf, 'abc').userbuf.toString(), 'abc')
  assert.equal(verify(old, without, '10001').userbuf, null)
})

test('both packages verify what the other signs', () => {
  for (const [signer, verifier] of [
    [mine, theirs],
    [theirs, mine],
    [mine, mine],
  ]) {
    for (const userid of ['xiaojun', '小军', 'a b']) {
      assert.equal(verifier.verifySig(signer.genSig(userid), userid), true)
      assert.equal(verifier.verifySig(signer.genSig(userid), 'other'), false)
      for (const userbuf of ['1234', Buffer.from('小')]) {
        const ticket = signer.genSigWithUserbuf(userid, userbuf)
        assert.equal(verifier.verifySigWithUserbuf(ticket, userid), String(userbuf))
        assert.equal(verifier.verifySigWithUserbuf(ticket, 'other'), false)
        assert.equal(verifier.verifySig(ticket, userid), false)
      }
      assert.equal(verifier.verifySigWithUserbuf(signer.genSig(userid), userid), false)
    }
    assert.equal(verifier.verifySig(signer.genSig(12345), '12345'), true)
    assert.equal(verifier.verifySig(signer.genSig('xiaojun').replace('e', 'f'), 'xiaojun'), false)
  }
})

test('members and setters are the published ones', () => {
  for (const name of Object.keys(published.Sig.prototype).filter((name) => !name.startsWith('_'))) {
    assert.equal(ours.Sig.prototype[name].length, published.Sig.prototype[name].length, name)
  }
  const sig = new ours.Sig({})
  assert.equal(sig.expire_after, new published.Sig({}).expire_after)
  sig.setAppid('1400000000')
  sig.setPrivateKey(private_key_pem)
  sig.setPublicKey(public_key_pem)
  assert.deepEqual(
    [sig.sdk_appid, sig.private_key, sig.public_key],
    ['1400000000', private_key_pem, public_key_pem],
  )
  assert.equal(theirs.verifySig(sig.genSig('xiaojun'), 'xiaojun'), true)
  sig.setAppid(1)
  assert.equal(theirs.verifySig(sig.genSig('xiaojun'), 'xiaojun'), false)
  // The published package cannot verify without the public key; the private one names it.
  assert.equal(new ours.Sig({ ...config, public_key_string: '' }).verifySig(theirs.genSig('u'), 'u'), true)
  assert.throws(() => new ours.Sig({ private_key: 'no such file' }), { code: 'ENOENT' })
})

test('bad input is a typed error, or false where a ticket is verified', () => {
  const { UserSigError } = require('usersig')
  const signs = (config, identifier) => new ours.Sig(config).genSig(identifier)
  const long = 'x'.repeat(1 << 20)
  for (const [kind, call] of [
    ['invalid_sdkappid', () => new ours.Sig().genSig('u')],
    ['invalid_sdkappid', () => new ours.Sig(null).genSig('u')],
    ['invalid_sdkappid', () => signs({ ...config, sdk_appid: 2 ** 32 }, 'u')],
    ['invalid_sdkappid', () => signs({ ...config, sdk_appid: -1 }, 'u')],
    ['invalid_sdkappid', () => signs({ ...config, sdk_appid: null }, 'u')],
    ['invalid_sdkappid', () => signs({ ...config, sdk_appid: {} }, 'u')],
    ['invalid_key', () => signs({ sdk_appid: 1 }, 'u')],
    ['invalid_key', () => signs({ ...config, private_key_string: 'secret' }, 'u')],
    ['invalid_key', () => signs({ ...config, private_key_string: 7 }, 'u')],
    ['invalid_expire', () => signs({ ...config, expire_after: -1 }, 'u')],
    ['invalid_expire', () => signs({ ...config, expire_after: 'soon' }, 'u')],
    ['invalid_userid', () => mine.genSig()],
    ['invalid_userid', () => mine.genSig(null)],
    ['invalid_userid', () => mine.genSig(['u'])],
    ['invalid_userid', () => mine.genSig(1.5)],
    ['invalid_userid', () => mine.genSig('')],
    ['invalid_userid', () => mine.genSig('a\0b')],
    ['invalid_userid', () => mine.genSig('\ud800')],
    ['invalid_userid', () => mine.genSig('a\udfffb')],
    ['invalid_userid', () => mine.genSig(long)],
    ['invalid_userbuf', () => mine.genSigWithUserbuf('u')],
    ['invalid_userbuf', () => mine.genSigWithUserbuf('u', {})],
    ['invalid_userbuf', () => mine.genSigWithUserbuf('u', Buffer.alloc(8193))],
  ]) {
    assert.throws(call, (error) => error instanceof UserSigError && error.kind === kind && error.code !== 0, String(call))
  }
  const ticket = mine.genSig('u')
  for (const [sig, user] of [[ticket], [ticket, null], [ticket, 'u\0'], [ticket, '\ud800'], [null, 'u'], [7, 'u'], ['', 'u'], [long, 'u']]) {
    assert.equal(mine.verifySig(sig, user), false)
    assert.equal(mine.verifySigWithUserbuf(sig, user), false)
  }
})

test('expired tickets are rejected, which the published package does not do', () => {
  const past = Math.floor(Date.now() / 1000) - 3600
  const app = new Application(1400000000, private_key_pem)
  const expired = app.sign('xiaojun', 60, { now: past })
  const carrying = app.sign('xiaojun', 60, { now: past, userbuf: 'abc' })
  assert.equal(theirs.verifySig(expired, 'xiaojun'), true)
  assert.equal(theirs.verifySigWithUserbuf(carrying, 'xiaojun'), 'abc')
  assert.equal(mine.verifySig(expired, 'xiaojun'), false)
  assert.equal(mine.verifySigWithUserbuf(carrying, 'xiaojun'), false)
})

test('an object shows no private key', () => {
  mine.genSig('u')
  for (const text of [print(mine, { showHidden: true, depth: null }), JSON.stringify(mine)]) {
    assert(!text.includes('PRIVATE') && text.includes('1400000000'))
  }
})
