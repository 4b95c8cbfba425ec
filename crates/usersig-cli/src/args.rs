//! What the command line takes. Help, completions and man page come from here.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use usersig::{Curve, Privileges, UserIdForm};

use crate::duration;
use crate::moment;

/// Sign, verify and explain UserSig tickets
///
/// A UserSig is the ticket with which an app's user logs in to Tencent's
/// real-time services (TRTC, Chat, live streaming). A PrivateMapKey is a ticket
/// that also says which room the user may enter.
#[derive(Debug, Parser)]
#[command(
    name = "usersig",
    version,
    max_term_width = 100,
    after_help = EXAMPLES,
    after_long_help = concat!(
        "Examples:\n",
        "  export USERSIG_KEY=5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e\n",
        "  usersig sign --sdkappid 1400000000 --userid xiaojun\n",
        "  usersig sign --sdkappid 1400000000 --userid xiaojun | usersig verify --sdkappid 1400000000 --userid xiaojun\n",
        "  usersig diagnose --sdkappid 1400000000 --userid xiaojun eJwt…\n\n",
        "Keys: --key-file FILE, or the environment variable USERSIG_KEY. A PEM key means the legacy algorithm.\n\n",
        "Exit codes: 0 done or valid, 1 rejected, 2 wrong use or bad input, 3 input or output failed.",
    ),
)]
pub(crate) struct Args {
    /// Print JSON, for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str =
    "Exit codes: 0 done or valid, 1 rejected, 2 wrong use or bad input, 3 input or output failed.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a ticket for a user
    Sign(Sign),
    /// Make a PrivateMapKey: a ticket for a user and a room
    RoomKey(RoomKey),
    /// Check a ticket with a key
    Verify(Verify),
    /// Show what a ticket claims, without a key and without checking it
    Inspect(Inspect),
    /// Explain why a ticket is rejected
    Diagnose(Diagnose),
    /// Sign, verify or inspect tables of any size: CSV, NDJSON, Parquet
    #[cfg(feature = "bulk")]
    Bulk(crate::commands::bulk::args::Bulk),
    /// Issue and verify over HTTP, with a console
    #[cfg(feature = "serve")]
    Serve(crate::commands::serve::Serve),
    /// Administer applications and their keys
    #[cfg(feature = "serve")]
    App(crate::commands::app::AppCommand),
    /// Administer API tokens of back ends
    #[cfg(feature = "serve")]
    Token(crate::commands::token::TokenCommand),
    /// Administer whose sessions (JWT, OIDC) ask for their own tickets
    #[cfg(feature = "serve")]
    Issuer(crate::commands::issuer::IssuerCommand),
    /// Invalidate the tickets of a user
    #[cfg(feature = "serve")]
    User(crate::commands::user::UserCommand),
    /// Administer the people who use the console
    #[cfg(feature = "serve")]
    Admin(crate::commands::admin::AdminCommand),
    /// Check or export the log of administrative acts
    #[cfg(feature = "serve")]
    Audit(crate::commands::audit::AuditCommand),
    /// Back up or restore the store, or change its master key
    #[cfg(feature = "serve")]
    Store(crate::commands::store::StoreCommand),
    /// Make a new key
    Keygen(Keygen),
    /// Measure how many tickets this machine signs and verifies
    Bench(Bench),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page (roff)
    Man,
}

/// Whose ticket it is.
#[derive(Debug, ClapArgs)]
pub(crate) struct Subject {
    /// Number of the application, as the console shows it
    #[arg(long, value_name = "N")]
    pub(crate) sdkappid: u64,

    /// User that logs in; write --userid=-U for one that begins with a hyphen
    #[arg(long, value_name = "U")]
    pub(crate) userid: String,
}

/// Where keys come from.
#[derive(Debug, ClapArgs)]
pub(crate) struct KeySource {
    /// File with the key, `-` for standard input; a line end after the key is dropped
    ///
    /// A secret key as the console shows it, or a PEM key for the legacy
    /// algorithm. May be given several times when verifying. Without this option
    /// the key is taken from the environment variable USERSIG_KEY.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Vec<PathBuf>,

    /// The key itself; other users of this machine can read it in the process list
    // A PEM key starts with a hyphen.
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub(crate) key: Option<String>,
}

/// How long and from when.
#[derive(Debug, ClapArgs)]
pub(crate) struct SigningTime {
    /// Time of signing: Unix seconds or RFC 3339; now by default
    #[arg(long, value_name = "T", value_parser = moment::parse)]
    pub(crate) time: Option<u64>,

    /// Characters that the UserID may have
    #[arg(long, value_name = "FORM", default_value = "documented")]
    pub(crate) userid_form: Form,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Sign {
    #[command(flatten)]
    pub(crate) subject: Subject,

    /// Validity: 90s, 30m, 6h, 60d, 2y, or seconds
    #[arg(long, value_name = "DURATION", default_value = "180d", value_parser = duration::parse)]
    pub(crate) expire: u64,

    /// UserBuf to carry along, in standard base64
    #[arg(long, value_name = "B")]
    pub(crate) userbuf_base64: Option<String>,

    #[command(flatten)]
    pub(crate) time: SigningTime,

    #[command(flatten)]
    pub(crate) keys: KeySource,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RoomKey {
    #[command(flatten)]
    pub(crate) subject: Subject,

    #[command(flatten)]
    pub(crate) room: RequiredRoom,

    /// all, none, a mask like 42, or names: create-room, enter, send-audio,
    /// receive-audio, send-video, receive-video, send-substream, receive-substream
    #[arg(long, value_name = "P")]
    pub(crate) privileges: Privileges,

    /// Validity: 90s, 30m, 6h, 60d, 2y, or seconds
    #[arg(long, value_name = "DURATION", default_value = "6h", value_parser = duration::parse)]
    pub(crate) expire: u64,

    #[command(flatten)]
    pub(crate) time: SigningTime,

    #[command(flatten)]
    pub(crate) keys: KeySource,
}

#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = false)]
pub(crate) struct RequiredRoom {
    /// Numeric room, 1 to 4294967294
    #[arg(long, value_name = "R")]
    pub(crate) room_id: Option<u64>,

    /// String room; "123" is another room than the numeric 123
    #[arg(long, value_name = "S")]
    pub(crate) room_str: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Verify {
    /// The ticket; read from standard input when absent or `-`
    pub(crate) ticket: Option<String>,

    #[command(flatten)]
    pub(crate) subject: Subject,

    /// Moment to check for: Unix seconds or RFC 3339; now by default
    #[arg(long, value_name = "T", value_parser = moment::parse)]
    pub(crate) now: Option<u64>,

    #[command(flatten)]
    pub(crate) expected: ExpectedUserBuf,

    /// Privileges that the PrivateMapKey must grant at least
    #[arg(long, value_name = "P", requires = "room")]
    pub(crate) privileges: Option<Privileges>,

    /// Reject a ticket signed more than this ahead of now
    #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
    pub(crate) max_clock_skew: Option<u64>,

    /// Reject a ticket that is valid for longer than this
    #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
    pub(crate) longest_validity: Option<u64>,

    #[command(flatten)]
    pub(crate) keys: KeySource,
}

#[derive(Debug, ClapArgs)]
#[group(multiple = false)]
pub(crate) struct ExpectedUserBuf {
    /// Require exactly this UserBuf, in standard base64
    #[arg(long, value_name = "B")]
    pub(crate) userbuf_base64: Option<String>,

    /// Require that there is no UserBuf
    #[arg(long)]
    pub(crate) no_userbuf: bool,

    /// Require a PrivateMapKey for this numeric room
    #[arg(long, value_name = "R", group = "room")]
    pub(crate) room_id: Option<u64>,

    /// Require a PrivateMapKey for this string room
    #[arg(long, value_name = "S", group = "room")]
    pub(crate) room_str: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Inspect {
    /// The ticket; read from standard input when absent or `-`
    pub(crate) ticket: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Diagnose {
    /// The ticket; read from standard input when absent or `-`
    pub(crate) ticket: Option<String>,

    /// Application that the ticket was presented to
    #[arg(long, value_name = "N")]
    pub(crate) sdkappid: Option<u64>,

    /// User that logged in with it
    #[arg(long, value_name = "U")]
    pub(crate) userid: Option<String>,

    /// Moment to look at: Unix seconds or RFC 3339; now by default
    #[arg(long, value_name = "T", value_parser = moment::parse)]
    pub(crate) now: Option<u64>,

    /// JSON file of applications, {"1400000000": "key", …}, to find a mixed-up key
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) key_source: KeySource,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Keygen {
    #[command(subcommand)]
    pub(crate) kind: KeyKind,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyKind {
    /// A secret key of the current algorithm: 64 characters
    Hmac {
        /// Write the key to a new file that only you can read
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// A PEM pair of the legacy algorithm
    Ecdsa {
        /// Curve of the pair
        #[arg(long, default_value = "p256")]
        curve: CurveName,

        /// Write the private key to a new file that only you can read
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Bench {
    /// Length of each measurement, in milliseconds; there are eighteen of them
    #[arg(long, value_name = "MS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=60_000))]
    pub(crate) milliseconds: u64,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Completions {
    /// Shell to print the script for
    pub(crate) shell: Shell,
}

/// The forms of a UserID, as they are typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Form {
    /// 1 to 32 of A-Z a-z 0-9 _ -
    Documented,
    /// Printable ASCII
    Ascii,
    /// Any text without control characters
    Utf8,
}

impl From<Form> for UserIdForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Documented => Self::Documented,
            Form::Ascii => Self::Ascii,
            Form::Utf8 => Self::Utf8,
        }
    }
}

/// The curves, as they are typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum CurveName {
    /// prime256v1
    P256,
    /// secp256k1
    Secp256k1,
}

impl From<CurveName> for Curve {
    fn from(name: CurveName) -> Self {
        match name {
            CurveName::P256 => Self::P256,
            CurveName::Secp256k1 => Self::Secp256k1,
        }
    }
}
