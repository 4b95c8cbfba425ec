// The types of ES modules: compiled by tsc --strict, never run.

import { Application, Privilege, UserSigError, UserSigRejection, diagnose, inspect } from 'usersig'
import type { Algorithm, Claims, Diagnosis, ErrorKind, Key, SignOptions, Verified } from 'usersig'
import { Api } from 'usersig/tls-sig-api-v2'
import current from 'usersig/tls-sig-api-v2'
import { Sig } from 'usersig/tls-sig-api'

const key: Key = Buffer.from('k')
const app: Application = new Application(1, [key, 'k'], {
  useridForm: 'utf8',
  encoding: 'stored',
  maxClockSkew: 1,
})
const options: SignOptions = { userbuf: new Uint8Array(1), now: new Date() }
const ticket: string = app.sign('xiaojun', 60, options)
const room: string = app.signPrivateMapKey('xiaojun', 60, 'lobby', Privilege.Enter | Privilege.SendAudio, {
  now: 1,
})
const verified: Verified = app.verify(ticket, 'xiaojun', { room: 1, privileges: Privilege.All })
const bytes: Buffer | null = verified.userbuf
const name: number | string | null = verified.room
const algorithm: Algorithm | null = app.algorithm
for (const row of app.signMany(['xiaojun'], 60)) {
  if (row instanceof UserSigError) {
    const kind: ErrorKind = row.kind
    const codes: [number, number, number | null, string] = [row.code, row.cCode, row.trtcCode, row.hint]
    void [kind, codes]
  } else {
    row.slice(1)
  }
}
for (const row of app.verifyMany([[ticket, 'xiaojun']])) {
  if (!(row instanceof UserSigRejection || row instanceof UserSigError)) row.expiresAt.toFixed()
}
const claims: Claims = inspect(room)
const diagnosis: Diagnosis = diagnose(ticket, { keys: key, others: [[2, 'k']] })
const never: false = claims.verified
const advice: string | undefined = diagnosis.causes[0]?.advice
void [bytes, name, algorithm, never, advice]

const legacy: string | false = new Sig({ sdk_appid: 1 }).verifySigWithUserbuf(ticket, 'xiaojun')
const drop: string =
  new Api(1, 'k').genSig('xiaojun', 60, 'userbuf') + new current.Api('1', 'k').gen_sig(1, '60')
void [legacy, drop]

// @ts-expect-error: a UserID is a string
app.sign(1)
// @ts-expect-error: the validity of a room key has no default
app.signPrivateMapKey('xiaojun')
// @ts-expect-error: an unknown option
app.sign('xiaojun', 60, { usrbuf: 'abc' })
// @ts-expect-error: an unknown form
new Application(1, 'k', { useridForm: 'any' })
// @ts-expect-error: only the module makes errors
new UserSigError()
// @ts-expect-error: an application does not change
app.sdkappid = 2
