// The vectors and the peers, where they stand in the repository.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const root = new URL('../../../', import.meta.url);

/** All case files: name -> text. */
export function vectors() {
  const folder = new URL('vectors/', root);
  const names = ['keys.jsonl', 'sign.jsonl'];
  for (const part of ['verify', 'published']) {
    names.push(...readdirSync(new URL(`${part}/`, folder)).filter((name) => name.endsWith('.jsonl')).map((name) => `${part}/${name}`));
  }
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}

/** The published package, installed by peers/setup. */
export function published() {
  return createRequire(new URL('peers/node/package.json', root))('tls-sig-api-v2');
}

/** A throw-away key. */
export const KEY = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';
