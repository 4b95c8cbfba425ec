/**
 * Debug only: makes tickets inside an app, which puts the secret key into it. Make
 * tickets on a server before you publish.
 */
declare class LibGenerateTestUserSig {
  /**
   * @param SDKAPPID 1 to 4294967295, as a number or its digits.
   * @param SECRETKEY The text of the secret key, as the console shows it.
   * @param EXPIRETIME Seconds of validity; 7 days when left out.
   */
  constructor(SDKAPPID: number | string, SECRETKEY: string, EXPIRETIME?: number | string);

  /** A ticket for this user. Any UserID without control characters is signed. */
  genTestUserSig(userID: string | number): string;

  /** The function `genTestUserSig` of the demos, with their constants. */
  static generator(constants?: {
    SDKAPPID?: number | string;
    SECRETKEY?: string;
    EXPIRETIME?: number | string;
  }): GenTestUserSig;
}

declare namespace LibGenerateTestUserSig {
  export { GenTestUserSig, TestUserSig, TestUserSigOptions };
}

/** What is passed replaces the constants, also for later calls. */
interface GenTestUserSig {
  (userID: string | number, SDKAPPID?: number | string, SECRETKEY?: string): TestUserSig;
  (options: TestUserSigOptions): TestUserSig & { SecretKey: string };
}

/** Names are taken in any letter case: `SDKAppID`, `sdkAppId`, `SDKAPPID`. */
interface TestUserSigOptions {
  userID?: string | number;
  userId?: string | number;
  SDKAppID?: number | string;
  sdkAppId?: number | string;
  sdkAppID?: number | string;
  SecretKey?: string;
  secretKey?: string;
  sdkSecretKey?: string;
  SDKSecretKey?: string;
  expireTime?: number | string;
}

interface TestUserSig {
  userID: string | number;
  SDKAppID: number;
  sdkAppID: number;
  sdkAppId: number;
  userSig: string;
}

export = LibGenerateTestUserSig;
