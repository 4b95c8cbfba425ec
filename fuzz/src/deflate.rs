//! Deflate blocks with any Huffman code, which chance would hardly ever make.

/// Makes deflate data of a recipe: the numbers of codes, a length for each, and
/// whatever follows as the symbols of the block.
///
/// The lengths are written as they come, so that the codes may be complete,
/// incomplete, oversubscribed or empty.
pub fn dynamic_block(recipe: &[u8]) -> Vec<u8> {
    let mut recipe = recipe.iter().copied();
    let mut next = || u32::from(recipe.next().unwrap_or(0));
    let (literals, distances) = (next() % 32, next() % 32);
    // Few literals have a code: otherwise nearly every set of lengths is oversubscribed.
    let (first, step) = (next() as usize, 1 + next() as usize);
    let mut bits = BitWriter::default();
    bits.put(0b101, 3);
    bits.put(literals, 5);
    bits.put(distances, 5);
    bits.put(15, 4);
    for symbol in CODE_LENGTH_ORDER {
        bits.put(code_length_bits(symbol), 3);
    }
    for literal in 0..literals as usize + 257 {
        let wanted = literal >= 256 || (literal >= first && (literal - first).is_multiple_of(step));
        bits.code_length(if wanted { next() % 16 } else { 0 });
    }
    for _ in 0..=distances {
        bits.code_length(next() % 16);
    }
    for byte in recipe {
        bits.put(byte.into(), 8);
    }
    bits.finish()
}

#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl BitWriter {
    fn put(&mut self, bits: u32, count: u32) {
        self.held |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// Writes one length by the complete code of [`code_length_bits`].
    fn code_length(&mut self, length: u32) {
        let (code, bits) = if length < 13 { (length, 4) } else { (26 + length - 13, 5) };
        self.put(code.reverse_bits() >> (32 - bits), bits);
    }

    fn finish(mut self) -> Vec<u8> {
        self.bytes.push(self.held as u8);
        self.bytes
    }
}

/// 13 codes of four bits and 6 of five: none is left over.
const fn code_length_bits(symbol: u32) -> u32 {
    if symbol < 13 { 4 } else { 5 }
}

const CODE_LENGTH_ORDER: [u32; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
