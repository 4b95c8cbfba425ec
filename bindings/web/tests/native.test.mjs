import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';

import * as usersig from 'usersig-web';
import * as explaining from 'usersig-web/diagnose';
import * as legacy from 'usersig-web/legacy';

import { KEY, published, vectors } from './files.mjs';
import { run } from './vectors.mjs';

const { Application, UserSigError, UserSigRejection, inspect } = usersig;
const NOW = 1_700_000_000;
const app = new Application(1400000000, KEY);

test('all vectors', (t) => {
  const { cases, refused, failures } = run(legacy, vectors(), true);
  assert.deepEqual([refused, failures], [0, []]);
  assert.ok(cases > 6000);
  t.diagnostic(`vectors ${cases}`);
});

test('all vectors without the legacy algorithm: PEM keys are refused', () => {
  const { cases, refused, failures } = run(usersig, vectors(), false);
  assert.deepEqual(failures, []);
  assert.ok(refused > 2000 && cases - refused > 4000, `${refused} of ${cases}`);
  const error = thrown(() => new Application(1, '-----BEGIN PRIVATE KEY-----'));
  assert.deepEqual([error.kind, error.code], ['invalid_key', 6017]);
  assert.match(error.message, /legacy algorithm, which this build is without/);
});

// The same tickets and digests as in the engine's tests/same_bytes.rs.
test('the same tickets, byte for byte, as every build of the engine', () => {
  const digests = {
    compact: '36ff0663c3ed0b28ae8fe8d8a7e9e49120c7a8379684c7f78a8385aa550199e9',
    stored: '86f1d2d8537dcd264c55f35d5a3debe4d8d72f3b28f76c99667e880b72500c93',
  };
  for (const { Application } of [usersig, explaining, legacy]) {
    for (const [encoding, digest] of Object.entries(digests)) {
      const apps = [1, 1400000000, 4294967295].map((id) => new Application(id, KEY, { encoding, useridForm: 'utf8' }));
      const beginnings = ['user', 'A-', '小军', 'a b', '"', '\\', '🙂é'];
      const hash = createHash('sha256');
      for (let at = 0; at < 6000; at++) {
        const userid = beginnings[at % 7].repeat(1 + (Math.floor(at / 7) % 14)) + at;
        const now = [0, 9, 1_700_000_000 + 7919 * at, 2 ** 40][Math.floor(at / 3) % 4];
        const expire = [15_552_000, 604_800, 300, at, 10n ** BigInt(at % 19)][at % 5];
        const bytes = Uint8Array.from({ length: (at * 31) % 211 }, (_, place) => place * at);
        const userbuf = at % 3 === 1 ? bytes : null;
        hash.update(apps[Math.floor(at / 2) % 3].sign(userid, expire, { now, userbuf }) + '\n');
      }
      assert.equal(hash.digest('hex'), digest);
    }
  }
});

test('an application tells its algorithm and never its keys', () => {
  assert.equal(app.algorithm, 'hmac-sha256');
  assert.match(app.keyFingerprint, /^[0-9a-f]{8}$/);
  assert.equal(app.sdkappid, 1400000000);
  assert.ok(!JSON.stringify(app).includes(KEY.slice(0, 8)));
});

test('a ticket is valid to its last second and carries its UserBuf', () => {
  const ticket = app.sign('xiaojun', 60, { now: NOW, userbuf: new Uint8Array([1, 2]) });
  const verified = app.verify(ticket, 'xiaojun', { now: NOW + 60, userbuf: new Uint8Array([1, 2]) });
  assert.deepEqual([verified.expiresAt, [...verified.userbuf]], [NOW + 60, [1, 2]]);
  assert.equal(thrown(() => app.verify(ticket, 'xiaojun', { now: NOW + 61 })).kind, 'expired');
  assert.equal(thrown(() => app.verify(ticket, 'xiaojun', { now: NOW, userbuf: null })).kind, 'unexpected_userbuf');
  assert.equal(app.verify(app.sign('xiaojun'), 'xiaojun').expire, 15_552_000);
});

test('a PrivateMapKey is for its room', () => {
  for (const room of [10000, 'room-7']) {
    const key = app.signPrivateMapKey('xiaojun', 300, room, 42, { now: NOW });
    const found = app.verify(key, 'xiaojun', { room, privileges: 2, now: new Date(NOW * 1000 + 999) });
    assert.deepEqual([found.room, found.privileges, found.roomExpiresAt], [room, 42, NOW + 300]);
    assert.deepEqual([found.sdkappid, found.userid], [1400000000, 'xiaojun']);
    assert.equal(inspect(key).room, room);
    assert.equal(thrown(() => app.verify(key, 'xiaojun', { room: 'other', now: NOW })).kind, 'mismatch_room');
  }
});

test('rows stand in their order, each with its result', () => {
  const tickets = app.signMany(['a', 'b\n', 'c'], 60, { now: NOW });
  assert.deepEqual([tickets[0], tickets[2]], [app.sign('a', 60, { now: NOW }), app.sign('c', 60, { now: NOW })]);
  assert.equal(tickets[1].kind, 'invalid_userid');
  const rows = app.verifyMany([[tickets[0], 'a'], [tickets[2], 'a']], { now: NOW });
  assert.deepEqual([rows[0].expire, rows[0].userid, rows[1].kind], [60, 'a', 'mismatch_userid']);
  const many = Array.from({ length: 5000 }, (_, i) => `user${i}`);
  assert.ok(app.signMany(many, null, { now: NOW }).every((ticket, i) => inspect(ticket).userid === many[i]));
});

test('each file has what the one before it has', () => {
  const [base, more, most] = [usersig, explaining, legacy].map((file) => Object.keys(file).sort());
  assert.deepEqual(base, ['Application', 'UserSigError', 'UserSigRejection', 'inspect']);
  assert.deepEqual([more, most], [[...base, 'diagnose'].sort(), more]);
});

test('inspect speaks JavaScript', () => {
  const ticket = app.sign('xiaojun', 60, { now: NOW });
  const claims = inspect(ticket);
  assert.deepEqual([claims.verified, claims.userid, claims.expiresAt], [false, 'xiaojun', NOW + 60]);
  assert.equal(thrown(() => inspect('eJ')).kind, 'undecodable');
});

test('diagnose speaks JavaScript, with and without the legacy algorithm', () => {
  const ticket = app.sign('xiaojun', 60, { now: NOW });
  for (const { diagnose } of [explaining, legacy]) {
    const diagnosis = diagnose(ticket, { sdkappid: 1400000000, userid: 'xiaojun', keys: [`${KEY}\n`], now: NOW });
    assert.ok(diagnosis.causes.some((cause) => cause.id === 'key-white-space'));
    const mixed = diagnose(ticket, { sdkappid: 1, keys: ['x'], others: [[1400000000, KEY]], now: NOW });
    assert.equal(mixed.rejection.code, 70014);
    assert.equal(diagnosis.unverified.expiresAt, NOW + 60);
  }
});

test('text of any language, in every place', () => {
  const wide = new Application(1400000000, 'ключ 𝛼', { useridForm: 'utf8', encoding: 'stored' });
  const ticket = wide.sign('小军🙂é', null, { now: NOW });
  assert.equal(inspect(ticket).userid, '小军🙂é');
  assert.equal(wide.verify(ticket, '小军🙂é', { now: NOW }).time, NOW);
  assert.equal(inspect(app.sign('a', 5n, { now: 2n ** 40n })).time, 2 ** 40);
});

test('getters that sign do not disturb the call that reads them', () => {
  const nested = {
    get now() {
      app.sign('other', 60, { now: 1 });
      return NOW;
    },
  };
  const ticket = app.sign('xiaojun', 60, nested);
  assert.equal(ticket, app.sign('xiaojun', 60, { now: NOW }));
  assert.equal(app.verify(ticket, 'xiaojun', nested).time, NOW);
  const users = Object.defineProperty(['a', 'b'], 1, { get: () => (app.sign('other'), 'c') });
  assert.equal(inspect(app.signMany(users)[1]).userid, 'c');
});

test('what is freed is gone, and its place is used again', () => {
  const first = new Application(1400000000, KEY);
  first.free();
  first.free();
  const second = new Application(7, 'other');
  assert.equal(thrown(() => first.sign('a')).kind, 'invalid_argument');
  assert.equal(inspect(second.sign('a')).sdkappid, 7);
});

test('bad input is a typed error', () => {
  const long = 'x'.repeat(1_000_000);
  for (const [kind, code, call] of [
    ['invalid_userid', -3319, () => app.sign()],
    ['invalid_userid', -3319, () => app.sign(null)],
    ['invalid_userid', -3319, () => app.sign(7)],
    ['invalid_userid', -3319, () => app.sign('')],
    ['invalid_userid', -3319, () => app.sign('a\0b')],
    ['invalid_userid', -3319, () => app.sign('\ud800')],
    ['invalid_userid', -3319, () => app.sign(long)],
    ['invalid_userid', -3319, () => app.verify('eJ', 'a\n')],
    ['invalid_expire', 6017, () => app.sign('a', -1)],
    ['invalid_expire', 6017, () => app.sign('a', 1.5)],
    ['invalid_expire', 6017, () => app.sign('a', NaN)],
    ['invalid_expire', 6017, () => app.sign('a', '60')],
    ['invalid_expire', 6017, () => app.sign('a', 2n ** 63n)],
    ['invalid_expire', 6017, () => app.sign('a', 2n ** 63n - 1n)],
    ['invalid_time', 6017, () => app.sign('a', 60, { now: -1 })],
    ['invalid_userbuf', 6017, () => app.sign('a', 60, { userbuf: 'text' })],
    ['invalid_userbuf', 6017, () => app.sign('a', 60, { userbuf: new Uint8Array(8193) })],
    ['invalid_argument', 6017, () => app.sign('a', 60, 60)],
    ['invalid_time', 6017, () => app.sign('a', 60, { now: new Date(NaN) })],
    ['invalid_room', -3318, () => app.signPrivateMapKey('a', 60, 0, 1)],
    ['invalid_room', -3318, () => app.signPrivateMapKey('a', 60, 'é', 1)],
    ['invalid_room', -3318, () => app.signPrivateMapKey('a', 60)],
    ['invalid_privileges', 6017, () => app.signPrivateMapKey('a', 60, 1, 256)],
    ['invalid_sdkappid', -3317, () => new Application(0, KEY)],
    ['invalid_sdkappid', -3317, () => new Application(2 ** 32, KEY)],
    ['invalid_sdkappid', -3317, () => new Application(Infinity, KEY)],
    ['invalid_sdkappid', -3317, () => new Application('1400000000', KEY)],
    ['invalid_key', 6017, () => new Application(1)],
    ['invalid_key', 6017, () => new Application(1, '')],
    ['invalid_key', 6017, () => new Application(1, 'k\udc00')],
    ['invalid_key', 6017, () => new Application(1, '-----BEGIN EC PRIVATE KEY-----\n')],
    ['invalid_key', 6017, () => new Application(1, []).sign('a')],
    ['invalid_argument', 6017, () => new Application(1, KEY, { useridForm: 'any' })],
    ['invalid_argument', 6017, () => new Application(1, KEY, { maxClockSkew: -1 })],
    ['invalid_argument', 6017, () => app.signMany('a')],
    ['invalid_ticket', -3320, () => app.verify(undefined, 'a')],
    ['invalid_ticket', -3320, () => inspect(5)],
    ['empty', 70002, () => app.verify('', 'a')],
    ['undecodable', 70003, () => app.verify('\ud800', 'a')],
    ['undecodable', 70003, () => app.verify(long, 'a')],
  ]) {
    const error = thrown(call);
    assert.ok(error instanceof UserSigError && error instanceof Error, String(call));
    assert.deepEqual([error.kind, error.code], [kind, code], String(call));
    assert.equal(error instanceof UserSigRejection, code > 70000, String(call));
    assert.ok(error.message.includes('; ') && error.hint.length > 5, String(call));
  }
  assert.equal(app.verify(app.sign('a'), 'a').keyIndex, 0);
});

test('our tickets are read by the published rules, and theirs by us', () => {
  const { Api } = published();
  const theirs = new Api(1400000000, KEY);
  for (const userid of ['xiaojun', 'a_-9', 'x'.repeat(32)]) {
    assert.equal(app.verify(theirs.genUserSig(userid, 86400), userid).expire, 86400);
    assert.equal(app.verify(theirs.genSig(userid, 86400), userid).expire, 86400);
    const carried = app.verify(theirs.genSig(userid, 60, Buffer.from('buf')), userid).userbuf;
    assert.deepEqual([...carried], [...Buffer.from('buf')]);
    app.verify(theirs.genPrivateMapKey(userid, 60, 10000, 42), userid, { room: 10000, privileges: 42 });
    app.verify(theirs.genPrivateMapKeyWithStringRoomID(userid, 60, 'r1', 255), userid, { room: 'r1', privileges: 255 });

    // The published package cannot verify: this is its own signing, compared.
    const ticket = app.sign(userid, 60, { now: NOW });
    const base64 = ticket.replace(/\*/g, '+').replace(/-/g, '/').replace(/_/g, '=');
    const json = JSON.parse(inflateSync(Buffer.from(base64, 'base64')).toString());
    assert.equal(json['TLS.sig'], theirs._hmacsha256(userid, NOW, 60, null));
    const room = app.signPrivateMapKey(userid, 60, 10000, 42, { now: NOW });
    const { userbuf, signature } = inspect(room);
    assert.deepEqual(Buffer.from(signature).toString('base64'), theirs._hmacsha256(userid, NOW, 60, Buffer.from(userbuf).toString('base64')));
  }
});

function thrown(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: `nothing was thrown by ${call}` });
}
