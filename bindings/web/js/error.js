/** A call that has no result. */
export class UserSigError extends Error {
  constructor({ message, code, kind, hint, cCode, trtcCode }) {
    super(message);
    this.code = code;
    this.kind = kind;
    this.hint = hint;
    this.cCode = cCode;
    this.trtcCode = trtcCode;
  }
}

/** A ticket that was turned away. */
export class UserSigRejection extends UserSigError {}

// On the prototypes, as the built-in errors have it; minified classes have other names.
name(UserSigError, 'UserSigError');
name(UserSigRejection, 'UserSigRejection');

function name(type, value) {
  Object.defineProperty(type.prototype, 'name', { value, writable: true, configurable: true });
}
