//! The table, and the page around it.

use std::fmt::Write;

use crate::contest::{Outcome, Plan};
use crate::inputs;

/// The results as a Markdown table.
pub fn table(outcomes: &[Outcome]) -> String {
    let mut cells: Vec<[String; 6]> = vec![HEAD.map(String::from)];
    let mut above = "";
    for outcome in outcomes {
        let operation = if outcome.operation == above { "" } else { outcome.operation };
        above = outcome.operation;
        cells.push([
            operation.into(),
            outcome.who.clone(),
            grouped(outcome.median),
            format!("{} to {}", grouped(outcome.lowest), grouped(outcome.highest)),
            format!("{:.2}", outcome.ratio),
            if outcome.ticket == 0 { String::new() } else { outcome.ticket.to_string() },
        ]);
    }
    let mut widths = [0; 6];
    for row in &cells {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.len());
        }
    }
    let mut table = String::new();
    for (index, row) in cells.iter().enumerate() {
        line(&mut table, row, widths);
        if index == 0 {
            let dashes = widths.map(|width| "-".repeat(width - 1));
            let [operation, who, numbers @ ..] = dashes;
            let marks = [format!("{operation}-"), format!("{who}-")];
            let marks = marks.into_iter().chain(numbers.map(|dashes| format!("{dashes}:")));
            let marks: Vec<String> = marks.collect();
            let _ = writeln!(table, "| {} |", marks.join(" | "));
        }
    }
    table
}

/// The page that is kept.
pub fn page(outcomes: &[Outcome], plan: &Plan, machine: &str) -> String {
    format!(
        "# Benchmark results

Written by `scripts/bench`; do not edit.

{table}
Medians of {rounds} interleaved rounds, in one run; `times usersig` compares with the first
line of the operation. Each operation is on one thread. The peers measure inside their own
processes and loops, after a warm-up; pipes and start-up are not counted.

Inputs: SDKAppID {sdkappid}, UserID `{userid}`, expire {expire}, a key of 64 characters, a
UserBuf of {userbuf} bytes, room {room_id} or `{room_str}`, all privileges. Everybody signs at the
time of the system clock, which `usersig` asks for every ticket too; `sign_into` writes into
a buffer of the caller's instead of a new text. `php` is the project's own script. The two
Rust crates run with glibc's memory trimming off (`MALLOC_TRIM_THRESHOLD_` and
`MALLOC_MMAP_THRESHOLD_` at 100000000), since it would cost a process as small as their
driver more than the ticket itself.

## Machine

{machine}",
        table = table(outcomes),
        rounds = plan.rounds,
        sdkappid = inputs::SDKAPPID,
        userid = inputs::USERID,
        expire = inputs::EXPIRE,
        userbuf = inputs::USERBUF.len(),
        room_id = inputs::ROOM_ID,
        room_str = inputs::ROOM_STR,
    )
}

fn line(table: &mut String, row: &[String; 6], widths: [usize; 6]) {
    let [operation, who, numbers @ ..] = row;
    let _ = write!(table, "| {operation:0$} | {who:1$} |", widths[0], widths[1]);
    for (cell, width) in numbers.iter().zip(&widths[2..]) {
        let _ = write!(table, " {cell:>width$} |");
    }
    table.push('\n');
}

/// A number with its thousands apart.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

const HEAD: [&str; 6] =
    ["operation", "who", "ns per operation", "lowest to highest", "times usersig", "ticket"];
