// Bundles the JavaScript with the engine: node build.mjs FULL.wasm TESTING.wasm
import { mkdirSync, readFileSync, copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [full, testing] = process.argv.slice(2);
const engines = { 'full.deflate': full, 'testing.deflate': testing };

/** A WebAssembly file as a deflated byte array inside the bundle: gzip finds less in plain base64. */
const embed = {
  name: 'embed',
  setup(build) {
    build.onResolve({ filter: /\.deflate$/ }, ({ path }) => ({ path, namespace: 'engine' }));
    build.onLoad({ filter: /.*/, namespace: 'engine' }, ({ path }) => ({
      contents: deflateRawSync(readFileSync(engines[path]), { level: 9 }),
      loader: 'binary',
    }));
  },
};

const common = {
  bundle: true,
  minify: true,
  legalComments: 'none',
  charset: 'ascii',
  plugins: [embed],
  platform: 'neutral',
  mainFields: ['module', 'main'],
};
const library = { ...common, entryPoints: [here('js/index.js')], target: 'es2022' };
const DEBUG_ONLY =
  '// Debug only: it puts the secret key into the app. Make tickets on a server before you publish.';
const debug = {
  ...common,
  entryPoints: [here('js/lib-generate-test-usersig.js')],
  // Old bundlers read this file, too.
  target: 'es2015',
  banner: { js: DEBUG_ONLY },
};

mkdirSync(here('debug'), { recursive: true });
await Promise.all([
  build({ ...library, format: 'esm', outfile: here('dist/usersig.mjs') }),
  build({ ...library, format: 'cjs', outfile: here('dist/usersig.cjs') }),
  build({ ...library, format: 'iife', globalName: 'usersig', outfile: here('dist/usersig.min.js') }),
  build({ ...debug, format: 'esm', outfile: here('debug/lib-generate-test-usersig-es.min.js') }),
  build({
    ...debug,
    format: 'iife',
    globalName: 'LibGenerateTestUserSig',
    outfile: here('debug/lib-generate-test-usersig.min.js'),
    footer: { js: universal() },
  }),
]);
for (const name of ['GenerateTestUserSig.js', 'GenerateTestUserSig-es.js', 'index.mjs']) {
  copyFileSync(here(`js/debug/${name}`), here(`debug/${name}`));
}

/** The class itself under the global name, and as the export of CommonJS and AMD. */
function universal() {
  return [
    'LibGenerateTestUserSig=LibGenerateTestUserSig.default;',
    'if(typeof module==="object"&&module.exports)module.exports=LibGenerateTestUserSig;',
    'else if(typeof define==="function"&&define.amd)define(function(){return LibGenerateTestUserSig});',
  ].join('');
}
