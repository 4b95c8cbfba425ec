//! The committed headers are what `cbindgen` makes of the sources, and the numbers in them
//! are those of the shared crate. `HEADERS=overwrite` writes them again.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use usersig_door::{DEFAULT_EXPIRE, FaultKind};

#[test]
fn committed_header_is_current() {
    compare("usersig.h", &header(true));
}

#[test]
fn committed_ffi_header_is_current() {
    compare("usersig_ffi.h", &without_preprocessor(&header(false)));
}

#[test]
fn kinds_are_those_of_the_shared_crate() {
    let header = header(true);
    for kind in FaultKind::ALL {
        let line = format!("  USERSIG_{} = {},", kind.name().to_uppercase(), kind.number());
        assert!(header.lines().any(|found| found == line), "{line} is not in the header");
    }
    let declared = header.split("enum usersig_kind {").nth(1).unwrap().split('}').next().unwrap();
    let numbers = declared.lines().filter(|line| line.contains(" = ")).count();
    assert_eq!(numbers, FaultKind::ALL.len() + 1, "the header has kinds that the shared crate has not");
    assert!(header.contains(&format!("#define USERSIG_DEFAULT_EXPIRE {DEFAULT_EXPIRE}")));
}

/// What allocates for the caller says so in its name, and names the function that frees.
#[test]
fn names_tell_who_allocates() {
    let header = header(true);
    let mut allocating = 0;
    for (documentation, declaration) in functions(&header) {
        let new = declaration.contains("_new(")
            && documentation.contains("Free it with `usersig_application_free`");
        let frees = ["text", "claims", "diagnosis"].map(|what| format!("that `usersig_{what}_free` frees"));
        let alloc = declaration.contains("_alloc(") && frees.iter().any(|free| documentation.contains(free));
        let hands_out = declaration.contains(" **");
        assert_eq!(hands_out, new || alloc, "{documentation}\n{declaration}");
        allocating += usize::from(hands_out);
    }
    assert!(allocating > 5, "only {allocating} functions that allocate were found");
}

/// Every declaration of a function, with the comment before it.
fn functions(header: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for block in header.split("\n\n").filter(|block| block.ends_with(");")) {
        let (comment, declaration): (Vec<_>, Vec<_>) = block.lines().partition(|line| line.starts_with("//"));
        found.push((comment.join(" ").replace(" // ", " "), declaration.join(" ")));
    }
    found
}

fn header(documentation: bool) -> String {
    let mut config = cbindgen::Config::from_file(folder().join("cbindgen.toml")).unwrap();
    config.documentation = documentation;
    let mut text = Vec::new();
    cbindgen::Builder::new().with_crate(folder()).with_config(config).generate().unwrap().write(&mut text);
    String::from_utf8(text).unwrap()
}

/// The declarations alone, for readers that have no preprocessor.
fn without_preprocessor(header: &str) -> String {
    let mut text = String::from("/* usersig.h without its preprocessor lines. */\n");
    let mut inside = false;
    for line in header.lines() {
        match line {
            "#ifdef __cplusplus" => inside = true,
            "#endif" | "#endif  // __cplusplus" | "#endif // __cplusplus" if inside => inside = false,
            // What is left of comments belongs to constants that are gone.
            _ if inside || line.starts_with('#') || line.starts_with("//") => {}
            _ => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    format!("{}\n", text.trim_end())
}

fn compare(name: &str, made: &str) {
    let path = folder().join("include").join(name);
    if std::env::var("HEADERS").is_ok_and(|what| what == "overwrite") {
        fs::write(&path, made).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == made, "{} is not what the sources say; run with HEADERS=overwrite", path.display());
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
