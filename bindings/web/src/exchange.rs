//! The two buffers, and how values stand in them.
//!
//! | value | bytes |
//! | --- | --- |
//! | byte | 1 |
//! | number | 8, little-endian, signed |
//! | bytes, text | 4 of length, little-endian, then the bytes; text is UTF-8 |
//! | optional value | a byte, 0 for nothing or 1, then the value |
//! | list | 4 of its count, little-endian, then the items |

use std::cell::RefCell;

use usersig_door::{Fault, Misfit, Parameter};
use zeroize::Zeroize;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for a request of `length` bytes; null when there is not enough memory.
///
/// What was written before stays at the front of it.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_input(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        if length > input.len() {
            let mut larger = Vec::new();
            if larger.try_reserve_exact(length).is_err() {
                return std::ptr::null_mut();
            }
            larger.extend_from_slice(input);
            larger.resize(length, 0);
            // The smaller one may hold a part of a key.
            input.zeroize();
            *input = larger;
        }
        input.as_mut_ptr()
    })
}

/// Where the answer of the last call stands.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_answer() -> *const u8 {
    ANSWER.with_borrow(Vec::as_ptr)
}

/// Serves the request in the first `length` bytes of the input.
///
/// Returns the answer's length, or -1 - length for a fault.
pub(crate) fn serve(
    length: usize,
    door: impl FnOnce(&mut Request<'_>, &mut Answer) -> Result<(), Fault>,
) -> i32 {
    INPUT.with_borrow_mut(|input| {
        let mut answer = Answer(ANSWER.take());
        answer.0.clear();
        let request = input.get(..length).ok_or(MISSHAPEN);
        let served = request.and_then(|bytes| door(&mut Request(bytes), &mut answer));
        let failed = served.map_err(|fault| answer.fault(fault)).is_err();
        let length = i32::try_from(answer.0.len()).unwrap_or(i32::MAX);
        ANSWER.set(answer.0);
        if input.len() > KEPT {
            input.zeroize();
            *input = Vec::new();
        }
        if failed { -1 - length } else { length }
    })
}

/// Wipes the request, which carried keys.
pub(crate) fn wipe() {
    INPUT.with_borrow_mut(|input| input.as_mut_slice().zeroize());
}

/// What is left of a request.
pub(crate) struct Request<'a>(&'a [u8]);

impl<'a> Request<'a> {
    pub(crate) fn byte(&mut self) -> Result<u8, Fault> {
        Ok(self.take::<1>()?[0])
    }

    pub(crate) fn number(&mut self) -> Result<i64, Fault> {
        Ok(i64::from_le_bytes(self.take()?))
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], Fault> {
        let length = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(MISSHAPEN)?;
        self.0 = rest;
        Ok(bytes)
    }

    pub(crate) fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        if self.byte()? == 0 { Ok(None) } else { read(self).map(Some) }
    }

    #[cfg(feature = "native")]
    pub(crate) fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        (0..self.count()?).map(|_| read(self)).collect()
    }

    fn count(&mut self) -> Result<usize, Fault> {
        usize::try_from(u32::from_le_bytes(self.take()?)).map_err(|_| MISSHAPEN)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(MISSHAPEN)?;
        self.0 = rest;
        Ok(*taken)
    }
}

/// An answer that is being written.
pub(crate) struct Answer(Vec<u8>);

impl Answer {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(crate) fn number(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.byte(value.is_some().into());
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// The one value of an answer: its length is the answer's.
    pub(crate) fn whole(&mut self, text: String) {
        self.0 = text.into_bytes();
    }

    pub(crate) fn fault(&mut self, fault: Fault) {
        self.0.clear();
        self.append_fault(fault);
    }

    pub(crate) fn append_fault(&mut self, fault: Fault) {
        self.bytes(fault.kind().name().as_bytes());
        self.number(fault.code().into());
        self.number(fault.c_code().into());
        self.optional(fault.trtc_code(), |answer, code| answer.number(code.into()));
        self.byte(fault.kind().is_rejection().into());
        self.bytes(fault.hint().as_bytes());
        self.bytes(fault.message().as_bytes());
    }

    fn count(&mut self, count: usize) {
        self.0.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
    }
}

/// The JavaScript beside this crate writes requests in another way than it reads them.
const MISSHAPEN: Fault = Fault::new(Parameter::Handle, Misfit::WrongType);

/// A longer input is given back after its request, bytes.
const KEPT: usize = 65_536;
