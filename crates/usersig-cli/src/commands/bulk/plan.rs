//! From the command line to a job.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::UNIX_EPOCH;

use usersig::{Room, SdkAppId};
use usersig_columns::{InspectOptions, KeyRing, Names, SignOptions, VerifyOptions};
use zeroize::Zeroizing;

use super::args::{BulkOperation, Files, Ring};
use super::format::{self, Format, Packing};
use super::operation::Operation;
use super::paths::{self, Input};
use crate::fault::Fault;

impl BulkOperation {
    pub(crate) const fn files(&self) -> &Files {
        match self {
            Self::Sign(args) => &args.files,
            Self::Verify(args) => &args.files,
            Self::Inspect(args) => &args.files,
        }
    }

    /// The moment that was asked for.
    pub(crate) const fn now(&self) -> Option<u64> {
        match self {
            Self::Sign(args) => args.now,
            Self::Verify(args) => args.now,
            Self::Inspect(_) => None,
        }
    }

    const fn ring(&self) -> Option<&Ring> {
        match self {
            Self::Sign(args) => Some(&args.ring),
            Self::Verify(args) => Some(&args.ring),
            Self::Inspect(_) => None,
        }
    }

    /// Whether standard input is taken by a key.
    pub(crate) fn key_is_on_standard_input(&self) -> bool {
        self.ring().is_some_and(|ring| ring.source.uses_standard_input())
    }

    /// The keys, and the application of rows that name none.
    pub(crate) fn keys(&self) -> Result<(KeyRing, Option<SdkAppId>), Fault> {
        self.ring().map_or_else(|| Ok((KeyRing::new(), None)), Ring::read)
    }

    /// What is done, at this moment.
    pub(crate) fn operation(
        &self,
        ring: KeyRing,
        sdkappid: Option<SdkAppId>,
        names: Names,
        now: u64,
    ) -> Result<Operation, Fault> {
        Ok(match self {
            Self::Sign(args) => {
                let mut options =
                    SignOptions::new(now).with_names(names).with_userid_form(args.userid_form.into());
                if let Some(sdkappid) = sdkappid {
                    options = options.with_sdkappid(sdkappid);
                }
                if let Some(expire) = args.expire {
                    options = options.with_expire(expire);
                }
                if let Some(id) = args.room_id {
                    options = options.with_room(Room::id(id)?);
                }
                if let Some(text) = &args.room_str {
                    options = options.with_room(Room::str(text)?);
                }
                if let Some(privileges) = args.privileges {
                    options = options.with_privileges(privileges);
                }
                Operation::Sign(ring, options)
            }
            Self::Verify(args) => {
                let mut options = VerifyOptions::new(now).with_names(names);
                if let Some(sdkappid) = sdkappid {
                    options = options.with_sdkappid(sdkappid);
                }
                if let Some(skew) = args.max_clock_skew {
                    options = options.with_max_clock_skew(skew);
                }
                if let Some(longest) = args.longest_validity {
                    options = options.with_longest_validity(longest);
                }
                if args.no_userbuf {
                    options = options.without_userbuf();
                }
                Operation::Verify(ring, options)
            }
            Self::Inspect(_) => Operation::Inspect(InspectOptions::new().with_names(names)),
        })
    }
}

impl Ring {
    fn read(&self) -> Result<(KeyRing, Option<SdkAppId>), Fault> {
        let given = self.sdkappid.map(SdkAppId::new).transpose()?;
        let mut ring = KeyRing::new();
        // Beside a file of applications, the environment's key is of the one that is named.
        let is_asked_for = given.is_some() || !self.source.key_file.is_empty() || self.source.key.is_some();
        let texts = match &self.keys {
            None => self.source.texts()?,
            Some(_) if is_asked_for => self.source.texts_if_any()?,
            Some(_) => Vec::new(),
        };
        for text in &texts {
            let sdkappid = given.ok_or_else(|| {
                Fault::usage(
                    "a key is given and not whose it is",
                    "pass --sdkappid N with it, or --keys FILE",
                )
            })?;
            ring.insert(sdkappid, usersig::Key::from_text(text)?);
        }
        if let Some(path) = &self.keys {
            let listed = read_keys(path)?;
            for sdkappid in listed.sdkappids() {
                listed.keys(sdkappid).iter().for_each(|key| ring.insert(sdkappid, key.clone()));
            }
        }
        let only = match ring.sdkappids().collect::<Vec<_>>()[..] {
            [only] => Some(only),
            _ => None,
        };
        Ok((ring, given.or(only)))
    }
}

fn read_keys(path: &Path) -> Result<KeyRing, Fault> {
    let text = fs::read_to_string(path).map_err(|error| Fault::file("read", path, &error))?;
    KeyRing::from_json(&Zeroizing::new(text))
        .map_err(|error| Fault::usage(format_args!("{}: {error}", path.display()), error.hint()))
}

/// Where rows come from and where they go.
pub(crate) struct Route {
    pub(crate) inputs: Vec<Input>,
    pub(crate) output: PathBuf,
    pub(crate) format: Format,
    pub(crate) packing: Packing,
    pub(crate) errors: Option<(PathBuf, Format, Packing)>,
}

impl Route {
    pub(crate) fn new(files: &Files) -> Result<Self, Fault> {
        let inputs = paths::inputs(&files.input, files.input_format.or(files.format))?;
        let (named, packing) = format::of_name(&files.output);
        let format = files.output_format.or(files.format).or(named);
        let format = format.ok_or_else(|| paths::unknown(&files.output, "output"))?;
        if format == Format::Parquet && packing != Packing::None {
            return Err(Fault::usage(
                "a Parquet file is not packed as a whole: its pages are",
                "leave .gz or .zst out of the name; --parquet-compression chooses how",
            ));
        }
        if !files.columns.is_empty()
            && inputs.iter().any(|input| matches!(input.format, Format::Ndjson | Format::Parquet))
        {
            return Err(Fault::usage(
                "--columns names the columns of CSV and TSV without a header line",
                "leave it out: NDJSON and Parquet name their columns themselves",
            ));
        }
        let errors = files.errors.as_ref().map(|path| error_file(path, format)).transpose()?;
        let route = Self { inputs, output: files.output.clone(), format, packing, errors };
        route.check_names()?;
        Ok(route)
    }

    /// Nothing is read and written at once, or written twice.
    fn check_names(&self) -> Result<(), Fault> {
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.into());
        let mut written: Vec<&Path> = vec![&self.output];
        written.extend(self.errors.as_ref().map(|(path, ..)| path.as_path()));
        if let [output, errors] = written[..]
            && real(output) == real(errors)
        {
            return Err(Fault::usage("the output and the bad rows have the same name", "choose another one"));
        }
        for path in written.iter().filter(|path| !paths::is_stream(path)) {
            if self.inputs.iter().any(|input| real(&input.path) == real(path)) {
                return Err(Fault::usage(
                    format_args!("{} is an input and an output", path.display()),
                    "choose another name for the output",
                ));
            }
        }
        Ok(())
    }
}

fn error_file(path: &Path, output: Format) -> Result<(PathBuf, Format, Packing), Fault> {
    let (named, packing) = format::of_name(path);
    let usual = if output == Format::Parquet { None } else { Some(output) };
    match named.or(usual) {
        Some(Format::Parquet) | None => Err(Fault::usage(
            format_args!("bad rows are not written as {}", path.display()),
            "choose a name that ends in .csv, .tsv or .ndjson",
        )),
        Some(format) => Ok((path.into(), format, packing)),
    }
}

/// Everything that decides about the bytes of the output, by name.
pub(crate) fn identity(
    operation: &Operation,
    files: &Files,
    route: &Route,
    now: Option<u64>,
) -> BTreeMap<String, String> {
    let mut job = BTreeMap::new();
    let mut add = |name: &str, value: String| job.insert(name.to_owned(), value);
    add("the operation", operation.name().into());
    add("--now", format!("{now:?}"));
    let (ring, options) = match operation {
        // The moment stands above: without --now it is the one of the first run.
        Operation::Sign(ring, options) => (Some(ring), format!("{:?}", options.clone().with_now(0))),
        Operation::Verify(ring, options) => (Some(ring), format!("{:?}", options.clone().with_now(0))),
        Operation::Inspect(options) => (None, format!("{options:?}")),
    };
    add("an option of the operation", options);
    let formats = (route.format, route.packing, files.parquet_compression, &route.errors);
    add("a format", format!("{formats:?}"));
    add("a column", format!("{:?}", (&files.columns, &files.select, files.no_header)));
    for sdkappid in ring.into_iter().flat_map(KeyRing::sdkappids) {
        let keys = ring.map(|ring| ring.keys(sdkappid)).unwrap_or_default();
        let fingerprints: Vec<_> = keys.iter().map(|key| key.fingerprint().to_string()).collect();
        add(&format!("a key of SDKAppID {sdkappid}"), fingerprints.join(" "));
    }
    for (at, input) in route.inputs.iter().enumerate() {
        let metadata = fs::metadata(&input.path).ok();
        let modified = metadata.as_ref().and_then(|metadata| metadata.modified().ok());
        let modified =
            modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map(|time| time.as_nanos());
        let length = metadata.map(|metadata| metadata.len());
        add(&format!("input {at}"), format!("{:?}", (&input.path, input.format, length, modified)));
    }
    job
}

/// Threads that work.
pub(crate) fn threads(files: &Files) -> usize {
    files.threads.map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), usize::from)
}
