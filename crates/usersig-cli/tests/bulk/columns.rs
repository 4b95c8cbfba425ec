//! Which columns are read and written.

use std::sync::Arc;

use arrow_array::types::Int64Type;
use arrow_array::{
    ArrayRef, Float64Array, Int64Array, LargeStringArray, ListArray, RecordBatch, StringArray,
    TimestampSecondArray, UInt32Array,
};

use crate::folder::Folder;
use crate::kit::{SIGN, VERIFY, csv_column, fails, read_parquet, run, texts, ticket, write_parquet};

#[test]
fn columns_of_other_names() {
    let folder = Folder::new();
    folder.write("t.csv", "uid,seconds,expire\na,60,never\n");
    run(&folder, &format!("{SIGN} --input t.csv --output o.csv --column userid=uid --column expire=seconds"));
    assert_eq!(csv_column(&folder.read("o.csv"), "expires_at"), ["1700000060"]);
    run(&folder, &format!("{SIGN} --input t.csv --output o.csv --column userid=uid --column expire="));
    assert_eq!(csv_column(&folder.read("o.csv"), "expires_at"), ["1715552000"]);
    for (columns, says) in [
        ("", "there is no column \"userid\""),
        ("--column userid=user", "there is no column \"user\""),
        ("--column name=uid", "no column has the role \"name\""),
        ("--column userid", "--column userid names no column"),
        ("--column userid=a --column userid=b", "two columns are named for userid"),
        ("--column userid=uid --select uid,usersig,uid", "--select names \"uid\" twice"),
        ("--column userid=uid --select ticket", "there is no column \"ticket\" to write"),
    ] {
        let text = fails(&folder, &format!("{SIGN} --input t.csv --output o.csv {columns}"), 2);
        assert!(text.contains(says), "{columns}: {text}");
    }
}

#[test]
fn lines_without_a_header() {
    let folder = Folder::new();
    folder.write("t.csv", "a,60\nb,\n");
    run(
        &folder,
        &format!(
            "{SIGN} --input t.csv --output o.csv --columns userid,expire --no-header --select expires_at,userid"
        ),
    );
    assert_eq!(folder.read("o.csv"), "1700000060,a\n1715552000,b\n");
    folder.write("t.ndjson", "{}");
    let text = fails(&folder, &format!("{SIGN} --input t.ndjson --output o.csv --columns userid"), 2);
    assert!(text.contains("--columns names the columns of CSV and TSV"), "{text}");
}

#[test]
fn results_take_the_place_of_columns_of_their_names() {
    let folder = Folder::new();
    folder.write("t.csv", "error,userid,usersig\nold,a,old\n");
    run(&folder, &format!("{SIGN} --input t.csv --output o.csv"));
    assert_eq!(
        folder.read("o.csv"),
        format!("userid,usersig,expires_at,code,error\na,{},1715552000,0,\n", ticket("a"))
    );
}

#[test]
fn names_that_stand_twice() {
    let folder = Folder::new();
    folder.write("t.csv", "userid,x,x\na,1,2\n");
    let text = fails(&folder, &format!("{SIGN} --input t.csv --output o.csv"), 2);
    assert!(text.contains("two columns of the input are named \"x\""), "{text}");
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter(columns).unwrap()
}

#[test]
fn parquet_columns_of_other_types() {
    let folder = Folder::new();
    let users = || Arc::new(StringArray::from(vec!["a"])) as ArrayRef;
    let floats = || Arc::new(Float64Array::from(vec![60.0])) as ArrayRef;
    for (columns, says) in [
        (
            vec![("userid", Arc::new(Int64Array::from(vec![1])) as ArrayRef)],
            "the column \"userid\" is Int64 and should be text",
        ),
        (
            vec![("userid", users()), ("expire", floats())],
            "the column \"expire\" is Float64 and should be an integer",
        ),
        (vec![("userid", users()), ("room_id", floats())], "the column \"room_id\" is Float64"),
        (
            vec![("userid", users()), ("userbuf", floats())],
            "the column \"userbuf\" is Float64 and should be binary",
        ),
        (vec![("user", users())], "there is no column \"userid\""),
    ] {
        write_parquet(&folder, "t.parquet", &[batch(columns)]);
        let text = fails(&folder, &format!("{SIGN} --input t.parquet --output o.parquet"), 2);
        assert!(text.contains(says), "{text}");
        assert!(!folder.path("o.parquet").exists() && !folder.path("o.parquet.usersig-part").exists());
    }
}

#[test]
fn parquet_columns_of_all_types_are_carried() {
    let folder = Folder::new();
    let list = ListArray::from_iter_primitive::<Int64Type, _, _>([Some(vec![Some(1), None]), None]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("userid", Arc::new(LargeStringArray::from(vec!["a", "b"]))),
        ("sdkappid", Arc::new(UInt32Array::from(vec![1_400_000_000, 1_400_000_000]))),
        ("when", Arc::new(TimestampSecondArray::from(vec![1, 2]))),
        ("list", Arc::new(list)),
    ];
    write_parquet(&folder, "t.parquet", &[batch(columns.clone())]);
    run(&folder, &format!("{SIGN} --input t.parquet --output o.parquet"));
    let made = read_parquet(&folder, "o.parquet");
    assert_eq!(&made[0]["list"], &columns[3].1);
    assert_eq!(made[0]["when"].len(), 2);
    assert_eq!(texts(&folder, "o.parquet", "usersig"), [Some(ticket("a")), Some(ticket("b"))]);
    let text = fails(&folder, &format!("{SIGN} --input t.parquet --output o.csv"), 2);
    assert!(text.contains("has no form in CSV") && text.contains("--select"), "{text}");
    run(&folder, &format!("{SIGN} --input t.parquet --output o.csv --select userid,sdkappid"));
    assert_eq!(folder.read("o.csv"), "userid,sdkappid\na,1400000000\nb,1400000000\n");
}

#[test]
fn many_applications() {
    let folder = Folder::new();
    folder.write("keys.json", "{\"1400000000\": \"first\", \"1400000001\": [\"new\", \"old\"]}");
    folder.write("t.csv", "userid,sdkappid\na,1400000000\nb,1400000001\nc,\n");
    let sign = "bulk sign --now 1700000000 --keys keys.json --input t.csv --output o.csv";
    let done = folder.usersig(sign).run();
    assert_eq!(done.code, 1);
    assert_eq!(csv_column(&folder.read("o.csv"), "error"), ["", "", "no SDKAppID is given"]);
    run(&folder, &format!("{sign} --sdkappid 1400000001"));
    run(
        &folder,
        "bulk verify --now 1700000000 --keys keys.json --sdkappid 1400000001 --input o.csv --output v.csv",
    );
    assert_eq!(csv_column(&folder.read("v.csv"), "valid"), ["true"; 3]);
    // The key of a file of its own signs before those of the list.
    run(&folder, &format!("{sign} --sdkappid 1400000001 --key-file key"));
    run(
        &folder,
        "bulk verify --now 1700000000 --key-file key --keys keys.json --sdkappid 1400000001 --input o.csv --output v.csv",
    );
    assert_eq!(csv_column(&folder.read("v.csv"), "key_index"), ["0", "0", "0"]);
    // The only application is that of all rows.
    folder.write("one.json", "{\"1400000001\": \"new\"}");
    run(
        &folder,
        "bulk sign --now 1700000000 --keys one.json --input t.csv --output o.csv --column sdkappid=",
    );

    for (line, says) in [
        ("--key-file key", "a key is given and not whose it is"),
        ("--sdkappid 1400000000", "no key was given"),
        ("--keys no-such-file", "cannot read no-such-file"),
        ("--keys t.csv", "t.csv: the list of keys goes wrong at line 1, column 1"),
    ] {
        let done = folder.usersig(&format!("bulk sign --input t.csv --output o.csv {line}")).run();
        assert!(done.code >= 2 && done.stderr.contains(says), "{line}: {}", done.stderr);
    }
}

#[test]
fn rooms_of_options_and_of_columns() {
    let folder = Folder::new();
    folder.write("t.csv", "userid,room_str\na,\nb,attic\n");
    run(
        &folder,
        &format!("{SIGN} --input t.csv --output o.csv --room-id 10000 --privileges enter,receive-audio"),
    );
    run(
        &folder,
        &format!(
            "{VERIFY} --input o.csv --output v.csv --select userid,room_id,room_str,privileges,expires_at"
        ),
    );
    assert_eq!(
        folder.read("v.csv"),
        "userid,room_id,room_str,privileges,expires_at\na,10000,,10,1700021600\nb,,attic,10,1700021600\n"
    );
    let asked = "--column room_str=room_str --select valid,reason";
    let done = folder.usersig(&format!("{VERIFY} --input o.csv --output v.csv {asked}")).run();
    assert_eq!((done.code, folder.read("v.csv")), (0, "valid,reason\ntrue,\ntrue,\n".into()));
    let done = folder.usersig(&format!("{VERIFY} --input o.csv --output v.csv --no-userbuf")).run();
    assert_eq!(done.code, 1);
}
