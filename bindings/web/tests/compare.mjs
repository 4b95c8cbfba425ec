// Ratio lines: language, operation, our and their nanoseconds a ticket, theirs by ours. Medians of rounds by turns.
import { createRequire } from 'node:module';

import { Application } from 'usersig-web';
import LibGenerateTestUserSig from 'usersig-web/debug';

import { KEY, published } from './files.mjs';

const CALLS = 5_000;
const ROUNDS = 21;
const SDKAPPID = 1400000000;
console.warn = () => {};

const app = new Application(SDKAPPID, KEY);
const generator = new LibGenerateTestUserSig(SDKAPPID, KEY, 604800);
const api = new (published().Api)(SDKAPPID, KEY);
const ticket = app.sign('xiaojun');
const users = Array.from({ length: 1000 }, (_, i) => `user${i}`);
const rows = app.signMany(users).map((made, i) => [made, users[i]]);
const go = createRequire(import.meta.url)('../../node/benches/go-driver.js')(SDKAPPID, KEY);
// The published package cannot verify; Go's verifies fastest.
const theirVerify = go?.verify(CALLS, 'xiaojun', ticket);

const sign = here(() => api.genUserSig('xiaojun', 15552000));
await compare('sign', here(() => app.sign('xiaojun', 15552000)), sign);
await compare('room-key', here(() => app.signPrivateMapKey('xiaojun', 300, 10000, 255)), here(() => api.genPrivateMapKey('xiaojun', 300, 10000, 255)));
await compare('debug', here(() => generator.genTestUserSig('xiaojun')), sign);
await compare('sign-many', here(() => app.signMany(users), users.length), sign);
await compare('verify', here(() => app.verify(ticket, 'xiaojun')), theirVerify);
await compare('verify-many', here(() => app.verifyMany(rows), rows.length), theirVerify);
go?.end();

async function compare(operation, ours, theirs) {
  const [our, their] = [[], []];
  for (let round = -2; round < ROUNDS; round++) {
    const [mine, other] = [await ours(), theirs && (await theirs())];
    // The first rounds warm up.
    if (round < 0) continue;
    our.push(mine);
    their.push(other);
  }
  const [a, b] = [median(our), theirs && median(their)];
  console.log(`web ${operation} ${a} ${b ?? 'none'} ${b ? (b / a).toFixed(2) : 'none'}`);
}

/** A round of calls, each of which makes or reads so many tickets: nanoseconds for each ticket. */
function here(call, size = 1) {
  return () => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < CALLS / size; i++) call();
    return Number(process.hrtime.bigint() - start) / CALLS;
  };
}

function median(values) {
  return Math.round(values.sort((a, b) => a - b)[values.length >> 1]);
}
