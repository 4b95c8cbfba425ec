import { Engine } from '../../web/js/engine.js';
import { createTesting } from '../../web/js/testing.js';
import * as wasm from '../target/engine.mjs';

export default createTesting(new Engine(wasm));
