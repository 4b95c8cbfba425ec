'use strict'
// The published packages: their objects, and their own example code with the import changed.

const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname, join } = require('node:path')

// The folder of an installed package.
function folder(name) {
  return dirname(require.resolve(`${name}/package.json`))
}

// Runs JavaScript of a published package whose require of itself gives `ours`. It gets the
// other globals that are named, and what it prints is returned.
function run(name, code, ours, globals = {}) {
  const printed = []
  const own = createRequire(join(folder(name), 'x.js'))
  const replaced = []
  const require = (id) => {
    if (id !== name && !/^\.\.?\/TLS/.test(id)) return own(id)
    replaced.push(id)
    return ours
  }
  const names = ['require', 'console', ...Object.keys(globals)]
  const console = { log: (...texts) => printed.push(texts.join(' ')) }
  new Function(...names, code)(require, console, ...Object.values(globals))
  if (replaced.length !== 1) throw new Error(`${name}: ${replaced.length} imports were changed`)
  return printed
}

// The JavaScript in a published package's README.
function readme(name) {
  const text = readFileSync(join(folder(name), 'README.md'), 'utf8')
  return [...text.matchAll(/```javascript\r?\n([\s\S]*?)```/g)].map(([, code]) => code)
}

// A file of a published package.
function file(name, path) {
  return readFileSync(join(folder(name), path), 'utf8')
}

module.exports = { file, folder, readme, run }
