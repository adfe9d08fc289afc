//! The rows, as Markdown for a reader and as JSON for a program.

use std::fmt::Write as _;

use serde::Serialize;

/// One line of the table.
#[derive(Serialize)]
pub struct Row {
    /// What was done.
    pub what: String,
    /// What it took, with its unit.
    pub ours: String,
    /// What the floor is, and what it took.
    pub floor: Option<String>,
    /// Who the peer is, and what it took.
    pub peer: Option<String>,
    /// What was wanted, and what came.
    pub goals: Vec<Goal>,
    /// The noise of the floor against itself, in hundredths.
    pub noise: Option<f64>,
}

/// A number that was wanted.
#[derive(Serialize)]
pub struct Goal {
    /// What the number is: `times the floor`.
    pub of: String,
    /// The number that came.
    pub value: f64,
    /// The number that was wanted, if one was.
    pub bound: Option<Bound>,
    /// Whether it holds; true where nothing was wanted.
    pub holds: bool,
}

/// What is wanted of a number.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The number or less.
    AtMost(f64),
    /// Less than the number.
    Below(f64),
    /// The number or more.
    AtLeast(f64),
}

impl Row {
    /// A row that has only a number of ours.
    pub fn new(what: impl Into<String>, ours: impl Into<String>) -> Self {
        Self { what: what.into(), ours: ours.into(), floor: None, peer: None, goals: Vec::new(), noise: None }
    }

    /// With the floor.
    #[must_use]
    pub fn floor(mut self, floor: impl Into<String>) -> Self {
        self.floor = Some(floor.into());
        self
    }

    /// With a peer.
    #[must_use]
    pub fn peer(mut self, peer: impl Into<String>) -> Self {
        self.peer = Some(peer.into());
        self
    }

    /// With a number that was wanted.
    #[must_use]
    pub fn goal(mut self, of: &str, value: f64, bound: Bound) -> Self {
        let holds = match bound {
            Bound::AtMost(most) => value <= most,
            Bound::Below(most) => value < most,
            Bound::AtLeast(least) => value >= least,
        };
        self.goals.push(Goal { of: of.to_owned(), value, bound: Some(bound), holds });
        self
    }

    /// With a number that is told for information.
    #[must_use]
    pub fn told(mut self, of: &str, value: f64) -> Self {
        self.goals.push(Goal { of: of.to_owned(), value, bound: None, holds: true });
        self
    }

    /// With the noise.
    #[must_use]
    pub fn noise(mut self, noise: f64) -> Self {
        self.noise = Some(noise);
        self
    }

    /// What fell short, for a person.
    pub fn shortfalls(&self) -> impl Iterator<Item = String> {
        let falls_short = |goal: &&Goal| !goal.holds;
        self.goals.iter().filter(falls_short).map(|goal| format!("{}: {}", self.what, goal.text()))
    }
}

impl Goal {
    /// `2.7 times the floor (at most 3)`.
    fn text(&self) -> String {
        let number = figures(self.value);
        let of = &self.of;
        match self.bound {
            None => format!("{number} {of}"),
            Some(Bound::AtMost(most)) => format!("{number} {of} (at most {most})"),
            Some(Bound::Below(most)) => format!("{number} {of} (below {most})"),
            Some(Bound::AtLeast(least)) => format!("{number} {of} (at least {least})"),
        }
    }
}

/// The table as Markdown.
pub fn markdown(rows: &[Row]) -> String {
    let mut text = String::from(
        "| what | ours | floor | peer | measured (wanted) | noise |\n|---|---:|---|---|---|---:|\n",
    );
    for row in rows {
        let cell = |cell: &Option<String>| cell.clone().unwrap_or_default();
        let goals: Vec<String> = row
            .goals
            .iter()
            .map(|goal| if goal.holds { goal.text() } else { format!("**{}**", goal.text()) })
            .collect();
        let noise = row.noise.map_or_else(String::new, |noise| format!("± {} %", figures(noise)));
        let (floor, peer, goals) = (cell(&row.floor), cell(&row.peer), goals.join("; "));
        writeln!(text, "| {} | {} | {floor} | {peer} | {goals} | {noise} |", row.what, row.ours)
            .expect("a String takes everything");
    }
    text
}

/// A time as a person reads it: `97 ns`, `1.42 µs`, `3.1 ms`.
pub fn time(nanos: f64) -> String {
    match nanos {
        ..1e3 => format!("{} ns", figures(nanos)),
        ..1e6 => format!("{} µs", figures(nanos / 1e3)),
        ..1e9 => format!("{} ms", figures(nanos / 1e6)),
        _ => format!("{} s", figures(nanos / 1e9)),
    }
}

/// About three figures of a number.
pub fn figures(number: f64) -> String {
    match number.abs() {
        ..9.995 => format!("{number:.2}"),
        ..99.95 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_what_fell_short() {
        let row = Row::new("parse", time(270.4))
            .floor("CRC, 97.0 ns")
            .goal("times the floor", 2.79, Bound::AtMost(2.0))
            .goal("times faster", 44.0, Bound::AtLeast(20.0))
            .told("ms at p99", 1.0)
            .noise(0.4);
        assert_eq!(row.shortfalls().collect::<Vec<_>>(), ["parse: 2.79 times the floor (at most 2)"]);
        assert_eq!(
            markdown(&[row]).lines().last(),
            Some(
                "| parse | 270 ns | CRC, 97.0 ns |  | **2.79 times the floor (at most 2)**; \
                 44.0 times faster (at least 20); 1.00 ms at p99 | ± 0.40 % |"
            )
        );
    }

    #[test]
    fn times_have_the_unit_that_fits() {
        let times = [97.0, 1_420.0, 3_100_000.0, 6e9].map(time);
        assert_eq!(times, ["97.0 ns", "1.42 µs", "3.10 ms", "6.00 s"]);
    }
}
