// The types of CommonJS modules: compiled by tsc --strict, never run.

import usersig = require('usersig')
import current = require('usersig/tls-sig-api-v2')
import legacy = require('usersig/tls-sig-api')

const app: usersig.Application = new usersig.Application(1, 'k')
const ticket: string = app.sign('xiaojun')
const error: usersig.UserSigError | null = null as usersig.UserSigRejection | null
const api: current.Api = new current.Api(1, 'k')
const sig: legacy.Sig = new legacy.Sig({ sdk_appid: '1', private_key_string: 'k' })
const config: legacy.SigConfig = { sdk_appid: 1, expire_after: 60 }
const valid: boolean = sig.verifySig(api.genUserSig('xiaojun', 60), 'xiaojun')
void [ticket, error, config, valid]

// @ts-expect-error: a ticket is a text
sig.verifySig(1, 'xiaojun')
