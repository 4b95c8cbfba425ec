// Runs in an empty project in which the package is installed: ES module, CommonJS and both scripts.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import vm from 'node:vm';

import { Application, inspect } from 'usersig-web';
import { diagnose } from 'usersig-web/diagnose';
import * as legacy from 'usersig-web/legacy';
import LibGenerateTestUserSig from 'usersig-web/debug';

console.warn = () => {};
const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('usersig-web/package.json'));
const app = new Application(1400000000, 'secret');
assert.equal(app.verify(app.sign('xiaojun', 60), 'xiaojun').expire, 60);
assert.equal(inspect(new LibGenerateTestUserSig(1400000000, 'secret').genTestUserSig('u')).userid, 'u');

assert.equal(diagnose('').rejection.code, 70002);
assert.equal(require('usersig-web/diagnose').diagnose('').rejection.code, 70002);

const common = require('usersig-web');
assert.equal(new common.Application(1400000000, 'secret').verify(app.sign('xiaojun'), 'xiaojun').time > 0, true);
assert.equal(typeof require('usersig-web/debug').generator, 'function');

const ring = [new legacy.Application(1, 'secret'), new (require('usersig-web/legacy').Application)(1, 'secret')];
for (const held of ring) assert.equal(held.verify(new Application(1, 'secret').sign('u'), 'u').keyIndex, 0);

const page = vm.createContext({ WebAssembly, TextDecoder, atob, console });
// Node.js may abort at its end over an application of such a context that was not freed.
vm.runInContext('delete globalThis.FinalizationRegistry', page);
for (const file of ['dist/usersig-legacy.min.js', 'dist/usersig-diagnose.min.js', 'dist/usersig.min.js', 'debug/lib-generate-test-usersig.min.js', 'debug/GenerateTestUserSig.js']) {
  vm.runInContext(readFileSync(`${folder}/${file}`, 'utf8'), page);
}
const { userSig } = page.genTestUserSig('u', 1400000000, 'secret');
assert.equal(new page.usersig.Application(1400000000, 'secret').verify(userSig, 'u').expire, 604800);
