'use strict'
// Uses the installed package from an empty project, as a CommonJS module.

const assert = require('node:assert/strict')

const { Application, UserSigRejection } = require('usersig')
const { Api } = require('usersig/tls-sig-api-v2')
const { Sig } = require('usersig/tls-sig-api')

const app = new Application(1400000000, 'secret')
assert.equal(app.verify(app.sign('xiaojun', 60), 'xiaojun').expire, 60)
assert.equal(app.verify(new Api(1400000000, 'secret').genUserSig('xiaojun', 60), 'xiaojun').expire, 60)
assert.throws(() => app.verify('eJ', 'xiaojun'), UserSigRejection)
assert.throws(() => new Sig({ sdk_appid: 1 }).genSig('xiaojun'), { kind: 'invalid_key' })
