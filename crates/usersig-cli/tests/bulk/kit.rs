//! Tables, and what the command made of them.

use std::fs::File;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use usersig::{Claims, Key, SdkAppId, Signer, UserId, Validity};

use crate::folder::{Done, Folder, KEY, TIME};

/// Signs with `key` at the usual time.
pub const SIGN: &str = "bulk sign --sdkappid 1400000000 --key-file key --now 1700000000";
/// Verifies with `key` a second later.
pub const VERIFY: &str = "bulk verify --sdkappid 1400000000 --key-file key --now 1700000001";

/// The ticket that the engine signs for a user.
pub fn ticket(userid: &str) -> String {
    let signer = Signer::new(SdkAppId::new(1_400_000_000).unwrap(), &Key::from_text(KEY.as_bytes()).unwrap());
    let validity = Validity::new(TIME, Validity::DEFAULT_SECONDS).unwrap();
    signer.unwrap().sign(&Claims::new(UserId::new(userid).unwrap(), validity)).unwrap()
}

/// Runs a line that has to succeed.
pub fn run(folder: &Folder, line: &str) -> Done {
    let done = folder.usersig(line).run();
    assert_eq!(done.code, 0, "{line}: {}", done.stderr);
    done
}

/// Runs a line that has to end otherwise; what it says.
pub fn fails(folder: &Folder, line: &str, code: i32) -> String {
    let done = folder.usersig(line).run();
    assert_eq!(done.code, code, "{line}: {}{}", done.stdout, done.stderr);
    done.stderr
}

/// A CSV of so many users.
pub fn users(count: usize) -> String {
    let mut text = String::from("userid\n");
    for user in 0..count {
        text += &format!("user{user:07}\n");
    }
    text
}

/// Writes a Parquet file with a row group for every batch.
pub fn write_parquet(folder: &Folder, name: &str, batches: &[RecordBatch]) {
    let file = File::create(folder.path(name)).unwrap();
    let mut writer = ArrowWriter::try_new(file, batches[0].schema(), None).unwrap();
    for batch in batches {
        writer.write(batch).unwrap();
        writer.flush().unwrap();
    }
    writer.close().unwrap();
}

/// Reads a Parquet file with the library itself.
pub fn read_parquet(folder: &Folder, name: &str) -> Vec<RecordBatch> {
    let file = File::open(folder.path(name)).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    reader.map(Result::unwrap).collect()
}

/// A column of a Parquet file as texts.
pub fn texts(folder: &Folder, name: &str, column: &str) -> Vec<Option<String>> {
    let text = |array: &ArrayRef, row: usize| match array.as_string_opt::<i32>() {
        Some(texts) => texts.value(row).to_owned(),
        None => array.as_primitive::<Int64Type>().value(row).to_string(),
    };
    let batches = read_parquet(folder, name);
    let columns = batches.iter().map(|batch| &batch[column]);
    columns
        .flat_map(|array| (0..array.len()).map(|row| array.is_valid(row).then(|| text(array, row))))
        .collect()
}

/// A column of a CSV file, by the `csv` crate.
pub fn csv_column(text: &str, column: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

/// The names of the folder's files that are not there for the keys.
pub fn files(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path("")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_new = |name: &String| !["key", ".pem", ".pub"].iter().any(|end| name.ends_with(end));
    let mut names: Vec<_> = names.filter(is_new).collect();
    names.sort();
    names
}
