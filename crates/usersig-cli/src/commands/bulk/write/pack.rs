//! Packs a block by itself, so that blocks are packed on all cores.
//!
//! Packed blocks one behind another are a packed file: a gzip file may have several members, and
//! a zstd file several frames.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::commands::bulk::format::Packing;

/// The bytes, packed.
pub(crate) fn pack(packing: Packing, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if bytes.is_empty() {
        return Ok(bytes);
    }
    match packing {
        Packing::None => Ok(bytes),
        Packing::Gzip => {
            let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::fast());
            encoder.write_all(&bytes)?;
            encoder.finish()
        }
        Packing::Zstd => {
            let mut compressor = zstd::bulk::Compressor::new(zstd::DEFAULT_COMPRESSION_LEVEL)?;
            // gzip always has one: a reader notices bytes that were changed.
            compressor.include_checksum(true)?;
            compressor.compress(&bytes)
        }
    }
}
