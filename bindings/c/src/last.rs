//! The last fault of each thread, those of its last batch, and the names of all kinds.

use std::cell::{Cell, RefCell};
use std::ffi::{CString, c_char};
use std::sync::LazyLock;

use usersig_door::{Fault, FaultKind};

use crate::lend;

/// Why the last call of this thread that failed has no result.
#[repr(C)]
#[allow(clippy::exhaustive_structs)]
pub struct usersig_error {
    /// A number of `usersig_kind`.
    pub kind: i32,
    /// Tencent's code, for example 70001 for an expired ticket, -3319 for a UserID that is none.
    pub code: i32,
    /// The code of the older C interface, 1 to 17.
    pub c_code: i32,
    /// The code that the TRTC SDK reports for a rejected ticket; 0 for a wrong request.
    pub trtc_code: i32,
    /// Bytes that are enough, when a buffer was too small; otherwise 0.
    pub needed: u64,
    /// Where in `message` the hint begins: what to do next, alone.
    pub hint_offset: u32,
    /// The stable name of the kind, for example `invalid_userid`; ends with a NUL.
    pub name: [c_char; 32],
    /// What is wrong, and after a semicolon what to do next; UTF-8, ends with a NUL.
    pub message: [c_char; 468],
}

thread_local! {
    static LAST: Cell<Option<Fault>> = const { Cell::new(None) };
    /// Rows of the last batch, in order.
    static ROWS: RefCell<Vec<(usize, Fault)>> = const { RefCell::new(Vec::new()) };
}

/// Keeps a fault for `usersig_last_error` of this thread. Its text is made only there.
pub(crate) fn keep(fault: Fault) {
    // A thread that is ending has no place for it any more.
    let _ = LAST.try_with(|last| last.set(Some(fault)));
}

/// Keeps the faults of a batch for `usersig_last_row_error` of this thread.
pub(crate) fn keep_rows(faults: Vec<(usize, Fault)>) {
    // A thread that is ending has no place for them any more.
    let _ = ROWS.try_with(|rows| rows.replace(faults));
}

/// Fills `error` with the last fault of this thread and returns its kind; `USERSIG_OK` and
/// zeros if no call of this thread has failed. A call that succeeds does not change it.
/// `error` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_last_error(error: *mut usersig_error) -> i32 {
    let fault = LAST.try_with(Cell::get).ok().flatten();
    // SAFETY: the header asks for NULL or a usersig_error to write to.
    unsafe { lend::put(error, describe(fault)) };
    fault.map_or(0, |fault| fault.kind().number())
}

/// Fills `error` with the fault of a row, counted from 0, of this thread's last call that
/// signs or verifies many, and returns its kind; `USERSIG_OK` and zeros for a row that has
/// none. `error` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_last_row_error(row: usize, error: *mut usersig_error) -> i32 {
    let find = |rows: &Vec<(usize, Fault)>| {
        rows.binary_search_by_key(&row, |fault| fault.0).ok().and_then(|at| rows.get(at)).map(|found| found.1)
    };
    let fault = ROWS.try_with(|rows| find(&rows.borrow())).ok().flatten();
    // SAFETY: the header asks for NULL or a usersig_error to write to.
    unsafe { lend::put(error, describe(fault)) };
    fault.map_or(0, |fault| fault.kind().number())
}

/// The stable name of a kind, for example `invalid_userid`; `ok` for `USERSIG_OK`, and NULL
/// for a number that is no kind. It lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_kind_name(kind: i32) -> *const c_char {
    static NAMES: LazyLock<Vec<CString>> =
        LazyLock::new(|| FaultKind::ALL.iter().filter_map(|kind| CString::new(kind.name()).ok()).collect());
    if kind == 0 {
        return c"ok".as_ptr();
    }
    let at = FaultKind::ALL.iter().position(|known| known.number() == kind);
    at.and_then(|at| NAMES.get(at)).map_or(std::ptr::null(), |name| name.as_ptr())
}

fn describe(fault: Option<Fault>) -> usersig_error {
    let Some(fault) = fault else {
        return NO_ERROR;
    };
    let message = fault.message();
    // The hint ends the message, which may be cut short.
    let hint_offset = message.len().saturating_sub(fault.hint().len()).min(NO_ERROR.message.len() - 1);
    usersig_error {
        kind: fault.kind().number(),
        code: fault.code(),
        c_code: fault.c_code(),
        trtc_code: fault.trtc_code().unwrap_or(0),
        needed: fault.needed().unwrap_or(0) as u64,
        hint_offset: hint_offset as u32,
        name: text(fault.kind().name()),
        message: text(&message),
    }
}

const NO_ERROR: usersig_error = usersig_error {
    kind: 0,
    code: 0,
    c_code: 0,
    trtc_code: 0,
    needed: 0,
    hint_offset: 0,
    name: [0; 32],
    message: [0; 468],
};

/// A text that ends with a NUL; a longer one ends early, at the end of a character.
fn text<const N: usize>(text: &str) -> [c_char; N] {
    let mut out = [0; N];
    let length = text.floor_char_boundary(N - 1);
    for (out, byte) in out.iter_mut().zip(&text.as_bytes()[..length]) {
        *out = byte.cast_signed() as c_char;
    }
    out
}
