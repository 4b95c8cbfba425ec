import type { Algorithm, Key, UserSigError, Verified } from './common'

export * from './common'

/**
 * One application with its keys: signs with the first, verifies with all.
 *
 * Make one when the process starts and keep it. It is never changed, and its keys cannot
 * be read back: printing it shows none of them.
 *
 * ```js
 * const { Application, UserSigRejection } = require('usersig')
 *
 * const app = new Application(1400000000, process.env.USERSIG_KEY)
 * const ticket = app.sign('xiaojun')
 * try {
 *   app.verify(ticket, 'xiaojun')
 * } catch (error) {
 *   if (!(error instanceof UserSigRejection)) throw error
 *   console.log(error.code, error.message)
 * }
 * ```
 */
export declare class Application {
  /**
   * Takes the SDKAppID (1 to 4294967295) and the keys: texts of secret keys as the console
   * shows them, or PEM texts of the legacy algorithm.
   *
   * The first key signs and decides the algorithm of new tickets; a public PEM key in its
   * place, or no key at all, makes an application that only verifies. A key is used byte for
   * byte: strip the line end of a file before. Keys in a `Uint8Array` can be wiped by you
   * after this call, strings cannot.
   *
   * Throws a `UserSigError` for an SDKAppID out of range, and for a key that is empty or an
   * unusable PEM text.
   */
  constructor(sdkappid: number, keys: Key | Array<Key>, options?: ApplicationOptions)
  /** The SDKAppID. */
  get sdkappid(): number
  /** Whether the first key can sign. */
  get canSign(): boolean
  /** The algorithm of new tickets; `null` for an application that only verifies. */
  get algorithm(): Algorithm | null
  /**
   * Eight hexadecimal digits that tell signing keys apart and give nothing away; `null`
   * for an application that only verifies.
   */
  get keyFingerprint(): string | null
  /**
   * Makes a ticket (a UserSig) for a user, valid for `expire` seconds: 180 days by default.
   *
   * ```js
   * app.sign('xiaojun', 86400)
   * app.sign('xiaojun', 86400, { userbuf: Buffer.from('abc') })
   * ```
   *
   * Throws a `UserSigError` for a value that must not be signed, and for an application that
   * only verifies.
   */
  sign(userid: string, expire?: number, options?: SignOptions): string
  /**
   * Makes a PrivateMapKey: a ticket that also says which room the user may enter, and what
   * they may do there. It is valid for `expire` seconds and ends before the year 2106.
   *
   * `room` is a number from 1 to 4294967294 for a numeric room, or a string of 1 to 64 bytes
   * for a string room: `10000` and `'10000'` are different rooms. `privileges` is a mask from
   * 0 to 255 of `Privilege`.
   *
   * ```js
   * app.signPrivateMapKey('xiaojun', 21600, 10000, Privilege.Enter | Privilege.ReceiveAudio)
   * ```
   *
   * Throws a `UserSigError` as `sign` does, and for a room or privileges that are none.
   */
  signPrivateMapKey(userid: string, expire: number, room: number | string, privileges: number, options?: TimeOptions): string
  /**
   * Verifies a ticket of this user and returns what it says.
   *
   * The UserID may be any text without control characters, whatever form is signed. By
   * default any UserBuf is taken; `options` asks for one, for none, or for a room.
   *
   * ```js
   * const { expiresAt } = app.verify(ticket, 'xiaojun')
   * app.verify(privateMapKey, 'xiaojun', { room: 10000, privileges: Privilege.SendAudio })
   * ```
   *
   * Throws a `UserSigRejection` for a ticket that is turned away, and another `UserSigError`
   * for a request that cannot be made.
   */
  verify(ticket: string, userid: string, options?: VerifyOptions): Verified
  /**
   * Makes tickets for many users in one call, all of the same time and validity: at most
   * 1000000 users, 180 days by default.
   *
   * A UserID that must not be signed has its `UserSigError` in the place of a ticket; the
   * others get theirs.
   *
   * ```js
   * app.signMany(['xiaojun', 'xiaohong'], 86400)
   * ```
   *
   * Throws a `UserSigError` for what concerns every row: the validity, the time, a key that
   * cannot sign.
   */
  signMany(userids: Array<string>, expire?: number, options?: TimeOptions): Array<string | UserSigError>
  /**
   * Verifies many tickets at one moment, each for its own user: at most 1000000 rows of a
   * ticket and its UserID.
   *
   * A ticket that is turned away has its `UserSigRejection` in the place of what it says, and
   * a row that cannot be asked for its `UserSigError`.
   *
   * ```js
   * app.verifyMany([[ticket, 'xiaojun'], [otherTicket, 'xiaohong']])
   * ```
   *
   * Throws a `UserSigError` for what concerns every row: the options.
   */
  verifyMany(rows: Array<[ticket: string, userid: string]>, options?: VerifyOptions): Array<Verified | UserSigError>
}

/** What an `Application` signs and accepts. */
export interface ApplicationOptions {
  /**
   * UserIDs that are signed: the documented ones (`A-Z a-z 0-9 _ -`, at most 32 bytes;
   * the default), printable ASCII, or any UTF-8 without control characters. The wider
   * forms have at most 2048 bytes. Verifying takes the widest form always.
   */
  useridForm?: 'documented' | 'ascii' | 'utf8'
  /**
   * How tickets are written: `compact`, the shortest (the default), or `stored`, which
   * is longer and costs every reader least.
   */
  encoding?: 'compact' | 'stored'
  /** Seconds: a ticket that was signed further ahead of now is rejected. No bound by default. */
  maxClockSkew?: number
  /** Seconds: a ticket that is valid for longer is rejected. No bound by default. */
  longestValidity?: number
  /** Seconds east of UTC in which the local time of the oldest legacy tickets is read; 0 by default. */
  legacyUtcOffset?: number
}

/** One thing that is wrong, or odd, with a ticket or with what it is checked against. */
export interface Cause {
  /** A stable name, for example `key-white-space`. */
  id: string
  /** How much it matters. */
  severity: 'fatal' | 'warning' | 'note'
  /** What was found. */
  text: string
  /** What to do about it. */
  advice: string
}

/** What a ticket claims. It is not verified: anybody can write a ticket. */
export interface Claims {
  /** Always false: to know, verify the ticket with a key. */
  verified: false
  /** The algorithm of the signature. */
  algorithm: Algorithm
  /** The application that the ticket names. */
  sdkappid: number
  /** The user that the ticket names. */
  userid: string
  /** Time of signing, Unix seconds. */
  time: number
  /** Validity, seconds. */
  expire: number
  /** The last second of validity, Unix seconds. */
  expiresAt: number
  /** The bytes that the ticket carries. */
  userbuf: Buffer | null
  /** The room if the UserBuf is a PrivateMapKey: a number or a string. */
  room: number | string | null
  /** The names of the PrivateMapKey's privileges; bits without a name are one number. */
  privileges: Array<string> | null
  /** The last second of the PrivateMapKey itself, Unix seconds. */
  roomExpiresAt: number | null
  /** The signature. */
  signature: Buffer
  /** The JSON text inside the ticket. */
  json: string
}

/**
 * Explains why a ticket is rejected and what to do about it.
 *
 * It takes its time: it is for people, not for the path of every request.
 *
 * ```js
 * const { causes } = diagnose(ticket, { sdkappid: 1400000000, userid: 'xiaojun', keys: key })
 * for (const { text, advice } of causes) console.log(`${text}: ${advice}`)
 * ```
 *
 * Throws a `UserSigError` for a value of the wrong type or out of range.
 */
export declare function diagnose(ticket: string, symptoms?: Symptoms): Diagnosis

/** How a verifier turns a ticket away. */
export interface DiagnosedRejection {
  /** Tencent's code, 70001 to 70016. */
  code: number
  /** The reason in one sentence. */
  reason: string
}

/** Why a ticket is rejected, for a person. */
export interface Diagnosis {
  /** How a verifier turns the ticket away; `null` if it takes it, as far as is known. */
  rejection: DiagnosedRejection | null
  /** What was found, the most likely first. */
  causes: Array<Cause>
  /** The ticket with its damage undone, if that was possible. */
  repaired: string | null
  /** What the ticket claims, if it can be read. */
  unverified: Claims | null
}

/**
 * Reads what a ticket claims, without a key. It verifies nothing.
 *
 * ```js
 * inspect(ticket).userid
 * ```
 *
 * Throws a `UserSigRejection` for a ticket that cannot be read.
 */
export declare function inspect(ticket: string): Claims

/** What a user may do in a room. Join them with `|` into the mask of a PrivateMapKey. */
export declare enum Privilege {
  /** Create the room. */
  CreateRoom = 1,
  /** Enter the room. */
  Enter = 2,
  /** Send audio. */
  SendAudio = 4,
  /** Receive audio. */
  ReceiveAudio = 8,
  /** Send video. */
  SendVideo = 16,
  /** Receive video. */
  ReceiveVideo = 32,
  /** Send substream (screen share) video. */
  SendSubstream = 64,
  /** Receive substream video. */
  ReceiveSubstream = 128,
  /** Enter and receive audio and video. */
  Audience = 42,
  /** Everything. */
  All = 255,
}

/** What a ticket carries besides its user, and when it is signed. */
export interface SignOptions {
  /**
   * The UserBuf, at most 8192 bytes; a string stands for its UTF-8. An empty one is signed
   * and written, `null` and `undefined` are not.
   */
  userbuf?: Uint8Array | string | null
  /** The moment of signing, as in `TimeOptions`. */
  now?: number | Date
}

/** What is known about a rejected ticket. More finds more. */
export interface Symptoms {
  /** The application that it should be for. */
  sdkappid?: number
  /** The user that it should be for. */
  userid?: string
  /** The application's keys as they are configured, damage and all. */
  keys?: Key | Array<Key>
  /** Other applications that may have been mixed up with it. */
  others?: Array<[sdkappid: number, key: Key]>
  /** The moment of the rejection, as in `TimeOptions`. */
  now?: number | Date
}

/** The moment of a call. */
export interface TimeOptions {
  /**
   * Unix seconds, or a `Date`, whose fraction of a second is dropped; the system clock by
   * default. `Date.now()` does not fit: it counts milliseconds.
   */
  now?: number | Date
}

/** What a request expects of a ticket besides its user, and when. */
export interface VerifyOptions {
  /**
   * Exactly these bytes as the UserBuf (a string stands for its UTF-8), or `null` for a
   * ticket that has none. By default any UserBuf, or none, is taken. Not together with `room`.
   */
  userbuf?: Uint8Array | string | null
  /**
   * The ticket is a PrivateMapKey of this user for this room, and its own time is not over:
   * a number for a numeric room, a string for a string room.
   */
  room?: number | string
  /** With `room`: the ticket grants at least these privileges, a mask from 0 to 255. */
  privileges?: number
  /** The moment of verifying, as in `TimeOptions`. */
  now?: number | Date
}
