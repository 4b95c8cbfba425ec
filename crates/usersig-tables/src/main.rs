//! Computes the constants of the compact encoding and prints them as Rust.
//!
//! A ticket's JSON is a template around a few variable texts. For a stated model
//! of those texts ([`model`]) this program looks for the order of members, the
//! repeats inside the template and the Huffman codes that make the mean ticket
//! shortest, their own description included. Everything is seeded: two runs print
//! the same. `cargo run --release -p usersig-tables > crates/usersig/src/envelope/compact/tables.rs`
//! writes the module; with `--report` the program prints mean lengths instead.

mod code;
mod form;
mod header;
mod huffman;
mod model;
mod print;
mod random;
mod report;
mod search;
mod shape;
mod split;
mod template;

use crate::template::Kind;

fn main() {
    let kinds = [Kind::Plain, Kind::UserBuf].map(search::best_form);
    if std::env::args().any(|argument| argument == "--report") {
        print!("{}", report::table(&kinds));
    } else {
        print!("{}", print::module(&kinds));
    }
}
