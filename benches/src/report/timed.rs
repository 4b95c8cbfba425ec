//! The tables of what was measured in rounds.

use usersig_interop::PeerName::{Go, Php};

use super::Section;
use super::table::{Table, length, middle, ratio, spread};
use crate::contest::{self, Entry, Measured, Who};
use crate::ours::{COMPACT, ROOM, SIGN, STORED, USER_SIG, VERIFY};

pub fn sections(measured: &[Measured]) -> Vec<Section> {
    let rows = |section| measured.iter().filter(move |row| row.section == section);
    let mut sections = vec![
        Section {
            title: "Signing",
            columns: &[
                "`HMAC alone`: the floor, ns",
                "`compact`, `stored`: `Signer::sign_into` in that encoding, claims given, ns",
                "`÷`: the column before it over HMAC alone; `chars`: of that ticket",
                "`sign ÷`: `Signer::sign`, the same into a new text, over HMAC alone",
                "`user_sig ÷`: `Signer::user_sig`, which checks the UserID and asks the clock, over HMAC alone",
            ],
            tables: vec![sign(rows(contest::Section::Sign))],
        },
        Section {
            title: "Signing, beside the published packages",
            columns: &[
                "`ns`: per ticket",
                "`÷ HMAC alone`: over the floor of the same text",
                "`× ours`: how many times as long as our first line of the input takes",
                "`× user_sig`: how many times as long as ours takes for the peers' whole work, clock and new text included",
            ],
            tables: vec![beside(rows(contest::Section::SignPeers))],
        },
        Section {
            title: "Verifying",
            columns: &[
                "`ticket`: who made it, and of what; `chosen` is of a second in which zlib writes that block",
                "`block`: the kind of its deflate block, read from its bytes",
                "`HMAC alone`: the floor, ns; `ours`: `Verifier::verify`, ns; `÷`: over HMAC alone",
                "`go`, `php`: ns of that verifier on the same ticket; `× ours`: how many times as long",
            ],
            tables: vec![verify(rows(contest::Section::Verify))],
        },
        Section {
            title: "Many at once, one thread",
            columns: &[
                "`HMAC alone`: of the same texts, one at a time, ns per ticket",
                "`sign_many`: ns per ticket; `÷`: over HMAC alone",
            ],
            tables: vec![many(rows(contest::Section::Batch))],
        },
    ];
    if rows(contest::Section::Threads).next().is_some() {
        sections.push(Section {
            title: "Many at once, two threads",
            columns: &[
                "`HMAC alone`: of the same texts, one at a time on one thread, ns per ticket",
                "`one`, `two`: ns per ticket on so many threads; `÷`: over HMAC alone",
                "`two is faster by`: the first over the second; `HMAC by`: the same of HMAC alone, which is what the second core was worth in that run; `best`: both in the best of the rounds",
            ],
            tables: vec![threads(rows(contest::Section::Threads))],
        });
    }
    sections.push(Section {
        title: "The legacy algorithm",
        columns: &["`ns`: per ticket", "`× ours`: how many times as long as ours takes"],
        tables: vec![legacy(rows(contest::Section::Legacy))],
    });
    sections
}

fn sign<'a>(rows: impl Iterator<Item = &'a Measured>) -> Table {
    let heads =
        ["input", "HMAC alone", "compact", "÷", "chars", "stored", "÷", "chars", "sign ÷", "user_sig ÷"];
    let mut table = Table::new(1, &heads);
    for row in rows {
        let mut cells = vec![row.input.clone(), ns(row, Who::Floor)];
        for who in [COMPACT, STORED] {
            cells.extend([ns(row, who), ratio(row.ratio(who, Who::Floor)), chars(row, who)]);
        }
        cells.extend([SIGN, USER_SIG].map(|who| ratio(row.ratio(who, Who::Floor))));
        table.push(cells);
    }
    table
}

fn beside<'a>(rows: impl Iterator<Item = &'a Measured>) -> Table {
    let mut table = Table::new(2, &["input", "who", "ns", "÷ HMAC alone", "× ours", "× user_sig", "chars"]);
    for row in rows {
        let first = if row.of(COMPACT).is_some() { COMPACT } else { ROOM };
        for (index, entry) in row.entries.iter().enumerate() {
            let (who, floor) = (entry.who, entry.who == Who::Floor);
            let times = |to| if floor { String::new() } else { ratio(row.ratio(who, to)) };
            table.push(vec![
                if index == 0 { row.input.clone() } else { String::new() },
                who.name().into(),
                spread(&entry.ns),
                if floor { String::new() } else { ratio(row.ratio(who, Who::Floor)) },
                times(first),
                times(if first == COMPACT { USER_SIG } else { ROOM }),
                length(entry.length),
            ]);
        }
    }
    table
}

fn verify<'a>(rows: impl Iterator<Item = &'a Measured>) -> Table {
    let heads = ["ticket", "block", "chars", "HMAC alone", "ours", "÷", "go", "× ours", "php", "× ours"];
    let mut table = Table::new(2, &heads);
    for row in rows {
        let mut cells = vec![
            row.input.clone(),
            row.block.map_or(String::new(), |block| block.to_string()),
            chars(row, VERIFY),
            ns(row, Who::Floor),
            ns(row, VERIFY),
            ratio(row.ratio(VERIFY, Who::Floor)),
        ];
        for peer in [Who::Peer(Go), Who::Peer(Php)] {
            cells.push(row.of(peer).map_or(String::new(), |entry| middle(&entry.ns)));
            cells.push(ratio(row.ratio(peer, VERIFY)));
        }
        table.push(cells);
    }
    table
}

fn many<'a>(rows: impl Iterator<Item = &'a Measured>) -> Table {
    let mut table = Table::new(1, &["tickets", "HMAC alone", "sign_many", "÷"]);
    for row in rows {
        let Some(ours) = row.entries.get(1) else { continue };
        let over = ratio(row.ratio(ours.who, Who::Floor));
        table.push(vec![row.input.clone(), ns(row, Who::Floor), spread(&ours.ns), over]);
    }
    table
}

fn threads<'a>(rows: impl Iterator<Item = &'a Measured>) -> Table {
    let mut table = Table::new(
        1,
        &["tickets", "HMAC alone", "one", "÷", "two", "÷", "two is faster by", "HMAC by", "best"],
    );
    for row in rows {
        let [floor, floor_two, one, two] = &row.entries[..] else { continue };
        let best = |one: &Entry, two: &Entry| ratio(Some(fastest(one) / fastest(two)));
        table.push(vec![
            row.input.clone(),
            ns(row, Who::Floor),
            spread(&one.ns),
            ratio(row.ratio(one.who, Who::Floor)),
            spread(&two.ns),
            ratio(row.ratio(two.who, Who::Floor)),
            ratio(row.ratio(one.who, two.who)),
            ratio(row.ratio(floor.who, floor_two.who)),
            format!("{} ({})", best(one, two), best(floor, floor_two)),
        ]);
    }
    table
}

/// Nanoseconds of the round that the machine disturbed least.
fn fastest(entry: &Entry) -> f64 {
    entry.ns.iter().copied().fold(f64::INFINITY, f64::min)
}

fn legacy<'a>(rows: impl Iterator<Item = &'a Measured>) -> Table {
    let mut table = Table::new(2, &["operation", "who", "ns", "× ours", "chars"]);
    for row in rows {
        for (index, entry) in row.entries.iter().enumerate() {
            let first = row.entries[0].who;
            table.push(vec![
                if index == 0 { row.input.clone() } else { String::new() },
                entry.who.name().into(),
                spread(&entry.ns),
                ratio(row.ratio(entry.who, first)),
                length(entry.length),
            ]);
        }
    }
    table
}

fn ns(row: &Measured, who: Who) -> String {
    row.of(who).map_or(String::new(), |entry| spread(&entry.ns))
}

fn chars(row: &Measured, who: Who) -> String {
    row.of(who).map_or(String::new(), |entry| length(entry.length))
}
