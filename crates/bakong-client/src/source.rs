use std::num::NonZeroUsize;

use pay_core::{BoxFuture, NoAnswer, NoAnswerReason, Observation, Observed, OrderKey, StatusSource};
use pay_http::Unreachable;

use crate::Bakong;
use crate::endpoint::{CheckByMd5, CheckMd5List, LIST_LIMIT, Lookup};
use crate::error::{ErrorKind, Malformed};
use crate::exchange::Spent;
use crate::key::Md5;
use crate::status;

/// The most single questions of one call, whatever it was asked: what the day's quota keeps in reserve
/// (specification, section 5).
const SINGLES: usize = 10;

/// Asks by md5: one list where there are several keys and the list path answers, single questions otherwise.
///
/// When the edge forbids the list and Bakong answers a single question with the same token, the list path counts
/// as closed for six hours, and the rest is left [unasked](Observed::unasked), to be asked about one by one.
impl StatusSource for Bakong {
    fn batch_limit(&self) -> NonZeroUsize {
        let limit = if self.md5_list.is_open(self.now()) { LIST_LIMIT } else { 1 };
        NonZeroUsize::new(limit).unwrap_or(NonZeroUsize::MIN)
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        Box::pin(async move {
            let mut survey = Survey { bakong: self, spent: Spent::default(), observed: Observed::default() };
            let asked = survey.admit(keys);
            survey.run(&asked).await;
            survey.observed.requests = survey.spent.requests();
            survey.observed
        })
    }
}

type Asked<'k> = (&'k OrderKey, Md5);

/// One call of `observe`: what it has spent, and what was said.
struct Survey<'a> {
    bakong: &'a Bakong,
    spent: Spent,
    observed: Observed,
}

/// Whether a list has said something of its keys, if only that there is no answer.
#[derive(PartialEq, Eq)]
enum List {
    HasSpoken,
    IsForbidden,
}

impl Survey<'_> {
    /// The keys that can be asked about, each once.
    fn admit<'k>(&mut self, keys: &'k [OrderKey]) -> Vec<Asked<'k>> {
        let mut asked: Vec<Asked<'k>> = Vec::with_capacity(keys.len());
        for key in keys {
            match Md5::new(key.as_str()) {
                Ok(md5) if asked.iter().all(|(_, other)| *other != md5) => asked.push((key, md5)),
                Ok(_) => {}
                Err(invalid) => {
                    self.say(key, Err(NoAnswer::new(NoAnswerReason::Rejected, invalid.to_string())));
                }
            }
        }
        asked
    }

    async fn run(&mut self, asked: &[Asked<'_>]) {
        let [first, rest @ ..] = asked else { return };
        if rest.is_empty() || !self.bakong.md5_list.is_open(self.bakong.now()) {
            return self.singles(asked).await;
        }
        if self.list(asked).await == List::HasSpoken {
            return;
        }
        // Is it the list path that is forbidden, or all of Bakong?
        match self.single(first).await {
            Err(kind) if is_about_all(&kind) => return self.say_all(rest, &kind),
            Err(kind) if !is_answer(&kind) => return self.say_all(rest, &FORBIDDEN),
            _ => {}
        }
        // Or the token: production says so on the list path with the same page.
        if self.spent.has_renewed() && self.list(rest).await == List::HasSpoken {
            return;
        }
        tracing::warn!("list path is closed, asking singly for six hours");
        self.bakong.md5_list.close(self.bakong.now());
        self.put_off(rest);
    }

    async fn list(&mut self, asked: &[Asked<'_>]) -> List {
        let result = match CheckMd5List::new(asked.iter().map(|(_, md5)| md5.clone())) {
            Ok(list) => self.bakong.spend(&list, &self.spent).await.map_err(|error| error.kind().clone()),
            Err(invalid) => Err(ErrorKind::InvalidRequest(invalid)),
        };
        match result {
            Ok(list) => {
                if list.extras > 0 {
                    tracing::warn!(extras = list.extras, "list answers for keys that nobody asked for");
                }
                for ((key, _), (_, said)) in asked.iter().zip(list.answers) {
                    self.say_lookup(key, Some(key), said);
                }
            }
            Err(FORBIDDEN) => return List::IsForbidden,
            Err(kind) => self.say_all(asked, &kind),
        }
        List::HasSpoken
    }

    async fn singles(&mut self, asked: &[Asked<'_>]) {
        let (mut asked, too_many) = asked.split_at(asked.len().min(SINGLES));
        self.put_off(too_many);
        while let [first, rest @ ..] = asked {
            match self.single(first).await {
                Err(kind) if is_about_all(&kind) => return self.say_all(rest, &kind),
                _ => asked = rest,
            }
        }
    }

    fn put_off(&mut self, asked: &[Asked<'_>]) {
        self.observed.unasked.extend(asked.iter().map(|(key, _)| (*key).clone()));
    }

    /// Says what was said of one key, and gives back an error besides.
    async fn single(&mut self, (key, md5): &Asked<'_>) -> Result<(), ErrorKind> {
        let result = self.bakong.spend(&CheckByMd5 { md5: md5.clone() }, &self.spent).await;
        let said = result.map_err(|error| error.kind().clone());
        let error = said.as_ref().err().cloned();
        self.say_lookup(key, None, said);
        error.map_or(Ok(()), Err)
    }

    fn say_all(&mut self, asked: &[Asked<'_>], kind: &ErrorKind) {
        for (key, _) in asked {
            self.say(key, status::without_lookup(kind));
        }
    }

    fn say_lookup(&mut self, key: &OrderKey, named: Option<&OrderKey>, said: Result<Lookup, ErrorKind>) {
        let said = match said {
            Ok(lookup) => Ok(status::observation(lookup, named)),
            Err(kind) => status::without_lookup(&kind),
        };
        self.say(key, said);
    }

    fn say(&mut self, key: &OrderKey, said: Result<Observation, NoAnswer>) {
        self.observed.answers.push((key.clone(), said));
    }
}

const FORBIDDEN: ErrorKind = ErrorKind::Unreachable(Unreachable::Forbidden);

/// Whether the next question would fare no better.
fn is_about_all(kind: &ErrorKind) -> bool {
    kind.of_order().is_err_and(|no_answer| no_answer.reason.is_about_the_source())
}

/// Whether Bakong itself has spoken.
fn is_answer(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::Malformed(malformed) => {
            !matches!(malformed, Malformed::NotAnEnvelope | Malformed::TooLarge)
        }
        ErrorKind::Api(api) => api.code.is_some() || api.message.is_some(),
        _ => false,
    }
}
