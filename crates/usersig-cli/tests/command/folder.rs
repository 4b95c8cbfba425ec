//! A folder with keys, the command run inside it, and transcripts of that.

use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use snapbox::data::DataFormat;
use tempfile::TempDir;
use usersig::{Curve, EcdsaPrivateKey};

/// Throw-away secret keys, other than the one in the help.
pub const KEY: &str = "c0ffee00112233445566778899aabbccddeeff00112233445566778899aabb01";
pub const OTHER_KEY: &str = "0badcafe112233445566778899aabbccddeeff00112233445566778899aabb02";

/// The time of signing of all tickets here: 2023-11-14T22:13:20Z.
pub const TIME: u64 = 1_700_000_000;

/// A new folder. It holds `key` and `other-key` (secret keys), and for both curves
/// `p256.pem` and `p256.pub`, `secp256k1.pem` and `secp256k1.pub`.
pub struct Folder {
    directory: TempDir,
    secrets: Vec<String>,
}

impl Folder {
    pub fn new() -> Self {
        let mut folder = Self { directory: TempDir::new().unwrap(), secrets: Vec::new() };
        for (name, key) in [("key", KEY), ("other-key", OTHER_KEY)] {
            folder.write(name, format!("{key}\n"));
            folder.secrets.push(key.into());
        }
        for (curve, entropy) in [(Curve::P256, [7; 32]), (Curve::Secp256k1, [8; 32])] {
            let key = EcdsaPrivateKey::from_entropy(curve, &entropy).unwrap();
            let pem = key.expose_pem().unwrap();
            folder.write(&format!("{curve}.pem"), pem.as_bytes());
            folder.write(&format!("{curve}.pub"), key.public_key().to_pem().unwrap());
            folder.secrets.extend(pem.lines().filter(|line| !line.starts_with('-')).map(String::from));
        }
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The command with the words of `line` as its arguments.
    pub fn usersig(&self, line: &str) -> Call<'_> {
        let mut call = Call { folder: self, words: Vec::new(), environment: Vec::new(), input: Vec::new() };
        call.words.extend(line.split_whitespace().map(OsString::from));
        call
    }

    /// The ticket that `line` makes.
    pub fn ticket(&self, line: &str) -> String {
        let done = self.usersig(line).run();
        assert_eq!(done.code, 0, "{line}: {}", done.stderr);
        done.stdout.trim_end().into()
    }

    /// The usual ticket, signed with `key`.
    pub fn usual_ticket(&self) -> String {
        self.ticket(SIGN)
    }
}

/// Signs the usual ticket with `key`.
pub const SIGN: &str = "sign --sdkappid 1400000000 --userid xiaojun --time 1700000000 --key-file key";

/// The usual ticket's request, without a key.
pub const VERIFY: &str = "verify --sdkappid 1400000000 --userid xiaojun --now 1700000001";

/// One run of the command, before it starts.
pub struct Call<'a> {
    folder: &'a Folder,
    words: Vec<OsString>,
    environment: Vec<(&'a str, OsString)>,
    input: Vec<u8>,
}

impl<'a> Call<'a> {
    /// One more argument, whatever it holds.
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.words.push(arg.into());
        self
    }

    pub fn env(mut self, name: &'a str, value: impl Into<OsString>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// What stands on standard input; nothing by default.
    pub fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Runs it. Whatever it does, it must not print one of the folder's keys.
    pub fn run(self) -> Done {
        let mut child = self.command().stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        match stdin.write_all(&self.input) {
            // A command that fails early reads nothing.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
            written => written.unwrap(),
        }
        drop(stdin);
        let done = Done::new(child.wait_with_output().unwrap());
        for secret in &self.folder.secrets {
            let shown = done.stdout.contains(secret) || done.stderr.contains(secret);
            assert!(!shown, "{} shows a key:\n{}{}", self.line(), done.stdout, done.stderr);
        }
        done
    }

    /// The process, ready to start in the folder.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_usersig"));
        command.current_dir(self.folder.directory.path()).args(&self.words);
        for name in ["USERSIG_KEY", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command.env("COLUMNS", "100").envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// The line as it would be typed, what it printed, and how it ended.
    pub fn transcript(self) -> String {
        let line = self.line();
        let done = self.run();
        let mut text = format!("$ {line}\n{}", done.stdout);
        if !done.stderr.is_empty() {
            text += &format!("--- standard error\n{}", done.stderr);
        }
        text + &format!("--- exit code {}\n", done.code)
    }

    fn line(&self) -> String {
        let mut line = String::new();
        for (name, value) in &self.environment {
            line += &format!("{name}={} ", quoted(value));
        }
        line += "usersig";
        for word in &self.words {
            line += &format!(" {}", quoted(word));
        }
        line
    }
}

fn quoted(word: &OsString) -> String {
    let word = word.to_string_lossy();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_*/=+.:,".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) { word.into() } else { format!("{word:?}") }
}

/// How a run ended.
#[derive(Debug)]
pub struct Done {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Done {
    pub fn new(output: Output) -> Self {
        Self {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().expect("the command was ended by a signal"),
        }
    }

    /// Standard output as one JSON value.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Compares a text with a file of `snapshots/`.
pub fn snapshot(name: &str, text: impl Into<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command/snapshots");
    let expected = snapbox::Data::read_from(&folder.join(name), Some(DataFormat::Text)).raw();
    let actual = snapbox::Data::text(text.into()).raw();
    snapbox::Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV).eq(actual, expected);
}
