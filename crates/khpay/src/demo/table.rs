//! The demonstrations side by side.

use serde_json::{Value, json};

/// One provider's line.
pub(super) struct Row {
    pub(super) provider: &'static str,
    /// How the payer pays.
    pub(super) payer: &'static str,
    /// How the shop found out.
    pub(super) confirmed: String,
    /// What the provider's signature covered.
    pub(super) signature: String,
    pub(super) verdict: &'static str,
}

const HEAD: [&str; 5] = ["provider", "the payer", "confirmed by", "signature covers", "verdict"];

impl Row {
    fn cells(&self) -> [&str; 5] {
        [self.provider, self.payer, &self.confirmed, &self.signature, self.verdict]
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "provider": self.provider,
            "payer": self.payer,
            "confirmedBy": self.confirmed,
            "signatureCovers": self.signature,
            "verdict": self.verdict,
        })
    }
}

/// In columns, with a head.
pub(super) fn table(rows: &[Row]) -> String {
    let lines: Vec<[&str; 5]> = std::iter::once(HEAD).chain(rows.iter().map(Row::cells)).collect();
    let width = |column: usize| lines.iter().map(|cells| cells[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    let line = |cells: &[&str; 5]| {
        let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        padded.collect::<Vec<String>>().join("  ").trim_end().to_owned()
    };
    let mut text: Vec<String> = lines.iter().map(line).collect();
    text.insert(1, widths.map(|width| "-".repeat(width)).join("  "));
    text.join("\n")
}
