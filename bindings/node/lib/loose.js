'use strict'
// Values as the drop-in faces take them: the published packages write them into texts, so
// that a number and its digits are the same. What is neither stays as it is, and the native
// module says what is wrong with it.

// The number of a text of digits.
function number(value) {
  return typeof value === 'string' && /^[0-9]{1,15}$/.test(value) ? Number(value) : value
}

// The digits of a whole number.
function text(value) {
  return Number.isSafeInteger(value) ? String(value) : value
}

// What Buffer.from takes besides strings and bytes.
function bytes(value) {
  return Array.isArray(value) || value instanceof ArrayBuffer ? Buffer.from(value) : value
}

module.exports = { bytes, number, text }
