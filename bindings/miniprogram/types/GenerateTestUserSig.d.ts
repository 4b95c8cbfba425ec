/** What is passed replaces the constants of the file, also for later calls. */
export function genTestUserSig(userID: string | number, SDKAPPID?: number | string, SECRETKEY?: string): TestUserSig;
export function genTestUserSig(options: TestUserSigOptions): TestUserSig & { SecretKey: string };

/** Names are taken in any letter case: `SDKAppID`, `sdkAppId`, `SDKAPPID`. */
export interface TestUserSigOptions {
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

export interface TestUserSig {
  userID: string | number;
  SDKAppID: number;
  sdkAppID: number;
  sdkAppId: number;
  userSig: string;
}
