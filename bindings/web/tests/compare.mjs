// Ratio lines: language, operation, our and their nanoseconds a call, theirs by ours. Medians of rounds by turns.
import { Application } from 'usersig-web';
import LibGenerateTestUserSig from 'usersig-web/debug';

import { KEY, published } from './files.mjs';

const CALLS = 5_000;
const ROUNDS = 21;
console.warn = () => {};

const app = new Application(1400000000, KEY);
const generator = new LibGenerateTestUserSig(1400000000, KEY, 604800);
const api = new (published().Api)(1400000000, KEY);
const ticket = app.sign('xiaojun');
const users = Array.from({ length: 1000 }, (_, i) => `user${i}`);

compare('web', 'sign', () => app.sign('xiaojun', 15552000), () => api.genUserSig('xiaojun', 15552000));
compare('web', 'room-key', () => app.signPrivateMapKey('xiaojun', 300, 10000, 255), () => api.genPrivateMapKey('xiaojun', 300, 10000, 255));
compare('web', 'debug', () => generator.genTestUserSig('xiaojun'), () => api.genUserSig('xiaojun', 604800));
compare('web', 'sign-many', () => app.signMany(users), () => users.map((user) => api.genUserSig(user, 15552000)), users.length);
// The published package cannot verify.
compare('web', 'verify', () => app.verify(ticket, 'xiaojun'));

function compare(language, operation, ours, theirs, size = 1) {
  const calls = CALLS / size;
  time(ours, calls);
  if (theirs) time(theirs, calls);
  const [our, their] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    our.push(time(ours, calls) / size);
    if (theirs) their.push(time(theirs, calls) / size);
  }
  const [a, b] = [median(our), theirs ? median(their) : NaN];
  console.log(theirs ? `${language} ${operation} ${a} ${b} ${(b / a).toFixed(2)}` : `${language} ${operation} ${a} none none`);
}

function time(call, calls) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) call();
  return Number(process.hrtime.bigint() - start) / calls;
}

function median(values) {
  return Math.round(values.sort((a, b) => a - b)[values.length >> 1]);
}
