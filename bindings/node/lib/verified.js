'use strict'
// What a verified ticket says, as an object. The native module calls this once with all members, which
// costs it less than setting each of them.

module.exports = function verified(
  algorithm,
  sdkappid,
  userid,
  time,
  expire,
  expiresAt,
  userbuf,
  room,
  privileges,
  roomExpiresAt,
  keyIndex,
) {
  return {
    algorithm,
    sdkappid,
    userid,
    time,
    expire,
    expiresAt,
    userbuf,
    room,
    privileges,
    roomExpiresAt,
    keyIndex,
  }
}
