//! Completions and the manual page.

use crate::folder::Folder;

#[test]
fn completions_know_the_commands_in_every_shell() {
    let folder = Folder::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let done = folder.usersig(&format!("completions {shell}")).run();
        assert_eq!((done.code, done.stderr.as_str()), (0, ""), "{shell}");
        for word in ["usersig", "room-key", "max-clock-skew", "userid-form"] {
            assert!(done.stdout.contains(word), "{shell} does not know {word}");
        }
    }
    assert_eq!(folder.usersig("completions tcsh").run().code, 2);
}

#[test]
fn the_manual_page_is_roff_and_has_every_command() {
    let done = Folder::new().usersig("man").run();
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    assert!(done.stdout.starts_with(".ie \\n(.g"), "{}", &done.stdout[..100]);
    assert!(done.stdout.contains("\n.TH usersig 1"), "{}", &done.stdout[..300]);
    for command in
        ["SIGN", "ROOM-KEY", "VERIFY", "INSPECT", "DIAGNOSE", "KEYGEN", "BENCH", "COMPLETIONS", "MAN"]
    {
        assert!(done.stdout.contains(&format!(".SH \"USERSIG {command}\"")), "{command}");
    }
    assert!(done.stdout.contains("\\-\\-max\\-clock\\-skew"));
}
