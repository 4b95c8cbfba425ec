//! A shape with its code, and how long tickets are in it.

use crate::code::Code;
use crate::header::{self, Bits};
use crate::huffman::Lengths;
use crate::model::Texts;
use crate::shape::{Repeats, Shape, Symbol};
use crate::template::Kind;

/// One way to write tickets.
#[derive(Clone)]
pub(crate) struct Form {
    pub(crate) shape: Shape,
    pub(crate) code: Lengths,
    /// The block's head: its type and the description of the code.
    pub(crate) header: Bits,
}

/// The form for one kind of ticket.
pub(crate) struct KindForm {
    pub(crate) kind: Kind,
    pub(crate) form: Form,
    /// The same template in the fixed code.
    fixed: Form,
}

impl Form {
    pub(crate) fn new(shape: Shape, code: &Code) -> Self {
        let header = header::describe(&code.lengths).0;
        Self::with_header(shape, code.lengths.clone(), header)
    }

    fn with_header(shape: Shape, code: Lengths, header: Bits) -> Self {
        Self { shape, code, header }
    }

    fn bits(&self, texts: &Texts) -> Option<usize> {
        let mut bits = self.header.len() + usize::from(self.code.literals[256]);
        let mut complete = true;
        self.shape.visit(texts, true, |symbol| {
            let (length, extra) = match symbol {
                Symbol::Literal(byte) => (self.code.literals[usize::from(byte)], 0),
                Symbol::Length(symbol) => (self.code.literals[257 + symbol], 0),
                Symbol::Distance(symbol, extra) => (self.code.distances[symbol], extra),
            };
            complete &= length > 0;
            bits += usize::from(length) + extra as usize;
        });
        complete.then_some(bits)
    }

    fn characters(&self, texts: &Texts) -> usize {
        // Two bytes before the block, four after, then base64.
        self.bits(texts).map_or(usize::MAX, |bits| (6 + bits.div_ceil(8)).div_ceil(3) * 4)
    }
}

impl KindForm {
    pub(crate) fn new(kind: Kind, form: Form) -> Self {
        let shape = Shape { repeats: Repeats::ALL, ..form.shape.clone() };
        // Three bits say that this is the last block and in the fixed code.
        let fixed = Form::with_header(shape, Lengths::fixed(), vec![true, true, false]);
        Self { kind, form, fixed }
    }

    /// The mean length of some tickets, each in the shorter of both codes.
    pub(crate) fn mean(&self, sample: &[Texts]) -> f64 {
        let shorter = |texts| self.form.characters(texts).min(self.fixed.characters(texts));
        let total: usize = sample.iter().map(shorter).sum();
        total as f64 / sample.len() as f64
    }
}
