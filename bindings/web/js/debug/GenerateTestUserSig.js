// Debug only: whoever has this file has the secret key. Make tickets on a server before you publish.
// Load lib-generate-test-usersig.min.js before this file.

/** The application's number, from its page in the console. */
var SDKAPPID = 0;

/** The application's secret key, from its page in the console. */
var SECRETKEY = '';

/** Seconds that a ticket is valid for. */
var EXPIRETIME = 604800;

/** genTestUserSig(userID) returns { userSig, sdkAppId, … }. */
var genTestUserSig = LibGenerateTestUserSig.generator({
  SDKAPPID: SDKAPPID,
  SECRETKEY: SECRETKEY,
  EXPIRETIME: EXPIRETIME,
});
