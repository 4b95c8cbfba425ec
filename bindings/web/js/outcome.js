/** What a verified ticket of this user says, in the order of ../src/verify.rs. */
export function readOutcome(engine, sdkappid, userid) {
  const outcome = {
    algorithm: engine.readText(),
    sdkappid,
    userid,
    time: engine.readNumber(),
    expire: engine.readNumber(),
    expiresAt: engine.readNumber(),
    keyIndex: engine.readNumber(),
    userbuf: engine.readOptional(() => engine.readBytes()),
    room: null,
    privileges: null,
    roomExpiresAt: null,
  };
  engine.readOptional(() => {
    outcome.room = engine.readByte() === 1 ? engine.readText() : engine.readNumber();
    outcome.privileges = engine.readNumber();
    outcome.roomExpiresAt = engine.readNumber();
  });
  return outcome;
}
