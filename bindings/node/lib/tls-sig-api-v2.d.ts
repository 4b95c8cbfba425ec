import type { Key } from './common'

/**
 * The current algorithm under the names of the npm package `tls-sig-api-v2`.
 *
 * It signs any UserID without control characters, of at most 2048 bytes of UTF-8. Numbers may
 * be texts of digits, too. Every method throws a `UserSigError` for a value that must not be
 * signed; the constructor checks nothing.
 *
 * ```js
 * const { Api } = require('usersig/tls-sig-api-v2')
 *
 * const api = new Api(1400000000, '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e')
 * const sig = api.genUserSig('xiaojun', 86400 * 180)
 * ```
 */
export declare class Api {
  constructor(sdkappid: number | string, key: Key)
  sdkappid: number | string
  /** Not shown when the object is printed. */
  key: Key
  /** A UserSig that is valid for `expire` seconds, with a UserBuf if there is one. */
  genSig(userid: string | number, expire: number | string, userBuf?: UserBuf | null): string
  /** A UserSig that is valid for `expire` seconds. */
  genUserSig(userid: string | number, expire: number | string): string
  /** A PrivateMapKey for a numeric room. `privilegeMap` is a mask from 0 to 255. */
  genPrivateMapKey(
    userid: string | number,
    expire: number | string,
    roomid: number | string,
    privilegeMap: number | string,
  ): string
  /** A PrivateMapKey for a string room. `privilegeMap` is a mask from 0 to 255. */
  genPrivateMapKeyWithStringRoomID(
    userid: string | number,
    expire: number | string,
    roomstr: string | number,
    privilegeMap: number | string,
  ): string
  /** `genSig` by another name. */
  GenSig: Api['genSig']
  /** `genSig` by another name. */
  gen_sig: Api['genSig']
  /** The UserBuf of a PrivateMapKey alone; `dwAccountType` is ignored and written as 0. */
  _genUserbuf(
    account: string | number,
    dwAuthID: number | string,
    dwExpTime: number | string,
    dwPrivilegeMap: number | string,
    dwAccountType: number,
    roomstr?: string | number | null,
  ): Buffer
}

/** What `Buffer.from` takes: bytes, or a string for its UTF-8. */
export type UserBuf = Uint8Array | string | readonly number[] | ArrayBuffer
