use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::ledger::Ledger;
use super::quota::Quota;
use super::{Bakong, Settings};
use crate::seed::Seed;

/// What Bakong knows, and a reset forgets.
pub(super) struct State {
    pub(super) ledger: Ledger,
    pub(super) quota: Quota,
    /// Email to id.
    pub(super) registrations: BTreeMap<String, String>,
    pub(super) accounts: BTreeSet<String>,
    /// Code by the last part of its link.
    pub(super) links: HashMap<String, String>,
    /// How many things were drawn from the seed.
    drawn: u64,
}

impl State {
    pub(super) fn new(settings: &Settings) -> Self {
        let email = Bakong::EMAIL.to_owned();
        let id = registration_id(settings.seed, &email);
        let accounts = Bakong::ACCOUNTS.into_iter().chain([Bakong::PAYER]);
        Self {
            ledger: Ledger::default(),
            quota: Quota::new(settings.daily_quota),
            registrations: BTreeMap::from([(email, id)]),
            accounts: accounts.map(str::to_owned).collect(),
            links: HashMap::new(),
            drawn: 0,
        }
    }

    /// The next number to draw from the seed with.
    pub(super) fn draw(&mut self) -> u64 {
        self.drawn += 1;
        self.drawn
    }
}

/// 16 hex digits, as in the tokens of the documents.
pub(super) fn registration_id(seed: Seed, email: &str) -> String {
    let mut id = seed.hex(&format!("registration of {email}"), 0);
    id.truncate(16);
    id
}
