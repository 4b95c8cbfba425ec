// Runs in an empty project in which the package is installed.
const assert = require('node:assert/strict');

console.warn = () => {};
const { genTestUserSig } = require('usersig-miniprogram');
const { sdkAppID, userSig } = genTestUserSig('user_1', 1400000000, 'secret');
assert.equal(sdkAppID, 1400000000);
assert.match(userSig, /^eJ[A-Za-z0-9*_-]{150,}$/);
