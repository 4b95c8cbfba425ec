//! What `usersig bulk` takes.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};
use usersig::Privileges;

use super::format::{Format, ParquetCompression};
use crate::args::{Form, KeySource};
use crate::{duration, moment};

#[derive(Debug, ClapArgs)]
pub(crate) struct Bulk {
    #[command(subcommand)]
    pub(crate) operation: BulkOperation,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BulkOperation {
    /// Make a ticket for every row
    ///
    /// Reads the columns userid and, where they are, sdkappid, expire, room_id, room_str,
    /// privileges and userbuf (standard base64). Adds usersig, expires_at, code and error.
    #[command(after_help = SIGN_EXAMPLES)]
    Sign(Box<BulkSign>),
    /// Check the ticket of every row
    ///
    /// Reads the columns usersig and userid and, where they are, sdkappid and now. Adds valid,
    /// code and reason, and of valid tickets what they say.
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Box<BulkVerify>),
    /// Show what the ticket of every row claims, without a key and without checking it
    ///
    /// Reads the column usersig. Adds what the tickets claim, code and reason.
    Inspect(Box<BulkInspect>),
}

const SIGN_EXAMPLES: &str = "\
Examples:
  usersig bulk sign --sdkappid 1400000000 --key-file key --input users.csv --output tickets.parquet
  usersig bulk sign --keys keys.json --input 'users/*.csv.gz' --output tickets.csv --select userid,usersig";

const VERIFY_EXAMPLES: &str = "\
Examples:
  usersig bulk verify --sdkappid 1400000000 --key-file key --input log.parquet --output verdicts.csv
  usersig bulk verify --keys keys.json --input logs/ --output - --format ndjson --errors bad.csv";

#[derive(Debug, ClapArgs)]
pub(crate) struct BulkSign {
    #[command(flatten)]
    pub(crate) files: Files,

    #[command(flatten)]
    pub(crate) ring: Ring,

    /// Time of signing: Unix seconds or RFC 3339; the start of the job by default
    #[arg(long, visible_alias = "time", value_name = "T", value_parser = moment::parse)]
    pub(crate) now: Option<u64>,

    /// Validity of rows that say none; 180d by default, 6h with a room
    #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
    pub(crate) expire: Option<u64>,

    /// Characters that a UserID may have
    #[arg(long, value_name = "FORM", default_value = "documented")]
    pub(crate) userid_form: Form,

    /// Numeric room of rows that name none
    #[arg(long, value_name = "R", conflicts_with = "room_str")]
    pub(crate) room_id: Option<u64>,

    /// String room of rows that name none
    #[arg(long, value_name = "S")]
    pub(crate) room_str: Option<String>,

    /// Privileges of rows with a room that say none: all, none, a mask like 42, or names
    #[arg(long, value_name = "P")]
    pub(crate) privileges: Option<Privileges>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BulkVerify {
    #[command(flatten)]
    pub(crate) files: Files,

    #[command(flatten)]
    pub(crate) ring: Ring,

    /// Moment to check for: Unix seconds or RFC 3339; the start of the job by default
    #[arg(long, value_name = "T", value_parser = moment::parse)]
    pub(crate) now: Option<u64>,

    /// Require that there is no UserBuf
    #[arg(long)]
    pub(crate) no_userbuf: bool,

    /// Reject a ticket signed more than this ahead of its moment
    #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
    pub(crate) max_clock_skew: Option<u64>,

    /// Reject a ticket that is valid for longer than this
    #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
    pub(crate) longest_validity: Option<u64>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BulkInspect {
    #[command(flatten)]
    pub(crate) files: Files,
}

/// Applications and their keys.
#[derive(Debug, ClapArgs)]
pub(crate) struct Ring {
    /// Application of rows that name none; its keys come from --key-file or USERSIG_KEY
    #[arg(long, value_name = "N")]
    pub(crate) sdkappid: Option<u64>,

    /// JSON file of applications, {"1400000000": "key", "1400000001": ["new key", "old key"]}
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) source: KeySource,
}

/// From where to where, and how.
#[derive(Debug, ClapArgs)]
pub(crate) struct Files {
    /// File, folder or pattern like 'logs/*.csv.gz', `-` for standard input; may be repeated
    ///
    /// CSV, TSV, NDJSON or Parquet, by the name's end; .gz and .zst are unpacked. Of a folder, its
    /// files with such names, in the order of their names.
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) input: Vec<PathBuf>,

    /// File to write, `-` for standard output; its name's end says how, like that of the input
    ///
    /// The file appears when it is complete.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: PathBuf,

    /// Format of the input and the output, whatever their names
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,

    /// Format of the input, whatever its name
    #[arg(long, value_name = "FORMAT", conflicts_with = "format")]
    pub(crate) input_format: Option<Format>,

    /// Format of the output, whatever its name
    #[arg(long, value_name = "FORMAT", conflicts_with = "format")]
    pub(crate) output_format: Option<Format>,

    /// Names of the columns of a CSV or TSV input that has no header line
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,

    /// Write no header line
    #[arg(long)]
    pub(crate) no_header: bool,

    /// Column of another name: userid=uid; `expire=` takes no column. May be repeated
    #[arg(long, value_name = "ROLE=NAME")]
    pub(crate) column: Vec<String>,

    /// Columns to write, in this order; all of the input's and the results by default
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// CSV, TSV or NDJSON file for the bad rows; they stay in the output too
    #[arg(long, value_name = "FILE")]
    pub(crate) errors: Option<PathBuf>,

    /// Go on where the same job was broken off, and keep what is done if this one is
    #[arg(long)]
    pub(crate) resume: bool,

    /// Threads that sign or verify; all cores by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,

    /// Answer whatever has been read at once, for programs that wait for it
    #[arg(long)]
    pub(crate) flush_each_block: bool,

    /// Compression inside a Parquet output
    #[arg(long, value_name = "CODEC", default_value = "snappy")]
    pub(crate) parquet_compression: ParquetCompression,

    /// Show no progress
    #[arg(long)]
    pub(crate) no_progress: bool,
}
