/**
 * A key: the text of a secret key, or a PEM text of the legacy algorithm; or its bytes.
 * Only `usersig-web/legacy` takes PEM texts.
 */
export type Key = string | Uint8Array;

/** HMAC-SHA256 is the current algorithm, ECDSA-SHA256 the legacy one. */
export type Algorithm = 'hmac-sha256' | 'ecdsa-sha256';

/** A whole number: up to 2^53 as a number, up to 63 bits as a bigint. */
export type Whole = number | bigint;

/** A number for a numeric room (1 to 4294967294), a text for a string room (1 to 64 bytes). */
export type Room = number | string;

export interface ApplicationOptions {
  /** UserIDs that are signed: 32 bytes of `A-Z a-z 0-9 _ -` (the default), printable ASCII, or any without control characters. */
  useridForm?: 'documented' | 'ascii' | 'utf8';
  /** The shortest tickets (the default), or tickets without compression. */
  encoding?: 'compact' | 'stored';
  /** Reject tickets that were signed more than these seconds ahead of now. */
  maxClockSkew?: Whole;
  /** Reject tickets that are valid for more than these seconds. */
  longestValidity?: Whole;
  /** Seconds east of UTC in which the oldest legacy tickets wrote their time; 0 by default. */
  legacyUtcOffset?: number;
}

export interface TimeOptions {
  /** Unix seconds, or a date; the system's clock by default. */
  now?: Whole | Date | null;
}

export interface SignOptions extends TimeOptions {
  /** Bytes that the ticket carries, at most 8192. Empty ones are not the same as none. */
  userbuf?: Uint8Array | null;
}

export interface VerifyOptions extends TimeOptions {
  /** The UserBuf that the ticket must carry; `null` for none; any when left out. */
  userbuf?: Uint8Array | null;
  /** The ticket must be a PrivateMapKey of this user for this room. */
  room?: Room | null;
  /** With `room`: a mask of privileges, all of which the ticket must grant; 0 by default. */
  privileges?: number;
}

/** What a verified ticket says. Times are Unix seconds, rounded above 2^53. */
export interface Verified {
  algorithm: Algorithm;
  sdkappid: number;
  userid: string;
  time: number;
  expire: number;
  /** The last second at which the ticket is valid. */
  expiresAt: number;
  /** Which key made the signature, counted from 0. */
  keyIndex: number;
  userbuf: Uint8Array | null;
  /** `null`, as the two below, when the UserBuf is no PrivateMapKey. */
  room: Room | null;
  /** A mask. */
  privileges: number | null;
  roomExpiresAt: number | null;
}

/** What a ticket claims. Anybody can write a ticket that says anything. */
export interface Claims {
  verified: false;
  algorithm: Algorithm;
  sdkappid: number;
  userid: string;
  time: number;
  expire: number;
  expiresAt: number;
  userbuf: Uint8Array | null;
  room: Room | null;
  /** Their names. */
  privileges: string[] | null;
  roomExpiresAt: number | null;
  signature: Uint8Array;
  /** The ticket's JSON text. */
  json: string;
}

/**
 * One application with its keys: signs with the first, verifies with all.
 *
 * ```js
 * const app = new Application(1400000000, 'secret');
 * const ticket = app.sign('xiaojun', 86400);
 * app.verify(ticket, 'xiaojun').expire; // 86400
 * ```
 *
 * Every method throws a {@link UserSigError}. An application is forgotten, and its keys
 * are wiped, when nobody holds it any more, or at once by {@link Application.free}.
 */
export class Application {
  /**
   * @param sdkappid 1 to 4294967295.
   * @param keys One key or several; a secret key is used byte for byte. A public PEM key
   *   in the first place makes an application that verifies only.
   */
  constructor(sdkappid: Whole, keys: Key | readonly Key[], options?: ApplicationOptions);

  readonly sdkappid: number;
  /** Whether the first key can sign. */
  readonly canSign: boolean;
  /** The algorithm of new tickets; `null` for an application that verifies only. */
  readonly algorithm: Algorithm | null;
  /** Eight digits that tell signing keys apart and give nothing away. */
  readonly keyFingerprint: string | null;

  /**
   * A ticket for this user.
   *
   * @param expire Seconds of validity; 180 days by default.
   */
  sign(userid: string, expire?: Whole | null, options?: SignOptions): string;

  /**
   * A PrivateMapKey: a ticket that also says which room the user may enter, and with
   * which privileges.
   *
   * @param privileges A mask of 0 to 255; 255 is all of them.
   */
  signPrivateMapKey(userid: string, expire: Whole, room: Room, privileges: number, options?: TimeOptions): string;

  /** Tickets for many users; a UserID that must not be signed has its error in its place. */
  signMany(userids: readonly string[], expire?: Whole | null, options?: TimeOptions): (string | UserSigError)[];

  /** Verifies a ticket of this user. One that is turned away is thrown as a {@link UserSigRejection}. */
  verify(ticket: string | Uint8Array, userid: string, options?: VerifyOptions): Verified;

  /** Verifies many tickets; one that is turned away has its error in its place. */
  verifyMany(
    rows: readonly [ticket: string | Uint8Array, userid: string][],
    options?: VerifyOptions,
  ): (Verified | UserSigError)[];

  /** Forgets the application and wipes its keys. It cannot be used after that. */
  free(): void;
}

/** What a ticket claims, without a key. Nothing of it is verified. */
export function inspect(ticket: string | Uint8Array): Claims;

/** A call that has no result. */
export class UserSigError extends Error {
  protected constructor();
  /** A stable name, for example `invalid_userid` or `expired`. */
  readonly kind: string;
  /** Tencent's code, for example 70001. */
  readonly code: number;
  /** The code of the older C interface, 1 to 17. */
  readonly cCode: number;
  /** The code that the TRTC SDK reports for a rejected ticket; `null` for a wrong request. */
  readonly trtcCode: number | null;
  /** What to do next. */
  readonly hint: string;
}

/** A ticket that was turned away. */
export class UserSigRejection extends UserSigError {}
