import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import { Application } from 'usersig-web';

import { KEY } from './files.mjs';

const NOW = 1_700_000_000;

test('8 threads sign 10,000 tickets each, the same as one', async () => {
  const source = `
    import { parentPort } from 'node:worker_threads';
    import { createHash } from 'node:crypto';
    import { Application } from ${JSON.stringify(import.meta.resolve('usersig-web'))};
    const app = new Application(1400000000, ${JSON.stringify(KEY)});
    const hash = createHash('sha256');
    for (let i = 0; i < 10_000; i++) {
      const ticket = app.sign('user' + i, 60, { now: ${NOW} });
      app.verify(ticket, 'user' + i, { now: ${NOW} });
      hash.update(ticket);
    }
    parentPort.postMessage(hash.digest('hex'));`;
  const url = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  const digests = await Promise.all(
    Array.from({ length: 8 }, () => new Promise((resolve, reject) => {
      new Worker(url).once('message', resolve).once('error', reject);
    })),
  );
  assert.equal(digests.length, 8);
  assert.equal(new Set(digests).size, 1);
});

test('1,000,000 tickets take no memory', () => {
  const app = new Application(1400000000, KEY);
  const round = (from, to) => {
    for (let i = from; i < to; i++) {
      const ticket = app.sign(`user${i}`, 60, { now: NOW });
      if (i % 10 === 0) app.verify(ticket, `user${i}`, { now: NOW });
    }
    globalThis.gc();
    return process.memoryUsage().rss;
  };
  const warm = round(0, 300_000);
  const grown = round(300_000, 1_000_000) - warm;
  assert.ok(grown < 8 << 20, `${grown} bytes more`);
});

test('applications that nobody holds are forgotten', async () => {
  const make = (count) => {
    for (let i = 0; i < count; i++) new Application(1400000000, KEY);
  };
  const settle = async () => {
    for (let i = 0; i < 10; i++) {
      globalThis.gc();
      await new Promise(setImmediate);
    }
    return process.memoryUsage().rss;
  };
  make(2000);
  const warm = await settle();
  for (let i = 0; i < 20; i++) {
    make(2000);
    await settle();
  }
  const grown = (await settle()) - warm;
  assert.ok(grown < 16 << 20, `${grown} bytes more`);
});
