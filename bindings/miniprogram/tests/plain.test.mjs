import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

import { Application, inspect } from '../../web/dist/usersig.mjs';

const SDKAPPID = 1400000000;
const KEY = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';
const source = readFileSync(new URL('../debug/GenerateTestUserSig.js', import.meta.url), 'utf8');
const app = new Application(SDKAPPID, KEY);

// What ECMAScript 2015 has, and nothing else.
const LANGUAGE = [
  'Array', 'ArrayBuffer', 'Boolean', 'DataView', 'Date', 'Error', 'EvalError', 'Float32Array', 'Float64Array', 'Function',
  'Infinity', 'Int16Array', 'Int32Array', 'Int8Array', 'JSON', 'Map', 'Math', 'NaN', 'Number', 'Object', 'Promise',
  'RangeError', 'ReferenceError', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'SyntaxError', 'TypeError', 'URIError',
  'Uint16Array', 'Uint32Array', 'Uint8Array', 'Uint8ClampedArray', 'WeakMap', 'WeakSet', 'decodeURI', 'decodeURIComponent',
  'encodeURI', 'encodeURIComponent', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'undefined',
];

/** The exports of the file, run without any other global; some further ones can be given. */
function load(text, more = {}) {
  const context = vm.createContext(Object.create(null));
  vm.runInContext(
    `for (const name of Object.getOwnPropertyNames(globalThis)) {
       if (!${JSON.stringify(LANGUAGE)}.includes(name) && name !== 'globalThis') delete globalThis[name];
     }
     delete globalThis.globalThis;`,
    context,
  );
  Object.assign(context, more, { module: { exports: {} } });
  vm.runInContext(text, context);
  return context.module.exports;
}

const filled = source
  .replace('var SDKAPPID = 0;', `var SDKAPPID = ${SDKAPPID};`)
  .replace("var SECRETKEY = '';", `var SECRETKEY = '${KEY}';`);

test('the first line says what it is', () => {
  assert.match(source.split('\n')[0], /^\/\/ Debug only: /);
});

test('genTestUserSig(userID) as published, with no globals but the language', () => {
  const { genTestUserSig } = load(filled);
  const { sdkAppID, userSig } = genTestUserSig('user_1');
  assert.equal(sdkAppID, SDKAPPID);
  assert.equal(app.verify(userSig, 'user_1').expire, 604800);
});

test('the same tickets as the WebAssembly makes', () => {
  class Fixed extends Date {
    constructor() {
      super(1_700_000_000_000);
    }

    static now() {
      return 1_700_000_000_000;
    }
  }
  const { genTestUserSig } = load(filled, { Date: Fixed });
  const wide = new Application(SDKAPPID, KEY, { useridForm: 'utf8' });
  const userids = ['a', 'x'.repeat(32), '小军🙂é', 'a b"c\\d', 'y'.repeat(500), ...Array.from({ length: 2000 }, (_, i) => `user${i}`)];
  for (const userid of userids) {
    assert.equal(genTestUserSig(userid).userSig, wide.sign(userid, 604800, { now: 1_700_000_000 }), userid);
  }
  const other = genTestUserSig({ userID: 'a', SDKAppID: 4294967295, SecretKey: 'k'.repeat(200), expireTime: 2 ** 40 });
  const signed = new Application(4294967295, 'k'.repeat(200)).sign('a', 2 ** 40, { now: 1_700_000_000 });
  assert.equal(other.userSig, signed);
});

test('options and positions, as in the demos', () => {
  const { genTestUserSig } = load(source);
  for (const made of [
    genTestUserSig({ userID: 'u', SDKAppID: SDKAPPID, SecretKey: KEY }),
    genTestUserSig({ userId: 'u', sdkAppId: SDKAPPID, sdkSecretKey: KEY }),
    genTestUserSig('u', SDKAPPID, KEY),
    genTestUserSig('u'),
  ]) {
    assert.deepEqual([made.SDKAppID, made.sdkAppID, made.sdkAppId], [SDKAPPID, SDKAPPID, SDKAPPID]);
    assert.equal(app.verify(made.userSig, 'u').expire, 604800);
  }
});

test('one warning where there is a console', () => {
  const warnings = [];
  const { genTestUserSig } = load(filled, { console: { warn: (text) => warnings.push(text) } });
  genTestUserSig('a');
  genTestUserSig('b');
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /debug only/);
});

test('bad input is a typed error', () => {
  const { genTestUserSig } = load(filled);
  for (const [kind, code, call] of [
    ['invalid_userid', -3319, () => genTestUserSig()],
    ['invalid_userid', -3319, () => genTestUserSig(null)],
    ['invalid_userid', -3319, () => genTestUserSig('a\0')],
    ['invalid_userid', -3319, () => genTestUserSig('\ud800')],
    ['invalid_userid', -3319, () => genTestUserSig('x'.repeat(1_000_000))],
    ['invalid_sdkappid', -3317, () => load(source).genTestUserSig('a')],
    ['invalid_sdkappid', -3317, () => load(filled).genTestUserSig('a', 2 ** 32)],
    ['invalid_key', 6017, () => load(source).genTestUserSig('a', 1)],
    ['invalid_key', 6017, () => load(filled).genTestUserSig('a', 1, '-----BEGIN PRIVATE KEY-----')],
    ['invalid_expire', 6017, () => load(filled).genTestUserSig({ userID: 'a', expireTime: -1 })],
  ]) {
    assert.throws(call, (error) => error.name === 'UserSigError' && error.kind === kind && error.code === code, String(call));
  }
  assert.ok(genTestUserSig('a').userSig.startsWith('eJ'));
});

test('the sign vectors that it can be asked for', (t) => {
  const cases = readFileSync(new URL('../../../vectors/sign.jsonl', import.meta.url), 'utf8').trim().split('\n').map(JSON.parse);
  let now = 0;
  class Fixed extends Date {
    static now() {
      return now * 1000;
    }
  }
  const { genTestUserSig } = load(source, { Date: Fixed });
  const kinds = { userid: 'invalid_userid', sdkappid: 'invalid_sdkappid', validity: 'invalid_expire' };
  let count = 0;
  for (const { title, key, room, userbuf, form, time, expire, sdkappid, userid, expect } of cases) {
    // It signs UserBufs and rooms for nobody, and every form of UserID. Zero is left out for the demos.
    if (!key.hmac || room || userbuf !== null || (expect.error === 'userid' && form !== 'utf8')) continue;
    if (![time * 1000, expire].every(Number.isSafeInteger) || expire === 0 || sdkappid === 0) continue;
    now = time;
    const make = () => genTestUserSig({ userID: userid, SDKAppID: sdkappid, SecretKey: key.hmac, expireTime: expire });
    count += 1;
    if (expect.error) {
      assert.throws(make, (error) => error.kind === kinds[expect.error], title);
      continue;
    }
    const { signature } = inspect(make().userSig);
    assert.equal(Buffer.from(signature).toString('base64'), expect.sig, title);
  }
  assert.ok(count > 140, `${count} cases`);
  t.diagnostic(`vectors ${count}`);
});

test('1,000,000 tickets take no memory', () => {
  const { genTestUserSig } = load(filled);
  const round = (count) => {
    for (let i = 0; i < count; i++) genTestUserSig(`user${i}`);
    globalThis.gc();
    return process.memoryUsage().rss;
  };
  const warm = round(100_000);
  const grown = round(1_000_000) - warm;
  assert.ok(grown < 8 << 20, `${grown} bytes more`);
});
