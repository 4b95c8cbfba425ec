// Bundles target/engine.mjs, the engine in plain JavaScript, into the two files of debug/.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { build } = createRequire(here('../web/package.json'))('esbuild');

const CONSTANTS = `// Debug only: whoever has this file has the secret key. Make tickets on a server before you publish.

/** The application's number, from its page in the console. */
var SDKAPPID = 0;

/** The application's secret key, from its page in the console. */
var SECRETKEY = '';

/** Seconds that a ticket is valid for. */
var EXPIRETIME = 604800;

/* What follows is made from the usersig engine. */`;

const FUNCTION = `
LibGenerateTestUserSig = LibGenerateTestUserSig.default;
var genTestUserSig = LibGenerateTestUserSig.generator({
  SDKAPPID: SDKAPPID,
  SECRETKEY: SECRETKEY,
  EXPIRETIME: EXPIRETIME,
});`;

/**
 * wasm2js calls a function for each rotation, which JavaScript does not have, and a hash is made
 * of them. Two shifts in its place make a ticket a quarter cheaper.
 */
const rotations = {
  name: 'rotations',
  setup(build) {
    build.onLoad({ filter: /engine\.mjs$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /__wasm_rot([lr])_i32\(([$\w]+), (\d+)\)/g,
        (_, to, value, by) => `(${value} << ${to === 'l' ? by : 32 - by} | ${value} >>> ${to === 'l' ? 32 - by : by})`,
      ),
    }));
  },
};

async function bundle(file, exported) {
  await build({
    entryPoints: [here('src/main.js')],
    plugins: [rotations],
    bundle: true,
    minify: true,
    charset: 'ascii',
    legalComments: 'none',
    platform: 'neutral',
    target: 'es2015',
    format: 'iife',
    globalName: 'LibGenerateTestUserSig',
    banner: { js: CONSTANTS },
    footer: { js: `${FUNCTION}\n${exported}` },
    outfile: here(`debug/${file}`),
  });
}

mkdirSync(here('debug'), { recursive: true });
await bundle('GenerateTestUserSig.js', 'module.exports = { genTestUserSig: genTestUserSig };');
await bundle('GenerateTestUserSig-es.js', 'export { genTestUserSig };\nexport default genTestUserSig;');
copyFileSync(here('types/GenerateTestUserSig.d.ts'), here('debug/GenerateTestUserSig.d.ts'));
copyFileSync(here('types/GenerateTestUserSig.d.ts'), here('debug/GenerateTestUserSig-es.d.ts'));
