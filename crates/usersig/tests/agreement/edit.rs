//! Small changes of a text.

use proptest::prelude::*;
use proptest::sample::Index;

/// One change, anywhere.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    at: Index,
    kind: u8,
    byte: u8,
}

/// Changes that put in bytes of `from`.
pub(crate) fn edit(from: impl Strategy<Value = u8>) -> impl Strategy<Value = Edit> {
    (any::<Index>(), 0..6u8, from).prop_map(|(at, kind, byte)| Edit { at, kind, byte })
}

impl Edit {
    pub(crate) fn apply(&self, bytes: &mut Vec<u8>) {
        let at = self.at.index(bytes.len() + 1);
        match self.kind {
            0 => bytes.insert(at, self.byte),
            1 => bytes.truncate(at),
            _ if at == bytes.len() => bytes.push(self.byte),
            2 => drop(bytes.remove(at)),
            3 => bytes[at] ^= 1 << (self.byte & 7),
            _ => bytes[at] = self.byte,
        }
    }
}
