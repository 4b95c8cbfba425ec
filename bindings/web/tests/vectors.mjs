// Runs the project's vectors through a package; the same code in Node and in the browser.

/**
 * Runs all lines of all files; answers counts, and the titles of the cases that fail. A
 * package without the legacy algorithm refuses every case with a PEM key: `refused` of them.
 */
export function run(usersig, files, legacy) {
  const result = { cases: 0, refused: 0, failures: [] };
  for (const [file, text] of Object.entries(files)) {
    const check = checks[file.split('/')[0].replace('.jsonl', '')];
    for (const line of text.split('\n').filter((line) => line !== '')) {
      const item = parse(line);
      result.cases += 1;
      const found = attempt(() => check(usersig, item));
      if (!legacy && hasPem(item)) {
        result.refused += 1;
        if (found.pemRefused || item.expect?.error || item.expect?.refused) continue;
      }
      if (found !== true) result.failures.push(`${item.title ?? item.id}: ${JSON.stringify(found)}`);
    }
  }
  return result;
}

const checks = {
  verify: (usersig, item) => same(verify(usersig, item), rounded(item.expect)),
  keys: checkKey,
  sign: checkSigned,
  published: checkPublished,
};

function verify({ Application, UserSigError, UserSigRejection }, { request, keys, policy = {}, ticket, now }) {
  try {
    const app = new Application(request.sdkappid, keys.map(keyText), {
      maxClockSkew: policy.max_clock_skew,
      longestValidity: policy.longest_validity,
      legacyUtcOffset: policy.legacy_utc_offset,
    });
    const { privileges } = policy;
    const expected = { now, room: policy.room && room(policy.room), privileges };
    if (policy.userbuf === 'none') expected.userbuf = null;
    else if (typeof policy.userbuf === 'object') expected.userbuf = bytes(policy.userbuf.base64);
    return outcome(app.verify(ticket, request.userid, expected));
  } catch (error) {
    if (!(error instanceof UserSigError)) throw error;
    if (error.kind === 'invalid_userid') return { refused: 'userid' };
    if (error.kind === 'invalid_sdkappid') return { refused: 'sdkappid' };
    if (!(error instanceof UserSigRejection)) throw error;
    return { valid: false, code: error.code, c_code: error.cCode };
  }
}

function outcome({ algorithm, time, expire, userbuf, room, privileges }) {
  return {
    valid: true,
    algorithm,
    time,
    expire,
    userbuf: userbuf && base64(userbuf),
    room: room === null ? null : typeof room === 'string' ? { str: room } : { id: room },
    privileges,
  };
}

function checkKey(usersig, item) {
  const key = bytes(item.key_base64);
  try {
    const { algorithm } = new usersig.Application(1400000000, key);
    const kind = { 'hmac-sha256': 'hmac', 'ecdsa-sha256': 'ecdsa-private' }[algorithm] ?? 'ecdsa-public';
    if (kind !== item.expect.kind) return { kind };
  } catch (error) {
    if (error.kind === 'invalid_key' && item.expect.error) return true;
    throw error;
  }
  if (!item.verifies) return true;
  const ring = { keys: [key], policy: {}, ...item.verifies };
  return same(verify(usersig, ring), rounded(ring.expect));
}

function checkSigned(usersig, item) {
  const { Application, inspect } = usersig;
  const { sdkappid, userid, time, expire, key, expect } = item;
  let app, ticket;
  try {
    app = new Application(sdkappid, keyText(key), { useridForm: item.form });
    ticket =
      item.room === null
        ? app.sign(userid, expire, { now: time, userbuf: item.userbuf === null ? null : bytes(item.userbuf) })
        : app.signPrivateMapKey(userid, expire, room(item.room), item.privileges, { now: time });
  } catch (error) {
    const kinds = { userid: 'invalid_userid', sdkappid: 'invalid_sdkappid', room: 'invalid_room',
      validity: 'invalid_expire', userbuf: 'invalid_userbuf' };
    return kinds[expect.error] === error.kind || { thrown: error.kind, pemRefused: refusesPem(error) };
  }
  if (expect.error) return { signed: ticket };
  const claims = inspect(ticket);
  const verified = app.verify(ticket, userid, { now: time });
  return same(
    [claims.userid, claims.sdkappid, claims.time, claims.expire, claims.userbuf && base64(claims.userbuf),
      expect.sig ? base64(claims.signature) : null,
      verified.time],
    [userid, sdkappid, Number(time), Number(expire), expect.userbuf, expect.sig ?? null, Number(time)],
  );
}

function checkPublished({ Application, UserSigError }, item) {
  const app = new Application(item.sdkappid, item.key ?? item.public_key_pem);
  const now = item.now_valid ?? item.time;
  try {
    app.verify(item.usersig, item.userid, { now });
    return item.now_valid !== null || 'it should never be valid';
  } catch (error) {
    if (!(error instanceof UserSigError)) throw error;
    const control = /[\u0000-\u001f\u007f-\u009f]/.test(item.userid);
    return item.now_valid === null || control || { rejected: error.message };
  }
}

function attempt(check) {
  try {
    return check();
  } catch (error) {
    return { thrown: String(error), pemRefused: refusesPem(error) };
  }
}

const refusesPem = (error) => error.message.includes('is of the legacy algorithm');

/** Whether the package is given a PEM key. */
function hasPem({ key, keys = [key], key_base64, public_key_pem }) {
  const text = key_base64 ? atob(key_base64) : public_key_pem;
  return text?.includes('-----BEGIN ') || keys.some((key) => key?.pem !== undefined);
}

/** JSON whose longest numbers become bigints. */
function parse(line) {
  const exact = line.replace(/("[a-z_]+": ?)(\d{16,})(?=[,}])/g, '$1"bigint $2"');
  return JSON.parse(exact, (_, value) =>
    typeof value === 'string' && value.startsWith('bigint ') ? BigInt(value.slice(7)) : value,
  );
}

function rounded(expect) {
  return Object.fromEntries(
    Object.entries(expect).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  );
}

/** Compares members in any order. */
function same(found, expected) {
  const sorted = (value) => JSON.stringify(value, value && !Array.isArray(value) ? Object.keys({ ...found, ...expected }).concat('id', 'str').sort() : undefined);
  return sorted(found) === sorted(expected) || { found, expected };
}

const keyText = (key) => key.hmac ?? key.pem ?? key;
const room = ({ id, str }) => str ?? id;
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const base64 = (data) => btoa(String.fromCharCode(...data));
