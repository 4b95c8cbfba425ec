'use strict'
// The loader finds the native module where it may be, and names the platform it lacks.

const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { basename, join } = require('node:path')
const { test } = require('node:test')

const lib = join(__dirname, '../lib')
const module_ = readdirSync(lib).find((name) => name.endsWith('.node'))
const platform = basename(module_, '.node').replace('usersig.', '')

// A copy of the package without its native module, in a folder that is removed at the end.
function bare(t) {
  const root = mkdtempSync(join(tmpdir(), 'usersig-'))
  t.after(() => rmSync(root, { recursive: true }))
  cpSync(lib, join(root, 'lib'), { recursive: true })
  renameSync(join(root, 'lib', module_), join(root, module_))
  return root
}

function load(root, before = '') {
  const code = `${before}; process.stdout.write(String(new (require('./lib')).Application(7, 'k').sdkappid))`
  return spawnSync(process.execPath, ['-e', code], { cwd: root, encoding: 'utf8' })
}

test('a package of the platform beside it is found', (t) => {
  const root = bare(t)
  const beside = join(root, 'node_modules', `usersig-${platform}`)
  mkdirSync(beside, { recursive: true })
  renameSync(join(root, module_), join(beside, module_))
  writeFileSync(join(beside, 'package.json'), JSON.stringify({ name: `usersig-${platform}`, main: module_ }))
  assert.equal(load(root).stdout, '7')
})

test('a missing platform is named, with what to do', (t) => {
  const here = load(bare(t))
  assert.equal(here.status, 1)
  assert.match(
    here.stderr,
    new RegExp(`no native module for ${platform} .*Install the package usersig-${platform}`),
  )
  for (const [name, value, wanted] of [
    ['arch', 'riscv64', 'linux-riscv64-gnu'],
    ['platform', 'win32', `win32-${process.arch}-msvc`],
    ['platform', 'darwin', `darwin-${process.arch}`],
  ]) {
    const set = `Object.defineProperty(process, '${name}', { value: '${value}' })`
    assert.match(load(join(__dirname, '..'), set).stderr, new RegExp(`no native module for ${wanted} `))
  }
  const musl = 'process.report.getReport = () => ({ header: {} })'
  assert.match(load(join(__dirname, '..'), musl).stderr, /no native module for linux-\w+-musl /)
})

test('a module that cannot be loaded says why', (t) => {
  const root = bare(t)
  writeFileSync(join(root, 'lib', module_), 'no module')
  const { stderr } = load(root)
  assert.match(stderr, /no native module for .*(too short|invalid ELF)/)
  assert.match(stderr, /cause/)
})
