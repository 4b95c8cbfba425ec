// Uses the installed package from an empty project, as an ES module.

import assert from 'node:assert/strict'

import { Application, UserSigRejection, inspect } from 'usersig'
import { Api } from 'usersig/tls-sig-api-v2'
import legacy from 'usersig/tls-sig-api'

const app = new Application(1400000000, 'secret')
assert.equal(app.verify(app.sign('xiaojun', 60), 'xiaojun').expire, 60)
assert.equal(inspect(new Api(1400000000, 'secret').genUserSig('xiaojun', 60)).userid, 'xiaojun')
assert.throws(() => app.verify('eJ', 'xiaojun'), UserSigRejection)
assert.equal(new legacy.Sig({ sdk_appid: 1 }).verifySig('eJ', 'xiaojun'), false)
