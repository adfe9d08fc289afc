//! How it ended, in words that a shop's operator can act on.

use pay_core::{Finding, Payment};
use pay_sandbox::Journal;
use pay_watch::{Order, Reason, State};
use serde_json::{Value, json};

use super::story::Story;
use crate::bakong::{finding_json, finding_line};
use crate::exit::{Exit, Report};

/// The last lines, and the exit code of the ending. `key` is the provider's word for what it is asked by; `more` are
/// lines of the demonstration's own.
pub(super) fn report(
    story: &Story,
    order: &Order,
    key: &str,
    journal: &Journal,
    more: Vec<(&'static str, String)>,
) -> Report {
    let Ending { word, exit, findings, payment, advice } = ending(order.state());
    let requests = journal.len();
    let mut lines = vec![String::new(), word.to_owned()];
    lines.push(format!("  order        {}", order.id()));
    lines.push(format!("  {key:<12} {}", order.expected().key()));
    if let Some(payment) = payment {
        lines.push(format!("  transaction  {}", payment.transaction));
        lines.push(format!("  amount       {}", payment.amount));
        if let Some(account) = &payment.receiver {
            lines.push(format!("  receiver     {account}"));
        }
    }
    lines.extend(more.iter().map(|(name, text)| format!("  {name:<12} {text}")));
    lines.push(format!("  requests     {requests} on the wire"));
    if !findings.is_empty() {
        lines.push("  checks".to_owned());
        lines.extend(findings.iter().map(|finding| format!("    {}", finding_line(finding))));
    }
    lines.push(String::new());
    lines.push(advice);
    let mut json = json!({
        "ending": word,
        "order": order.id().as_str(),
        key: order.expected().key().as_str(),
        "steps": story.steps(),
        "checks": findings.iter().map(finding_json).collect::<Vec<Value>>(),
        "transaction": payment.map(|payment| payment.transaction.as_str()),
        "amount": payment.map(|payment| payment.amount.to_string()),
        "receiver": payment.and_then(|payment| payment.receiver.as_ref()).map(pay_core::AccountId::as_str),
        "requests": requests,
    });
    for (name, text) in more {
        json[name] = text.into();
    }
    Report { text: lines.join("\n"), json, exit }
}

/// How it ended, in a word.
pub(super) fn verdict(order: &Order) -> &'static str {
    ending(order.state()).word
}

struct Ending<'a> {
    word: &'static str,
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
        State::Failed(_) => Ending {
            word: "failed",
            exit: Exit::No,
            findings: &[],
            payment: None,
            advice: "The provider said twice that the payment failed, or that its time ran out there. Hand out \
                     nothing; if the payer still wants it, open a new order. Should money arrive all the same, the \
                     watcher reports it when it looks again."
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
