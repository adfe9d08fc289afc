//! Notifications: what is sent to the merchant, when, and in which of the forms that are known or feared
//! (specification, section 6).

use std::time::Duration;

use pay_core::{Secret, Timestamp};
use pay_sign::{Fields, Scheme, SignType, Signer};
use serde_json::Value;
use serde_json::value::RawValue;

/// The waits before an attempt is repeated, counted from the one before. The document says nothing of them.
const RETRIES: [Duration; 4] =
    [Duration::from_secs(15), Duration::from_secs(60), Duration::from_secs(300), Duration::from_secs(1_800)];

/// How notifications are sent from now on. By default as JSON with the members of the order at the top, signed,
/// once, at once.
///
/// ```
/// use std::time::Duration;
/// use pay_sandbox::NotifyOptions;
///
/// let twice_and_late = NotifyOptions::new().copies(2).late(Duration::from_secs(90));
/// let by_somebody_else = NotifyOptions::new().form().forged();
/// ```
#[derive(Clone, Copy, Debug)]
pub struct NotifyOptions {
    copies: u32,
    late: Duration,
    form: bool,
    nested: bool,
    signature: Signature,
    sign_type: SignType,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signature {
    Good,
    Absent,
    Forged,
}

impl NotifyOptions {
    /// As JSON, flat, signed with MD5, once, at once.
    pub const fn new() -> Self {
        Self {
            copies: 1,
            late: Duration::ZERO,
            form: false,
            nested: false,
            signature: Signature::Good,
            sign_type: SignType::Md5,
        }
    }

    /// The same notification so many times, at the same time. 0: none at all.
    #[must_use]
    pub const fn copies(self, copies: u32) -> Self {
        Self { copies, ..self }
    }

    /// This much of the sandbox's time after what it tells of. What happens meanwhile may be told before.
    #[must_use]
    pub const fn late(self, late: Duration) -> Self {
        Self { late, ..self }
    }

    /// As `application/x-www-form-urlencoded`: members that are lists, objects or null are left out.
    #[must_use]
    pub const fn form(self) -> Self {
        Self { form: true, ..self }
    }

    /// As JSON with the members under `data`, in the envelope of an answer. The signature is over the members
    /// of `data` and `sign_type`.
    #[must_use]
    pub const fn nested(self) -> Self {
        Self { nested: true, ..self }
    }

    /// Without `sign` and `sign_type`.
    #[must_use]
    pub const fn unsigned(self) -> Self {
        Self { signature: Signature::Absent, ..self }
    }

    /// With a signature of another secret.
    #[must_use]
    pub const fn forged(self) -> Self {
        Self { signature: Signature::Forged, ..self }
    }

    /// With this hash.
    #[must_use]
    pub const fn sign_type(self, sign_type: SignType) -> Self {
        Self { sign_type, ..self }
    }
}

impl Default for NotifyOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// A notification, and what the merchant answered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KessNotification {
    /// Counts from 1.
    pub number: u64,
    /// The `out_trade_no` that it tells of; of a saved card, the token of its page.
    pub about: String,
    /// Where it is sent.
    pub url: String,
    /// `application/json` or `application/x-www-form-urlencoded`.
    pub content_type: &'static str,
    /// What is sent, byte for byte.
    pub body: String,
    /// Every attempt so far.
    pub attempts: Vec<KessAttempt>,
    /// When it is tried next; `None` when it arrived, was given up, or is under way.
    pub next: Option<Timestamp>,
    pub(super) under_way: bool,
}

/// One attempt to send a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KessAttempt {
    /// The sandbox's time.
    pub at: Timestamp,
    /// The merchant's HTTP status, or why there is none. 200 ends the attempts.
    pub answer: Result<u16, String>,
}

/// Everything that was or is to be sent.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    sent: Vec<KessNotification>,
    pub(super) options: NotifyOptions,
}

impl Outbox {
    /// Plans what is to be told of `at`. `body` is a JSON object.
    pub(super) fn plan(&mut self, about: &str, url: &str, body: &RawValue, secret: &str, at: Timestamp) {
        let options = self.options;
        let (content_type, body) = options.write(body, secret);
        for _ in 0..options.copies {
            self.sent.push(KessNotification {
                number: self.sent.len() as u64 + 1,
                about: about.to_owned(),
                url: url.to_owned(),
                content_type,
                body: body.clone(),
                attempts: Vec::new(),
                next: Some(at.after(options.late)),
                under_way: false,
            });
        }
    }

    pub(super) fn all(&self) -> &[KessNotification] {
        &self.sent
    }

    /// Sends one once more, now, whatever became of it.
    pub(super) fn again(&mut self, number: u64, now: Timestamp) -> Option<&KessNotification> {
        let mut copy = self.sent.iter().find(|sent| sent.number == number)?.clone();
        copy.number = self.sent.len() as u64 + 1;
        copy.attempts.clear();
        copy.next = Some(now);
        copy.under_way = false;
        self.sent.push(copy);
        self.sent.last()
    }

    /// One that is due, which from now on is under way.
    pub(super) fn take(&mut self, now: Timestamp) -> Option<KessNotification> {
        let due = self.sent.iter_mut().find(|sent| sent.next.is_some_and(|next| next <= now))?;
        due.next = None;
        due.under_way = true;
        Some(due.clone())
    }

    /// Writes down what became of an attempt, and plans the next one.
    pub(super) fn answered(&mut self, number: u64, at: Timestamp, answer: Result<u16, String>) {
        // A reset may have forgotten it.
        let Some(sent) = self.sent.iter_mut().find(|sent| sent.number == number && sent.under_way) else {
            return;
        };
        let taken = answer == Ok(200);
        sent.under_way = false;
        sent.next = RETRIES.get(sent.attempts.len()).filter(|_| !taken).map(|wait| at.after(*wait));
        sent.attempts.push(KessAttempt { at, answer });
    }

    /// When something is due next.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.sent.iter().filter_map(|sent| sent.next).min()
    }

    /// Whether nothing is due or under way.
    pub(super) fn is_idle(&self, now: Timestamp) -> bool {
        self.sent.iter().all(|sent| !sent.under_way && sent.next.is_none_or(|next| next > now))
    }
}

impl NotifyOptions {
    /// The content type and the body.
    fn write(self, members: &RawValue, secret: &str) -> (&'static str, String) {
        if self.form {
            let signed = self.sign(Fields::from_pairs(scalars(members)), secret);
            let members: serde_json::Map<String, Value> =
                serde_json::from_str(&signed).expect("what was signed is a JSON object");
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(members.iter().filter_map(|(name, value)| Some((name, value.as_str()?))));
            return ("application/x-www-form-urlencoded", form.finish());
        }
        let signed = self.sign(Fields::from_json(members.get()), secret);
        if !self.nested {
            return ("application/json", signed);
        }
        // The signature of the members, moved to the envelope.
        let whole: serde_json::Map<String, Value> =
            serde_json::from_str(&signed).expect("what was signed is a JSON object");
        let mut envelope = serde_json::Map::from_iter([("success".to_owned(), Value::Bool(true))]);
        for name in ["sign", "sign_type"] {
            envelope.extend(whole.get(name).map(|value| (name.to_owned(), value.clone())));
        }
        let envelope = Value::Object(envelope).to_string();
        // `data` as text, so that its numbers stay as they were signed.
        ("application/json", format!("{},\"data\":{}}}", envelope.trim_end_matches('}'), members.get()))
    }

    fn sign(self, fields: Result<Fields, pay_sign::ReadError>, secret: &str) -> String {
        let fields = fields.expect("members of our own are within every limit");
        let (secret, unsigned) = match self.signature {
            Signature::Good => (secret, false),
            Signature::Forged => ("a secret of somebody else", false),
            Signature::Absent => (secret, true),
        };
        let secret = Secret::new(secret).expect("no secret here is blank");
        let signed = Signer::new(Scheme::kess(self.sign_type), secret)
            .sign(fields.with("sign_type", self.sign_type.as_str()))
            .expect("names of letters and short numbers can be signed")
            .to_json();
        if !unsigned {
            return signed;
        }
        let mut members: serde_json::Map<String, Value> =
            serde_json::from_str(&signed).expect("what was signed is a JSON object");
        members.remove("sign");
        members.remove("sign_type");
        Value::Object(members).to_string()
    }
}

/// The members that a form can carry: texts, and numbers as they are written.
fn scalars(members: &RawValue) -> Vec<(String, String)> {
    let members: std::collections::BTreeMap<String, &RawValue> =
        serde_json::from_str(members.get()).expect("members of our own are a JSON object");
    let text = |value: &RawValue| match value.get().as_bytes().first() {
        Some(b'"') => serde_json::from_str(value.get()).ok(),
        Some(b'-' | b'0'..=b'9') => Some(value.get().to_owned()),
        _ => None,
    };
    members.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect()
}
