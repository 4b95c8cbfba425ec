'use strict'
// The case files that every language reads.

const { readFileSync, readdirSync } = require('node:fs')
const { join } = require('node:path')

const folder = join(__dirname, '../../../vectors')

// All cases of a file, or of a folder of files.
function read(name) {
  const files = name.endsWith('.jsonl')
    ? [name]
    : readdirSync(join(folder, name)).map((file) => join(name, file))
  return files.flatMap((file) => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n')
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
  })
}

// Whether a double holds a number of a case exactly.
const exact = (number) => Number.isSafeInteger(number)

// A key pair of the legacy algorithm, from the published signatures.
function pair(curve = 'prime256v1') {
  const published = read('published/ecdsa-sha256.jsonl')
  const { private_key_pem, public_key_pem } = published.find((item) => item.curve === curve)
  return { private_key_pem, public_key_pem }
}

module.exports = { exact, pair, read }
