//! The measurements of the machine.

use crate::folder::Folder;

#[test]
fn every_operation_is_measured() {
    let done = Folder::new().usersig("bench --milliseconds 1 --json").run();
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    let report: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert!(report["cores"].as_u64() > Some(0));
    let operations = report["operations"].as_array().unwrap();
    assert_eq!(operations.len(), 12);
    for operation in operations {
        for figure in ["nanoseconds", "one_core_per_second", "all_cores_per_second"] {
            assert!(operation[figure].as_f64() > Some(0.0), "{operation}");
        }
    }
}

#[test]
fn people_get_a_line_for_each() {
    let done = Folder::new().usersig("bench --milliseconds 1").run();
    assert_eq!((done.code, done.stdout.lines().count()), (0, 13), "{}", done.stdout);
    assert!(done.stdout.contains("legacy verify, secp256k1"));
    assert_eq!(Folder::new().usersig("bench --milliseconds 0").run().code, 2);
}
