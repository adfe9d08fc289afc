//! `khpay bakong check`: what became of a payment.

use bakong_client::{FullHash, Lookup, Md5, Transaction};
use khqr_emv::{Khqr, verify};
use pay_core::{
    AccountId, Check, Expected, Finding, Observation, OrderKey, Receiver, StatusSource as _, Timestamp,
};
use serde_json::{Value, json};

use super::{connection, failure};
use crate::cli::{CheckBy, Connection};
use crate::exit::{Exit, Failure, Report};
use crate::time::{in_phnom_penh, or_now};

pub(super) async fn run(connection: &Connection, by: CheckBy) -> Result<Report, Failure> {
    if let Some(code) = by.code {
        return by_code(connection, &code).await;
    }
    let bakong = connection::open(connection)?;
    let lookup = match (by.md5, by.hash) {
        (Some(md5), _) => {
            let md5 = Md5::new(&md5).map_err(Failure::bad_input)?;
            bakong.check_by_md5(md5).await
        }
        (None, hash) => {
            let hash = FullHash::new(hash.as_deref().unwrap_or_default()).map_err(Failure::bad_input)?;
            bakong.check_by_hash(hash).await
        }
    };
    Ok(report(lookup.map_err(failure)?))
}

/// Asks by the code's md5, and compares the answer with the code.
async fn by_code(connection: &Connection, code: &str) -> Result<Report, Failure> {
    let expected = expected(code)?;
    let observed = connection::open(connection)?.observe(std::slice::from_ref(expected.key())).await;
    let answer = observed.answers.into_iter().find(|(key, _)| key == expected.key());
    match answer {
        Some((key, Ok(observation))) => Ok(compared(&expected, &key, &observation)),
        Some((_, Err(no_answer))) => Err(Failure::provider(no_answer)),
        None => Err(Failure::provider("bakong did not answer for this code")),
    }
}

/// What the code asks for. However long it lives: a shop may ask about whatever it has shown.
fn expected(code: &str) -> Result<Expected, Failure> {
    // It may have expired since: it is judged at the moment when it was made.
    let made = or_now(Khqr::parse(code).map_err(Failure::bad_input)?.created_at());
    let verified = verify(code, made).map_err(Failure::bad_input)?;
    let (Some(amount), Some(expires_at), true) =
        (verified.amount(), verified.expires_at(), verified.is_dynamic())
    else {
        return Err(Failure::bad_input(
            "expected a dynamic code, found a static one, which bakong does not follow",
        ));
    };
    let amount = amount.money().map_err(Failure::bad_input)?;
    let account = AccountId::new(verified.account_id()).map_err(Failure::bad_input)?;
    let key = OrderKey::new(verified.khqr().md5().as_str()).map_err(Failure::bad_input)?;
    Ok(Expected::new(key, amount, Receiver::account(account), made, expires_at))
}

fn compared(expected: &Expected, md5: &OrderKey, observation: &Observation) -> Report {
    if observation.payment().is_none() && !matches!(observation, Observation::PaidUnreadable(_)) {
        let status = observation.status();
        return Report {
            text: format!("{status}\n  md5       {md5}"),
            json: json!({ "status": status.as_str(), "md5": md5.as_str() }),
            exit: Exit::No,
        };
    }
    let verdict = expected.verify(observation);
    let (word, exit, findings) = match &verdict {
        Ok(settled) => ("settled", Exit::Yes, settled.findings()),
        Err(mismatch) => ("review", Exit::Review, mismatch.findings()),
    };
    let mut lines = vec![word.to_owned(), format!("  md5       {md5}")];
    lines.extend(observation.payment().map(|payment| format!("  hash      {}", payment.transaction)));
    lines.extend(findings.iter().map(|finding| format!("  {}", finding_line(finding))));
    let findings: Vec<Value> = findings.iter().map(finding_json).collect();
    let json = json!({
        "status": word,
        "md5": md5.as_str(),
        "hash": observation.payment().map(|payment| payment.transaction.as_str()),
        "checks": findings,
    });
    Report { text: lines.join("\n"), json, exit }
}

/// One check in a line: `amount    agrees: 1.50 USD`.
pub(crate) fn finding_line(finding: &Finding) -> String {
    let (check, found) = (finding.check().as_str(), dated(finding.check(), finding.found()));
    if finding.agrees() {
        format!("{check:<9} agrees: {found}")
    } else {
        let expected = dated(finding.check(), finding.expected());
        format!("{check:<9} DIFFERS: expected {expected}, found {found}")
    }
}

/// The milliseconds of the time check as dates.
fn dated(check: Check, text: &str) -> String {
    if check != Check::Time {
        return text.to_owned();
    }
    let dated = |word: &str| match word.parse() {
        Ok(millis) => in_phnom_penh(Timestamp::from_millis(millis)),
        Err(_) => word.to_owned(),
    };
    text.split(' ').map(dated).collect::<Vec<_>>().join(" ")
}

pub(crate) fn finding_json(finding: &Finding) -> Value {
    json!({
        "check": finding.check().as_str(),
        "expected": finding.expected(),
        "found": finding.found(),
        "agrees": finding.agrees(),
    })
}

/// An answer that is compared with nothing, because no code says what was asked for.
fn report(lookup: Lookup) -> Report {
    match lookup {
        Lookup::Paid(transaction) => Report {
            text: format!("paid (not compared with an order)\n{}", particulars(&transaction)),
            json: json!({ "status": "paid", "transaction": to_json(&transaction) }),
            exit: Exit::Yes,
        },
        Lookup::NotFound { .. } => no("not found"),
        Lookup::Failed(message) => Report {
            text: format!("failed: {message}"),
            json: json!({ "status": "failed", "message": message.to_string() }),
            exit: Exit::No,
        },
        Lookup::StaticQr => no("static QR, which bakong does not follow"),
        _ => no("an answer that this version does not know"),
    }
}

fn no(status: &str) -> Report {
    Report { text: status.to_owned(), json: json!({ "status": status }), exit: Exit::No }
}

fn particulars(transaction: &Transaction) -> String {
    let mut lines = vec![
        format!("  hash      {}", transaction.hash),
        format!("  amount    {}", transaction.amount),
        format!("  to        {}", transaction.to_account),
    ];
    if let Some(account) = &transaction.from_account {
        lines.push(format!("  from      {account}"));
    }
    if let Some(at) = transaction.created_at {
        lines.push(format!("  made      {}", in_phnom_penh(at)));
    }
    for (name, text) in [
        ("note", &transaction.description),
        ("tracking", &transaction.tracking_status),
        ("reference", &transaction.external_ref),
    ] {
        if let Some(text) = text {
            lines.push(format!("  {name:<9} {text}"));
        }
    }
    lines.join("\n")
}

fn to_json(transaction: &Transaction) -> Value {
    json!({
        "hash": transaction.hash.as_str(),
        "amountMinor": transaction.amount.minor(),
        "currency": transaction.amount.currency().code(),
        "toAccountId": transaction.to_account.as_str(),
        "fromAccountId": transaction.from_account.as_ref().map(AccountId::as_str),
        "createdDateMs": transaction.created_at.map(Timestamp::as_millis),
        "description": transaction.description.as_ref().map(ToString::to_string),
        "trackingStatus": transaction.tracking_status.as_ref().map(ToString::to_string),
        "externalRef": transaction.external_ref.as_ref().map(ToString::to_string),
    })
}
