//! The page: one section for each kind of measurement.

pub mod goals;
pub mod table;
mod timed;

use std::fmt::Write;

use usersig_bench::inputs::{APPLICATIONS, PRIVILEGES, ROOM_ID, ROOM_STR, USERBUF, USERIDS};

use self::table::Table;
use crate::Results;
use crate::contest::Plan;

/// Everything that was measured, and the goals.
pub fn page(results: &Results, plan: &Plan) -> String {
    let mut sections = timed::sections(&results.timed);
    sections.extend([
        Section {
            title: "Instructions",
            columns: &[
                "`instructions`: executed by one call, counted by callgrind (without SHA and AVX-512 instructions)",
                "`of SHA-256`: those of its compression function",
                "`the rest`: what the ticket costs beyond its hash",
                "`÷ HMAC alone`: `instructions` over those of HMAC alone of the same text",
            ],
            tables: vec![results.instructions.table()],
        },
        Section {
            title: "Whole processes",
            columns: &[
                "`ms`: from starting the process until it has ended, with one ticket printed",
                "`× usersig`: how many times as long as `usersig sign` takes",
            ],
            tables: vec![results.processes.table()],
        },
        Section {
            title: "Lengths",
            columns: &[
                "`ours`, `theirs`: mean characters of a ticket that says the same, signature included",
                "`shorter by`: the difference over `theirs`",
                "`ours longer`: share of the tickets on which ours is the longer one",
            ],
            tables: vec![results.lengths.table()],
        },
        Section {
            title: "Goals",
            columns: &[
                "`figure`: of this run, first that of the usual ticket, then the worst over all inputs",
                "`met?`: `yes` on every input, else on how many",
                "`best rounds`: the same of the best round of each side: what a neighbour on the machine leaves out",
            ],
            tables: vec![goals::table(results)],
        },
    ]);
    let mut page = String::from("# Benchmark results\n\nWritten by `scripts/bench`; do not edit.\n\n");
    page += &how(plan);
    for section in &sections {
        let _ = write!(page, "\n## {}\n\n", section.title);
        for column in section.columns {
            let _ = writeln!(page, "* {column}");
        }
        for table in &section.tables {
            let _ = write!(page, "\n{table}");
        }
    }
    let _ = write!(page, "\n## Machine\n\n{}", results.machine);
    page
}

/// A heading, a line for each column, and tables.
pub struct Section {
    title: &'static str,
    columns: &'static [&'static str],
    tables: Vec<Table>,
}

fn how(plan: &Plan) -> String {
    let [first, second] = APPLICATIONS;
    let [short, long, utf8] = USERIDS;
    format!(
        "Everything was measured in one run, on one thread where nothing else is said. Times are medians
of {rounds} interleaved rounds, with the middle half of the rounds behind them. A ratio is the
median of the ratios inside the rounds, where both sides were measured one after the other.
`HMAC alone` is the floor: HMAC-SHA256 of the very text that the row signs, from prepared
states, with the text there already (`compress256` of the crate `sha2`).

Inputs: UserIDs `{short}`, `{long}` and `{utf8}`; SDKAppID {} with
expire {}, and as the second app {} with expire {}; a key of 64 characters;
a UserBuf of {} bytes; room {ROOM_ID} or `{ROOM_STR}` with privileges {}. The peers measure
inside their own processes and loops, after a warm-up; pipes and start-up are not counted. `php`
is the project's own script. The two Rust crates run with glibc's memory trimming off
(`MALLOC_TRIM_THRESHOLD_` and `MALLOC_MMAP_THRESHOLD_` at 100000000), since it would cost a
process as small as their driver more than the ticket itself.

zlib in \"Verifying\" (`as PHP`) and \"Lengths\" is zlib itself, by the crate `libz-sys`. Random
tickets there: UserIDs of 1 to 32 documented characters, half of the SDKAppIDs and validities as
in use and half any, times from 2020 to 2033; PrivateMapKeys for numeric and string rooms.
",
        first.sdkappid,
        first.expire,
        second.sdkappid,
        second.expire,
        USERBUF.len(),
        PRIVILEGES.bits(),
        rounds = plan.rounds,
    )
}
