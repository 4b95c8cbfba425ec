//! How far a job is, for people: a bar on a terminal, now and then a line elsewhere.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use anstream::eprintln;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows how far a job is.
pub(crate) struct Progress {
    started: Instant,
    /// Rows of an earlier run that this one goes on with.
    earlier: u64,
    /// Bytes of the inputs, where they are known.
    sizes: Vec<Option<u64>>,
    display: Display,
}

enum Display {
    Nothing,
    Bar(ProgressBar),
    Lines { last: Instant },
}

impl Progress {
    /// `earlier` rows were done by an earlier run.
    pub(crate) fn new(show: bool, earlier: u64, sizes: Vec<Option<u64>>) -> Self {
        let started = Instant::now();
        let display = match (show, io::stderr().is_terminal()) {
            (false, _) => Display::Nothing,
            (true, false) => Display::Lines { last: started },
            (true, true) => Display::Bar(bar()),
        };
        Self { started, earlier, sizes, display }
    }

    /// Shows that `rows` are done, up to a `fraction` of an input.
    pub(crate) fn show(&mut self, rows: u64, input: usize, fraction: Option<f64>) {
        let part = self.part(input, fraction);
        let elapsed = self.started.elapsed();
        let rate = rate(rows - self.earlier, elapsed);
        match &mut self.display {
            Display::Nothing => {}
            Display::Bar(bar) => {
                bar.set_message(format!("{} rows, {rate} rows/s{}", grouped(rows), left(part, elapsed)));
                bar.set_position((part.unwrap_or_default() * STEPS as f64) as u64);
            }
            Display::Lines { last } => {
                if last.elapsed() >= BETWEEN_LINES {
                    *last = Instant::now();
                    let part_text = part.map(|part| format!(", {:.0} %", part * 100.0)).unwrap_or_default();
                    eprintln!("{} rows, {rate} rows/s{part_text}{}", grouped(rows), left(part, elapsed));
                }
            }
        }
    }

    /// Which part of all inputs that is; `None` when it cannot be told.
    fn part(&self, input: usize, fraction: Option<f64>) -> Option<f64> {
        let all: u64 = self.sizes.iter().copied().sum::<Option<u64>>()?;
        let before: u64 = self.sizes.iter().take(input).copied().sum::<Option<u64>>()?;
        let of = self.sizes.get(input).copied().flatten()?;
        Some((before as f64 + fraction? * of as f64) / all.max(1) as f64)
    }

    /// Ends the display; how long it took.
    pub(crate) fn finish(self) -> Duration {
        if let Display::Bar(bar) = self.display {
            bar.finish_and_clear();
        }
        self.started.elapsed()
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(STEPS), ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The time left, if the rest takes as long as what is done.
fn left(part: Option<f64>, elapsed: Duration) -> String {
    match part {
        Some(part) if part > 0.01 && elapsed.as_secs() >= 1 => {
            let seconds = elapsed.as_secs_f64() * (1.0 - part).max(0.0) / part;
            let minutes = (seconds / 60.0) as u64;
            if minutes < 2 { format!(", {seconds:.0} s left") } else { format!(", {minutes} min left") }
        }
        _ => String::new(),
    }
}

/// Rows in a second, as people read them.
pub(crate) fn rate(rows: u64, elapsed: Duration) -> String {
    let rate = rows as f64 / elapsed.as_secs_f64().max(1e-9);
    if rate >= 1e6 { format!("{:.2} M", rate / 1e6) } else { grouped(rate as u64) }
}

/// A number with commas between groups of three digits.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

const STEPS: u64 = 10_000;
const BETWEEN_LINES: Duration = Duration::from_secs(5);
