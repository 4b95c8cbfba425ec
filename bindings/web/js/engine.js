import { UserSigError, UserSigRejection } from './error.js';

// The lists of ../src/misfit.rs, by place.
export const SDKAPPID = 0;
export const USERID = 1;
export const KEY = 2;
export const EXPIRE = 3;
export const USERBUF = 4;
export const ROOM = 5;
export const PRIVILEGES = 6;
export const NOW = 7;
export const TICKET = 8;
export const OPTION = 9;
export const HANDLE = 10;

export const MISSING = 0;
export const WRONG_TYPE = 1;
const NOT_UNICODE = 2;
const OUT_OF_RANGE = 3;

/**
 * The engine behind its two buffers: requests are written value by value, answers
 * are read value by value, in the forms that ../src/exchange.rs lists.
 */
export class Engine {
  constructor(wasm) {
    this.wasm = wasm;
    this.broken = false;
    this.bytes = new Uint8Array(0);
    this.begin();
  }

  /** Begins a request. */
  begin() {
    this.start = this.at = this.end = 0;
    this.ensure(USUAL_REQUEST);
  }

  /** Calls a door with what was written and opens its answer. */
  call(door, application) {
    const length = this.at - this.start;
    const answered = this.guard(() => (application === undefined ? door(length) : door(application, length)));
    this.open(answered < 0 ? -1 - answered : answered);
    if (answered < 0) throw this.readFault();
  }

  /** The fault of a value that does not fit its parameter. */
  misfit(parameter, misfit) {
    const answered = this.guard(() => this.wasm.usersig_misfit(parameter, misfit));
    this.open(-1 - answered);
    return this.readFault();
  }

  writeByte(value) {
    this.ensure(1);
    this.bytes[this.at++] = value;
  }

  writeCount(value) {
    this.ensure(4);
    this.put(value);
  }

  /** A whole number: a safe integer, or a bigint of 64 bits. */
  writeNumber(value, parameter) {
    this.ensure(8);
    if (typeof value === 'number') {
      if (!Number.isSafeInteger(value)) throw this.misfit(parameter, OUT_OF_RANGE);
      const high = Math.floor(value / TWO_32);
      this.put(value - high * TWO_32);
      this.put(high);
    } else if (typeof value === 'bigint') {
      if (BigInt.asIntN(64, value) !== value) throw this.misfit(parameter, OUT_OF_RANGE);
      this.put(Number(BigInt.asUintN(32, value)));
      this.put(Number(BigInt.asIntN(32, value >> BigInt(32))));
    } else {
      throw this.unfit(value, parameter);
    }
  }

  /** Text in UTF-8. A lone surrogate is written as it stands, which the engine refuses. */
  writeText(value, parameter) {
    if (typeof value !== 'string') throw this.unfit(value, parameter);
    this.ensure(4 + 3 * value.length);
    const { bytes } = this;
    const head = this.at;
    let at = head + 4;
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i);
      if (unit < 0x80) bytes[at++] = unit;
      else at = putCharacter(bytes, at, value.codePointAt(i) > 0xffff ? value.codePointAt(i++) : unit);
    }
    this.put(at - head - 4);
    this.at = at;
  }

  writeBytes(value, parameter) {
    if (!(value instanceof Uint8Array)) throw this.unfit(value, parameter);
    this.ensure(4 + value.length);
    this.put(value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  writeTextOrBytes(value, parameter) {
    if (value instanceof Uint8Array) this.writeBytes(value, parameter);
    else this.writeText(value, parameter);
  }

  /** A key: its bytes, or its text, which must be one. */
  writeKey(value) {
    if (typeof value === 'string' && LONE_SURROGATE.test(value)) throw this.misfit(KEY, NOT_UNICODE);
    this.writeTextOrBytes(value, KEY);
  }

  /** Nothing for undefined and null, else what `write` writes. */
  writeOptional(value, write) {
    const present = value !== undefined && value !== null;
    this.writeByte(present ? 1 : 0);
    if (present) write(value);
  }

  writeList(values, write) {
    this.writeCount(values.length);
    for (const value of values) write(value);
  }

  /** The fault of a value of the wrong type. */
  unfit(value, parameter) {
    return this.misfit(parameter, value === undefined || value === null ? MISSING : WRONG_TYPE);
  }

  readByte() {
    return this.bytes[this.at++];
  }

  /** A number, rounded above 2^53. */
  readNumber() {
    const low = this.take();
    return (this.take() | 0) * TWO_32 + low;
  }

  readBytes() {
    const length = this.take();
    this.at += length;
    return this.bytes.slice(this.at - length, this.at);
  }

  readText() {
    return this.textOf(this.take());
  }

  /** The whole answer as one text. */
  readAll() {
    return this.textOf(this.end - this.at);
  }

  readOptional(read) {
    return this.readByte() ? read() : null;
  }

  readFault() {
    const fault = {
      kind: this.readText(),
      code: this.readNumber(),
      cCode: this.readNumber(),
      trtcCode: this.readOptional(() => this.readNumber()),
    };
    const Type = this.readByte() === 1 ? UserSigRejection : UserSigError;
    fault.hint = this.readText();
    fault.message = this.readText();
    return new Type(fault);
  }

  /** Whether the answer goes on. */
  more() {
    return this.at < this.end;
  }

  open(length) {
    this.start = this.at = this.wasm.usersig_answer();
    this.end = this.at + length;
    this.look();
  }

  ensure(length) {
    if (this.at + length <= this.end) return;
    const written = this.at - this.start;
    // Doubled, so that a long list is not moved for each of its values.
    const room = (written + length) * 2;
    const start = room < TWO_31 ? this.guard(() => this.wasm.usersig_input(room)) : 0;
    if (start === 0) throw this.misfit(HANDLE, OUT_OF_RANGE);
    this.start = start;
    this.at = start + written;
    this.end = start + room;
    this.look();
  }

  put(value) {
    const { bytes, at } = this;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
    bytes[at + 2] = value >>> 16;
    bytes[at + 3] = value >>> 24;
    this.at = at + 4;
  }

  take() {
    const { bytes, at } = this;
    this.at = at + 4;
    return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
  }

  textOf(length) {
    const part = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    if (UTF8) return UTF8.decode(part);
    // Without a decoder there are only tickets and messages, which are ASCII and short.
    return String.fromCharCode.apply(null, part);
  }

  /** Memory that has grown is seen through a new view. */
  look() {
    const { buffer } = this.wasm.memory;
    if (this.bytes.buffer !== buffer) this.bytes = new Uint8Array(buffer);
  }

  guard(call) {
    if (!this.broken) {
      try {
        return call();
      } catch {
        // The engine has stopped in the middle: its memory is not to be trusted.
        this.broken = true;
      }
    }
    throw new UserSigError({
      kind: 'internal',
      code: 1,
      cCode: 16,
      trtcCode: null,
      hint: 'report this with the version and the call that led to it',
      message: 'usersig has a defect; report this with the version and the call that led to it',
    });
  }
}

function putCharacter(bytes, at, point) {
  if (point < 0x800) {
    bytes[at++] = 0xc0 | (point >> 6);
  } else {
    if (point < 0x10000) {
      bytes[at++] = 0xe0 | (point >> 12);
    } else {
      bytes[at++] = 0xf0 | (point >> 18);
      bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
    }
    bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
  }
  bytes[at++] = 0x80 | (point & 0x3f);
  return at;
}

const UTF8 = typeof TextDecoder === 'function' ? new TextDecoder('utf-8', { ignoreBOM: true }) : null;
/** By code points, a pair is none of these. */
const LONE_SURROGATE = /[\ud800-\udfff]/u;
const TWO_31 = 2 ** 31;
const TWO_32 = 2 ** 32;
/** Bytes that hold a request of the usual lengths. */
const USUAL_REQUEST = 512;
