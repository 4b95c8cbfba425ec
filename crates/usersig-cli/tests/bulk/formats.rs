//! Every format into every other one and back.

use crate::folder::Folder;
use crate::kit::{SIGN, VERIFY, csv_column, run, texts, ticket};

const NAMES: [&str; 9] = [
    "t.csv",
    "t.tsv",
    "t.ndjson",
    "t.parquet",
    "t.csv.gz",
    "t.tsv.zst",
    "t.ndjson.gz",
    "t.jsonl.zst",
    "t.pq",
];

/// Texts that each format has to write in its own way.
const ROWS: &str = "userid,note,city\n\
    xiaojun,\"a \"\"b\"\", c\",\n\
    xiaohong,\"tab\there\\n \"\"\",\"\"\n\
    xiaoming,\"two\r\nlines\",深圳\n";

#[test]
fn every_format_into_every_other_one() {
    let folder = Folder::new();
    folder.write("users.csv", ROWS);
    run(&folder, &format!("{SIGN} --input users.csv --output first.csv"));
    let expected = folder.read("first.csv");
    assert_eq!(csv_column(&expected, "usersig"), ["xiaojun", "xiaohong", "xiaoming"].map(ticket));
    // Null and empty stay apart.
    assert!(expected.contains("c\",,eJ") && expected.contains("\"\",eJ"), "{expected}");
    let columns = "--select userid,note,city,usersig";
    run(&folder, &format!("{SIGN} --input users.csv --output first.csv {columns}"));
    let expected = folder.read("first.csv");
    for from in NAMES {
        run(&folder, &format!("{SIGN} --input users.csv --output {from}"));
        for to in NAMES {
            let to = to.replace("t.", "u.");
            run(
                &folder,
                &format!("{VERIFY} --input {from} --output {to} --select userid,note,city,usersig,valid"),
            );
            run(&folder, &format!("bulk inspect --input {to} --output back.csv {columns}"));
            assert_eq!(folder.read("back.csv"), expected, "{from} {to}");
        }
    }
}

#[test]
fn parquet_is_read_by_others() {
    let folder = Folder::new();
    folder.write("users.csv", ROWS);
    for codec in ["snappy", "zstd", "none"] {
        run(&folder, &format!("{SIGN} --input users.csv --output t.parquet --parquet-compression {codec}"));
        let tickets = ["xiaojun", "xiaohong", "xiaoming"].map(|user| Some(ticket(user)));
        assert_eq!(texts(&folder, "t.parquet", "usersig"), tickets);
        let cities = [None, Some(String::new()), Some("深圳".into())];
        assert_eq!(texts(&folder, "t.parquet", "city"), cities);
        let ends = vec![Some("1715552000".to_owned()); 3];
        assert_eq!(texts(&folder, "t.parquet", "expires_at"), ends);
        assert_eq!(texts(&folder, "t.parquet", "error"), [None, None, None]);
    }
}

#[test]
fn json_values_stay_as_they_are() {
    let folder = Folder::new();
    let rows = "{\"userid\": \"xiaojun\", \"age\": 1.50, \"tags\": [\"a\", {\"b\": null}], \"note\": \"\\u6df1\\/\"}\n\
                \n{\"userid\":42,\"expire\":60,\"note\":null,\"late\":true}\r\n{\"expire\":\"60\",\"userid\":\"\\u0061\"}";
    folder.write("users.ndjson", rows);
    run(&folder, &format!("{SIGN} --input users.ndjson --output t.ndjson"));
    let lines: Vec<String> = folder.read("t.ndjson").lines().map(Into::into).collect();
    let begin = "{\"userid\":\"xiaojun\",\"age\":1.50,\"tags\":[\"a\", {\"b\": null}],\"note\":\"\\u6df1\\/\",\
                 \"expire\":null,\"late\":null,\"usersig\":\"eJ";
    assert!(lines[0].starts_with(begin), "{}", lines[0]);
    let begin = "{\"userid\":42,\"age\":null,\"tags\":null,\"note\":null,\"expire\":60,\"late\":true,\"usersig\":\"eJ";
    assert!(lines[1].starts_with(begin), "{}", lines[1]);
    assert!(lines[1].ends_with("\"expires_at\":1700000060,\"code\":0,\"error\":null}"), "{}", lines[1]);
    assert!(lines[2].contains("\"expires_at\":1700000060"), "{}", lines[2]);
    // In other formats they are texts.
    run(&folder, &format!("{SIGN} --input users.ndjson --output t.csv --select userid,age,tags,note,late"));
    let expected = "userid,age,tags,note,late\nxiaojun,1.50,\"[\"\"a\"\", {\"\"b\"\": null}]\",深/,\n42,,,,true\na,,,,\n";
    assert_eq!(folder.read("t.csv"), expected);
}

#[test]
fn members_that_come_up_too_late_are_told() {
    let folder = Folder::new();
    let line = |user: usize| match user {
        1500 | 1600 => format!("{{\"userid\":\"u{user}\",\"city\":\"深圳\",\"error\":\"old\"}}\n"),
        1700 => format!("{{\"userid\":\"u{user}\",\"late\":1}}\n"),
        _ => format!("{{\"userid\":\"u{user}\"}}\n"),
    };
    folder.write("t.ndjson", (1..=2000).map(line).collect::<String>());
    let done = run(&folder, &format!("{SIGN} --input t.ndjson --output o.csv"));
    let warnings: Vec<&str> = done.stdout.lines().filter(|line| line.starts_with("warning:")).collect();
    let says = |name: &str, row: u32| {
        format!(
            "warning: \"{name}\" is not written: it first comes up in row {row} of t.ndjson, behind those that \
             name the columns; write it with --select"
        )
    };
    assert_eq!(warnings, [says("city", 1500), says("late", 1700)]);
    let done = run(&folder, &format!("{SIGN} --input t.ndjson --output o.csv --json"));
    let expected = serde_json::json!([
        { "name": "city", "input": "t.ndjson", "row": 1500 },
        { "name": "late", "input": "t.ndjson", "row": 1700 },
    ]);
    assert_eq!(done.json()["passed_over"], expected);
    // Whoever selects columns knows what is left out.
    let done = run(&folder, &format!("{SIGN} --input t.ndjson --output o.csv --select userid,city,usersig"));
    assert!(!done.stdout.contains("warning"), "{}", done.stdout);
    assert_eq!(csv_column(&folder.read("o.csv"), "city")[1499..1501], ["深圳", ""]);
    // Another file of the same job counts its own rows.
    folder.write("a.ndjson", "{\"userid\":\"a\"}\n");
    let done = run(&folder, &format!("{SIGN} --input a.ndjson --input t.ndjson --output o.ndjson"));
    assert!(done.stdout.contains(&says("city", 1500)), "{}", done.stdout);
}

#[test]
fn userbufs_are_base64_in_text_and_bytes_in_parquet() {
    let folder = Folder::new();
    folder.write("users.csv", "userid,userbuf\na,AAECAw==\nb,\"\"\nc,\n");
    for middle in ["t.parquet", "t.csv", "t.ndjson", "t.tsv"] {
        run(&folder, &format!("{SIGN} --input users.csv --output {middle}"));
        run(&folder, &format!("{VERIFY} --input {middle} --output v.parquet"));
        run(&folder, "bulk inspect --input v.parquet --output v.csv --select userid,userbuf");
        assert_eq!(folder.read("v.csv"), "userid,userbuf\na,AAECAw==\nb,\"\"\nc,\n", "{middle}");
    }
}

#[test]
fn a_table_without_rows() {
    let folder = Folder::new();
    folder.write("none.csv", "userid\r\n");
    for name in NAMES {
        run(&folder, &format!("{SIGN} --input none.csv --output {name}"));
        run(&folder, &format!("bulk inspect --input {name} --output back.csv --column usersig=usersig"));
    }
    assert_eq!(texts(&folder, "t.parquet", "usersig"), Vec::<Option<String>>::new());
    assert_eq!(folder.read("t.csv"), "userid,usersig,expires_at,code,error\n");
    folder.write("none.ndjson", "");
    run(&folder, &format!("{SIGN} --input none.ndjson --output none.csv.out --output-format csv"));
    assert_eq!(folder.read("none.csv.out"), "usersig,expires_at,code,error\n");
}
