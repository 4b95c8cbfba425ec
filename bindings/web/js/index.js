import { createApplication } from './application.js';
import { createInspect } from './explain.js';
import { load } from './load.js';
import wasm from 'native.deflate';

const engine = load(wasm);

export { UserSigError, UserSigRejection } from './error.js';
export const Application = createApplication(engine);
export const inspect = createInspect(engine);
