//! Opens files and unpacks them.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::commands::bulk::paths::{Input, damaged};
use crate::fault::Fault;

/// An unpacked text, and how much of its file is read.
pub(crate) struct Opened {
    pub(crate) text: Box<dyn Read + Send>,
    pub(crate) progress: Progress,
}

/// How much of a file is read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress {
    read: Arc<AtomicU64>,
    /// Bytes of the file; `None` of what is no file.
    of: Option<u64>,
}

impl Progress {
    pub(crate) fn fraction(&self) -> Option<f64> {
        let of = self.of? as f64;
        Some(if of > 0.0 { self.read.load(Ordering::Relaxed) as f64 / of } else { 1.0 })
    }
}

/// Opens a text, whatever it is packed with: that is seen in its first bytes. The first `offset`
/// bytes of the unpacked text are passed over.
/// An `eager` reader cannot wait for as many bytes as tell that, so its text is as it is.
pub(crate) fn open(input: &Input, offset: u64, eager: bool) -> Result<Opened, Fault> {
    open_at(input, offset, eager).map_err(|error| fault(input, &error))
}

/// A text could not be read.
pub(crate) fn fault(input: &Input, error: &io::Error) -> Fault {
    match error.kind() {
        _ if input.is_standard_input() => Fault::stream("read standard input", error),
        // What the system reports has a kind of its own; `Other` is what zstd makes of bad data.
        io::ErrorKind::InvalidData
        | io::ErrorKind::InvalidInput
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::Other => damaged(&input.path, error),
        _ => Fault::file("read", &input.path, error),
    }
}

fn open_at(input: &Input, offset: u64, eager: bool) -> io::Result<Opened> {
    if input.is_standard_input() {
        let progress = Progress::default();
        if eager {
            return Ok(Opened { text: Box::new(io::stdin()), progress });
        }
        return unpacked(io::stdin(), progress, offset);
    }
    let mut file = File::open(&input.path)?;
    let metadata = file.metadata()?;
    let progress = Progress { read: Arc::default(), of: metadata.is_file().then_some(metadata.len()) };
    if eager {
        return Ok(Opened { text: Box::new(Counted { inner: file, read: progress.read.clone() }), progress });
    }
    if offset > 0 && metadata.is_file() {
        let mut first = Vec::new();
        file.by_ref().take(MAGIC_BYTES).read_to_end(&mut first)?;
        if packing(&first).is_none() {
            file.seek(SeekFrom::Start(offset))?;
            progress.read.store(offset, Ordering::Relaxed);
            let text = Box::new(Counted { inner: file, read: progress.read.clone() });
            return Ok(Opened { text, progress });
        }
        file.rewind()?;
    }
    unpacked(Counted { inner: file, read: progress.read.clone() }, progress, offset)
}

fn unpacked(mut raw: impl Read + Send + 'static, progress: Progress, offset: u64) -> io::Result<Opened> {
    let mut first = Vec::new();
    raw.by_ref().take(MAGIC_BYTES).read_to_end(&mut first)?;
    let packing = packing(&first);
    let whole = Cursor::new(first).chain(raw);
    let mut text: Box<dyn Read + Send> = match packing {
        None => Box::new(whole),
        Some(Packed::Gzip) => Box::new(MultiGzDecoder::new(BufReader::with_capacity(BUFFER_BYTES, whole))),
        Some(Packed::Zstd) => Box::new(zstd::Decoder::new(whole)?),
    };
    let passed = io::copy(&mut text.by_ref().take(offset), &mut io::sink())?;
    if passed < offset {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it is shorter than it was"));
    }
    Ok(Opened { text, progress })
}

enum Packed {
    Gzip,
    Zstd,
}

fn packing(first: &[u8]) -> Option<Packed> {
    match first {
        [0x1f, 0x8b, ..] => Some(Packed::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd] => Some(Packed::Zstd),
        _ => None,
    }
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

const MAGIC_BYTES: u64 = 4;
const BUFFER_BYTES: usize = 1 << 17;
