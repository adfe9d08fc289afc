use http::Method;
use pay_core::Timestamp;

use super::{NotifyOptions, Signature, Terms};
use crate::outbound::{Answer, Parcel};

/// A notification, and what the shop answered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentNotification {
    /// Counts from 1.
    pub number: u64,
    /// The shop's own name of the order that it tells of; of a card that KESS saved, the token of its page.
    pub about: String,
    /// `POST` or `GET`.
    pub method: Method,
    /// Where it is sent; of a `GET`, with all that it tells.
    pub url: String,
    /// The content type of the body, where there is one.
    pub content_type: Option<&'static str>,
    /// What is sent, byte for byte.
    pub body: String,
    /// Every attempt so far.
    pub attempts: Vec<Attempt>,
    /// When it is tried next; `None` when it arrived, was given up, or is under way.
    pub next: Option<Timestamp>,
}

/// One attempt to send a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The sandbox's time.
    pub at: Timestamp,
    /// The shop's HTTP status, or why there is none.
    pub answer: Result<u16, String>,
    /// The first KiB of the body of the answer, invalid UTF-8 replaced.
    pub body: String,
    /// Whether it is an acknowledgement, which ends the attempts.
    pub taken: bool,
}

/// Names one attempt that is under way. A reset makes it void.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    round: u64,
    number: u64,
}

/// Everything that was or is to be sent.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// How often it was emptied.
    round: u64,
    sent: Vec<SentNotification>,
    /// The numbers of those that are under way.
    under_way: Vec<u64>,
    pub(super) options: NotifyOptions,
}

impl Outbox {
    pub(super) fn plan(&mut self, about: &str, at: Timestamp, write: impl FnOnce(Signature) -> Parcel) {
        let options = self.options;
        let Parcel { method, url, content_type, body } = write(options.signature);
        for _ in 0..options.copies {
            self.sent.push(SentNotification {
                number: self.sent.len() as u64 + 1,
                about: about.to_owned(),
                method: method.clone(),
                url: url.clone(),
                content_type,
                body: body.clone(),
                attempts: Vec::new(),
                next: Some(at.after(options.late)),
            });
        }
    }

    pub(super) fn reset(&mut self) {
        *self = Self { round: self.round + 1, ..Self::default() };
    }

    pub(super) fn all(&self) -> &[SentNotification] {
        &self.sent
    }

    pub(super) fn again(&mut self, number: u64, now: Timestamp) -> Option<&SentNotification> {
        let mut copy = self.sent.iter().find(|sent| sent.number == number)?.clone();
        copy.number = self.sent.len() as u64 + 1;
        copy.attempts.clear();
        copy.next = Some(now);
        self.sent.push(copy);
        self.sent.last()
    }

    /// One that is due, which from now on is under way.
    pub(super) fn take(&mut self, now: Timestamp) -> Option<(Ticket, SentNotification)> {
        let due = self.sent.iter_mut().find(|sent| sent.next.is_some_and(|next| next <= now))?;
        due.next = None;
        self.under_way.push(due.number);
        Some((Ticket { round: self.round, number: due.number }, due.clone()))
    }

    /// Writes down what became of an attempt, and plans the next one.
    pub(super) fn answered(
        &mut self,
        ticket: Ticket,
        at: Timestamp,
        answer: Result<Answer, String>,
        terms: Terms,
    ) {
        let Some(sent) = self.sent.iter_mut().find(|sent| sent.number == ticket.number) else { return };
        if ticket.round != self.round {
            return;
        }
        self.under_way.retain(|number| *number != ticket.number);
        let taken = answer.as_ref().is_ok_and(|answer| terms.taken.is(answer));
        let (answer, body) = match answer {
            Ok(answer) => (Ok(answer.status), String::from_utf8_lossy(&answer.body).into_owned()),
            Err(error) => (Err(error), String::new()),
        };
        sent.attempts.push(Attempt { at, answer, body, taken });
        let wait = (terms.wait)(sent.attempts.len()).filter(|_| !taken);
        sent.next = wait.map(|wait| at.after(wait));
    }

    /// When something is due next.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.sent.iter().filter_map(|sent| sent.next).min()
    }

    /// Whether nothing is due or under way.
    pub(super) fn is_idle(&self, now: Timestamp) -> bool {
        self.under_way.is_empty() && self.sent.iter().all(|sent| sent.next.is_none_or(|next| next > now))
    }
}
