'use strict'
// The examples of the README run as they stand.

const assert = require('node:assert/strict')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { test } = require('node:test')

const text = readFileSync(join(__dirname, '../README.md'), 'utf8')
const examples = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code)

test('the examples of the README run', () => {
  assert.equal(examples.length, 5)
  process.env.USERSIG_KEY = 'secret'
  const printed = examples.map((code) => {
    const lines = []
    new Function('require', 'console', code)(require, { log: (...line) => lines.push(line.join(' ')) })
    return lines
  })
  assert.match(printed[0][0], /^[A-Za-z0-9*_-]+$/)
  assert.match(printed[2][0], /^valid until /)
  assert.match(printed[3][0], /line feed|white space|line end/)
})
