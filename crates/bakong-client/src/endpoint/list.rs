//! Endpoints 6 and 7: up to 50 transactions in one request, matched by key (specification, section 3.3).

use std::collections::HashMap;
use std::fmt;

use pay_core::Effect;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Auth, Endpoint, InvalidRequest, Lookup};
use crate::classify::Answer;
use crate::error::{ErrorKind, FieldProblem, Malformed, Unreachable};
use crate::key::{FullHash, Md5};
use crate::transaction::Transaction;
use crate::wire;

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
        read(answer, &self.0, |item| item.md5)
    }
}

impl Endpoint for CheckHashList {
    const PATH: &'static str = "check_transaction_by_hash_list";
    const AUTH: Auth = Auth::Token;
    const EFFECT: Effect = Effect::Read;
    type Response = ListAnswer<FullHash>;

    fn read(&self, answer: Answer<'_>) -> Result<Self::Response, ErrorKind> {
        let mut list = read(answer, &self.0, |item| item.hash)?;
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

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Item<'a> {
    md5: Option<&'a RawValue>,
    hash: Option<&'a RawValue>,
    status: Option<&'a RawValue>,
    message: Option<&'a RawValue>,
    data: Option<&'a RawValue>,
    transaction: Option<&'a RawValue>,
    /// There when the transaction's members stand in the item itself.
    amount: Option<&'a RawValue>,
}

fn read<'a, K: Clone + fmt::Display>(
    answer: Answer<'a>,
    keys: &[K],
    key_of: fn(&Item<'a>) -> Option<&'a RawValue>,
) -> Result<ListAnswer<K>, ErrorKind> {
    let unreadable =
        |problem| ErrorKind::Malformed(Malformed::Unreadable { path: "data".to_owned(), problem });
    let success = match answer {
        Answer::Success(success) => success,
        Answer::Refusal(refusal) => return Err(refusal.into_error()),
    };
    let json = success.data().ok_or_else(|| unreadable(FieldProblem::Missing))?;
    let items: Vec<&'a RawValue> =
        serde_json::from_str(json).map_err(|_| unreadable(FieldProblem::Type { expected: "an array" }))?;

    let mut found: HashMap<String, Option<Result<Lookup, ErrorKind>>> =
        keys.iter().map(|key| (key.to_string(), None)).collect();
    let mut extras = 0;
    for (at, raw) in items.into_iter().enumerate() {
        let item: Option<Item<'a>> = wire::object(raw.get());
        let key = item.as_ref().and_then(key_of).and_then(wire::text).map(|key| key.to_ascii_lowercase());
        let (Some(item), Some(slot)) = (item, key.and_then(|key| found.get_mut(&key))) else {
            extras += 1;
            continue;
        };
        let said = item.lookup(raw, &format!("data[{at}]"));
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

impl Item<'_> {
    fn lookup(&self, whole: &RawValue, path: &str) -> Result<Lookup, ErrorKind> {
        let status = self.status.and_then(wire::text).unwrap_or_default();
        match status.trim() {
            "SUCCESS" => self.transaction(whole, path).map(Lookup::Paid).map_err(ErrorKind::Malformed),
            "NOT_FOUND" => Ok(Lookup::NotFound { doubtful: false }),
            "STATIC_QR" => Ok(Lookup::StaticQr),
            "FAILED" => {
                let message = self.message.and_then(wire::text).unwrap_or_default();
                Ok(Lookup::Failed(pay_http::excerpt(message.as_bytes())))
            }
            "SERVICE_FAILED" => Err(ErrorKind::Unreachable(Unreachable::Upstream)),
            other => Err(ErrorKind::Malformed(Malformed::UnknownStatus(pay_http::excerpt(other.as_bytes())))),
        }
    }

    fn transaction(&self, whole: &RawValue, path: &str) -> Result<Transaction, Malformed> {
        match (self.data, self.transaction, self.amount) {
            (Some(data), ..) => Transaction::read(data.get(), &format!("{path}.data")),
            (None, Some(transaction), _) => {
                Transaction::read(transaction.get(), &format!("{path}.transaction"))
            }
            (None, None, Some(_)) => Transaction::read(whole.get(), path),
            (None, None, None) => Err(Malformed::PaidWithoutData),
        }
    }
}
