//! What a person sees of a job, and what a program.

use serde_json::Value;

use crate::bad_rows::snapshot_beside;
use crate::folder::Folder;
use crate::kit::{SIGN, VERIFY, fails, files, run, users};

#[test]
fn help() {
    let folder = Folder::new();
    for (operation, name) in [
        ("", "help.txt"),
        ("sign ", "help-sign.txt"),
        ("verify ", "help-verify.txt"),
        ("inspect ", "help-inspect.txt"),
    ] {
        snapshot_beside(name, folder.usersig(&format!("bulk {operation}--help")).transcript());
    }
}

/// The figures that differ from run to run, left out.
fn without_speed(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(Into::into).collect();
    if let Some(first) = lines.first_mut()
        && let Some((rows, _)) = first.split_once(" rows in ")
    {
        *first = format!("{rows} rows in N s, N rows/s");
    }
    lines.join("\n") + "\n"
}

#[test]
fn a_summary_for_people() {
    let folder = Folder::new();
    folder.write("users.csv", users(1234) + "a b\n\n\n\"\"\nb c\n");
    let done = folder.usersig(&format!("{SIGN} --input users.csv --output t.csv")).run();
    assert_eq!((done.code, done.stderr.as_str()), (1, ""));
    snapshot_beside("summary.txt", without_speed(&done.stdout));
    // Where the rows go to standard output, it goes to standard error.
    let done = folder.usersig(&format!("{SIGN} --input users.csv --output - --format csv")).run();
    assert_eq!(done.stdout, folder.read("t.csv"));
    snapshot_beside("summary.txt", without_speed(&done.stderr));
}

#[test]
fn a_summary_for_programs() {
    let folder = Folder::new();
    folder.write("users.csv", "userid\na\nb c\nd e\n");
    let done = folder.usersig(&format!("{SIGN} --input users.csv --output t.csv --json")).run();
    let mut report = done.json();
    for figure in ["seconds", "rows_per_second"] {
        assert!(report[figure].as_f64().unwrap() > 0.0);
        report[figure] = Value::Null;
    }
    let expected = r#"{"bad_rows":2,"codes":[{"code":-3319,"first":{"error":"the UserID holds a character outside A-Z a-z 0-9 _ - at byte 1","input":"users.csv","row":2},"rows":2}],"output":"t.csv","passed_over":[],"rows":3,"rows_per_second":null,"seconds":null}"#;
    assert_eq!(report, serde_json::from_str::<Value>(expected).unwrap());
}

#[test]
fn the_output_appears_when_it_is_complete() {
    let folder = Folder::new();
    folder.write("users.csv", "userid\na\n");
    folder.write("t.csv", "from before");
    folder.write("broken.csv", "userid\n");
    fails(
        &folder,
        &format!("{SIGN} --input users.csv --input broken.csv --output t.csv --column userid=user"),
        2,
    );
    assert_eq!(folder.read("t.csv"), "from before");
    run(&folder, &format!("{SIGN} --input users.csv --output t.csv"));
    assert_ne!(folder.read("t.csv"), "from before");
    assert_eq!(files(&folder), ["broken.csv", "t.csv", "users.csv"]);
    for output in ["no-such-folder/t.csv", "."] {
        let code = if output == "." { 2 } else { 3 };
        fails(&folder, &format!("{SIGN} --input users.csv --output {output}"), code);
    }
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let folder = Folder::new();
    folder.write("users.csv", users(200_000));
    for name in ["t.parquet", "t.csv.gz", "t.ndjson.zst"] {
        let mut made = Vec::new();
        for threads in [1, 2, 7] {
            run(&folder, &format!("{SIGN} --input users.csv --output {name} --threads {threads}"));
            made.push(std::fs::read(folder.path(name)).unwrap());
        }
        assert!(made[0] == made[1] && made[1] == made[2], "{name}");
    }
    let done =
        run(&folder, &format!("{VERIFY} --input t.parquet --output v.csv --select userid,valid --json"));
    assert_eq!(done.json()["rows"], 200_000);
    let expected: String = users(200_000).lines().skip(1).map(|user| format!("{user},true\n")).collect();
    assert_eq!(folder.read("v.csv"), format!("userid,valid\n{expected}"));
}

#[test]
fn keys_are_shown_nowhere() {
    let folder = Folder::new();
    folder.write("users.csv", "userid\na\nb c\n");
    // The run itself looks for keys in what is printed.
    let line = format!("{SIGN} --input users.csv --output t.csv --errors bad.csv");
    folder.usersig(&line).run();
    for name in ["t.csv", "bad.csv"] {
        assert!(!folder.read(name).contains(crate::folder::KEY));
    }
    let key = crate::folder::KEY;
    let done = folder
        .usersig(&format!(
            "bulk sign --sdkappid 1400000000 --input users.csv --output t.csv --key-file {key}"
        ))
        .run();
    assert_eq!(done.code, 3);
    let done = folder
        .usersig(&format!("bulk sign --keys users.csv --input users.csv --output t.csv --select {key}"))
        .run();
    assert_eq!(done.code, 2);
}
