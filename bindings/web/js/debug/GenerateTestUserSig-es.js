// Debug only: whoever has this file has the secret key. Make tickets on a server before you publish.
import LibGenerateTestUserSig from './lib-generate-test-usersig-es.min.js';

/** The application's number, from its page in the console. */
const SDKAPPID = 0;

/** The application's secret key, from its page in the console. */
const SECRETKEY = '';

/** Seconds that a ticket is valid for. */
const EXPIRETIME = 604800;

/** genTestUserSig(userID) or genTestUserSig({ userID, SDKAppID, SecretKey }) returns { userSig, SDKAppID, … }. */
export const genTestUserSig = LibGenerateTestUserSig.generator({ SDKAPPID, SECRETKEY, EXPIRETIME });

export default genTestUserSig;
