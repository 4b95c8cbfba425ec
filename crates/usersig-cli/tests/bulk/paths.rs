//! Many inputs: patterns, folders, several at once.

use std::fs;

use crate::folder::Folder;
use crate::kit::{SIGN, csv_column, fails, run};

fn signed(folder: &Folder, inputs: &str) -> Vec<String> {
    run(folder, &format!("{SIGN} {inputs} --output o.csv"));
    csv_column(&folder.read("o.csv"), "userid")
}

#[test]
fn patterns_and_folders_in_the_order_of_their_names() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("day/deeper")).unwrap();
    for (name, text) in [
        ("day/b.csv", "userid\nb\n"),
        ("day/a.csv", "userid\na1\na2\n"),
        ("day/c.ndjson", "{\"userid\":\"c\"}\n"),
        ("day/notes.txt", "no table"),
        ("day/.hidden.csv", "userid\nhidden\n"),
        ("day/deeper/d.csv", "userid\nd\n"),
    ] {
        folder.write(name, text);
    }
    assert_eq!(signed(&folder, "--input day"), ["a1", "a2", "b", "c"]);
    assert_eq!(signed(&folder, "--input day/*.csv"), ["a1", "a2", "b"]);
    assert_eq!(signed(&folder, "--input day/**/*.csv"), ["a1", "a2", "b", "d"]);
    assert_eq!(signed(&folder, "--input day/b.csv --input day/a.csv"), ["b", "a1", "a2"]);
    assert_eq!(signed(&folder, "--input day/[bc].*"), ["b", "c"]);
    for (input, says) in [
        ("--input no*.csv", "there is no table in no*.csv"),
        ("--input day/deeper/none.csv", "cannot read day/deeper/none.csv"),
        ("--input day/a[", "is not a pattern"),
        ("--input day/notes.txt", "the name of the input does not say its format"),
        ("--input day/a.csv --input day/a.csv --output day/a.csv", "day/a.csv is an input and an output"),
    ] {
        let output = if input.contains("--output") { "" } else { "--output o.csv" };
        let done = folder.usersig(&format!("{SIGN} {input} {output}")).run();
        assert!(done.code >= 2 && done.stderr.contains(says), "{input}: {}", done.stderr);
    }
}

#[test]
fn inputs_with_other_columns_are_refused() {
    let folder = Folder::new();
    folder.write("a.csv", "userid,city\na,x\n");
    folder.write("b.csv", "city,userid\ny,b\n");
    folder.write("c.csv", "userid,town\nc,z\n");
    assert_eq!(signed(&folder, "--input a.csv --input b.csv"), ["a", "b"]);
    assert_eq!(csv_column(&folder.read("o.csv"), "city"), ["x", "y"]);
    let text = fails(&folder, &format!("{SIGN} --input a.csv --input c.csv --output o.csv"), 2);
    assert!(text.contains("c.csv has other columns than the first input"), "{text}");
    let text = fails(&folder, &format!("{SIGN} --input c.csv --input a.csv --output o.parquet"), 2);
    assert!(text.contains("a.csv has other columns"), "{text}");
}

#[test]
fn rows_are_counted_in_each_input() {
    let folder = Folder::new();
    folder.write("a.csv", "userid\na\n");
    folder.write("b.csv", "userid\nb\nb c\n");
    let done =
        folder.usersig(&format!("{SIGN} --input a.csv --input b.csv --output o.csv --errors bad.csv")).run();
    assert!(done.stdout.contains("row 2 of b.csv"), "{}", done.stdout);
    assert_eq!(csv_column(&folder.read("bad.csv"), "input"), ["b.csv"]);
}

#[test]
fn names_that_say_no_format() {
    let folder = Folder::new();
    folder.write("users", "userid\na\n");
    let text = fails(&folder, &format!("{SIGN} --input users --output o.csv"), 2);
    assert!(text.contains("--input-format"), "{text}");
    let text = fails(&folder, &format!("{SIGN} --input users --input-format csv --output o"), 2);
    assert!(text.contains("--output-format"), "{text}");
    run(&folder, &format!("{SIGN} --input users --output o --input-format csv --output-format ndjson"));
    assert!(folder.read("o").starts_with("{\"userid\":\"a\""));
    run(&folder, &format!("{SIGN} --input users --output o --format csv"));
    assert!(folder.read("o").starts_with("userid,usersig"));
    let text = fails(&folder, &format!("{SIGN} --input users --input-format csv --output o.parquet.gz"), 2);
    assert!(text.contains("a Parquet file is not packed as a whole"), "{text}");
    let text =
        fails(&folder, &format!("{SIGN} --input users --format csv --output o --errors bad.parquet"), 2);
    assert!(text.contains("bad rows are not written as bad.parquet"), "{text}");
}
