import { EXPIRE, NOW, SDKAPPID, USERID } from './engine.js';

/** The class `LibGenerateTestUserSig` over an engine. */
export function createTesting(engine) {
  const { wasm } = engine;
  const settings = new WeakMap();
  let warned = false;
  // Demos make a generator for every ticket: only the last one's application is held.
  let opened = null;

  class LibGenerateTestUserSig {
    constructor(SDKAPPID, SECRETKEY, EXPIRETIME) {
      warn();
      const chosen = { sdkappid: number(SDKAPPID), key: SECRETKEY, expire: number(EXPIRETIME ?? SEVEN_DAYS) };
      application(chosen);
      settings.set(this, chosen);
    }

    /** A ticket for this user. */
    genTestUserSig(userID) {
      const chosen = settings.get(this);
      const held = application(chosen);
      engine.begin();
      engine.writeText(typeof userID === 'number' ? String(userID) : userID, USERID);
      engine.writeByte(1);
      engine.writeNumber(chosen.expire, EXPIRE);
      engine.writeNumber(Math.floor(Date.now() / 1000), NOW);
      engine.writeOptional(null);
      engine.call(wasm.usersig_sign, held);
      return engine.readAll();
    }

    /** The function `genTestUserSig` of the demos, with their constants. */
    static generator(constants) {
      return createGenerator(LibGenerateTestUserSig, constants);
    }
  }

  function application({ sdkappid, key }) {
    if (opened !== null && opened.sdkappid === sdkappid && opened.key === key) return opened.number;
    engine.begin();
    engine.writeNumber(sdkappid, SDKAPPID);
    engine.writeKey(key);
    engine.call(wasm.usersig_open_testing);
    const before = opened;
    opened = { sdkappid, key, number: engine.readNumber() };
    if (before !== null) wasm.usersig_close(before.number);
    return opened.number;
  }

  function warn() {
    if (warned || typeof console === 'undefined') return;
    warned = true;
    console.warn(
      'usersig: debug only. The secret key is inside this app, and whoever has the app has the key.' +
        ' Make tickets on a server before you publish it.',
    );
  }

  return LibGenerateTestUserSig;
}

/**
 * `genTestUserSig` in the shapes that the demos have: `(userID)` with constants,
 * `(userID, SDKAPPID, SECRETKEY)`, and one object of these in any spelling. What is
 * passed replaces the constants, as in the demos.
 */
function createGenerator(LibGenerateTestUserSig, constants) {
  const chosen = { ...constants };

  return function genTestUserSig(first, SDKAPPID, SECRETKEY) {
    const named = typeof first === 'object' && first !== null;
    const given = named ? lowerCased(first) : { userid: first, sdkappid: SDKAPPID, secretkey: SECRETKEY };
    chosen.SDKAPPID = given.sdkappid || chosen.SDKAPPID;
    chosen.SECRETKEY = given.secretkey || given.sdksecretkey || chosen.SECRETKEY;
    chosen.EXPIRETIME = given.expiretime || chosen.EXPIRETIME;
    const generator = new LibGenerateTestUserSig(chosen.SDKAPPID, chosen.SECRETKEY, chosen.EXPIRETIME);
    const userSig = generator.genTestUserSig(given.userid);
    // Each demo reads its own spelling.
    const id = chosen.SDKAPPID;
    const made = { userID: given.userid, SDKAppID: id, sdkAppID: id, sdkAppId: id, userSig };
    return named ? { ...made, SecretKey: chosen.SECRETKEY } : made;
  };
}

function lowerCased(object) {
  const all = {};
  for (const name of Object.keys(object)) all[name.toLowerCase()] = object[name];
  return all;
}

/** Numbers come out of input fields and environments as text, too. */
function number(value) {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
}

const SEVEN_DAYS = 604_800;
