//! Where the store is, and what it looks like there.

use std::fs;

use crate::folder::Folder;
use crate::{IMPORT, ok, refused};

#[test]
fn the_store_is_made_by_what_adds_something_only() {
    let folder = Folder::new();
    for line in ["app list", "app show 1", "token list", "admin list", "audit verify", "store backup b"] {
        refused(&folder, line, 3, "there is no store usersig-data/usersig.db");
    }
    assert!(!folder.path("usersig-data").exists());
    ok(&folder, IMPORT);
    assert!(folder.path("usersig-data/usersig.db").exists());
}

#[cfg(unix)]
#[test]
fn the_folder_and_its_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    ok(&folder, IMPORT);
    ok(&folder, "store backup backup");
    let mode = |name: &str| fs::metadata(folder.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("usersig-data"), 0o700);
    for name in ["usersig-data/usersig.db", "usersig-data/master.key", "backup"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
}

#[test]
fn options_the_environment_and_a_file_name_it() {
    let folder = Folder::new();
    ok(&folder, &format!("{IMPORT} --data one"));
    let by_variable = folder.usersig(IMPORT).env("USERSIG_DATA", "two").run();
    folder.write("settings.toml", "data = \"three\"\n");
    let by_file = folder.usersig(&format!("{IMPORT} --config settings.toml")).run();
    assert_eq!((by_variable.code, by_file.code), (0, 0), "{}{}", by_variable.stderr, by_file.stderr);
    ok(&folder, &format!("{IMPORT} --store four/other.db --data one"));
    for name in ["one/usersig.db", "two/usersig.db", "three/usersig.db", "four/other.db"] {
        assert!(folder.path(name).exists(), "{name}");
    }
    // A misspelt setting is named.
    folder.write("settings.toml", "dato = \"three\"\n");
    refused(&folder, "app list --config settings.toml", 2, "dato");
    refused(&folder, "app list --store postgres://nobody@[", 2, "cannot be read");
}

#[test]
fn a_password_in_an_address_is_not_repeated() {
    let folder = Folder::new();
    for address in ["postgres://u:secret-word@127.0.0.1:1/db", "postgres://u:secret-word@[/db"] {
        let done = folder.usersig("app create 1 --name x --data d").env("USERSIG_STORE", address).run();
        assert!(done.code > 0 && !done.stderr.contains("secret-word"), "{}", done.stderr);
    }
}
