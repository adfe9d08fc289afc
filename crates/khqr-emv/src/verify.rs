use core::fmt;
use core::ops::ControlFlow;

use pay_core::{Currency, Timestamp};

use crate::finding::{Finding, Problem, Severity};
use crate::reader::Cut;
use crate::tag::Location;
use crate::{AccountKind, Amount, Khqr, OfficialError, ParseError, ParseErrorKind, Payload, lint, rules};

/// Which rules count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// What the official package answers, but where it is plainly broken.
    #[default]
    Official,
    /// The official rules, and every [`Lint`](crate::Lint) that is more than advice.
    Strict,
}

/// Whether a code is valid at a time, by the official rules.
///
/// The first broken rule is the answer, with the number that the official package would give.
///
/// ```
/// use khqr_emv::verify;
/// use pay_core::Timestamp;
///
/// let now = Timestamp::from_millis(1_750_000_000_000);
/// let code = "00020101021129130009user@devb5204599953031165802KH5904Name6010Phnom Penh63049349";
/// assert_eq!(verify(code, now)?.account_id(), "user@devb");
///
/// let error = verify(&code.replace("Name", "Mane"), now).unwrap_err();
/// assert_eq!(error.official_number(), Some(8));
/// # Ok::<(), khqr_emv::VerifyError>(())
/// ```
pub fn verify(text: &str, now: Timestamp) -> Result<Verified<'_>, VerifyError> {
    Profile::Official.verify(text, now)
}

impl Profile {
    /// Whether a code is valid at a time, by the rules of the profile.
    pub fn verify(self, text: &str, now: Timestamp) -> Result<Verified<'_>, VerifyError> {
        let khqr = Khqr::parse(text).map_err(|error| VerifyError::structure(text, now, error))?;
        let stop = &mut ControlFlow::Break;
        let mut flow = rules::presence(&khqr, stop);
        if flow.is_continue() {
            flow = rules::values(&khqr, now, stop);
        }
        if flow.is_continue() && self == Self::Strict {
            flow = lint::check(&khqr, now, &mut refuse);
        }
        match flow {
            ControlFlow::Continue(()) => Ok(Verified { khqr }),
            ControlFlow::Break(finding) => {
                let number = finding.official_number();
                Err(VerifyError { finding, number })
            }
        }
    }
}

/// Ends a strict check at what is more than advice.
pub(crate) fn refuse(finding: Finding) -> ControlFlow<Finding> {
    match finding.severity() {
        Severity::Advice => ControlFlow::Continue(()),
        Severity::Strict | Severity::Error => ControlFlow::Break(finding),
    }
}

/// A code that was valid at the time of the check.
///
/// What every valid code has is no `Option` here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified<'a> {
    khqr: Khqr<'a>,
}

impl<'a> Verified<'a> {
    /// The code with all its objects.
    pub const fn khqr(&self) -> &Khqr<'a> {
        &self.khqr
    }

    /// The account that is paid. The bank must still know it.
    pub fn account_id(&self) -> &'a str {
        self.khqr.account_id().expect("a valid code has 29/00 or 30/00")
    }

    /// An individual's code or a merchant's.
    pub fn account_kind(&self) -> AccountKind {
        self.khqr.account_kind().expect("a valid code has 29 or 30")
    }

    /// Chosen by whoever made the code: show it as untrusted text.
    pub fn merchant_name(&self) -> &'a str {
        self.khqr.merchant_name().expect("a valid code has 59")
    }

    /// The city, by the same author.
    pub fn merchant_city(&self) -> &'a str {
        self.khqr.merchant_city().expect("a valid code has 60")
    }

    /// KHR or USD.
    pub fn currency(&self) -> Currency {
        self.khqr.currency().expect("a valid code says 116 or 840")
    }

    /// The amount, if the code names one. Its text is not checked by the official rules:
    /// [`Amount::money`] is.
    pub fn amount(&self) -> Option<Amount<'a>> {
        self.khqr.amount()
    }

    /// Whether the code is for one payment, which Bakong finds by its md5.
    pub fn is_dynamic(&self) -> bool {
        self.khqr.is_dynamic()
    }

    /// Until when the code can be paid, for every dynamic one.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.khqr.expires_at()
    }
}

/// Why a code is not valid: the first rule that it breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyError {
    finding: Finding,
    number: Option<u8>,
}

impl VerifyError {
    /// A fault of structure, with the number that the official package gives it.
    ///
    /// The package stops reading there and looks first for what it then misses; in a template it takes what is
    /// there of a value that is cut short, and judges that. Where it has nothing to say, the number is 8.
    fn structure(text: &str, now: Timestamp, error: ParseError) -> Self {
        use ParseErrorKind::{CrcMismatch, CrcMissing, TooLong};
        let mut flow = ControlFlow::Continue(());
        if !matches!(error.kind(), TooLong { .. } | CrcMissing | CrcMismatch { .. }) {
            let payload = Payload::salvage(text, Cut::RefuseAtRoot, |_| ());
            flow = rules::presence(&payload, &mut ControlFlow::Break);
            let in_template = error.location().path().tags().count() > 1;
            if flow.is_continue() && in_template {
                flow = rules::values(&payload, now, &mut ControlFlow::Break);
            }
        }
        let number = flow.break_value().and_then(|finding| finding.official_number());
        let number = number.or(Some(OfficialError::KhqrInvalid.number()));
        Self { finding: error.into(), number }
    }

    /// The number that the official package gives, 1 to 51; none for a lint.
    pub const fn official_number(&self) -> Option<u8> {
        self.number
    }

    /// What is wrong.
    pub const fn problem(&self) -> Problem {
        self.finding.problem()
    }

    /// Where: the tags that lead there, and the bytes of the text.
    pub const fn location(&self) -> &Location {
        self.finding.location()
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finding.fmt(f)
    }
}

impl core::error::Error for VerifyError {}
