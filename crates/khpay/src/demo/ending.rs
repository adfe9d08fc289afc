//! How it ended, in words that a shop's operator can act on.

use pay_core::{Finding, Payment};
use pay_sandbox::Journal;
use pay_watch::{Order, Reason, State};
use serde_json::{Value, json};

use super::story::Story;
use crate::bakong::{finding_json, finding_line};
use crate::exit::{Exit, Report};

/// The last lines, and the exit code of the ending.
pub(super) fn report(story: &Story, order: &Order, journal: &Journal) -> Report {
    let Ending { word, exit, findings, payment, advice } = ending(order.state());
    let requests = journal.len();
    let mut lines = vec![String::new(), word.to_owned()];
    lines.push(format!("  order     {}", order.id()));
    lines.push(format!("  md5       {}", order.expected().key()));
    if let Some(payment) = payment {
        lines.push(format!("  hash      {}", payment.transaction));
        lines.push(format!("  amount    {}", payment.amount));
        if let Some(account) = &payment.receiver {
            lines.push(format!("  receiver  {account}"));
        }
    }
    lines.push(format!("  requests  {requests} on the wire"));
    if !findings.is_empty() {
        lines.push("  checks".to_owned());
        lines.extend(findings.iter().map(|finding| format!("    {}", finding_line(finding))));
    }
    lines.push(String::new());
    lines.push(advice);
    let json = json!({
        "ending": word,
        "order": order.id().as_str(),
        "md5": order.expected().key().as_str(),
        "steps": story.steps(),
        "checks": findings.iter().map(finding_json).collect::<Vec<Value>>(),
        "hash": payment.map(|payment| payment.transaction.as_str()),
        "amount": payment.map(|payment| payment.amount.to_string()),
        "receiver": payment.and_then(|payment| payment.receiver.as_ref()).map(pay_core::AccountId::as_str),
        "requests": requests,
    });
    Report { text: lines.join("\n"), json, exit }
}

struct Ending<'a> {
    word: &'a str,
    exit: Exit,
    findings: &'a [Finding],
    payment: Option<&'a Payment>,
    advice: String,
}

fn ending(state: &State) -> Ending<'_> {
    match state {
        State::Paid(settled) => Ending {
            word: "settled",
            exit: Exit::Yes,
            findings: settled.findings(),
            payment: Some(settled.payment()),
            advice: "The payment is the one that was asked for. Hand out the goods.".to_owned(),
        },
        State::TimedOut => Ending {
            word: "timed out",
            exit: Exit::No,
            findings: &[],
            payment: None,
            advice: "The order expired, and a question asked after its expiry found no payment. Hand out \
                     nothing; if the payer still wants it, open a new order with a new code. Should money \
                     arrive all the same, the watcher reports it when it looks again, after ten minutes and \
                     after a day."
                .to_owned(),
        },
        State::Review(review) => {
            let (findings, payment) = match &review.reason {
                Reason::Mismatch(mismatch) => (mismatch.findings(), mismatch.observation().payment()),
                _ => (&[][..], None),
            };
            Ending {
                word: state.as_str(),
                exit: Exit::Review,
                findings,
                payment,
                advice: format!(
                    "A payment was found, and it is not the one that was asked for: {}. Hand out nothing yet. \
                     A person has to compare both sides above, and then give the money back or ask for the rest.",
                    review.reason
                ),
            }
        }
        other => Ending {
            word: other.as_str(),
            exit: Exit::Review,
            findings: &[],
            payment: None,
            advice: "The demonstration does not end like this; look at the time line above.".to_owned(),
        },
    }
}
