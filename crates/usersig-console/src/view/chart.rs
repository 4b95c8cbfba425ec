//! Bars over time, drawn as SVG on the server.

use maud::{Markup, html};

use crate::words::Words;

/// A stretch of time and what happened in it, one number for each series.
pub(crate) struct Slot {
    /// Below the axis; empty: nothing.
    pub(crate) label: String,
    /// The whole stretch, for the table and the pointer.
    pub(crate) name: String,
    pub(crate) values: Vec<u64>,
}

/// Stacked bars with a legend, and the same numbers as a table.
pub(crate) fn bars(words: Words, title: &str, series: &[String], slots: &[Slot]) -> Markup {
    let totals: Vec<u64> = slots.iter().map(|slot| slot.values.iter().sum()).collect();
    let top = round_up(totals.iter().copied().max().unwrap_or_default());
    let step = PLOT_WIDTH / slots.len().max(1) as f64;
    let width = (step * 0.7).min(34.0);
    html! {
        ul class="legend" {
            @for (index, name) in series.iter().enumerate() { li class={ "c" (index + 1) } { (name) } }
        }
        div class="scroller" tabindex="0" role="region" aria-label=(title) {
            svg class="chart" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(title) {
                @for quarter in 0..=4_u64 {
                    @let y = BOTTOM - PLOT_HEIGHT * quarter as f64 / 4.0;
                    line class=(if quarter == 0 { "axis" } else { "grid" }) x1=(LEFT) x2=(WIDTH) y1=(y) y2=(y) {}
                    text x=(LEFT - 8.0) y=(y + 4.0) text-anchor="end" { (short(top * quarter / 4)) }
                }
                @for (index, slot) in slots.iter().enumerate() {
                    @let middle = LEFT + step * (index as f64 + 0.5);
                    g class="slot" {
                        title { (describe(words, slot, series)) }
                        rect class="hit" x=(tenth(middle - step / 2.0)) y=(BOTTOM - PLOT_HEIGHT) width=(tenth(step)) height=(PLOT_HEIGHT) {}
                        @for (color, (y, height)) in stack(&slot.values, top) {
                            rect class={ "c" (color + 1) } x=(tenth(middle - width / 2.0)) y=(tenth(y)) width=(tenth(width)) height=(tenth(height)) rx="1.5" {}
                        }
                        @if !slot.label.is_empty() {
                            text x=(tenth(middle)) y=(BOTTOM + 18.0) text-anchor="middle" { (slot.label) }
                        }
                    }
                }
            }
        }
        details class="more" {
            summary { (words.say("as-table")) }
            (table(words, title, series, slots))
        }
    }
}

fn table(words: Words, title: &str, series: &[String], slots: &[Slot]) -> Markup {
    html! {
        table class="table" {
            caption class="unseen" { (title) }
            thead {
                tr {
                    th scope="col" { (words.say("time")) }
                    @for name in series { th scope="col" class="end" { (name) } }
                }
            }
            tbody {
                @for slot in slots.iter().rev().filter(|slot| slot.values.iter().any(|value| *value > 0)) {
                    tr {
                        th scope="row" data-label=(words.say("time")) class="num" { (slot.name) }
                        @for (name, value) in series.iter().zip(&slot.values) {
                            td class="end num" data-label=(name) { (words.number(*value)) }
                        }
                    }
                }
            }
        }
    }
}

fn describe(words: Words, slot: &Slot, series: &[String]) -> String {
    let mut text = slot.name.clone();
    for (name, value) in series.iter().zip(&slot.values).filter(|(_, value)| **value > 0) {
        text.push_str(&format!("\n{name}: {}", words.number(*value)));
    }
    text
}

/// Where each part of a bar stands: its colour, top and height.
fn stack(values: &[u64], top: u64) -> Vec<(usize, (f64, f64))> {
    let mut below = BOTTOM;
    let mut parts = Vec::new();
    for (color, value) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
        // The smallest part is still seen.
        let height = (PLOT_HEIGHT * *value as f64 / top.max(1) as f64).max(1.5);
        below -= height;
        parts.push((color, (below, height)));
    }
    parts
}

/// The next of 4, 8, 12, 20, 40, 80, 120, 200 …: quarters of it are whole.
fn round_up(most: u64) -> u64 {
    let mut power: u64 = 1;
    loop {
        for factor in [4, 8, 12, 20] {
            let top = power.saturating_mul(factor);
            if top >= most {
                return top;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// A number for the axis.
fn short(number: u64) -> String {
    match number {
        0..10_000 => number.to_string(),
        10_000..10_000_000 => format!("{} k", number / 1000),
        _ => format!("{} M", number / 1_000_000),
    }
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 250.0;
const LEFT: f64 = 46.0;
const BOTTOM: f64 = 220.0;
const PLOT_WIDTH: f64 = WIDTH - LEFT;
const PLOT_HEIGHT: f64 = 204.0;

#[cfg(test)]
mod tests {
    use super::round_up;

    #[test]
    fn the_axis_ends_above_the_highest_bar() {
        for (most, top) in [(0, 4), (4, 4), (5, 8), (9, 12), (21, 40), (1999, 2000), (u64::MAX, u64::MAX)] {
            assert_eq!(round_up(most), top);
        }
    }
}
