import { SDKAPPID, TICKET, USERID } from './engine.js';
import { array, keyList, options, writeKeys, writeNow, writeOthers } from './values.js';

/** `inspect` over an engine. */
export function createInspect(engine) {
  return function inspect(ticket) {
    engine.begin();
    engine.writeTextOrBytes(ticket, TICKET);
    engine.call(engine.wasm.usersig_inspect);
    return claims(JSON.parse(engine.readAll()));
  };
}

/** `diagnose` over an engine. */
export function createDiagnose(engine) {
  return function diagnose(ticket, given) {
    const { sdkappid, userid, keys, others, now } = options(engine, given);
    const keyTexts = keyList(keys ?? []);
    const pairs = array(engine, others ?? []).map((pair) => array(engine, pair));
    engine.begin();
    engine.writeTextOrBytes(ticket, TICKET);
    engine.writeOptional(sdkappid, (number) => engine.writeNumber(number, SDKAPPID));
    engine.writeOptional(userid, (text) => engine.writeText(text, USERID));
    writeKeys(engine, keyTexts);
    writeOthers(engine, pairs);
    writeNow(engine, now);
    engine.call(engine.wasm.usersig_diagnose);
    const { unverified, ...diagnosis } = JSON.parse(engine.readAll());
    return { ...diagnosis, unverified: unverified && claims(unverified) };
  };
}

/** What a ticket claims, from the JSON that all doors share to JavaScript's names and types. */
function claims({ expires_at, room_expires_at, userbuf, room, signature, ...same }) {
  return {
    ...same,
    expiresAt: expires_at,
    roomExpiresAt: room_expires_at,
    userbuf: userbuf === null ? null : bytes(userbuf),
    room: room === null ? null : (room.str ?? room.id),
    signature: bytes(signature),
  };
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
