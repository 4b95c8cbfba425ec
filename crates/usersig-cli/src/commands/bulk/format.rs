//! Formats of files, and what a file's name says about them.

use std::path::Path;

use clap::ValueEnum;

/// How rows are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Values with commas between (RFC 4180)
    Csv,
    /// Values with tabs between and backslash escapes, as ClickHouse's TabSeparated
    Tsv,
    /// One JSON object on each line
    #[value(alias = "jsonl")]
    Ndjson,
    /// Apache Parquet
    Parquet,
}

/// How a whole file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    None,
    Gzip,
    Zstd,
}

/// How the pages of a Parquet file are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParquetCompression {
    /// Fast, and read everywhere
    Snappy,
    /// Smaller, slower
    Zstd,
    /// As it is
    None,
}

impl Format {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            Self::Ndjson => "NDJSON",
            Self::Parquet => "Parquet",
        }
    }
}

/// What the end of a name says.
pub(crate) fn of_name(path: &Path) -> (Option<Format>, Packing) {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let (name, packing) = match name.rsplit_once('.') {
        Some((name, "gz")) => (name, Packing::Gzip),
        Some((name, "zst")) => (name, Packing::Zstd),
        _ => (name.as_str(), Packing::None),
    };
    let format = match name.rsplit_once('.').map(|(_, end)| end) {
        Some("csv") => Some(Format::Csv),
        Some("tsv" | "tab") => Some(Format::Tsv),
        Some("ndjson" | "jsonl" | "json") => Some(Format::Ndjson),
        Some("parquet" | "pq") => Some(Format::Parquet),
        _ => None,
    };
    (format, packing)
}
