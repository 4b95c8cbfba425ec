//! The constants as a Rust module.

use std::fmt::Write;

use crate::form::{Form, KindForm};
use crate::shape::Token;
use crate::template::{Kind, Variable};

/// The whole module.
pub(crate) fn module(forms: &[KindForm]) -> String {
    let mut text = String::from(HEAD);
    for KindForm { kind, form, .. } in forms {
        // Writing to a String cannot fail.
        let _ = write_form(&mut text, *kind, form);
    }
    text
}

const HEAD: &str = "\
//! The constants of the compact encoding.
//!
//! Written by `cargo run --release -p usersig-tables`, which says what they are
//! made for and how they are found. Do not edit.

use super::form::Token::{Repeat, Text};
use super::form::{Source, Variable};
";

fn write_form(text: &mut String, kind: Kind, form: &Form) -> std::fmt::Result {
    let (name, what) = match kind {
        Kind::Plain => ("PLAIN", "Tickets without a UserBuf"),
        Kind::UserBuf => ("USER_BUF", "Tickets with a UserBuf"),
    };
    writeln!(text, "\n/// {what}.\n#[rustfmt::skip]\npub(super) static {name}: Source = Source {{")?;
    writeln!(text, "    literals: [")?;
    rows(text, &form.code.literals)?;
    writeln!(text, "    ],\n    distances: [")?;
    rows(text, &form.code.distances)?;
    writeln!(text, "    ],\n    run: {},", form.shape.repeats.run)?;
    writeln!(text, "    header_bits: {},\n    header: &[", form.header.len())?;
    for word in form.header.chunks(64) {
        let word = word.iter().rev().fold(0u64, |word, &bit| word << 1 | u64::from(bit));
        writeln!(text, "        0x{word:016x},")?;
    }
    writeln!(text, "    ],\n    variables: &[")?;
    for variable in &form.shape.template.variables {
        writeln!(text, "        Variable::{},", variable_name(*variable))?;
    }
    writeln!(text, "    ],\n    parts: &[")?;
    for (part, tokens) in form.shape.tokens.iter().enumerate() {
        writeln!(text, "        &[")?;
        write_tokens(text, form, part, tokens)?;
        writeln!(text, "        ],")?;
    }
    writeln!(text, "    ],\n}};")
}

fn write_tokens(text: &mut String, form: &Form, part: usize, tokens: &[Token]) -> std::fmt::Result {
    let constant = &form.shape.template.constants[part];
    let mut at = 0;
    let mut literals = String::new();
    for token in tokens {
        match *token {
            Token::Literal(byte) => {
                literals.push(byte.into());
                at += 1;
            }
            Token::Repeat { length, from } => {
                flush(text, &mut literals)?;
                let none = vec![0; form.shape.template.variables.len()];
                let back = form.shape.template.distance(&none, from, (part, at));
                let repeated = &constant[at..at + length];
                writeln!(
                    text,
                    "            Repeat {{ text: {repeated:?}, back: {back}, since: {} }},",
                    from.0
                )?;
                at += length;
            }
        }
    }
    flush(text, &mut literals)
}

fn flush(text: &mut String, literals: &mut String) -> std::fmt::Result {
    if !literals.is_empty() {
        writeln!(text, "            Text({literals:?}),")?;
        literals.clear();
    }
    Ok(())
}

fn rows(text: &mut String, lengths: &[u8]) -> std::fmt::Result {
    for row in lengths.chunks(32) {
        let row: Vec<String> = row.iter().map(u8::to_string).collect();
        writeln!(text, "        {},", row.join(", "))?;
    }
    Ok(())
}

const fn variable_name(variable: Variable) -> &'static str {
    match variable {
        Variable::UserId => "UserId",
        Variable::SdkAppId => "SdkAppId",
        Variable::Expire => "Expire",
        Variable::Time => "Time",
        Variable::UserBuf => "UserBuf",
        Variable::Sig => "Sig",
    }
}
