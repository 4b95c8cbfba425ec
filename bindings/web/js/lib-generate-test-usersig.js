import { load } from './load.js';
import { createTesting } from './testing.js';
import wasm from 'testing.deflate';

export default createTesting(load(wasm));
