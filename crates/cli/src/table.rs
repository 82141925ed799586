//! Rows with aligned columns.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::measures::one_line;

/// The columns that a title may take.
const WIDEST: usize = 60;

/// A table under construction. Cells are text from outside: they are made safe to print.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    name: &'static str,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Name,
    Whole,
}

/// A column of numbers: they end below each other.
pub(crate) const fn number(name: &'static str) -> Column {
    Column { name, kind: Kind::Number }
}

/// A column of words, cut where they are too long.
pub(crate) const fn name(name: &'static str) -> Column {
    Column { name, kind: Kind::Name }
}

/// A column of what must be readable whole, such as addresses; best the last one.
pub(crate) const fn whole(name: &'static str) -> Column {
    Column { name, kind: Kind::Whole }
}

impl Table {
    pub(crate) fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// Adds a row: a cell a column.
    pub(crate) fn row<const CELLS: usize>(&mut self, cells: [String; CELLS]) {
        debug_assert_eq!(CELLS, self.columns.len(), "a cell a column");
        let row = cells.into_iter().zip(&self.columns).map(|(cell, column)| {
            let cell = one_line(&cell);
            if column.kind == Kind::Name { cut(cell) } else { cell }
        });
        self.rows.push(row.collect());
    }

    /// The table with its heading, or `nothing` where it has no rows.
    pub(crate) fn or(self, nothing: &str) -> String {
        if self.rows.is_empty() { nothing.to_owned() } else { self.written() }
    }

    /// The table with its heading.
    pub(crate) fn written(self) -> String {
        let heading = self.columns.iter().map(|column| column.name.to_owned()).collect();
        let lines: Vec<Vec<String>> = std::iter::once(heading).chain(self.rows).collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|place| lines.iter().map(|line| line[place].width()).max().unwrap_or(0))
            .collect();
        let mut text = String::new();
        for line in lines {
            let mut written = String::new();
            for ((cell, column), width) in line.iter().zip(&self.columns).zip(&widths) {
                let space = " ".repeat(width.saturating_sub(cell.width()));
                if column.kind == Kind::Number {
                    written.push_str(&space);
                    written.push_str(cell);
                } else {
                    written.push_str(cell);
                    written.push_str(&space);
                }
                written.push_str("  ");
            }
            text.push_str(written.trim_end());
            text.push('\n');
        }
        text
    }
}

fn cut(cell: String) -> String {
    if cell.width() <= WIDEST {
        return cell;
    }
    let mut width = 0;
    let kept = cell.chars().take_while(|letter| {
        width += letter.width().unwrap_or(0);
        width < WIDEST
    });
    kept.chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_also_where_letters_are_wide() {
        let mut table = Table::new([number("ID"), name("TITLE"), whole("FEED")]);
        table.row(["7".to_owned(), "雨巷电台".to_owned(), "a".to_owned()]);
        table.row(["12".to_owned(), "Low\nTide".to_owned(), String::new()]);
        assert_eq!(table.written(), "ID  TITLE     FEED\n 7  雨巷电台  a\n12  Low Tide\n");
    }

    #[test]
    fn long_names_are_cut_and_addresses_are_not() {
        let long = "very ".repeat(30);
        let mut table = Table::new([name("TITLE"), whole("FEED")]);
        table.row([long.clone(), long.clone()]);
        let text = table.written();
        let row = text.lines().nth(1).unwrap();
        assert!(row.starts_with(&format!("{}…  very", &long[..WIDEST - 1])), "{row}");
        assert!(row.ends_with(long.trim()), "{row}");
    }

    #[test]
    fn a_table_without_rows_is_a_sentence() {
        assert_eq!(Table::new([name("TITLE")]).or("Nothing found."), "Nothing found.");
    }
}
