//! What a job comes to.

use std::time::Duration;

use anstream::eprintln;
use serde::Serialize;

use super::operation::Operation;
use super::progress::{grouped, rate};
use super::tally::{Bad, Example, Late, Tally};
use crate::fault::Fault;
use crate::output::{self, DIM, ERROR, GOOD, WARNING};

#[derive(Serialize)]
struct Report<'a> {
    rows: u64,
    bad_rows: u64,
    codes: Vec<Code>,
    /// Of this run.
    seconds: f64,
    rows_per_second: f64,
    output: &'a str,
    /// Members of NDJSON that are not written.
    passed_over: &'a [Late],
}

#[derive(Serialize)]
struct Code {
    code: i32,
    rows: u64,
    first: Example,
}

/// What a job comes to.
pub(crate) struct Summary<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) tally: &'a Tally,
    /// Rows of an earlier run that this one went on with.
    pub(crate) earlier: u64,
    pub(crate) took: Duration,
    pub(crate) output: &'a str,
}

impl Summary<'_> {
    /// Prints it: to standard output, unless the rows went there.
    pub(crate) fn print(&self, json: bool, to_standard_error: bool) -> Result<(), Fault> {
        if json && !to_standard_error {
            return output::json(&self.report());
        }
        let lines = match json {
            true => vec![serde_json::to_string(&self.report()).unwrap_or_default()],
            false => self.lines(),
        };
        for line in lines {
            if to_standard_error {
                eprintln!("{line}");
            } else {
                output::line(line)?;
            }
        }
        Ok(())
    }

    fn report(&self) -> Report<'_> {
        let code =
            |(code, bad): (&i32, &'_ Bad)| Code { code: *code, rows: bad.rows, first: bad.first.clone() };
        let seconds = self.took.as_secs_f64();
        Report {
            rows: self.tally.rows,
            bad_rows: self.tally.bad_rows(),
            codes: self.tally.bad.iter().map(code).collect(),
            seconds,
            rows_per_second: (self.tally.rows - self.earlier) as f64 / seconds.max(1e-9),
            output: self.output,
            passed_over: &self.tally.late,
        }
    }

    fn lines(&self) -> Vec<String> {
        let Self { tally, took, earlier, .. } = self;
        let (rows, bad) = (tally.rows, tally.bad_rows());
        let rate = rate(rows - earlier, *took);
        let mut first = format!("{} rows in {:.1} s, {rate} rows/s", grouped(rows), took.as_secs_f64());
        if *earlier > 0 {
            first += &format!(" ({} of them in an earlier run)", grouped(*earlier));
        }
        let good = format!("  {GOOD}{:<8}{GOOD:#} {:>15}", self.operation.done(), grouped(rows - bad));
        let mut lines = vec![first, good];
        if bad > 0 {
            lines.push(format!("  {ERROR}{:<8}{ERROR:#} {:>15}", "bad", grouped(bad)));
        }
        for (code, bad) in &tally.bad {
            let Example { input, row, error } = &bad.first;
            let rows = grouped(bad.rows);
            lines.push(format!("  {code:<8} {rows:>15}  {DIM}row {row} of {input}: {error}{DIM:#}"));
        }
        for Late { name, input, row } in &tally.late {
            lines.push(format!(
                "{WARNING}warning:{WARNING:#} {name:?} is not written: it first comes up in row {row} of {input}, \
                 behind those that name the columns; write it with --select"
            ));
        }
        lines
    }
}
