import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/```js\n(import .*?)```/gs)].map(([, code]) => code);

test('the examples of the README that stand alone run as they are', async () => {
  assert.equal(examples.length, 2);
  for (const code of examples) {
    // A data: module has no folder to find packages from.
    const found = code.replace(/'(usersig-web[^']*)'/g, (_, name) => `'${import.meta.resolve(name)}'`);
    await import(`data:text/javascript,${encodeURIComponent(found)}`);
  }
});
