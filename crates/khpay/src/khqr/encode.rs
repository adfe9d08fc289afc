use khqr_emv::{Builder, Input, Md5Key, Profile, audit};
use pay_core::{Clock as _, Currency, Timestamp};
use pay_watch::SystemClock;
use serde::Serialize;
use serde_json::json;

use super::{each_line, write_json};
use crate::cli::Encode;
use crate::exit::{Exit, Failure, Report};
use crate::lines::Line;
use crate::output;
use crate::time::{later, or_now};

/// Builds one code from the options.
pub(super) fn one(arguments: &Encode) -> Result<Report, Failure> {
    let now = or_now(arguments.now);
    let code = builder(arguments, now)?.build(now).map_err(Failure::bad_input)?;
    // The official rules let pass what can mislead a payer, such as hidden characters.
    for finding in audit(&code, now).findings() {
        output::warn(finding);
    }
    let md5 = khqr_emv::md5(&code);
    Ok(Report { json: json!({ "qr": code, "md5": md5.as_str() }), text: code, exit: Exit::Yes })
}

fn builder(arguments: &Encode, now: Timestamp) -> Result<Builder<'_>, Failure> {
    let account = arguments.account.as_deref().unwrap_or_default();
    let name = arguments.name.as_deref().unwrap_or_default();
    let mut builder = match (&arguments.merchant_id, &arguments.bank) {
        (Some(id), Some(bank)) => Builder::merchant(account, id, bank, name),
        (_, bank) => Builder::individual(account, name).acquiring_bank(bank.as_deref().unwrap_or_default()),
    };
    builder = match arguments.amount {
        Some(amount) => builder.amount(amount),
        None => builder.currency(arguments.currency.unwrap_or(Currency::Khr)),
    };
    let expiry = match (arguments.expires_at, arguments.expires_in) {
        (Some(at), _) => Some(at),
        (None, Some(span)) => Some(later(now, span)?),
        (None, None) => None,
    };
    if let Some(at) = expiry {
        builder = builder.expires_at(at);
    }
    let set = [
        (&arguments.city, Builder::merchant_city as fn(_, _) -> _),
        (&arguments.account_information, Builder::account_information),
        (&arguments.category, Builder::category),
        (&arguments.bill, Builder::bill_number),
        (&arguments.mobile, Builder::mobile_number),
        (&arguments.store, Builder::store_label),
        (&arguments.terminal, Builder::terminal_label),
        (&arguments.purpose, Builder::purpose),
        (&arguments.alternate_city, Builder::alternate_city),
    ];
    for (value, setter) in set {
        if let Some(value) = value {
            builder = setter(builder, value);
        }
    }
    if let (Some(language), Some(name)) = (&arguments.language, &arguments.alternate_name) {
        builder = builder.alternate_name(language, name);
    }
    Ok(if arguments.strict { builder.profile(Profile::Strict) } else { builder })
}

/// Answers lines in the official field names, with `now` beside them where a line brings its own.
pub(super) fn lines(now: Option<Timestamp>) -> Result<Report, Failure> {
    let now = now.unwrap_or_else(|| SystemClock.now());
    each_line(|line, out| {
        let answer = build(line, now);
        write_json(out, &answer);
        matches!(answer, Answer::Built { .. })
    })
}

fn build(line: Line<'_>, now: Timestamp) -> Answer {
    let input = match line.text() {
        Ok(text) => Input::from_json(text).map_err(|error| error.to_string()),
        Err(error) => Err(error),
    };
    match input {
        Ok(input) => match input.builder().build(input.now.unwrap_or(now)) {
            Ok(qr) => Answer::Built { md5: khqr_emv::md5(&qr), qr },
            Err(error) => Answer::Refused { error_code: error.official_number(), error: error.to_string() },
        },
        Err(error) => Answer::Refused { error_code: None, error },
    }
}

/// The answer to a line.
#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Answer {
    Built {
        qr: String,
        md5: Md5Key,
    },
    Refused {
        /// The official package's number, where it has one.
        #[serde(skip_serializing_if = "Option::is_none")]
        error_code: Option<u8>,
        error: String,
    },
}
