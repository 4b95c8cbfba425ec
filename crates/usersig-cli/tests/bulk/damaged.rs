//! Files that do not hold what they should.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};

use crate::folder::Folder;
use crate::kit::{SIGN, csv_column, fails, files, run, users, write_parquet};

#[test]
fn a_csv_file_that_is_something_else() {
    let folder = Folder::new();
    for (text, says) in [
        (b"".as_slice(), "it has no header line"),
        (b"\n\n", "it has no header line"),
        (b"\xff\xfe", "the line is not UTF-8"),
        (b"\"userid\n", "the line's quotes do not fit together"),
        (b"PAR1", "there is no column \"userid\""),
    ] {
        folder.write("t.csv", text);
        let text = fails(&folder, &format!("{SIGN} --input t.csv --output o.csv"), 2);
        assert!(text.contains(says), "{text}");
    }
    assert_eq!(files(&folder), ["t.csv"]);
}

#[test]
fn packed_files_that_are_cut_off_or_changed() {
    let folder = Folder::new();
    folder.write("t.csv", users(20_000));
    for name in ["t.csv.gz", "t.csv.zst"] {
        run(&folder, &format!("{SIGN} --input t.csv --output {name}"));
        let whole = std::fs::read(folder.path(name)).unwrap();
        let mut changed = whole.clone();
        let half = changed.len() / 2;
        changed[half..half + 8].fill(0);
        for bytes in [&whole[..half], &changed] {
            folder.write(&format!("bad-{name}"), bytes);
            let done = folder.usersig(&format!("bulk inspect --input bad-{name} --output o.csv")).run();
            assert_eq!(done.code, 2, "{name}: {}", done.stderr);
            assert!(done.stderr.contains(&format!("bad-{name} is damaged")), "{}", done.stderr);
            assert!(!folder.path("o.csv").exists() && !folder.path("o.csv.usersig-part").exists());
        }
        // Unpacked by what it is, not by its name.
        folder.write("plain.csv", &whole);
        run(&folder, "bulk inspect --input plain.csv --output whole.csv");
    }
}

fn parquet_of(folder: &Folder, rows: usize) -> Vec<u8> {
    let batch = |from: usize| {
        let texts = (from..from + rows).map(|row| format!("user{row}"));
        let column: ArrayRef = Arc::new(StringArray::from_iter_values(texts));
        RecordBatch::try_from_iter([("userid", column)]).unwrap()
    };
    write_parquet(folder, "t.parquet", &[batch(0), batch(rows)]);
    std::fs::read(folder.path("t.parquet")).unwrap()
}

#[test]
fn parquet_that_is_cut_off_is_named() {
    let folder = Folder::new();
    let whole = parquet_of(&folder, 1000);
    for length in [0, 3, 8, 100, whole.len() / 2, whole.len() - 1] {
        folder.write("bad.parquet", &whole[..length]);
        let text = fails(&folder, &format!("{SIGN} --input bad.parquet --output o.csv"), 2);
        let says = format!("bad.parquet is damaged: its table of contents, before byte {length}, goes wrong");
        assert!(text.contains(&says), "{text}");
    }
    assert_eq!(files(&folder), ["bad.parquet", "t.parquet"]);
}

#[test]
fn parquet_with_a_broken_row_group_names_its_place() {
    let folder = Folder::new();
    let mut whole = parquet_of(&folder, 1000);
    // The second row group lies behind the first; its first page's header becomes nonsense.
    let second = whole.windows(8).position(|bytes| bytes == b"user1000").unwrap();
    let start = (0..second).rev().find(|at| whole[*at..].starts_with(b"\x15")).unwrap();
    whole[start..second].fill(0xff);
    folder.write("bad.parquet", &whole);
    let text = fails(&folder, &format!("{SIGN} --input bad.parquet --output o.csv"), 2);
    assert!(text.contains("bad.parquet is damaged: row group 1, which begins at byte"), "{text}");
    assert_eq!(files(&folder), ["bad.parquet", "t.parquet"]);
}

/// Whatever byte is changed, the command ends by itself and says what is wrong, or the rows come out.
#[test]
fn parquet_with_any_byte_changed() {
    let folder = Folder::new();
    let whole = parquet_of(&folder, 20);
    let mut ends = [0; 3];
    for at in (0..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        folder.write("bad.parquet", &changed);
        let done = folder.usersig(&format!("{SIGN} --input bad.parquet --output o.csv")).run();
        assert!(done.code <= 2, "byte {at}: {done:?}");
        // One error and one hint: nothing of what the library says when it panics.
        assert!(!done.stderr.contains("panicked"), "byte {at}: {}", done.stderr);
        ends[done.code as usize] += 1;
        if done.code < 2 {
            assert!(csv_column(&folder.read("o.csv"), "usersig").len() <= 40, "byte {at}");
        }
    }
    assert!(ends[2] > 0, "{ends:?}");
}

#[test]
fn a_file_that_ends_in_the_middle_of_a_row() {
    let folder = Folder::new();
    folder.write("t.csv", "userid,expire\na,60\nb,\"6");
    let done = folder.usersig(&format!("{SIGN} --input t.csv --output o.csv")).run();
    assert_eq!(done.code, 1);
    assert_eq!(csv_column(&folder.read("o.csv"), "error"), ["", "the line's quotes do not fit together"]);
}
