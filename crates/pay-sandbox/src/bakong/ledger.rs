use std::collections::{HashMap, HashSet};

use pay_core::Timestamp;

use super::transaction::{Failure, Transaction};

/// Every payment, and the static codes that were seen.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    transactions: Vec<Transaction>,
    by_md5: HashMap<String, Vec<usize>>,
    by_hash: HashMap<String, usize>,
    static_codes: HashSet<String>,
}

/// What is known of a payment at a time.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lookup<'a> {
    Paid(&'a Transaction),
    Failed(Failure),
    NotFound,
    StaticQr,
}

impl Ledger {
    pub(super) fn add(&mut self, transaction: Transaction) {
        let at = self.transactions.len();
        self.by_md5.entry(transaction.md5.clone()).or_default().push(at);
        self.by_hash.insert(transaction.hash.clone(), at);
        self.transactions.push(transaction);
    }

    /// Remembers a code that no md5 check answers for.
    pub(super) fn add_static(&mut self, md5: &str) {
        self.static_codes.insert(md5.to_owned());
    }

    pub(super) fn transactions(&self) -> &[Transaction] {
        &self.transactions
    }

    /// The first payment of a code that did not fail, settled or not.
    pub(super) fn payment_of(&self, md5: &str) -> Option<&Transaction> {
        self.of_code(md5).find(|transaction| transaction.failure.is_none())
    }

    pub(super) fn by_md5(&self, md5: &str, now: Timestamp) -> Lookup<'_> {
        if self.static_codes.contains(md5) { Lookup::StaticQr } else { Self::look(self.of_code(md5), now) }
    }

    pub(super) fn by_hash(&self, hash: &str, now: Timestamp) -> Lookup<'_> {
        Self::look(self.by_hash.get(hash).map(|at| &self.transactions[*at]).into_iter(), now)
    }

    /// The payment that a reference names.
    pub(super) fn by(&self, names: impl Fn(&Transaction) -> bool, now: Timestamp) -> Lookup<'_> {
        Self::look(self.transactions.iter().filter(|transaction| names(transaction)), now)
    }

    /// One answer, where a code was paid more than once: the first payment that is settled, else the first
    /// failure. A second payment of the same code is found by its hash alone.
    fn look<'a>(found: impl Iterator<Item = &'a Transaction>, now: Timestamp) -> Lookup<'a> {
        let mut answer = Lookup::NotFound;
        for transaction in found.filter(|transaction| transaction.settled <= now) {
            match transaction.failure {
                None => return Lookup::Paid(transaction),
                Some(failure) if answer == Lookup::NotFound => answer = Lookup::Failed(failure),
                Some(_) => {}
            }
        }
        answer
    }

    fn of_code(&self, md5: &str) -> impl Iterator<Item = &Transaction> {
        self.by_md5.get(md5).into_iter().flatten().map(|at| &self.transactions[*at])
    }
}
