'use strict'
// The names of the npm package tls-sig-api-v2, over the same engine as the rest.

const native = require('./native')
const { bytes, number, text } = require('./loose')

// Keys and prepared applications stand apart from the objects, which print no secret.
const keys = new WeakMap()
const applications = new WeakMap()

function Api(sdkappid, key) {
  this.sdkappid = sdkappid
  this.key = key
}

Object.defineProperty(Api.prototype, 'key', {
  get() {
    return keys.get(this)
  },
  set(key) {
    keys.set(this, key)
  },
})

Api.prototype.genSig = function (userid, expire, userBuf) {
  const options = userBuf == null ? undefined : { userbuf: bytes(userBuf) }
  return application(this).sign(text(userid), validity(expire), options)
}

Api.prototype.genUserSig = function (userid, expire) {
  return this.genSig(userid, expire, null)
}

Api.prototype.genPrivateMapKey = function (userid, expire, roomid, privilegeMap) {
  return application(this).signPrivateMapKey(
    text(userid),
    validity(expire),
    numeric(roomid),
    number(privilegeMap),
  )
}

Api.prototype.genPrivateMapKeyWithStringRoomID = function (userid, expire, roomstr, privilegeMap) {
  return application(this).signPrivateMapKey(
    text(userid),
    validity(expire),
    named(roomstr),
    number(privilegeMap),
  )
}

// The bytes of a PrivateMapKey, as a UserBuf for genSig. The account type is always 0.
Api.prototype._genUserbuf = function (account, dwAuthID, dwExpTime, dwPrivilegeMap, dwAccountType, roomstr) {
  return native.privateMapKey(
    number(this.sdkappid),
    text(account),
    validity(dwExpTime),
    roomstr == null ? numeric(dwAuthID) : named(roomstr),
    number(dwPrivilegeMap),
  )
}

// What the product documents call genSig in other places.
Api.prototype.GenSig = Api.prototype.genSig
Api.prototype.gen_sig = Api.prototype.genSig

// Both members may be set at any time, as in the published package.
function application(api) {
  const { sdkappid, key } = api
  const known = applications.get(api)
  if (known !== undefined && known.sdkappid === sdkappid && known.key === key) return known.application
  const made = native.currentApplication(number(sdkappid), key)
  applications.set(api, { sdkappid, key, application: made })
  return made
}

// Left out, it has no default here.
function validity(expire) {
  return number(expire ?? NaN)
}

// The call names the kind of room, not the type of its value: NaN is no room of either kind.
function numeric(roomid) {
  const room = number(roomid)
  return typeof room === 'string' ? NaN : room
}

function named(roomstr) {
  const room = text(roomstr)
  return typeof room === 'number' ? NaN : room
}

exports.Api = Api
