// What a caller's objects say is read before a request begins: a getter may begin one of its own.
import { EXPIRE, HANDLE, MISSING, NOW, OPTION, PRIVILEGES, ROOM, SDKAPPID, USERBUF, WRONG_TYPE } from './engine.js';

/** Named parameters; none at all is an empty object. `now` is in Unix seconds, the system's clock if left out. */
export function options(engine, given) {
  if (given !== undefined && (typeof given !== 'object' || given === null)) throw engine.misfit(OPTION, WRONG_TYPE);
  const named = { ...given };
  const now = named.now ?? new Date();
  return { ...named, now: now instanceof Date ? Math.floor(now.getTime() / 1000) : now };
}

/** A list of the caller. */
export function array(engine, given) {
  if (!Array.isArray(given)) throw engine.misfit(HANDLE, given == null ? MISSING : WRONG_TYPE);
  return [...given];
}

/** One key, or several. */
export function keyList(keys) {
  return Array.isArray(keys) ? [...keys] : [keys];
}

export function writeNow(engine, now) {
  engine.writeNumber(now, NOW);
}

export function writeExpire(engine, expire) {
  engine.writeOptional(expire, (value) => engine.writeNumber(value, EXPIRE));
}

/** A number names a numeric room, a text a string room. */
export function writeRoom(engine, room) {
  if (typeof room === 'string') {
    engine.writeByte(1);
    engine.writeText(room, ROOM);
  } else {
    engine.writeByte(0);
    engine.writeNumber(room, ROOM);
  }
}

/** What a ticket is expected to carry. */
export function writeExpected(engine, { room, privileges, userbuf }) {
  if (room !== undefined && room !== null) {
    engine.writeByte(3);
    writeRoom(engine, room);
    engine.writeNumber(privileges ?? 0, PRIVILEGES);
  } else if (userbuf === undefined) {
    engine.writeByte(0);
  } else if (userbuf === null) {
    engine.writeByte(1);
  } else {
    engine.writeByte(2);
    engine.writeBytes(userbuf, USERBUF);
  }
}

export function writeKeys(engine, keys) {
  engine.writeList(keys, (key) => engine.writeKey(key));
}

export function writeOthers(engine, others) {
  engine.writeList(others, ([sdkappid, key]) => {
    engine.writeNumber(sdkappid, SDKAPPID);
    engine.writeKey(key);
  });
}

/** The place of a word in the list of those that an option takes. */
export function writeWord(engine, word, words) {
  const place = words.indexOf(word);
  if (place < 0) throw engine.misfit(OPTION, WRONG_TYPE);
  engine.writeByte(place);
}
