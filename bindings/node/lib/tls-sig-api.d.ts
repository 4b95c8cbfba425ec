import type { Key } from './common'

/** The application, its keys, and the validity of its tickets. */
export interface SigConfig {
  sdk_appid: number | string
  /** Validity of new tickets in seconds; 180 days by default. */
  expire_after?: number | string
  /** File of the private PEM key, which signs. */
  private_key?: string
  /** File of the public PEM key, which verifies; by default that of the private key. */
  public_key?: string
  /** The private PEM key itself. It wins over the file. */
  private_key_string?: Key
  /** The public PEM key itself. It wins over the file. */
  public_key_string?: Key
}

/**
 * The legacy algorithm under the names of the npm package `tls-sig-api`.
 *
 * It signs any UserID without control characters, of at most 2048 bytes of UTF-8. The methods
 * that sign throw a `UserSigError`, those that verify answer `false` for whatever is wrong.
 *
 * ```js
 * const { Sig } = require('usersig/tls-sig-api')
 *
 * const sig = new Sig({ sdk_appid: 1400001052, private_key: 'ec_key.pem', public_key: 'public.pem' })
 * const usersig = sig.genSig('xiaojun')
 * ```
 */
export declare class Sig {
  constructor(config: SigConfig)
  sdk_appid: number | string
  expire_after: number | string
  /** Not shown when the object is printed. */
  private_key?: Key
  public_key?: Key
  setAppid(appid: number | string): void
  setPrivateKey(private_key: Key): void
  setPublicKey(public_key: Key): void
  /** A ticket that is valid for `expire_after` seconds. */
  genSig(identifier: string | number): string
  /** A ticket with a UserBuf: bytes, or a string for its UTF-8. */
  genSigWithUserbuf(
    identifier: string | number,
    userbuf: Uint8Array | string | readonly number[] | ArrayBuffer,
  ): string
  /** Whether a ticket without a UserBuf is this user's and not expired. `tls-sig-api` takes expired ones. */
  verifySig(sig: string, identifier: string): boolean
  /** The UserBuf of this user's ticket as text; `false` for a ticket without one and an expired one, too. */
  verifySigWithUserbuf(sig: string, identifier: string): string | false
}
