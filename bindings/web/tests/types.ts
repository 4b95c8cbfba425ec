// Compiled by `tsc --strict`, never run: what the types allow, and what they refuse.
import { Application, UserSigError, type Verified, inspect } from 'usersig-web';
import { type Diagnosis, diagnose } from 'usersig-web/diagnose';
import * as legacy from 'usersig-web/legacy';
import LibGenerateTestUserSig = require('usersig-web/debug');

const app = new Application(1400000000, ['new', new Uint8Array(4)], { useridForm: 'utf8', maxClockSkew: 60n });
const ticket: string = app.sign('xiaojun', 86400, { userbuf: null, now: new Date() });
const verified: Verified = app.verify(ticket, 'xiaojun', { room: 'r', privileges: 42 });
const room: string | number | null = verified.room;
const rows: (string | UserSigError)[] = app.signMany(['a', 'b']);
const diagnosis: Diagnosis = diagnose(ticket, { keys: ['k'], others: [[1, 'k']] });
const same: Diagnosis = legacy.diagnose(new legacy.Application(1, 'k').sign('u'));
const claimed: string = inspect(ticket).userid;
const { userSig, sdkAppId } = LibGenerateTestUserSig.generator()({ userID: 'u', SDKAppID: 1, SecretKey: 'k' });
const test: string = new LibGenerateTestUserSig(1400000000, 'k', 604800).genTestUserSig('u');
export const used: unknown[] = [room, rows, diagnosis, same, claimed, userSig, sdkAppId, test];

// @ts-expect-error a UserID is text
app.sign(7);
// @ts-expect-error a room ticket names its privileges
app.signPrivateMapKey('a', 60, 1);
// @ts-expect-error there is no such form
new Application(1, 'k', { useridForm: 'any' });
