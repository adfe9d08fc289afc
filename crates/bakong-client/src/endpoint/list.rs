//! Endpoints 6 and 7: up to 50 transactions in one request, matched by key (specification, section 3.3).

use std::collections::HashMap;
use std::fmt;

use pay_core::Effect;
use pay_http::Unreachable;
use pay_http::json::{Members, Problem, ProblemKind, RawValue};
use serde::Serialize;

use super::{Auth, Endpoint, InvalidRequest, Lookup};
use crate::classify::Answer;
use crate::error::{ErrorKind, Malformed};
use crate::key::{FullHash, Md5};
use crate::transaction::Transaction;

/// The most keys of one list.
pub const LIST_LIMIT: usize = 50;

/// Endpoint 6: by MD5s. Closed at the edge of production at times, with a bare page of HTTP 403.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct CheckMd5List(Vec<Md5>);

/// Endpoint 7: by whole hashes.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct CheckHashList(Vec<FullHash>);

/// What a list says of each key that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListAnswer<K> {
    /// One answer for every key, in the order in which they were asked for. One that cannot be read, is missing or
    /// contradicts itself is an error for its key alone.
    pub answers: Vec<(K, Result<Lookup, ErrorKind>)>,
    /// How many items were about no key that was asked for. They are ignored.
    pub extras: usize,
}

impl CheckMd5List {
    /// 1 to 50 keys; a repeated one is asked for once.
    pub fn new(keys: impl IntoIterator<Item = Md5>) -> Result<Self, InvalidRequest> {
        different(keys).map(Self)
    }
}

impl CheckHashList {
    /// 1 to 50 hashes; a repeated one is asked for once.
    pub fn new(hashes: impl IntoIterator<Item = FullHash>) -> Result<Self, InvalidRequest> {
        different(hashes).map(Self)
    }
}

impl Endpoint for CheckMd5List {
    const PATH: &'static str = "check_transaction_by_md5_list";
    const AUTH: Auth = Auth::Token;
    const EFFECT: Effect = Effect::Read;
    type Response = ListAnswer<Md5>;

    fn read(&self, answer: Answer<'_>) -> Result<Self::Response, ErrorKind> {
        read(answer, &self.0, "md5")
    }
}

impl Endpoint for CheckHashList {
    const PATH: &'static str = "check_transaction_by_hash_list";
    const AUTH: Auth = Auth::Token;
    const EFFECT: Effect = Effect::Read;
    type Response = ListAnswer<FullHash>;

    fn read(&self, answer: Answer<'_>) -> Result<Self::Response, ErrorKind> {
        let mut list = read(answer, &self.0, "hash")?;
        for (key, found) in &mut list.answers {
            if matches!(found, Ok(Lookup::Paid(transaction)) if transaction.hash.as_str() != key.as_str()) {
                *found = Err(ErrorKind::Malformed(Malformed::OtherTransaction));
            }
        }
        Ok(list)
    }
}

fn different<K: Clone + Ord>(keys: impl IntoIterator<Item = K>) -> Result<Vec<K>, InvalidRequest> {
    let mut seen = std::collections::BTreeSet::new();
    let keys: Vec<K> = keys.into_iter().filter(|key| seen.insert(key.clone())).collect();
    if (1..=LIST_LIMIT).contains(&keys.len()) {
        Ok(keys)
    } else {
        Err(InvalidRequest::ListSize { found: keys.len() })
    }
}

fn read<K: Clone + fmt::Display>(
    answer: Answer<'_>,
    keys: &[K],
    key_name: &str,
) -> Result<ListAnswer<K>, ErrorKind> {
    let unreadable = |problem: Problem| ErrorKind::from(problem.inside("data"));
    let success = match answer {
        Answer::Success(success) => success,
        Answer::Refusal(refusal) => return Err(refusal.into_error()),
    };
    let json = success.data().ok_or_else(|| unreadable(ProblemKind::Missing.into()))?;
    let items: Vec<&RawValue> =
        serde_json::from_str(json).map_err(|_| unreadable(Problem::expected("an array")))?;

    let mut found: HashMap<String, Option<Result<Lookup, ErrorKind>>> =
        keys.iter().map(|key| (key.to_string(), None)).collect();
    let mut extras = 0;
    for (at, raw) in items.into_iter().enumerate() {
        let mut item = Members::read(raw.get()).ok();
        let key: Option<String> = item.as_mut().and_then(|item| item.readable(key_name));
        let slot = key.and_then(|key| found.get_mut(&key.to_ascii_lowercase()));
        let (Some(item), Some(slot)) = (item, slot) else {
            extras += 1;
            continue;
        };
        let said = lookup(item, raw, &format!("data[{at}]"));
        *slot = Some(match slot.take() {
            Some(before) if before != said => Err(ErrorKind::Malformed(Malformed::Conflict)),
            _ => said,
        });
    }
    let answers = keys.iter().map(|key| {
        let said = found.remove(&key.to_string()).flatten();
        (key.clone(), said.unwrap_or(Err(ErrorKind::Malformed(Malformed::Missing))))
    });
    Ok(ListAnswer { answers: answers.collect(), extras })
}

fn lookup(mut item: Members<'_>, whole: &RawValue, path: &str) -> Result<Lookup, ErrorKind> {
    let status: String = item.readable("status").unwrap_or_default();
    match status.trim() {
        "SUCCESS" => transaction(&item, whole, path).map(Lookup::paid).map_err(ErrorKind::Malformed),
        "NOT_FOUND" => Ok(Lookup::NotFound { doubtful: false }),
        "STATIC_QR" => Ok(Lookup::StaticQr),
        "FAILED" => {
            let message: String = item.readable("message").unwrap_or_default();
            Ok(Lookup::Failed(pay_http::excerpt(message.as_bytes())))
        }
        "SERVICE_FAILED" => Err(ErrorKind::Unreachable(Unreachable::Upstream)),
        other => Err(ErrorKind::Malformed(Malformed::UnknownStatus(pay_http::excerpt(other.as_bytes())))),
    }
}

/// The transaction of an item: in one of two members, or its own members in the item itself.
fn transaction(item: &Members<'_>, whole: &RawValue, path: &str) -> Result<Transaction, Malformed> {
    match (item.value("data"), item.value("transaction"), item.value("amount")) {
        (Some(data), ..) => Transaction::read(data.get(), &format!("{path}.data")),
        (None, Some(transaction), _) => Transaction::read(transaction.get(), &format!("{path}.transaction")),
        (None, None, Some(_)) => Transaction::read(whole.get(), path),
        (None, None, None) => Err(Malformed::PaidWithoutData),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange;

    const KEY: &str = "0dbe08d3829a8b6b59844e51aa38a4e2";
    const OTHER: &str = "7b0e5c36486d7155eb3ee94997fe9bfb";
    const NOT_FOUND: Result<Lookup, ErrorKind> = Ok(Lookup::NotFound { doubtful: false });

    fn ask(items: &[String]) -> ListAnswer<Md5> {
        let list = CheckMd5List::new([KEY, OTHER].map(|key| Md5::new(key).unwrap())).unwrap();
        let body = format!(r#"{{"responseCode":0,"errorCode":null,"data":[{}]}}"#, items.join(","));
        exchange::read(&list, 200, "application/json", body).unwrap()
    }

    fn item(key: &str, status: &str) -> String {
        format!(r#"{{"md5":"{key}","status":"{status}","message":"","data":null}}"#)
    }

    fn found(list: ListAnswer<Md5>) -> [Result<Lookup, ErrorKind>; 2] {
        let keys: Vec<_> = list.answers.iter().map(|(key, _)| key.to_string()).collect();
        assert_eq!(keys, [KEY, OTHER], "every key once, in the order of the question");
        let answers: Vec<_> = list.answers.into_iter().map(|(_, found)| found).collect();
        answers.try_into().unwrap()
    }

    const fn malformed<T>(malformed: Malformed) -> Result<T, ErrorKind> {
        Err(ErrorKind::Malformed(malformed))
    }

    #[test]
    fn d32_fewer_items_leave_their_keys_without_an_answer() {
        assert_eq!(found(ask(&[item(OTHER, "NOT_FOUND")])), [malformed(Malformed::Missing), NOT_FOUND]);
        assert_eq!(found(ask(&[])), [malformed(Malformed::Missing), malformed(Malformed::Missing)]);
    }

    #[test]
    fn d32_extra_items_are_ignored_and_counted() {
        let stranger = "d60f3db96913029a2af979a1662c1e72";
        let list = ask(&[
            item(stranger, "SUCCESS"),
            item(KEY, "NOT_FOUND"),
            item(OTHER, "NOT_FOUND"),
            r#"{"status":"SUCCESS"}"#.to_owned(),
            r#"{"md5":7,"status":"SUCCESS"}"#.to_owned(),
            "null".to_owned(),
            format!(r#"["{KEY}","SUCCESS"]"#),
        ]);
        assert_eq!(list.extras, 5);
        assert_eq!(found(list), [NOT_FOUND, NOT_FOUND]);
    }

    /// Neither of two answers counts, so the order stays pending.
    #[test]
    fn d32_one_key_with_two_statuses_is_a_conflict_of_that_key() {
        let twice = [item(KEY, "NOT_FOUND"), item(OTHER, "NOT_FOUND"), item(KEY, "STATIC_QR")];
        assert_eq!(found(ask(&twice)), [malformed(Malformed::Conflict), NOT_FOUND]);
        let thrice = [item(KEY, "STATIC_QR"), item(KEY, "FAILED"), item(KEY, "FAILED")];
        assert_eq!(found(ask(&thrice))[0], malformed(Malformed::Conflict));
        let alike = [item(KEY, "NOT_FOUND"), item(KEY, "NOT_FOUND")];
        assert_eq!(found(ask(&alike))[0], NOT_FOUND);
    }

    #[test]
    fn d32_the_order_of_the_items_says_nothing() {
        let [first, second] = found(ask(&[item(OTHER, "STATIC_QR"), item(KEY, "NOT_FOUND")]));
        assert_eq!((first, second), (NOT_FOUND, Ok(Lookup::StaticQr)));
        let upper = item(&KEY.to_uppercase(), "NOT_FOUND");
        assert_eq!(found(ask(&[upper]))[0], NOT_FOUND);
    }

    #[test]
    fn d32_more_than_50_keys_are_not_a_request() {
        let keys = |count: u32| (0..count).map(|n| Md5::new(&format!("{n:032x}")).unwrap());
        assert!(CheckMd5List::new(keys(50)).is_ok());
        assert_eq!(CheckMd5List::new(keys(51)).unwrap_err(), InvalidRequest::ListSize { found: 51 });
        assert_eq!(CheckMd5List::new(keys(0)).unwrap_err(), InvalidRequest::ListSize { found: 0 });
        assert!(CheckMd5List::new(keys(50).chain(keys(50))).is_ok(), "repeated keys count once");
    }

    #[test]
    fn a_success_that_cannot_be_read_is_not_not_found() {
        assert_eq!(found(ask(&[item(KEY, "SUCCESS")]))[0], malformed(Malformed::PaidWithoutData));
        let cut = format!(r#"{{"md5":"{KEY}","status":"SUCCESS","data":{{"hash":"9bc2"}}}}"#);
        let problem = Problem::expected("64 hexadecimal digits").inside("data[0].data.hash");
        let unreadable = Malformed::PaidUnreadable { problem, hash: None };
        assert_eq!(found(ask(&[cut]))[0], malformed(unreadable));
        assert_eq!(
            found(ask(&[item(KEY, "PAID_TWICE")]))[0],
            malformed(Malformed::UnknownStatus("PAID_TWICE".into()))
        );
    }

    /// The item's key and the transaction in it are of one hash, or a cache has mixed them up.
    #[test]
    fn a_transaction_of_another_hash_is_an_error() {
        let hash = "9bc29426b5e55f171b0e137478d04eb8b8b3a757e0eb2040561ba4f9f052db95";
        let list = CheckHashList::new([FullHash::new(&hash.replace('9', "8")).unwrap()]).unwrap();
        let body = format!(
            r#"{{"responseCode":0,"data":[{{"hash":"{}","status":"SUCCESS","data":{{"hash":"{hash}","toAccountId":"c@d","currency":"KHR","amount":1}}}}]}}"#,
            hash.replace('9', "8")
        );
        let answer = exchange::read(&list, 200, "application/json", body).unwrap();
        assert_eq!(answer.answers[0].1, malformed(Malformed::OtherTransaction));
    }
}
