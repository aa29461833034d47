//! Tables for the terminal, in which Chinese characters take the two columns that they do.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

/// A table under construction: a heading, columns, rows.
pub struct Table {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

/// On which side of its column a text stands.
#[derive(Clone, Copy, PartialEq)]
pub enum Align {
    Left,
    Right,
}

pub use Align::{Left, Right};

impl Table {
    pub fn new<const N: usize>(columns: [(&str, Align); N]) -> Self {
        let columns = columns.map(|(name, align)| (name.to_owned(), align)).to_vec();
        Self { columns, rows: Vec::new() }
    }

    /// A further column.
    pub fn column(&mut self, name: impl Into<String>, align: Align) {
        self.columns.push((name.into(), align));
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Appends the table to a text: the names of the columns, a rule, the rows.
    pub fn write(&self, out: &mut String) {
        let widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, (name, _))| {
                let cells = self.rows.iter().filter_map(|row| row.get(at));
                cells.map(|cell| cell.width()).chain([name.width()]).max().unwrap_or_default()
            })
            .collect();
        let names: Vec<String> = self.columns.iter().map(|(name, _)| name.clone()).collect();
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        for row in [&names, &rule].into_iter().chain(&self.rows) {
            let mut line = String::from(" ");
            for ((cell, width), (_, align)) in row.iter().zip(&widths).zip(&self.columns) {
                let space = " ".repeat(width - cell.width());
                line.push(' ');
                match align {
                    Left => line.extend([cell.as_str(), &space]),
                    Right => line.extend([space.as_str(), cell]),
                }
                line.push(' ');
            }
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
}

/// A number or an amount with commas: `1,592`, `137,000.00`.
pub fn commas(number: impl std::fmt::Display) -> String {
    let text = number.to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let digits = whole.trim_start_matches('-');
    let mut grouped = whole[..whole.len() - digits.len()].to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}
