//! The time line, told while it happens.

use pay_core::{Observation, Opened, Payment, Timestamp};
use pay_watch::Checked;
use serde_json::{Value, json};

use crate::exit::Failure;
use crate::output;
use crate::qr::Symbol;
use crate::time::words;

/// Tells a person line by line, and keeps what a program gets at the end.
pub(super) struct Story {
    started_at: Timestamp,
    quiet: bool,
    steps: Vec<Value>,
}

impl Story {
    pub(super) fn new(started_at: Timestamp, quiet: bool) -> Self {
        Self { started_at, quiet, steps: Vec::new() }
    }

    pub(super) fn steps(&self) -> &[Value] {
        &self.steps
    }

    /// The order, and what the payer scans or follows.
    pub(super) fn opened(&mut self, opened: &Opened, shown: &str) -> Result<(), Failure> {
        let expected = &opened.expected;
        let symbol = Symbol::new(shown)?;
        let lifetime = expected.expires_at().since(expected.opened_at());
        self.say(&format!(
            "order {}: {} to {}, open for {}\n",
            opened.id,
            expected.amount(),
            expected.receiver(),
            words(lifetime)
        ));
        self.say(&if output::is_terminal() { symbol.terminal() } else { symbol.blocks() });
        self.say(&format!("\n{shown}\n"));
        Ok(())
    }

    pub(super) fn checked(&mut self, checked: &Checked) {
        let text = match &checked.answer {
            Some(Ok(Observation::Paid(payment))) => {
                format!("asked: paid, {} to {}", payment.amount, receiver(payment))
            }
            Some(Ok(other)) => format!("asked: {}", other.status()),
            Some(Err(no_answer)) => format!("asked: no answer, {no_answer}"),
            None => "asked: the answer left this order out".to_owned(),
        };
        self.step(checked.started_at, "asked", &text);
    }

    /// A line of the time line, `m:ss` after the opening.
    pub(super) fn step(&mut self, at: Timestamp, kind: &str, text: &str) {
        let span = at.since(self.started_at);
        let seconds = span.as_secs();
        self.say(&format!("{:>3}:{:02}  {text}", seconds / 60, seconds % 60));
        let after = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        self.steps.push(json!({ "afterMs": after, "step": kind, "text": text }));
    }

    fn say(&self, text: &str) {
        if !self.quiet {
            output::print_line(text);
        }
    }
}

fn receiver(payment: &Payment) -> String {
    payment.receiver.as_ref().map_or_else(|| "the order's merchant".to_owned(), ToString::to_string)
}
