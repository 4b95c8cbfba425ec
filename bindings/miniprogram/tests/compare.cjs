// A ratio line: language, operation, our and their nanoseconds a call, theirs by ours. Medians of rounds by turns.
const { Api } = require('../../../peers/node/node_modules/tls-sig-api-v2');

console.warn = () => {};
const { genTestUserSig } = require('..');
const KEY = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';
const api = new Api(1400000000, KEY);
const [our, their] = [[], []];

time(() => genTestUserSig('xiaojun', 1400000000, KEY));
for (let round = 0; round < 15; round++) {
  our.push(time(() => genTestUserSig('xiaojun')));
  their.push(time(() => api.genUserSig('xiaojun', 604800)));
}
const [a, b] = [median(our), median(their)];
console.log(`miniprogram sign ${a} ${b} ${(b / a).toFixed(2)}`);

function time(call) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < 1_000; i++) call();
  return Number(process.hrtime.bigint() - start) / 1_000;
}

function median(values) {
  return Math.round(values.sort((a, b) => a - b)[values.length >> 1]);
}
