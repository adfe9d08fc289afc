use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use pay_core::{NoAnswer, NoAnswerReason, Observation, OrderKey, Timestamp};

use crate::Order;
use crate::pause::Trouble;

type Answer = Result<Observation, NoAnswer>;

/// The answers to one question, by key.
pub(super) struct Reply {
    pub(super) answers: HashMap<OrderKey, Answer>,
    pub(super) started_at: Timestamp,
    /// What is wrong with the source, going by the answers.
    pub(super) trouble: Option<Trouble>,
}

impl Reply {
    pub(super) fn new(answers: Vec<(OrderKey, Answer)>, started_at: Timestamp) -> Self {
        let mut by_key = HashMap::new();
        for (key, answer) in answers {
            match by_key.entry(key) {
                Entry::Vacant(vacant) => {
                    vacant.insert(answer);
                }
                // Two different answers about one order are none.
                Entry::Occupied(mut occupied) if *occupied.get() != answer => {
                    *occupied.get_mut() =
                        Err(NoAnswer::new(NoAnswerReason::Unreadable, "two different answers"));
                }
                Entry::Occupied(_) => {}
            }
        }
        let trouble = trouble(&by_key);
        Self { answers: by_key, started_at, trouble }
    }

    /// Whether the source refused the question for every key that it speaks of.
    pub(super) fn is_refusal(&self) -> bool {
        !self.answers.is_empty()
            && self.answers.values().all(|answer| reason(answer) == Some(NoAnswerReason::Rejected))
    }

    /// Whether the source is there and talks to us.
    pub(super) fn is_from_the_source(&self) -> bool {
        self.trouble.is_none() && !self.answers.is_empty()
    }
}

/// The keys of a group, each once.
pub(super) fn keys(group: &[Order]) -> Vec<OrderKey> {
    let mut seen = BTreeSet::new();
    group.iter().map(Order::key).filter(|key| seen.insert(*key)).cloned().collect()
}

/// Lost credentials and limits concern every order; an outage is one only when no order at all was answered.
fn trouble(answers: &HashMap<OrderKey, Answer>) -> Option<Trouble> {
    let troubles = || answers.values().map(|answer| reason(answer).and_then(Trouble::of));
    let worst = troubles().flatten().max()?;
    (worst != Trouble::Unreachable || troubles().all(|trouble| trouble.is_some())).then_some(worst)
}

fn reason(answer: &Answer) -> Option<NoAnswerReason> {
    answer.as_ref().err().map(|no_answer| no_answer.reason)
}
