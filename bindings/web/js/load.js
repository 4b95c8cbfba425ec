import { inflateSync } from 'fflate';

import { Engine } from './engine.js';

/** An engine of its own from deflated WebAssembly, at once. */
export function load(deflated) {
  const module = new WebAssembly.Module(inflateSync(deflated));
  return new Engine(new WebAssembly.Instance(module).exports);
}
