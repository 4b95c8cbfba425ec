'use strict';
// Answers the peer protocol with Tencent's Node package.
// The protocol is described in ../README.md.

const { Api } = require('tls-sig-api-v2');
const { version } = require('tls-sig-api-v2/package.json');

// Standard output belongs to the answers.
console.log = console.error;

// The timed loop stores here, so that no call can be dropped.
let lastTicket = '';

// Lines are split by hand: readline also splits at U+2028, which JSON allows raw.
let pending = [];
process.stdin.on('data', (chunk) => {
  let start = 0;
  for (let end; (end = chunk.indexOf(10, start)) !== -1; start = end + 1) {
    pending.push(chunk.subarray(start, end));
    reply(Buffer.concat(pending));
    pending = [];
  }
  pending.push(chunk.subarray(start));
});
process.stdin.on('end', () => {
  const rest = Buffer.concat(pending);
  if (rest.length > 0) reply(rest);
});

function reply(line) {
  process.stdout.write(JSON.stringify(answer(line)) + '\n');
}

function answer(line) {
  try {
    const req = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line));
    if (req === null || typeof req !== 'object' || Array.isArray(req)) {
      throw new Error('the line is not a JSON object');
    }
    switch (req.op) {
      case 'hello':
        return {
          package: 'tls-sig-api-v2',
          version,
          algorithm: 'hmac-sha256',
          can: ['sign', 'room-id', 'room-str', 'userbuf'],
        };
      case 'sign':
        return { usersig: signer(req)() };
      case 'verify':
        return { unsupported: true };
      case 'bench':
        return bench(req);
      default:
        throw new Error('unknown op');
    }
  } catch (e) {
    return { error: String(e) };
  }
}

function bench(req) {
  const n = integer(req, 'iterations');
  if (n < 1) throw new Error('iterations must be positive');
  if (req.what === 'verify') return { unsupported: true };
  if (req.what !== 'sign') throw new Error('cannot bench that');
  const call = signer(req);
  const start = process.hrtime.bigint();
  for (let i = 0; i < n; i++) lastTicket = call();
  const ns = Number(process.hrtime.bigint() - start);
  return { ns, iterations: n, length: lastTicket.length };
}

function signer(req) {
  const api = new Api(integer(req, 'sdkappid'), text(req, 'key'));
  const userid = text(req, 'userid');
  const expire = integer(req, 'expire');
  const userbuf = req.userbuf == null ? null : base64(text(req, 'userbuf'));
  if (req.room == null) {
    return userbuf === null
      ? () => api.genUserSig(userid, expire)
      : () => api.genSig(userid, expire, userbuf);
  }
  if (userbuf !== null) throw new Error('userbuf and room exclude each other');
  const privileges = integer(req, 'privileges');
  const room = req.room;
  if ((room.id == null) === (room.str == null)) throw new Error('a room is either an id or a str');
  if (room.id != null) {
    const id = integer(room, 'id');
    return () => api.genPrivateMapKey(userid, expire, id, privileges);
  }
  const name = text(room, 'str');
  return () => api.genPrivateMapKeyWithStringRoomID(userid, expire, name, privileges);
}

function integer(object, name) {
  if (!Number.isSafeInteger(object[name])) throw new Error(name + ' must be an integer');
  return object[name];
}

function text(object, name) {
  if (typeof object[name] !== 'string') throw new Error(name + ' must be a string');
  return object[name];
}

// Buffer.from passes over damage, so the text is compared with its re-encoding.
function base64(value) {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64') !== value) throw new Error('userbuf is not base64');
  return bytes;
}
