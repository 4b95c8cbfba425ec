// Bundles the JavaScript with the engines of a folder: node build.mjs FOLDER
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [engines] = process.argv.slice(2);

/**
 * A WebAssembly file as a deflated byte array inside the bundle: gzip finds less in plain base64.
 * zopfli takes seconds for it, and a fifteenth off.
 */
const embed = {
  name: 'embed',
  setup(build) {
    build.onResolve({ filter: /\.deflate$/ }, ({ path }) => ({ path, namespace: 'engine' }));
    build.onLoad({ filter: /.*/, namespace: 'engine' }, ({ path }) => ({
      contents: execFileSync('zopfli', ['--deflate', '-c', `${engines}/${path.replace('.deflate', '.wasm')}`]),
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
/** Each has what the one before it has: signing and verifying, `diagnose`, the legacy algorithm. */
const libraries = { usersig: 'js/index.js', 'usersig-diagnose': 'js/diagnose.js', 'usersig-legacy': 'js/legacy.js' };
const formats = [['esm', 'mjs'], ['cjs', 'cjs'], ['iife', 'min.js']];
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
  ...Object.entries(libraries).flatMap(([name, entry]) =>
    formats.map(([format, ending]) =>
      build({
        ...common,
        entryPoints: [here(entry)],
        target: 'es2022',
        format,
        globalName: 'usersig',
        outfile: here(`dist/${name}.${ending}`),
      }),
    ),
  ),
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
