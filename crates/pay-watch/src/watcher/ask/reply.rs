use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use pay_core::{NoAnswer, NoAnswerReason, Observation, OrderKey, Timestamp};

use crate::Order;
use crate::pause::Trouble;

type Answer = Result<Observation, NoAnswer>;

/// The answers to one question, by key.
pub(super) struct Reply {
    pub(super) answers: HashMap<OrderKey, Answer>,
    /// Keys that the source put off: their orders stay due.
    pub(super) unasked: HashSet<OrderKey>,
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
        Self { answers: by_key, unasked: HashSet::new(), started_at, trouble }
    }

    /// With the keys that the source put off. Believed only beside an answer: orders that nobody ever asks about must
    /// not stay due for ever.
    pub(super) fn without(self, unasked: Vec<OrderKey>) -> Self {
        if self.answers.is_empty() { self } else { Self { unasked: unasked.into_iter().collect(), ..self } }
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

#[cfg(test)]
mod tests {
    use pay_core::Throttle;

    use super::*;
    use crate::testing::{at, key, no_answer, paid};

    #[test]
    fn two_different_answers_about_one_order_are_none() {
        let same = vec![(key("coffee"), paid("a", at(5))), (key("coffee"), paid("a", at(5)))];
        assert!(Reply::new(same, at(6)).answers[&key("coffee")].is_ok());
        let differing = vec![(key("coffee"), paid("a", at(5))), (key("coffee"), Ok(Observation::NotFound))];
        let reply = Reply::new(differing, at(6));
        assert_eq!(reason(&reply.answers[&key("coffee")]), Some(NoAnswerReason::Unreadable));
    }

    #[test]
    fn what_was_put_off_counts_only_beside_an_answer() {
        let answers = vec![(key("a"), Ok(Observation::NotFound))];
        assert!(Reply::new(answers, at(6)).without(vec![key("b")]).unasked.contains(&key("b")));
        assert!(Reply::new(vec![], at(6)).without(vec![key("b")]).unasked.is_empty());
    }

    #[test]
    fn trouble_is_the_sources_when_it_concerns_every_order() {
        let trouble = |answers: Vec<Answer>| {
            let keys = ["a", "b", "c"].into_iter().map(key);
            Reply::new(keys.zip(answers).collect(), at(6)).trouble
        };
        let well = || Ok(Observation::NotFound);
        let silent = || no_answer(NoAnswerReason::Unreachable);
        assert_eq!(trouble(vec![]), None);
        assert_eq!(trouble(vec![well(), silent()]), None);
        assert_eq!(trouble(vec![silent(), silent()]), Some(Trouble::Unreachable));
        assert_eq!(trouble(vec![no_answer(NoAnswerReason::Rejected), silent()]), None);
        let daily = no_answer(NoAnswerReason::Throttled(Throttle::Daily));
        assert_eq!(trouble(vec![well(), silent(), daily]), Some(Trouble::Quota));
        assert_eq!(trouble(vec![no_answer(NoAnswerReason::Unauthorized), well()]), Some(Trouble::Auth));
    }
}
