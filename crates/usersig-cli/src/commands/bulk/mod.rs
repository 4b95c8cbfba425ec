//! `usersig bulk`: tables of users and tickets, of any size.
//!
//! One thread reads blocks of rows (`read/`), all cores sign or verify them and encode what is
//! written (`work.rs`), and one thread writes it in order (`pipeline.rs`). The rows themselves are
//! the business of `usersig-columns`.

pub(crate) mod args;
mod buffers;
mod format;
mod interrupt;
mod journal;
mod operation;
mod output;
mod paths;
mod pipeline;
mod plan;
mod progress;
mod read;
mod shape;
mod summary;
mod tally;
mod work;
mod write;
mod writer;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use self::args::{Bulk, BulkOperation, Files};
use self::format::Format;
use self::journal::{Broken, Header};
use self::pipeline::Pipeline;
use self::plan::Route;
use self::progress::Progress;
use self::read::{Input, Position};
use self::shape::{Shape, Wishes};
use self::summary::Summary;
use self::work::{Encoder, ErrorRows, Job};
use self::write::parquet::ParquetEncoder;
use self::write::text::TextWriter;
use self::writer::Writer;
use crate::fault::{Fault, REJECTED};
use crate::moment;

pub(crate) fn run(args: &Bulk, json: bool) -> Result<ExitCode, Fault> {
    let done = prepare(&args.operation).and_then(|run| run.finish(json));
    if done.is_err() {
        interrupt::clean();
    }
    done
}

/// A job that is about to start.
struct Run<'a> {
    files: &'a Files,
    job: Arc<Job>,
    first: Input,
    journal: Option<(PathBuf, Header)>,
    broken: Option<Broken>,
    route: Route,
}

fn prepare(operation: &BulkOperation) -> Result<Run<'_>, Fault> {
    let files = operation.files();
    let route = Route::new(files)?;
    let reads_stream = route.inputs.iter().any(paths::Input::is_standard_input);
    if reads_stream && operation.key_is_on_standard_input() {
        return Err(Fault::usage(
            "both the key and the rows would be read from standard input",
            "pass the key by --key-file, or the rows by --input",
        ));
    }
    let journal = (!paths::is_stream(&route.output)).then(|| paths::journal(&route.output));
    if files.resume && (reads_stream || journal.is_none()) {
        return Err(Fault::usage(
            "a job from standard input or to standard output cannot go on later",
            "leave --resume out, or use files",
        ));
    }
    let broken = match &journal {
        Some(path) if files.resume => journal::read(path)?,
        _ => None,
    };
    let (names, named) = operation::names(&files.column)?;
    let (ring, sdkappid) = operation.keys()?;
    let begun = broken.as_ref().map(|broken| broken.header.now);
    let now = moment::or_now(operation.now().or(begun))?;
    let asked = operation.now();
    let operation = operation.operation(ring, sdkappid, names.clone(), now)?;

    let header = Header::new(now, plan::identity(&operation, files, &route, asked));
    if let Some(broken) = &broken {
        header.check(&broken.header)?;
    }
    let position = broken.as_ref().map_or_else(Position::default, |broken| broken.checkpoint.position);
    let open = |at: usize| Input::open(&route.inputs[at], &files.columns, files.flush_each_block);
    let mut first = open(0)?;
    let wishes = Wishes {
        names: &names,
        named: &named,
        select: &files.select,
        input: route.inputs[0].format,
        output: route.format,
    };
    let shape = Arc::new(Shape::new(&first.columns(), &operation, &wishes)?);
    if position.input > 0 {
        first = open(position.input)?;
    }
    if broken.is_some() {
        first.skip_to(position)?;
    }
    let job = Job {
        inputs: route.inputs.clone(),
        columns: files.columns.clone(),
        eager: files.flush_each_block,
        encoder: encoder(files, &route, &shape),
        packing: route.packing,
        errors: route.errors.as_ref().map(|(_, format, packing)| {
            ErrorRows::new(*format, *packing, !files.no_header, &shape, &operation)
        }),
        shape,
        operation,
    };
    let journal = journal.map(|path| (path, header));
    Ok(Run { files, job: Arc::new(job), first, journal, broken, route })
}

fn encoder(files: &Files, route: &Route, shape: &Shape) -> Encoder {
    match route.format {
        Format::Parquet => {
            let unlike = ["usersig", "userid", "userbuf"];
            let encoder = ParquetEncoder::new(shape.output_schema(), files.parquet_compression, &unlike);
            Encoder::Parquet(Box::new(encoder))
        }
        format => Encoder::Text(TextWriter::new(format, shape)),
    }
}

impl Run<'_> {
    fn finish(self, json: bool) -> Result<ExitCode, Fault> {
        let Self { files, job, first, journal, broken, route } = self;
        interrupt::watch(files.resume)?;
        let mut writer = Writer::open(&job, &route, journal, broken.as_ref())?;
        let (position, earlier) = (writer.position(), writer.tally().rows);
        if broken.is_none() && !writer.begin(&job, &route, files.no_header)? {
            return Ok(ExitCode::SUCCESS);
        }
        let sizes: Vec<_> = route.inputs.iter().map(|input| fs::metadata(&input.path).ok()).collect();
        let sizes = sizes.into_iter().map(|file| file.filter(fs::Metadata::is_file).map(|file| file.len()));
        let mut progress = Progress::new(!files.no_progress, earlier, sizes.collect());
        let mut pipeline = Pipeline::start(&job, first, position, plan::threads(files));
        let mut is_read = true;
        while let Some(done) = pipeline.next()?.filter(|_| is_read) {
            let (input, fraction) = (done.after.input, done.fraction);
            let (memory, goes_on) = writer.write(done)?;
            pipeline.recycle(memory);
            is_read = goes_on;
            progress.show(writer.tally().rows, input, fraction);
        }
        let tally = writer.end()?;
        let took = progress.finish();
        let summary = Summary {
            operation: &job.operation,
            tally: &tally,
            earlier,
            took,
            output: &route.output.display().to_string(),
        };
        if is_read {
            summary.print(json, paths::is_stream(&route.output) || errors_are_printed(&route))?;
        }
        Ok(if tally.bad_rows() > 0 { ExitCode::from(REJECTED) } else { ExitCode::SUCCESS })
    }
}

fn errors_are_printed(route: &Route) -> bool {
    route.errors.as_ref().is_some_and(|(path, ..)| paths::is_stream(path))
}
