use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pay_core::Timestamp;
use serde::Serialize;

use crate::kess::{self, Kess};

/// Requests that are kept; of more, the oldest are forgotten.
const CAPACITY: usize = 100_000;
/// Bytes of a body that are kept.
const BODY_KEPT: usize = 16 * 1024;

/// Every request that reached a provider's address, in order of arrival, whatever became of it.
///
/// What a client really sent, and how often: the number of entries is the number of requests on the wire.
/// The control interface and the pages are not in it. Clones are the same journal.
#[derive(Clone, Debug, Default)]
pub struct Journal(Arc<Mutex<Log>>);

#[derive(Debug, Default)]
struct Log {
    entries: VecDeque<Entry>,
    begun: u64,
}

/// One request on the wire, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// Counts from 1 since the start.
    pub number: u64,
    /// The sandbox's time when the request was there, in milliseconds since the epoch.
    #[serde(rename = "at_ms", serialize_with = "as_millis")]
    pub at: Timestamp,
    /// `POST`.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query, where there was one.
    pub query: Option<String>,
    /// The names of the headers, in lower case, sorted. Values are not kept.
    pub header_names: Vec<String>,
    /// The first 12 hex digits of the SHA-256 of the bearer token; the token itself is not kept.
    pub token: Option<String>,
    /// The service that a request to KESS's gateway names.
    pub service: Option<String>,
    /// The body as text, invalid UTF-8 replaced, at most 16 KiB of it. Of a request for a token of KESS nothing is
    /// kept but the kind of grant.
    pub body: String,
    /// The status that was answered; `None` when the connection was closed without an answer, or is still
    /// open.
    pub status: Option<u16>,
    /// The fault that met the request, by its name.
    pub fault: Option<&'static str>,
}

impl Journal {
    /// How many requests reached this path.
    pub fn count(&self, path: &str) -> usize {
        self.log().entries.iter().filter(|entry| entry.path == path).count()
    }

    /// How many requests there were in all.
    pub fn len(&self) -> usize {
        self.log().entries.len()
    }

    /// Whether nothing was sent.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All entries, the oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        self.log().entries.iter().cloned().collect()
    }

    /// The entries of one path, the oldest first.
    pub fn of(&self, path: &str) -> Vec<Entry> {
        self.log().entries.iter().filter(|entry| entry.path == path).cloned().collect()
    }

    /// How many requests for a service of KESS, such as `webpay.acquire.v2Refund`, there were.
    pub fn count_service(&self, service: &str) -> usize {
        self.log().entries.iter().filter(|entry| entry.service.as_deref() == Some(service)).count()
    }

    /// The newest entry.
    pub fn last(&self) -> Option<Entry> {
        self.log().entries.back().cloned()
    }

    /// Forgets everything. The numbers go on, so that a late answer finds no other request's entry.
    pub fn clear(&self) {
        self.log().entries.clear();
    }

    /// Writes a request down, before anything is made of it, and answers its number.
    pub(crate) fn begin(
        &self,
        at: Timestamp,
        parts: &http::request::Parts,
        service: Option<&str>,
        body: &[u8],
    ) -> u64 {
        let mut header_names: Vec<_> = parts.headers.keys().map(|name| name.as_str().to_owned()).collect();
        header_names.sort_unstable();
        let mut log = self.log();
        log.begun += 1;
        let entry = Entry {
            number: log.begun,
            at,
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            header_names,
            token: crate::token::bearer(&parts.headers).map(crate::token::fingerprint),
            service: service.map(str::to_owned),
            body: match parts.uri.path() {
                Kess::TOKEN => kess::kept_of_grant(body),
                _ => String::from_utf8_lossy(&body[..body.len().min(BODY_KEPT)]).into_owned(),
            },
            status: None,
            fault: None,
        };
        if log.entries.len() == CAPACITY {
            log.entries.pop_front();
        }
        log.entries.push_back(entry);
        log.begun
    }

    /// Names the fault that meets a request.
    pub(crate) fn met(&self, number: u64, fault: &'static str) {
        self.amend(number, |entry| entry.fault = Some(fault));
    }

    /// Writes down what a request was answered.
    pub(crate) fn answered(&self, number: u64, status: u16) {
        self.amend(number, |entry| entry.status = Some(status));
    }

    fn amend(&self, number: u64, change: impl FnOnce(&mut Entry)) {
        // From the back, since it is nearly always the newest; a cleared journal has it no longer.
        if let Some(entry) = self.log().entries.iter_mut().rev().find(|entry| entry.number == number) {
            change(entry);
        }
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn as_millis<S: serde::Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(at.as_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(path: &str) -> http::request::Parts {
        let request = http::Request::post(path).header("authorization", "Bearer canary-7731");
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn an_entry_is_there_before_its_answer() {
        let journal = Journal::default();
        let number = journal.begin(Timestamp::from_millis(1), &parts("/v1/a?b=c"), None, b"{}");
        assert_eq!((journal.count("/v1/a"), journal.last().unwrap().status), (1, None));
        journal.answered(number, 200);
        let entry = journal.last().unwrap();
        assert_eq!((entry.number, entry.status, entry.query.as_deref()), (1, Some(200), Some("b=c")));
    }

    #[test]
    fn the_token_is_not_kept() {
        let journal = Journal::default();
        journal.begin(Timestamp::from_millis(1), &parts("/v1/a"), None, b"");
        let entry = journal.last().unwrap();
        assert_eq!(entry.token.as_deref().map(str::len), Some(12));
        assert_eq!(entry.header_names, ["authorization"]);
        assert!(!format!("{entry:?}").contains("canary"));
    }

    #[test]
    fn of_a_grant_no_secret_is_kept() {
        let journal = Journal::default();
        let grant = br#"{"grant_type":"password","client_secret":"canary","password":"canary"}"#;
        journal.begin(Timestamp::from_millis(1), &parts(Kess::TOKEN), None, grant);
        assert_eq!(journal.last().unwrap().body, r#"{"grant_type":"password"}"#);
        journal.begin(Timestamp::from_millis(1), &parts(Kess::TOKEN), None, br#"{"grant_type":"canary"}"#);
        assert_eq!(journal.last().unwrap().body, "{}");
    }

    #[test]
    fn an_answer_to_a_forgotten_request_is_nothing() {
        let journal = Journal::default();
        let number = journal.begin(Timestamp::from_millis(1), &parts("/v1/a"), None, b"");
        journal.clear();
        journal.answered(number, 200);
        assert!(journal.is_empty());
    }
}
