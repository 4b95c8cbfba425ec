/// <reference types="node" />

/** The secret key as the console shows it, or a PEM text of the legacy algorithm. */
export type Key = string | Uint8Array

/** HMAC-SHA256 is the current algorithm, ECDSA-SHA256 the legacy one. */
export type Algorithm = 'hmac-sha256' | 'ecdsa-sha256'

/**
 * What kind of error it is, for a program to tell errors apart. Those from `empty` on are
 * kinds of a `UserSigRejection`.
 */
export type ErrorKind =
  | 'invalid_userid'
  | 'invalid_sdkappid'
  | 'invalid_key'
  | 'invalid_expire'
  | 'invalid_time'
  | 'invalid_userbuf'
  | 'invalid_room'
  | 'invalid_privileges'
  | 'invalid_ticket'
  | 'invalid_argument'
  | 'buffer_too_small'
  | 'signing_failed'
  | 'clock'
  | 'internal'
  | 'empty'
  | 'undecodable'
  | 'malformed'
  | 'mismatch_sdkappid'
  | 'mismatch_userid'
  | 'expired'
  | 'room_expired'
  | 'from_the_future'
  | 'valid_for_too_long'
  | 'unexpected_userbuf'
  | 'missing_userbuf'
  | 'mismatch_userbuf'
  | 'mismatch_room'
  | 'no_key'
  | 'mismatch_signature'
  | 'mismatch_account'

/**
 * A call that has no result. The message says what is wrong and what to do next; it holds
 * neither keys nor the ticket's text.
 */
export declare class UserSigError extends Error {
  protected constructor()
  /**
   * Tencent's code: 70001 to 70016 for a rejection, -3317 SDKAppID, -3318 room, -3319 UserID,
   * -3320 ticket, 6017 for another parameter; 1 for a defect of this package.
   */
  readonly code: number
  /** The kind, a stable name. */
  readonly kind: ErrorKind
  /** What to do next. */
  readonly hint: string
  /** The code of the older C interface, 1 to 17. */
  readonly cCode: number
  /** The code that the TRTC SDK reports for a rejected ticket; `null` for a wrong request. */
  readonly trtcCode: number | null
}

/** A ticket that was turned away, in contrast to a request that cannot be made. */
export declare class UserSigRejection extends UserSigError {}

/** What a verified ticket says. */
export interface Verified {
  /** The algorithm of the signature. */
  algorithm: Algorithm
  /** The application that the ticket is for. */
  sdkappid: number
  /** The user that the ticket is for. */
  userid: string
  /** Time of signing, Unix seconds. */
  time: number
  /** Validity, seconds. */
  expire: number
  /** The last second at which the ticket is valid, Unix seconds. */
  expiresAt: number
  /** The bytes that the ticket carries; an empty UserBuf is not the same as none. */
  userbuf: Buffer | null
  /**
   * The room if the UserBuf is a PrivateMapKey: a number for a numeric room, a string for a
   * string room. It was compared only if `options.room` asked for it.
   */
  room: number | string | null
  /** The privileges of the PrivateMapKey. */
  privileges: number | null
  /** The last second of the PrivateMapKey itself, Unix seconds. Only `options.room` checks it. */
  roomExpiresAt: number | null
  /** Which key of the application made the signature, counted from 0. */
  keyIndex: number
}
