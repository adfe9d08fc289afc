//! The strict lints: what the official package lets pass and a careful encoder does not write
//! (specification, section 11).

mod text;

use core::fmt;
use core::ops::{ControlFlow, Range};
use core::time::Duration;

use pay_core::{Currency, Timestamp};

use crate::finding::{Finding, Problem, Severity};
use crate::reader::Object;
use crate::rules::{self, Flow};
use crate::tag::{Location, Tag, TagPath, sub};
use crate::{Payload, fields};

/// A rule beyond the official ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lint {
    /// Tag 00 is not `01`.
    PayloadFormat,
    /// Tag 00 is not the first object.
    PayloadFormatNotFirst,
    /// Tag 01 is missing.
    InitiationMissing,
    /// Tag 01 is `11` and there is an amount.
    StaticWithAmount,
    /// The account is not `local@bank`: one `@`, both sides filled, no blanks.
    AccountId,
    /// 30 without 01, or with an empty one.
    MerchantIdMissing,
    /// 30 without 02.
    BankMissing,
    /// Tag 15 beside USD.
    UnionPayCurrency,
    /// Tag 52 has not exactly four digits.
    Category,
    /// Tag 54 is no amount of its currency.
    AmountUnreadable,
    /// Tag 54 says an amount otherwise than an encoder does: `5000.0`, `10.5`.
    AmountNotCanonical,
    /// Tag 54 says zero.
    AmountZero,
    /// Tag 58 is not two upper-case letters.
    Country,
    /// Tag 59 or 60 is blank.
    Blank,
    /// 64 without 00, or 00 is not two ASCII letters.
    Language,
    /// 64 without 01.
    AlternateNameMissing,
    /// A time in 99 has not 13 digits.
    TimestampDigits,
    /// The hex digits of the CRC are lower case.
    CrcLowerCase,
    /// A control, bidirectional or invisible character.
    HiddenCharacter,
    /// Advice: letters of Latin and of Cyrillic or Greek in one word, as in a forged name.
    MixedScripts,
    /// Advice: a combining accent, so that an equal-looking text has other bytes and another md5.
    CombiningMark,
    /// Advice: the code lives longer than ten minutes, which NBC's integration guide advises against.
    LongLived,
}

impl Lint {
    /// Whether [`Profile::Strict`](crate::Profile::Strict) refuses it.
    pub const fn severity(self) -> Severity {
        match self {
            Self::MixedScripts | Self::CombiningMark | Self::LongLived => Severity::Advice,
            _ => Severity::Strict,
        }
    }
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PayloadFormat => "expected payload format 01",
            Self::PayloadFormatNotFirst => "expected the payload format to be the first object",
            Self::InitiationMissing => "expected an initiation method",
            Self::StaticWithAmount => "expected no amount in a static code",
            Self::AccountId => "expected an account id of the form name@bank",
            Self::MerchantIdMissing => "expected a merchant id in the merchant template",
            Self::BankMissing => "expected an acquiring bank in the merchant template",
            Self::UnionPayCurrency => "expected KHR beside a UnionPay account",
            Self::Category => "expected a category code of four digits",
            Self::AmountUnreadable => "expected an amount of the currency in plain digits",
            Self::AmountNotCanonical => "expected the amount as an encoder writes it",
            Self::AmountZero => "expected an amount above zero",
            Self::Country => "expected a country of two upper-case letters",
            Self::Blank => "expected more than blanks",
            Self::Language => "expected a language of two letters",
            Self::AlternateNameMissing => "expected a name in the other language",
            Self::TimestampDigits => "expected 13 digits of milliseconds",
            Self::CrcLowerCase => "expected the crc in upper case",
            Self::HiddenCharacter => "expected no control, bidirectional or invisible character",
            Self::MixedScripts => "letters of two scripts stand in one word",
            Self::CombiningMark => "a combining accent stands in the text",
            Self::LongLived => "the code lives longer than ten minutes",
        })
    }
}

/// The longest life of a code that NBC's integration guide advises.
const ADVISED_LIFE: Duration = Duration::from_secs(600);

/// Every lint, object by object in order of appearance. What breaks an official rule is not said twice.
pub(crate) fn check(payload: &Payload<'_>, now: Timestamp, found: &mut impl FnMut(Finding) -> Flow) -> Flow {
    if !payload.contains(Tag::INITIATION) {
        let end = payload.text().len();
        found(at(Lint::InitiationMissing, TagPath::root(Tag::INITIATION), end..end))?;
    }
    for object in payload.objects() {
        match object.tag() {
            tag @ (Tag::INDIVIDUAL | Tag::MERCHANT) => account(&object, tag, found)?,
            Tag::LANGUAGE => language(&object, found)?,
            Tag::TIMESTAMPS => timestamps(payload, &object, now, found)?,
            tag if rules::value(tag, object.value()).is_none() => {
                if let Some(lint) = root(payload, &object) {
                    found(at(lint, TagPath::root(tag), object.value_bytes()))?;
                }
            }
            _ => {}
        }
        text::check(&object, found)?;
    }
    ControlFlow::Continue(())
}

fn at(lint: Lint, path: TagPath, bytes: Range<usize>) -> Finding {
    Finding::new(Problem::Lint(lint), Location::new(path, bytes))
}

fn root(payload: &Payload<'_>, object: &Object<'_>) -> Option<Lint> {
    let value = object.value();
    let lint = |broken: bool, lint| broken.then_some(lint);
    match object.tag() {
        Tag::PAYLOAD_FORMAT => lint(value != "01", Lint::PayloadFormat)
            .or(lint(object.bytes().start != 0, Lint::PayloadFormatNotFirst)),
        Tag::INITIATION => lint(value == "11" && payload.contains(Tag::AMOUNT), Lint::StaticWithAmount),
        Tag::UNION_PAY => lint(payload.currency() == Some(Currency::Usd), Lint::UnionPayCurrency),
        Tag::CATEGORY => lint(value.len() != 4, Lint::Category),
        Tag::AMOUNT => {
            let amount = payload.amount()?;
            match amount.money() {
                Err(_) => Some(Lint::AmountUnreadable),
                Ok(money) if !money.is_positive() => Some(Lint::AmountZero),
                Ok(_) => lint(!amount.is_canonical(), Lint::AmountNotCanonical),
            }
        }
        Tag::COUNTRY => {
            lint(value.len() != 2 || !value.bytes().all(|byte| byte.is_ascii_uppercase()), Lint::Country)
        }
        Tag::NAME | Tag::CITY => lint(value.trim().is_empty(), Lint::Blank),
        Tag::CRC => lint(value.bytes().any(|byte| byte.is_ascii_lowercase()), Lint::CrcLowerCase),
        _ => None,
    }
}

fn account(template: &Object<'_>, tag: Tag, found: &mut impl FnMut(Finding) -> Flow) -> Flow {
    let find = |tag: Tag| template.objects().find(|object| object.tag() == tag);
    let path = |sub: Tag| TagPath::nested(tag, sub);
    if let Some(id) = find(sub::ACCOUNT_ID)
        && rules::account_id(id.value()).is_none()
        && !is_local_at_bank(id.value())
    {
        found(at(Lint::AccountId, path(sub::ACCOUNT_ID), id.value_bytes()))?;
    }
    if tag == Tag::MERCHANT {
        let end = template.bytes().end;
        if find(sub::MERCHANT_ID).is_none_or(|id| id.value().is_empty()) {
            found(at(Lint::MerchantIdMissing, path(sub::MERCHANT_ID), end..end))?;
        }
        if find(sub::BANK).is_none() {
            found(at(Lint::BankMissing, path(sub::BANK), end..end))?;
        }
    }
    ControlFlow::Continue(())
}

fn is_local_at_bank(id: &str) -> bool {
    let blank = |character: char| character.is_whitespace() || character.is_control();
    id.split_once('@').is_some_and(|(local, bank)| {
        !local.is_empty() && !bank.is_empty() && !bank.contains('@') && !id.contains(blank)
    })
}

fn language(template: &Object<'_>, found: &mut impl FnMut(Finding) -> Flow) -> Flow {
    let find = |tag: Tag| template.objects().find(|object| object.tag() == tag);
    let end = template.bytes().end;
    let path = |sub: Tag| TagPath::nested(Tag::LANGUAGE, sub);
    let preference = find(sub::PREFERENCE);
    let two_letters = |value: &str| value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !preference.is_some_and(|preference| two_letters(preference.value())) {
        let bytes = preference.map_or(end..end, |preference| preference.value_bytes());
        found(at(Lint::Language, path(sub::PREFERENCE), bytes))?;
    }
    if find(sub::ALTERNATE_NAME).is_none() {
        found(at(Lint::AlternateNameMissing, path(sub::ALTERNATE_NAME), end..end))?;
    }
    ControlFlow::Continue(())
}

fn timestamps(
    payload: &Payload<'_>,
    template: &Object<'_>,
    now: Timestamp,
    found: &mut impl FnMut(Finding) -> Flow,
) -> Flow {
    for object in template.objects() {
        // The expiry of a dynamic code is the official rules' affair.
        let checked = match object.tag() {
            sub::CREATION => true,
            sub::EXPIRATION => !payload.is_dynamic(),
            _ => false,
        };
        if checked && fields::timestamp(object.value()).is_none() {
            let path = TagPath::nested(Tag::TIMESTAMPS, object.tag());
            found(at(Lint::TimestampDigits, path, object.value_bytes()))?;
        }
    }
    let expiry = template.objects().find(|object| object.tag() == sub::EXPIRATION);
    if payload.is_dynamic()
        && let Some(expiry) = expiry
        && let Some(end) = fields::timestamp(expiry.value())
        && end.since(payload.created_at().unwrap_or(now)) > ADVISED_LIFE
    {
        let path = TagPath::nested(Tag::TIMESTAMPS, sub::EXPIRATION);
        found(at(Lint::LongLived, path, expiry.value_bytes()))?;
    }
    ControlFlow::Continue(())
}
