//! The help of the administration commands, 100 columns wide.

use crate::folder::{Folder, snapshot};

#[test]
fn help_of_every_command() {
    for command in ["app", "token", "issuer", "user", "admin", "audit", "store"] {
        shows(&format!("help-{command}.txt"), &format!("{command} --help"));
    }
    for line in ["app rotate", "app policy", "token create", "issuer create", "store restore", "audit verify"]
    {
        shows(&format!("help-{}.txt", line.replace(' ', "-")), &format!("{line} --help"));
    }
}

fn shows(name: &str, line: &str) {
    snapshot(name, Folder::new().usersig(line).transcript());
}
