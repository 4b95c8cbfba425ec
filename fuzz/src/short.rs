//! Short pieces of the fuzzer's input.

use std::fmt;

use arbitrary::{Arbitrary, Result, Unstructured};

/// Up to 63 bytes. The first piece of an input would otherwise take most of it,
/// and leave nothing for what follows.
#[derive(Clone, Copy)]
pub struct Short<'a>(pub &'a [u8]);

impl Short<'_> {
    /// The bytes as text, damaged characters replaced.
    pub fn text(self) -> String {
        String::from_utf8_lossy(self.0).into_owned()
    }
}

impl<'a> Arbitrary<'a> for Short<'a> {
    fn arbitrary(input: &mut Unstructured<'a>) -> Result<Self> {
        let length = usize::from(input.arbitrary::<u8>()? % 64).min(input.len());
        input.bytes(length).map(Self)
    }
}

impl fmt::Debug for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text())
    }
}
