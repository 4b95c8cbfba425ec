import { createApplication } from './application.js';
import { createDiagnose, createInspect } from './explain.js';
import { load } from './load.js';
import wasm from 'diagnose.deflate';

const engine = load(wasm);

export { UserSigError, UserSigRejection } from './error.js';
export const Application = createApplication(engine);
export const inspect = createInspect(engine);
export const diagnose = createDiagnose(engine);
