//! The floor under every ticket: its MAC alone.

use std::hint::black_box;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::block_api::compress256;

use crate::inputs::Application;

/// A text that is ready to be hashed, padding included.
pub struct Message(Vec<[u8; 64]>);

impl Message {
    /// The text of a ticket.
    pub fn of(userid: &str, application: Application, time: u64, userbuf: Option<&[u8]>) -> Self {
        let Application { sdkappid, expire } = application;
        let mut text = format!(
            "TLS.identifier:{userid}\nTLS.sdkappid:{sdkappid}\nTLS.time:{time}\nTLS.expire:{expire}\n"
        );
        if let Some(userbuf) = userbuf {
            text += &format!("TLS.userbuf:{}\n", STANDARD.encode(userbuf));
        }
        Self::new(text.as_bytes())
    }

    fn new(text: &[u8]) -> Self {
        let mut blocks = vec![[0; 64]; (text.len() + 9).div_ceil(64)];
        let bytes = blocks.as_flattened_mut();
        bytes[..text.len()].copy_from_slice(text);
        bytes[text.len()] = 0x80;
        let bits = (64 + text.len() as u64) * 8;
        let end = bytes.len();
        bytes[end - 8..].copy_from_slice(&bits.to_be_bytes());
        Self(blocks)
    }

    /// Its HMAC-SHA256 from prepared states, and nothing else.
    #[inline(always)]
    pub fn mac(&self) -> [u32; 8] {
        let mut inner = black_box(STATE);
        compress256(&mut inner, black_box(&self.0));
        let mut block = [0; 64];
        for (four, word) in block.as_chunks_mut::<4>().0.iter_mut().zip(inner) {
            *four = word.to_be_bytes();
        }
        block[32] = 0x80;
        block[62] = 3;
        let mut outer = black_box(STATE);
        compress256(&mut outer, &[block]);
        outer
    }
}

/// Any state takes the same time.
const STATE: [u32; 8] = [0x6a09_e667; 8];
