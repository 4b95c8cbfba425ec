//! A Markdown table, and numbers for its cells.

use std::fmt;

use crate::contest::{median, quarter};

/// Its columns are as wide as their cells.
pub struct Table {
    /// How many columns hold text; the others hold numbers.
    texts: usize,
    cells: Vec<Vec<String>>,
}

impl Table {
    pub fn new(texts: usize, heads: &[&str]) -> Self {
        Self { texts, cells: vec![heads.iter().map(|&head| head.into()).collect()] }
    }

    pub fn push(&mut self, row: Vec<String>) {
        self.cells.push(row);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.cells[0].len();
        let width = |column: usize| {
            self.cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0).max(3)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for (index, row) in self.cells.iter().enumerate() {
            for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
                let blanks = " ".repeat(width - cell.chars().count());
                if column < self.texts {
                    write!(f, "| {cell}{blanks} ")?;
                } else {
                    write!(f, "| {blanks}{cell} ")?;
                }
            }
            writeln!(f, "|")?;
            if index == 0 {
                for (column, &width) in widths.iter().enumerate() {
                    let end = if column < self.texts { "-" } else { ":" };
                    write!(f, "| {}{end} ", "-".repeat(width - 1))?;
                }
                writeln!(f, "|")?;
            }
        }
        Ok(())
    }
}

/// The median, and the middle half behind it: `1 172 (1 165 to 1 180)`.
pub fn spread(values: &[f64]) -> String {
    let [low, middle, high] = [1, 2, 3].map(|quarters| quarter(values.to_vec(), quarters));
    format!("{} ({} to {})", grouped(middle), grouped(low), grouped(high))
}

/// The median alone.
pub fn middle(values: &[f64]) -> String {
    grouped(median(values.to_vec()))
}

/// With two digits behind the point, or none where they mean nothing.
pub fn ratio(ratio: Option<f64>) -> String {
    match ratio {
        None => String::new(),
        Some(ratio) if ratio < 100.0 => format!("{ratio:.2}"),
        Some(ratio) => grouped(ratio),
    }
}

/// A number with its thousands apart.
pub fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// Nothing for 0.
pub fn length(characters: usize) -> String {
    if characters == 0 { String::new() } else { characters.to_string() }
}
