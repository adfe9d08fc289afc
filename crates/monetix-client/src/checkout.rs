use pay_core::{
    AccountId, BoxFuture, Checkout, NewOrder, OpenError, Opened, OrderKey, Outcome, Presentation, Receiver,
    Timestamp,
};

#[cfg(feature = "encrypted-link")]
use crate::EncryptionKey;
use crate::error::InvalidRequest;
use crate::page::{Page, PageRequest};
use crate::settings::Settings;
use crate::value::{Amount, CallbackUrl, Customer, PaymentId, Plain};

/// Opens orders by the Payment Page: the payer follows a link. It is made here, and nothing goes over the wire; Monetix
/// learns of the payment when the payer confirms it.
///
/// The method requires a payer's name and address, so there is one of these for each payer. A sale through the Gate is no
/// [`Checkout`]: where its payer goes is told in a callback, after the request has been answered.
#[derive(Clone, Debug)]
pub struct PaymentPage {
    page: Page,
    customer: Customer,
    callback_url: Option<CallbackUrl>,
    success_url: Option<CallbackUrl>,
    fail_url: Option<CallbackUrl>,
    #[cfg(feature = "encrypted-link")]
    key: Option<EncryptionKey>,
}

impl PaymentPage {
    /// For this payer.
    pub fn new(settings: Settings, customer: Customer) -> Self {
        Self {
            page: Page::new(settings),
            customer,
            callback_url: None,
            success_url: None,
            fail_url: None,
            #[cfg(feature = "encrypted-link")]
            key: None,
        }
    }

    /// Where callbacks go, in place of the project's address.
    #[must_use]
    pub fn callback_url(self, url: CallbackUrl) -> Self {
        Self { callback_url: Some(url), ..self }
    }

    /// Where the payer's browser goes after paying.
    #[must_use]
    pub fn success_url(self, url: CallbackUrl) -> Self {
        Self { success_url: Some(url), ..self }
    }

    /// Where the payer's browser goes after a failure.
    #[must_use]
    pub fn fail_url(self, url: CallbackUrl) -> Self {
        Self { fail_url: Some(url), ..self }
    }

    /// Encrypts the links.
    #[cfg(feature = "encrypted-link")]
    #[must_use]
    pub fn encrypted(self, key: EncryptionKey) -> Self {
        Self { key: Some(key), ..self }
    }

    /// Opens `order` at `now`: [`Checkout::open`] without its future.
    ///
    /// The payer can pay until the order's lifetime ends, to the second. An end more than 30 days away is said to be ignored:
    /// such an order could be paid for ever.
    pub fn order(&self, order: &NewOrder, now: Timestamp) -> Result<Opened, InvalidRequest> {
        let request = self.request(order, now.after(order.lifetime))?;
        #[cfg(feature = "encrypted-link")]
        let link = match &self.key {
            Some(key) => self.page.encrypted_link(&request, key)?,
            None => self.page.link(&request)?,
        };
        #[cfg(not(feature = "encrypted-link"))]
        let link = self.page.link(&request)?;
        let project = AccountId::new(self.page.settings().project_id().to_string());
        let receiver = Receiver::account(project.expect("digits are an account"));
        Ok(order.opened(now, OrderKey::from(&order.id), receiver, Presentation::Redirect(link)))
    }

    fn request(&self, order: &NewOrder, expires_at: Timestamp) -> Result<PageRequest, InvalidRequest> {
        if order.lifetime.as_secs() == 0 {
            return Err(InvalidRequest::Lifetime(order.lifetime));
        }
        let amount = Amount::new(order.amount).map_err(|invalid| InvalidRequest::value("amount", invalid))?;
        let payment_id = PaymentId::from(&order.id);
        let mut request = PageRequest::new(payment_id, self.customer.clone(), amount).best_before(expires_at);
        if !order.description.is_empty() {
            let description = Plain::new(order.description.as_str());
            request = request
                .description(description.map_err(|invalid| InvalidRequest::value("description", invalid))?);
        }
        if let Some(url) = &self.callback_url {
            request = request.callback_url(url.clone());
        }
        if let Some(url) = &self.success_url {
            request = request.success_url(url.clone());
        }
        if let Some(url) = &self.fail_url {
            request = request.fail_url(url.clone());
        }
        Ok(request)
    }
}

impl Checkout for PaymentPage {
    fn open<'a>(&'a self, order: &'a NewOrder, now: Timestamp) -> BoxFuture<'a, Result<Opened, OpenError>> {
        let opened = self.order(order, now).map_err(|invalid| OpenError::new(Outcome::NotSent, invalid));
        Box::pin(std::future::ready(opened))
    }
}
