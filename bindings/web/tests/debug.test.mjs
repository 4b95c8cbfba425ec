import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { inspect as show } from 'node:util';
import vm from 'node:vm';

import { Application, inspect } from 'usersig-web';

import { KEY } from './files.mjs';

const SDKAPPID = 1400000000;
const warnings = [];
console.warn = (text) => warnings.push(text);
const { default: LibGenerateTestUserSig } = await import('usersig-web/debug');
const { genTestUserSig } = await import('usersig-web/debug/GenerateTestUserSig-es.js');
const file = (name) => readFileSync(new URL(`../debug/${name}`, import.meta.url), 'utf8');
const app = new Application(SDKAPPID, KEY);

test('every debug file says so in its first line', () => {
  for (const name of ['lib-generate-test-usersig.min.js', 'lib-generate-test-usersig-es.min.js',
    'GenerateTestUserSig.js', 'GenerateTestUserSig-es.js']) {
    assert.match(file(name).split('\n')[0], /^\/\/ Debug only: /, name);
  }
});

test('the ES module, as published', () => {
  const EXPIRETIME = 604800;
  const generator = new LibGenerateTestUserSig(SDKAPPID, KEY, EXPIRETIME);
  const userSig = generator.genTestUserSig('user_1');
  assert.equal(app.verify(userSig, 'user_1').expire, EXPIRETIME);
  assert.ok(!show(generator, { showHidden: true }).includes(KEY));
});

test('one warning, however many generators', () => {
  for (let i = 0; i < 3; i++) new LibGenerateTestUserSig(SDKAPPID, KEY, 60).genTestUserSig('a');
  assert.equal(warnings.filter((text) => text.includes('debug only')).length, 1);
});

test('generators of several applications take turns', () => {
  const [one, two] = [new LibGenerateTestUserSig(1, 'k1', 60), new LibGenerateTestUserSig('2', 'k2', '60')];
  for (let i = 0; i < 3; i++) {
    assert.equal(inspect(one.genTestUserSig('a')).sdkappid, 1);
    assert.equal(inspect(two.genTestUserSig(42)).sdkappid, 2);
    assert.equal(inspect(two.genTestUserSig(42)).userid, '42');
  }
});

test('the script, as published: a global, CommonJS, AMD', () => {
  const script = file('lib-generate-test-usersig.min.js');
  const verify = (Lib) => app.verify(new Lib(SDKAPPID, KEY, 604800).genTestUserSig('user_1'), 'user_1');

  const page = vm.createContext({ WebAssembly, console });
  vm.runInContext(`${script}\n${file('GenerateTestUserSig.js')}`, page);
  assert.equal(verify(page.LibGenerateTestUserSig).expire, 604800);
  page.SDKAPPID = SDKAPPID;
  assert.equal(typeof page.genTestUserSig, 'function');

  assert.equal(verify(createRequire(import.meta.url)('usersig-web/debug')).expire, 604800);

  const modules = [];
  const define = (factory) => modules.push(factory());
  define.amd = {};
  vm.runInContext(script, vm.createContext({ WebAssembly, console, define }));
  assert.equal(verify(modules[0]).expire, 604800);
});

test('genTestUserSig(userID) with constants in the file', () => {
  const constants = file('GenerateTestUserSig.js')
    .replace('var SDKAPPID = 0;', `var SDKAPPID = ${SDKAPPID};`)
    .replace("var SECRETKEY = '';", `var SECRETKEY = '${KEY}';`);
  const page = vm.createContext({ WebAssembly, console });
  vm.runInContext(`${file('lib-generate-test-usersig.min.js')}\n${constants}`, page);
  const { sdkAppId, userSig } = page.genTestUserSig('user_1');
  assert.equal(sdkAppId, SDKAPPID);
  assert.equal(app.verify(userSig, 'user_1').expire, 604800);
});

test('genTestUserSig in the shapes of the demos', () => {
  const spellings = [
    { userID: 'u', SDKAppID: SDKAPPID, SecretKey: KEY },
    { userID: 'u', SDKAppID: SDKAPPID, secretKey: KEY },
    { userId: 'u', sdkAppId: SDKAPPID, sdkSecretKey: KEY },
    { userID: 'u', sdkAppID: String(SDKAPPID), SDKSECRETKEY: KEY, expireTime: 60 },
  ];
  for (const options of spellings) {
    const { SDKAppID, sdkAppId, sdkAppID, SecretKey, userSig } = genTestUserSig(options);
    assert.deepEqual([SDKAppID, sdkAppId, sdkAppID].map(Number), [SDKAPPID, SDKAPPID, SDKAPPID]);
    assert.equal(SecretKey, KEY);
    assert.equal(app.verify(userSig, 'u').expire, options.expireTime ?? 604800);
  }
  // What was passed stays for later calls, as in the demos.
  assert.ok(app.verify(genTestUserSig('u').userSig, 'u'));
  const positional = LibGenerateTestUserSig.generator();
  assert.ok(app.verify(positional('u', SDKAPPID, KEY).userSig, 'u'));
  assert.equal('SecretKey' in positional('u'), false);
});

test('bad input is a typed error', () => {
  const generator = new LibGenerateTestUserSig(SDKAPPID, KEY, 604800);
  for (const [kind, call] of [
    ['invalid_sdkappid', () => new LibGenerateTestUserSig(0, KEY)],
    ['invalid_sdkappid', () => new LibGenerateTestUserSig('', KEY)],
    ['invalid_sdkappid', () => new LibGenerateTestUserSig(2 ** 32, KEY)],
    ['invalid_key', () => new LibGenerateTestUserSig(SDKAPPID, '')],
    ['invalid_key', () => new LibGenerateTestUserSig(SDKAPPID)],
    ['invalid_key', () => new LibGenerateTestUserSig(SDKAPPID, '-----BEGIN PRIVATE KEY-----')],
    ['invalid_expire', () => new LibGenerateTestUserSig(SDKAPPID, KEY, -1).genTestUserSig('a')],
    ['invalid_userid', () => generator.genTestUserSig()],
    ['invalid_userid', () => generator.genTestUserSig('a\nb')],
    ['invalid_userid', () => generator.genTestUserSig('\ud800')],
    ['invalid_userid', () => generator.genTestUserSig('x'.repeat(1_000_000))],
    ['invalid_sdkappid', () => LibGenerateTestUserSig.generator({ SDKAPPID: 0, SECRETKEY: '' })('a')],
  ]) {
    assert.throws(call, (error) => error.name === 'UserSigError' && error.kind === kind && error.code !== 0, String(call));
  }
});
