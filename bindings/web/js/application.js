import { HANDLE, MISSING, OPTION, PRIVILEGES, EXPIRE, SDKAPPID, TICKET, USERBUF, USERID } from './engine.js';
import { readOutcome } from './outcome.js';
import {
  array, keyList, options, writeExpected, writeExpire, writeKeys, writeNow, writeRoom, writeWord,
} from './values.js';

/** The class `Application` over an engine. */
export function createApplication(engine) {
  const { wasm } = engine;
  // An application that nobody holds any more is forgotten by the engine, too.
  const unused =
    typeof FinalizationRegistry === 'function'
      ? new FinalizationRegistry((number) => wasm.usersig_close(number))
      : null;

  return class Application {
    #number;
    #algorithm;
    #fingerprint;
    #sdkappid;

    constructor(sdkappid, keys, given) {
      const { useridForm, encoding, maxClockSkew, longestValidity, legacyUtcOffset } = options(engine, given);
      const ring = keyList(keys);
      engine.begin();
      engine.writeNumber(sdkappid, SDKAPPID);
      writeKeys(engine, ring);
      writeWord(engine, useridForm ?? 'documented', FORMS);
      writeWord(engine, encoding ?? 'compact', ENCODINGS);
      engine.writeOptional(maxClockSkew, (seconds) => engine.writeNumber(seconds, OPTION));
      engine.writeOptional(longestValidity, (seconds) => engine.writeNumber(seconds, OPTION));
      engine.writeNumber(legacyUtcOffset ?? 0, OPTION);
      engine.call(wasm.usersig_open);
      this.#number = engine.readNumber();
      this.#algorithm = engine.readOptional(() => engine.readText());
      this.#fingerprint = engine.readOptional(() => engine.readText());
      this.#sdkappid = Number(sdkappid);
      unused?.register(this, this.#number, this);
    }

    get sdkappid() {
      return this.#sdkappid;
    }

    get canSign() {
      return this.#algorithm !== null;
    }

    get algorithm() {
      return this.#algorithm;
    }

    get keyFingerprint() {
      return this.#fingerprint;
    }

    sign(userid, expire, given) {
      const { userbuf, now } = options(engine, given);
      this.#begin();
      engine.writeText(userid, USERID);
      writeExpire(engine, expire);
      writeNow(engine, now);
      engine.writeOptional(userbuf, (bytes) => engine.writeBytes(bytes, USERBUF));
      engine.call(wasm.usersig_sign, this.#number);
      return engine.readAll();
    }

    signPrivateMapKey(userid, expire, room, privileges, given) {
      const { now } = options(engine, given);
      this.#begin();
      engine.writeText(userid, USERID);
      engine.writeNumber(expire, EXPIRE);
      writeNow(engine, now);
      writeRoom(engine, room);
      engine.writeNumber(privileges, PRIVILEGES);
      engine.call(wasm.usersig_sign_private_map_key, this.#number);
      return engine.readAll();
    }

    signMany(userids, expire, given) {
      const { now } = options(engine, given);
      const users = array(engine, userids);
      this.#begin();
      writeExpire(engine, expire);
      writeNow(engine, now);
      engine.writeList(users, (userid) => engine.writeText(userid, USERID));
      engine.call(wasm.usersig_sign_many, this.#number);
      return rows(() => engine.readText());
    }

    verify(ticket, userid, given) {
      const expected = options(engine, given);
      this.#begin();
      engine.writeTextOrBytes(ticket, TICKET);
      engine.writeText(userid, USERID);
      writeNow(engine, expected.now);
      writeExpected(engine, expected);
      engine.call(wasm.usersig_verify, this.#number);
      return readOutcome(engine, this.#sdkappid, userid);
    }

    verifyMany(pairs, given) {
      const expected = options(engine, given);
      const list = array(engine, pairs).map((pair) => array(engine, pair));
      this.#begin();
      writeNow(engine, expected.now);
      writeExpected(engine, expected);
      engine.writeList(list, ([ticket, userid]) => {
        engine.writeTextOrBytes(ticket, TICKET);
        engine.writeText(userid, USERID);
      });
      engine.call(wasm.usersig_verify_many, this.#number);
      return rows((row) => readOutcome(engine, this.#sdkappid, list[row][1]));
    }

    free() {
      if (this.#number === null) return;
      wasm.usersig_close(this.#number);
      unused?.unregister(this);
      this.#number = null;
    }

    #begin() {
      if (this.#number === null) throw engine.misfit(HANDLE, MISSING);
      engine.begin();
    }
  };

  function rows(read) {
    const all = [];
    while (engine.more()) all.push(engine.readByte() ? read(all.length) : engine.readFault());
    return all;
  }
}

// In the order of ../src/keyring.rs.
const FORMS = ['documented', 'ascii', 'utf8'];
const ENCODINGS = ['compact', 'stored'];
