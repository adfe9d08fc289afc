use std::fmt;
use std::time::Duration;

use khqr_emv::{Builder, EncodeError, Profile};
use pay_core::{
    AccountId, BoxFuture, Checkout, NewOrder, OpenError, Opened, Outcome, Presentation, Receiver, Timestamp,
    Untrusted,
};

use crate::key::Md5;

/// The longest that a QR may be paid: the National Bank's ten minutes.
pub const MAX_LIFETIME: Duration = Duration::from_secs(600);

/// Opens orders by making their KHQR here, without a request: Bakong learns of an order when it is paid.
///
/// The order's id goes into the QR as its bill number, which makes the QR, and so its md5, the order's own. The
/// description, if there is one, is the purpose that the payer's app shows. A QR takes at most 25 characters of each.
///
/// ```
/// use bakong_client::{KhqrCheckout, MerchantProfile};
/// use pay_core::{AccountId, Currency, Money, NewOrder, OrderId, Presentation, Timestamp};
///
/// let profile = MerchantProfile::individual(AccountId::new("coffee@devb")?, "Coffee").city("Siem Reap");
/// let checkout = KhqrCheckout::new(profile)?;
///
/// let order = NewOrder::new(OrderId::new("INV-0001")?, Money::from_minor(150, Currency::Usd), "Two coffees");
/// let opened = checkout.order(&order, Timestamp::from_millis(1_767_225_600_000))?;
/// let Presentation::Qr(text) = &opened.presentation else { unreachable!("a KHQR is a QR") };
/// assert_eq!(opened.expected.key().as_str(), khqr_emv::md5(text).as_str());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct KhqrCheckout {
    profile: MerchantProfile,
    aliases: Vec<AccountId>,
}

/// What is the same in every QR of a shop. Lengths count UTF-16 units.
#[derive(Clone, Debug)]
pub struct MerchantProfile {
    account: AccountId,
    /// The merchant's id and its bank, for a merchant's account.
    merchant: Option<(String, String)>,
    name: String,
    city: String,
    category: String,
    store_label: String,
    terminal_label: String,
    mobile_number: String,
}

impl MerchantProfile {
    /// A shop that is paid on an individual's account, under a name of at most 25.
    pub fn individual(account: AccountId, name: impl Into<String>) -> Self {
        Self {
            account,
            merchant: None,
            name: name.into(),
            city: String::new(),
            category: String::new(),
            store_label: String::new(),
            terminal_label: String::new(),
            mobile_number: String::new(),
        }
    }

    /// A shop that is paid on a merchant's account: its id at the acquiring bank and that bank, at most 32 each.
    pub fn merchant(
        account: AccountId,
        merchant_id: impl Into<String>,
        acquiring_bank: impl Into<String>,
        name: impl Into<String>,
    ) -> Self {
        Self {
            merchant: Some((merchant_id.into(), acquiring_bank.into())),
            ..Self::individual(account, name)
        }
    }

    /// The city, at most 15; Phnom Penh where none is given.
    #[must_use]
    pub fn city(self, city: impl Into<String>) -> Self {
        Self { city: city.into(), ..self }
    }

    /// The merchant category code, four digits; 5999 where none is given.
    #[must_use]
    pub fn category(self, category: impl Into<String>) -> Self {
        Self { category: category.into(), ..self }
    }

    /// The store, at most 25.
    #[must_use]
    pub fn store_label(self, store_label: impl Into<String>) -> Self {
        Self { store_label: store_label.into(), ..self }
    }

    /// The terminal, at most 25.
    #[must_use]
    pub fn terminal_label(self, terminal_label: impl Into<String>) -> Self {
        Self { terminal_label: terminal_label.into(), ..self }
    }

    /// The shop's telephone, at most 25.
    #[must_use]
    pub fn mobile_number(self, mobile_number: impl Into<String>) -> Self {
        Self { mobile_number: mobile_number.into(), ..self }
    }

    /// The account that the QR names.
    pub const fn account(&self) -> &AccountId {
        &self.account
    }

    fn builder(&self) -> Builder<'_> {
        let account = self.account.as_str();
        let builder = match &self.merchant {
            Some((id, bank)) => Builder::merchant(account, id, bank, &self.name),
            None => Builder::individual(account, &self.name),
        };
        builder
            .merchant_city(&self.city)
            .category(&self.category)
            .store_label(&self.store_label)
            .terminal_label(&self.terminal_label)
            .mobile_number(&self.mobile_number)
            .profile(Profile::Strict)
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.name, &self.city, &self.store_label, &self.terminal_label, &self.mobile_number]
            .into_iter()
            .chain(self.merchant.iter().flat_map(|(id, bank)| [id, bank]))
            .map(String::as_str)
    }
}

impl KhqrCheckout {
    /// Checks the profile now, so that no order fails by it later.
    pub fn new(profile: MerchantProfile) -> Result<Self, CheckoutError> {
        profile.texts().try_for_each(printable)?;
        // A static code has all of the profile in it, and no time.
        profile.builder().build(Timestamp::from_millis(0)).map_err(CheckoutError::Khqr)?;
        Ok(Self { profile, aliases: Vec::new() })
    }

    /// Another account that a payment may name as its receiver: the settlement account of the shop's bank, which some
    /// payments go to in place of the account in the QR.
    #[must_use]
    pub fn alias(mut self, account: AccountId) -> Self {
        self.aliases.push(account);
        self
    }

    /// The QR of an order that is opened at `now`, and what a payment must be to settle it.
    pub fn order(&self, order: &NewOrder, now: Timestamp) -> Result<Opened, CheckoutError> {
        if order.lifetime > MAX_LIFETIME {
            return Err(CheckoutError::ExpiryTooLong { lifetime: order.lifetime });
        }
        if order.lifetime < Duration::from_secs(1) {
            return Err(CheckoutError::NoTime);
        }
        if !order.amount.is_positive() {
            return Err(CheckoutError::NoAmount);
        }
        printable(&order.description)?;
        let text = self
            .profile
            .builder()
            .amount(order.amount)
            .expires_at(now.after(order.lifetime))
            .bill_number(order.id.as_str())
            .purpose(&order.description)
            .build(now)
            .map_err(CheckoutError::Khqr)?;
        let key = Md5::from(khqr_emv::md5(&text)).into();
        let accounts = std::iter::once(self.profile.account()).chain(&self.aliases).cloned().collect();
        Ok(order.opened(now, key, Receiver::Accounts(accounts), Presentation::Qr(text)))
    }
}

impl Checkout for KhqrCheckout {
    fn open<'a>(&'a self, order: &'a NewOrder, now: Timestamp) -> BoxFuture<'a, Result<Opened, OpenError>> {
        Box::pin(
            async move { self.order(order, now).map_err(|error| OpenError::new(Outcome::NotSent, error)) },
        )
    }
}

/// Refuses what could make a payer read something else than what is there.
fn printable(text: &str) -> Result<(), CheckoutError> {
    match text.char_indices().find(|(_, character)| Untrusted::is_unprintable(*character)) {
        Some((at, _)) => Err(CheckoutError::Unprintable { at }),
        None => Ok(()),
    }
}

/// Why an order cannot be opened. Nothing was sent, and there is no QR.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckoutError {
    /// The payer would have more than ten minutes.
    ExpiryTooLong {
        /// How long it was to be.
        lifetime: Duration,
    },
    /// The payer would have less than a second.
    NoTime,
    /// The amount is not above zero: without one the QR would be static, and Bakong cannot follow it.
    NoAmount,
    /// A control, zero-width or bidirectional character in a text of the profile or the description, at this byte of
    /// it.
    Unprintable {
        /// Offset of the character.
        at: usize,
    },
    /// The profile, the order's id (the bill number) or the description (the purpose) cannot go into a KHQR.
    Khqr(EncodeError),
}

impl fmt::Display for CheckoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ExpiryTooLong { lifetime } => {
                write!(f, "expected a QR that expires within {MAX_LIFETIME:?}, found {lifetime:?}")
            }
            Self::NoTime => f.write_str("expected a QR that can be paid for at least a second"),
            Self::NoAmount => f.write_str("expected an amount above zero"),
            Self::Unprintable { at } => {
                write!(f, "control, zero-width or bidirectional character in a text of the QR, at byte {at}")
            }
            Self::Khqr(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CheckoutError {}
