//! UserSig tickets over Arrow columns: a table in, a table out.
//!
//! [`sign`] makes a ticket for every row, [`verify`] checks one in every row, [`inspect`] says
//! what the tickets claim. Each answers a [`RecordBatch`] of results with as many rows as it was
//! given, in the same order; [`with_results`] puts them beside the columns that came in.
//!
//! ```
//! use std::sync::Arc;
//! use arrow_array::{Array, RecordBatch, StringArray, cast::AsArray};
//! use usersig::{Key, SdkAppId};
//! use usersig_columns::{KeyRing, SignOptions, VerifyOptions, sign, verify, with_results};
//!
//! let sdkappid = SdkAppId::new(1_400_000_000)?;
//! let mut ring = KeyRing::new();
//! ring.insert(sdkappid, Key::from_text(b"5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")?);
//!
//! let users = StringArray::from(vec!["xiaojun", "", "xiaohong"]);
//! let users = RecordBatch::try_from_iter([("userid", Arc::new(users) as _)])?;
//! let signed = sign(&ring, &users, &SignOptions::new(1_700_000_000).with_sdkappid(sdkappid))?;
//! let tickets = signed["usersig"].as_string::<i32>();
//! assert!(tickets.is_valid(0) && tickets.is_null(1) && tickets.is_valid(2));
//! assert_eq!(signed["error"].as_string::<i32>().value(1), "the UserID is empty");
//!
//! let table = with_results(&users, &signed)?;
//! let options = VerifyOptions::new(1_700_000_001).with_sdkappid(sdkappid);
//! let verified = verify(&ring, &table, &options)?;
//! assert!(verified["valid"].as_boolean().value(0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which columns
//!
//! Each [`Role`] has a column, found by the role's own name or by the one that [`Names`] gives.
//! `userid` and `usersig` have to be there where they are needed, the rest may be. A text may be
//! `Utf8`, `LargeUtf8` or `Utf8View`; a number any integer type, or its decimal digits as text;
//! a UserBuf any binary type, or standard base64 as text; and each of them a dictionary of these.
//!
//! # What goes wrong
//!
//! A row that cannot be served is an error in its row: its results are null, `code` is Tencent's
//! number, and `error` (of [`verify`] and [`inspect`]: `reason`) says why. Only a table that
//! cannot be read at all, with a column missing or of another type, is a [`ColumnError`].
//!
//! Keys and the present moment are arguments and never columns, so no key gets into a plan or a
//! log of a table engine. `now` may stand in a column of its own when old log-ins are checked.

#![forbid(unsafe_code)]

mod bind;
mod error;
mod fault;
mod groups;
mod inspect;
mod names;
mod read;
mod results;
mod ring;
mod sign;
mod table;
mod verify;

pub use arrow_array::RecordBatch;

pub use self::error::ColumnError;
pub use self::inspect::{InspectOptions, inspect, inspect_schema};
pub use self::names::{Names, Role};
pub use self::ring::{KeyRing, KeyRingError};
pub use self::sign::{SignOptions, sign, sign_schema};
pub use self::table::with_results;
pub use self::verify::{VerifyOptions, verify, verify_schema};

/// Rows of a batch that is worked on at a time: enough to hide what a batch costs by itself.
///
/// The text of one column of results has at most 2 GiB. A batch of this many rows stays below
/// that whatever it holds; a larger one may end in [`ColumnError::TooLarge`].
pub const BATCH_ROWS: usize = 65_536;
