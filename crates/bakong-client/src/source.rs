use std::num::NonZeroUsize;

use pay_core::{BoxFuture, NoAnswer, NoAnswerReason, Observation, Observed, OrderKey, StatusSource};

use crate::Bakong;
use crate::endpoint::{CheckByMd5, CheckMd5List, LIST_LIMIT, Lookup};
use crate::error::{Error, ErrorKind, Unauthorized, Unreachable};
use crate::exchange::Spent;
use crate::key::Md5;
use crate::status;

/// The most single questions in place of one list: what the day's quota keeps in reserve (specification, section 5).
const SINGLES: usize = 10;

/// Asks by md5: one list where there are several keys and the list path answers, single questions otherwise.
///
/// When the edge forbids the list and answers a single question with the same token, the list path counts as closed for
/// six hours and the rest is asked singly: up to ten more, and no further than the first failure that is about all.
/// A key that was not asked about is missing from the answers.
impl StatusSource for Bakong {
    fn batch_limit(&self) -> NonZeroUsize {
        let limit = if self.md5_list.is_open(self.now()) { LIST_LIMIT } else { 1 };
        NonZeroUsize::new(limit).unwrap_or(NonZeroUsize::MIN)
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        Box::pin(async move {
            let mut survey = Survey { bakong: self, spent: Spent::default(), observed: Observed::default() };
            survey.run(keys).await;
            survey.observed.requests = survey.spent.requests();
            survey.observed
        })
    }
}

struct Survey<'a> {
    bakong: &'a Bakong,
    spent: Spent,
    observed: Observed,
}

impl Survey<'_> {
    async fn run(&mut self, keys: &[OrderKey]) {
        let mut asked: Vec<(&OrderKey, Md5)> = Vec::with_capacity(keys.len());
        for key in keys {
            match Md5::new(key.as_str()) {
                Ok(md5) if asked.iter().all(|(_, other)| *other != md5) => asked.push((key, md5)),
                Ok(_) => {}
                Err(invalid) => {
                    self.say(key, Err(NoAnswer::new(NoAnswerReason::Rejected, invalid.to_string())))
                }
            }
        }
        if asked.len() > 1 && self.bakong.md5_list.is_open(self.bakong.now()) {
            let is_forbidden = self.list(&asked).await;
            if !is_forbidden || !self.probe(&asked).await {
                return;
            }
        }
        let rest = asked.into_iter().filter(|(key, _)| !self.has_said(key)).take(SINGLES).collect();
        self.singles(rest).await;
    }

    /// Asks for all at once. Answers whether the path was forbidden, and then nothing is said yet.
    async fn list(&mut self, asked: &[(&OrderKey, Md5)]) -> bool {
        let result = match CheckMd5List::new(asked.iter().map(|(_, md5)| md5.clone())) {
            Ok(list) => self.bakong.spend(&list, &self.spent).await,
            Err(invalid) => {
                self.say_all(asked, &ErrorKind::InvalidRequest(invalid));
                return false;
            }
        };
        match result {
            Ok(list) => {
                if list.extras > 0 {
                    tracing::warn!(extras = list.extras, "list answers for keys that nobody asked for");
                }
                for ((key, _), (_, said)) in asked.iter().zip(list.answers) {
                    self.say_lookup(key, said);
                }
                false
            }
            Err(error) if *error.kind() == ErrorKind::Unreachable(Unreachable::Forbidden) => true,
            Err(error) => {
                self.say_all(asked, error.kind());
                false
            }
        }
    }

    /// Asks for the first alone, to learn whether it is the list path that is forbidden, or all of Bakong.
    async fn probe(&mut self, asked: &[(&OrderKey, Md5)]) -> bool {
        let Some(((key, md5), rest)) = asked.split_first() else { return false };
        match self.single(key, md5).await {
            Ok(()) if self.spent.has_renewed() => false,
            Ok(()) => {
                tracing::warn!("list path is closed, asking singly for six hours");
                self.bakong.md5_list.close(self.bakong.now());
                true
            }
            Err(kind) => {
                self.say_all(rest, &kind);
                false
            }
        }
    }

    async fn singles(&mut self, asked: Vec<(&OrderKey, Md5)>) {
        let mut rest = asked.as_slice();
        while let Some(((key, md5), behind)) = rest.split_first() {
            rest = behind;
            match self.single(key, md5).await {
                Err(kind) if is_about_all(&kind) => return self.say_all(rest, &kind),
                _ => {}
            }
        }
    }

    /// Says what was said of one key; an error is given back too, when no answer of Bakong's came.
    async fn single(&mut self, key: &OrderKey, md5: &Md5) -> Result<(), ErrorKind> {
        let result = self.bakong.spend(&CheckByMd5 { md5: md5.clone() }, &self.spent).await;
        let result = result.map_err(|error: Error| error.kind().clone());
        self.say_lookup(key, result.clone());
        match result {
            Err(kind) if is_about_all(&kind) => Err(kind),
            _ => Ok(()),
        }
    }

    fn has_said(&self, key: &OrderKey) -> bool {
        self.observed.answers.iter().any(|(said, _)| said == key)
    }

    fn say_all(&mut self, asked: &[(&OrderKey, Md5)], kind: &ErrorKind) {
        for (key, _) in asked {
            self.say(key, status::without_lookup(kind));
        }
    }

    fn say_lookup(&mut self, key: &OrderKey, said: Result<Lookup, ErrorKind>) {
        let said = match said {
            Ok(lookup) => Ok(status::observation(lookup, key)),
            Err(kind) => status::without_lookup(&kind),
        };
        self.say(key, said);
    }

    fn say(&mut self, key: &OrderKey, said: Result<Observation, NoAnswer>) {
        self.observed.answers.push((key.clone(), said));
    }
}

/// Whether the next question would fare no better.
fn is_about_all(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::Unauthorized(Unauthorized::Refused) => true,
        ErrorKind::Unauthorized(_) | ErrorKind::Throttled(_) | ErrorKind::Unreachable(_) => true,
        ErrorKind::InvalidRequest(_) | ErrorKind::Malformed(_) | ErrorKind::Rejected(_) => false,
    }
}
