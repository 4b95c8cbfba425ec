//! Settings: which source wins, and what is said about a wrong value.

use std::path::PathBuf;

use usersig_server::settings::SETTINGS;
use usersig_server::{Settings, Sources};

fn sources(
    file: Option<&str>,
    environment: &[(&str, &str)],
    flags: &[(&str, &str)],
) -> (Sources, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut sources = Sources::default();
    if let Some(text) = file {
        let path = folder.path().join("usersig.toml");
        std::fs::write(&path, text).unwrap();
        sources.file = Some(path);
    }
    sources.environment = environment.iter().map(|(name, value)| (name.into(), value.into())).collect();
    sources.flags = flags
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into(), format!("--set {name}")))
        .collect();
    (sources, folder)
}

fn fault(file: Option<&str>, environment: &[(&str, &str)], flags: &[(&str, &str)]) -> String {
    let (sources, _folder) = sources(file, environment, flags);
    let fault = Settings::read(&sources).unwrap_err();
    assert!(fault.is_setting);
    format!("{}\n{}", fault.message, fault.hint)
}

#[test]
fn options_win_over_the_environment_which_wins_over_the_file() {
    let file = "listen = \"127.0.0.1:1\"\ndata = \"from-file\"\n[limits]\nbody_bytes = 2_048\n[log]\nformat = \"json\"\n";
    let environment = [("USERSIG_LISTEN", "127.0.0.1:2"), ("USERSIG_LIMITS_BATCH_ROWS", "7")];
    let (sources, _folder) = sources(Some(file), &environment, &[("listen", "127.0.0.1:3")]);
    let settings = Settings::read(&sources).unwrap();
    assert_eq!(settings.listen.port(), 3);
    assert_eq!(settings.data, PathBuf::from("from-file"));
    assert_eq!((settings.limits.body_bytes, settings.limits.batch_rows), (2048, 7));
    assert!(settings.log.json);
    assert_eq!(settings.master_key_file, PathBuf::from("from-file/master.key"));

    let printed = settings.print();
    for line in [
        "listen = \"127.0.0.1:3\"  # the option --set listen",
        "batch_rows = 7  # the environment variable USERSIG_LIMITS_BATCH_ROWS",
        "usersig.toml, line 4",
        "batch_body_bytes = 1048576  # the default",
    ] {
        assert!(printed.contains(line), "{line}:\n{printed}");
    }
}

#[test]
fn what_is_printed_is_a_file_that_reads_the_same() {
    let (defaults, _folder) = sources(None, &[], &[]);
    let printed = Settings::read(&defaults).unwrap().print();
    for setting in SETTINGS {
        let name = setting.name.rsplit('.').next().unwrap();
        assert!(printed.contains(&format!("\n{name} = ")), "{name}");
    }
    let (again, _folder) = sources(Some(&printed), &[], &[]);
    let again = Settings::read(&again).unwrap().print();
    let values = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split("  # ").next().unwrap().into())
            .collect()
    };
    assert_eq!(values(&again), values(&printed));
}

#[test]
fn a_wrong_value_names_the_setting_and_its_place() {
    for (file, line) in [
        ("data = \"d\"\n\nlisten = \"nowhere\"\n", 3),
        ("data = \"d\"\n[limits]\nbody_bytes = 1\n", 3),
        ("[limits]\n\n\nbatch_rows = \"many\"\n", 4),
        ("console = 1\n", 1),
        ("trusted_proxies = \"10.0.0.1\"\n", 1),
        ("trusted_proxies = [\"10.0.0.1\", 2]\n", 1),
        ("\nauthz_from = \"body\"\n", 2),
        ("public_url = \"usersig.example\"\n", 1),
        ("log.format = \"xml\"\n", 1),
        ("lisen = \"127.0.0.1:1\"\n", 1),
        ("a\n", 1),
        ("a = 1\na = 2\n", 2),
    ] {
        let fault = fault(Some(file), &[], &[]);
        assert!(fault.contains(&format!("usersig.toml, line {line}")), "{file}: {fault}");
    }
    for (environment, name) in [
        (("USERSIG_LISTEN", "x"), "USERSIG_LISTEN"),
        (("USERSIG_DRAIN_SECONDS", "-1"), "USERSIG_DRAIN_SECONDS"),
        (("USERSIG_TLS_KEY", "key.pem"), "tls.certificate"),
        (("USERSIG_STORE_FILE", "/nowhere/at/all"), "USERSIG_STORE_FILE"),
        (("USERSIG_CONFIG", "/nowhere/at/all"), "/nowhere/at/all"),
    ] {
        let fault = fault(None, &[environment], &[]);
        assert!(fault.contains(name), "{fault}");
    }
    assert!(fault(None, &[], &[("limits.batch_row", "1")]).contains("--set limits.batch_row"));
    assert!(fault(Some("batch_rows = 1\n"), &[], &[]).contains("did you mean `limits.batch_rows`?"));
}

#[test]
fn secrets_come_from_files_and_are_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    std::fs::write(&path, "postgres://usersig:pass-word@db/usersig\n").unwrap();
    let environment =
        [("USERSIG_STORE_FILE", path.to_str().unwrap()), ("USERSIG_MASTER_KEY", "0123456789abcdef")];
    let (sources, _folder) = sources(None, &environment, &[]);
    let settings = Settings::read(&sources).unwrap();
    assert_eq!(settings.store.as_str(), "postgres://usersig:pass-word@db/usersig");
    let shown = format!("{}{settings:?}{}", settings.print(), settings.store_shown());
    assert!(!shown.contains("pass-word") && !shown.contains("0123456789abcdef"), "{shown}");
    // A secret in the wrong place is not repeated either.
    assert!(!fault(None, &[("USERSIG_LISTEN", "pass-word")], &[]).contains("pass-word"));
}

#[test]
fn misspelt_variables_are_noticed() {
    let environment =
        [("USERSIG_LISTN", "x"), ("USERSIG_KEY", "k"), ("USERSIG_STORE_FILE", ""), ("PATH", "/bin")];
    let (sources, _folder) = sources(None, &environment, &[]);
    assert_eq!(sources.unknown_variables(), ["USERSIG_LISTN"]);
}
