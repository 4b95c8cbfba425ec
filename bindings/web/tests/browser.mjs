// Runs the vectors and the debug files in headless Chromium: node tests/browser.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import { chromium } from 'playwright-core';

import { KEY, vectors } from './files.mjs';

const TYPES = { js: 'text/javascript', mjs: 'text/javascript', html: 'text/html', json: 'application/json' };
const folder = new URL('../', import.meta.url);
const pages = {
  '/vectors': ['json', () => JSON.stringify(vectors())],
  '/': ['html', () => '<!doctype html><meta charset=utf-8>'],
  '/scripts': ['html', () => `<!doctype html><meta charset=utf-8>
    <script src="/dist/usersig.min.js"></script>
    <script src="/debug/lib-generate-test-usersig.min.js"></script>
    <script src="/debug/GenerateTestUserSig.js"></script>`],
};

const server = createServer((request, response) => {
  try {
    const [type, text] = pages[request.url] ?? [request.url.split('.').pop(), () => readFileSync(new URL(`.${request.url}`, folder))];
    response.setHeader('Content-Type', TYPES[type]);
    response.end(text());
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const site = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});

try {
  const page = await browser.newPage();
  const warnings = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));

  await page.goto(`${site}/`);
  const { cases, failures } = await page.evaluate(async () => {
    const legacy = await import('/dist/usersig-legacy.mjs');
    const { run } = await import('/tests/vectors.mjs');
    return run(legacy, await (await fetch('/vectors')).json(), true);
  });
  assert.deepEqual(failures, []);
  assert.ok(cases > 6000);

  const made = await page.evaluate(async (key) => {
    const { Application } = await import('/dist/usersig.mjs');
    const { default: LibGenerateTestUserSig } = await import('/debug/lib-generate-test-usersig-es.min.js');
    const { genTestUserSig } = await import('/debug/GenerateTestUserSig-es.js');
    const { diagnose } = await import('/dist/usersig-diagnose.mjs');
    const app = new Application(1400000000, key);
    const { userSig, SDKAppID } = genTestUserSig({ userID: 'user_1', SDKAppID: 1400000000, SecretKey: key });
    const other = new LibGenerateTestUserSig(1400000000, key, 60).genTestUserSig('user_1');
    return [SDKAppID, app.verify(userSig, 'user_1').expire, app.verify(other, 'user_1').expire,
      diagnose(other, { keys: `${key}\n` }).causes[0].id];
  }, KEY);
  assert.deepEqual(made, [1400000000, 604800, 60, 'key-white-space']);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /debug only/);

  await page.goto(`${site}/scripts`);
  const global = await page.evaluate((key) => {
    const app = new window.usersig.Application(1400000000, key);
    const generator = new window.LibGenerateTestUserSig(1400000000, key, 604800);
    const { sdkAppId, userSig } = window.genTestUserSig('user_2', 1400000000, key);
    return [app.verify(generator.genTestUserSig('user_1'), 'user_1').expire, app.verify(userSig, 'user_2').expire, sdkAppId];
  }, KEY);
  assert.deepEqual(global, [604800, 604800, 1400000000]);
  console.log(`browser ${browser.version()} cases ${cases}`);
} finally {
  await browser.close();
  server.close();
}
