//! The time line, told while it happens.

use pay_core::{Money, Observation, Opened, Timestamp};
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

    pub(super) fn opened(&mut self, opened: &Opened, code: &str) -> Result<(), Failure> {
        let expected = &opened.expected;
        let symbol = Symbol::new(code)?;
        let lifetime = expected.expires_at().since(expected.opened_at());
        self.say(&format!(
            "order {}: {} to {}, open for {}\n",
            opened.id,
            expected.amount(),
            expected.receiver(),
            words(lifetime)
        ));
        self.say(&if output::is_terminal() { symbol.terminal() } else { symbol.blocks() });
        self.say(&format!("\n{code}\nmd5 {}\n", expected.key()));
        self.step(
            expected.opened_at(),
            "opened",
            "opened here; nothing goes over the wire until the first question",
        );
        Ok(())
    }

    pub(super) fn paid(&mut self, at: Timestamp, account: &str, amount: Money) {
        self.step(at, "payer", &format!("the payer scans the code and pays {amount} to {account}"));
    }

    pub(super) fn checked(&mut self, checked: &Checked) {
        let text = match &checked.answer {
            Some(Ok(Observation::Paid(payment))) => {
                format!("asked by md5: paid, {} to {}", payment.amount, receiver(payment))
            }
            Some(Ok(other)) => format!("asked by md5: {}", other.status()),
            Some(Err(no_answer)) => format!("asked by md5: no answer, {no_answer}"),
            None => "asked by md5: the answer left this order out".to_owned(),
        };
        self.step(checked.started_at, "asked", &text);
    }

    /// A line of the time line, `m:ss` after the opening.
    fn step(&mut self, at: Timestamp, kind: &str, text: &str) {
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

fn receiver(payment: &pay_core::Payment) -> String {
    payment.receiver.as_ref().map_or_else(|| "nobody named".to_owned(), ToString::to_string)
}
