//! The Payment Page: a signed link is opened, and becomes a hosted page (specification, section 3).

use std::collections::BTreeMap;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use pay_core::Timestamp;
use pay_sign::Fields;
use url::{Url, form_urlencoded};

use super::asked::{checked, is_email, is_web, money};
use super::payment::{Callback, Customer, Origin, Payment, Returns};
use super::refusal::Refusal;
use super::{Monetix, MonetixPayment, bank, gate, link};
use crate::fault::UpstreamDown;

/// The code of the method on a link. Its title in callbacks is another text.
const METHOD: &str = "banks-cambodia";

/// What a hosted page shows.
#[derive(Clone, Debug)]
pub(crate) struct Hosted {
    pub(crate) payment: MonetixPayment,
    pub(crate) description: String,
    pub(crate) payer: String,
    /// The name of the bank, once there is one.
    pub(crate) bank: Option<&'static str>,
    /// Whether the payer still chooses one.
    pub(crate) chooses_bank: bool,
    /// Whether it can be paid now.
    pub(crate) open: bool,
}

pub(super) async fn open(State(monetix): State<Monetix>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    respond(&monetix, &request, || monetix.visit(query))
}

pub(super) async fn open_encrypted(
    State(monetix): State<Monetix>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    respond(&monetix, &request, || monetix.visit_token(&token))
}

fn respond(
    monetix: &Monetix,
    request: &Request,
    visit: impl FnOnce() -> Result<String, Refusal>,
) -> Response {
    let down = request.extensions().get::<UpstreamDown>().is_some();
    match if down { Err(Refusal::INTERNAL) } else { visit() } {
        Ok(token) => crate::page::hosted(monetix, &token),
        Err(refusal) => {
            (refusal.status(), crate::page::refused(refusal.code, refusal.message)).into_response()
        }
    }
}

impl Monetix {
    /// Opens the link whose query this is, and answers the token of its page.
    pub(super) fn visit(&self, query: &str) -> Result<String, Refusal> {
        let asked = Asked::read(query)?;
        let wanted = asked.payment()?;
        self.with(|state| {
            if let Some(known) = state.registered(&wanted.id) {
                // The payer came back, to look or to try once more.
                let same = known.origin == Origin::PaymentPage && known.amount == wanted.amount;
                return if same { Ok(known.token.clone()) } else { Err(Refusal::PAYMENT_EXISTS) };
            }
            let visited = state.payment_mut(&wanted.id).map(|payment| payment.token.clone());
            let token = visited.unwrap_or_else(|| state.draw_token());
            state.put(Payment { token: token.clone(), ..wanted });
            Ok(token)
        })
    }

    /// Opens the link in the token of an encrypted one.
    fn visit_token(&self, token: &str) -> Result<String, Refusal> {
        self.visit(&link::query_in(token).ok_or(Refusal::WRONG_SIGNATURE)?)
    }

    /// Opens a whole link, encrypted or not. `None`: it is no link of the Payment Page.
    pub(super) fn visit_link(&self, link: &str) -> Option<Result<String, Refusal>> {
        let link = Url::parse(link).ok()?;
        if link.path() == Self::PAYMENT_PAGE {
            return Some(self.visit(link.query()?));
        }
        let mut parts = link.path_segments()?;
        let (project, token) = (parts.next()?, parts.next()?);
        // Of what Base64 has, `=` alone may come encoded.
        let token = token.replace("%3D", "=").replace("%3d", "=");
        (project.parse() == Ok(Self::PROJECT_ID)).then(|| self.visit_token(&token))
    }

    /// The page of a token.
    pub(crate) fn hosted(&self, token: &str) -> Option<Hosted> {
        let now = self.now();
        self.with(|state| {
            let payment = state.payments.iter().find(|payment| payment.token == token)?;
            let name = |id| bank::BANKS.iter().find(|bank| bank.id == id).map(|bank| bank.name);
            Some(Hosted {
                payment: payment.summary(now),
                description: payment.description.clone(),
                payer: payment.customer.name.clone(),
                bank: payment.bank.and_then(name),
                chooses_bank: payment.origin == Origin::PaymentPage,
                open: payment.check(now, false, false).is_ok(),
            })
        })
    }
}

/// The parameters of a link.
struct Asked(BTreeMap<String, String>);

impl Asked {
    /// Reads and verifies a query, in which a space may be `+` or `%20`.
    fn read(query: &str) -> Result<Self, Refusal> {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let read =
            |pairs: Vec<(String, String)>| Fields::from_pairs(pairs).map_err(|_| Refusal::malformed("query"));
        let verified = gate::verify(&read(pairs.clone())?);
        // Some kits sign `1` and write `true`.
        let words = || pairs.iter().map(|(name, text)| (name.clone(), number_of(text).to_owned())).collect();
        verified.or_else(|refusal| gate::verify(&read(words())?).map_err(|_| refusal))?;
        // The protocol of the page forbids it, for the signature takes it for the end of a member.
        if pairs.iter().any(|(_, text)| text.contains(';')) {
            return Err(Refusal::malformed("query"));
        }
        Ok(Self(pairs.into_iter().collect()))
    }

    fn payment(&self) -> Result<Payment, Refusal> {
        if self.text("project_id")?.parse() != Ok(Monetix::PROJECT_ID) {
            return Err(Refusal::WRONG_SIGNATURE);
        }
        if self.optional("force_payment_method").is_some_and(|method| method != METHOD) {
            return Err(Refusal::UNKNOWN_METHOD);
        }
        let currency = self.text("payment_currency")?;
        let amount = money(self.text("payment_amount")?, currency, "payment_amount", "payment_currency")?;
        bank::check_limits(amount)?;
        self.optional("customer_email").filter(|text| is_email(text)).ok_or(Refusal::EMAIL)?;
        Ok(Payment {
            id: self.text("payment_id")?.to_owned(),
            token: String::new(),
            amount,
            description: self.optional("payment_description").unwrap_or_default().to_owned(),
            customer: Customer {
                id: self.optional("customer_id").ok_or(Refusal::CUSTOMER_ID)?.to_owned(),
                name: self.text("account_customer_name")?.to_owned(),
                ip_address: None,
            },
            callback: Callback { url: self.url("merchant_callback_url")?, ..Callback::default() },
            returns: Returns {
                success: self.url("redirect_success_url")?.or(self.url("merchant_success_url")?),
                decline: self.url("redirect_fail_url")?.or(self.url("merchant_fail_url")?),
                anyway: None,
            },
            origin: Origin::PaymentPage,
            bank: None,
            best_before: self.best_before()?,
            operations: Vec::new(),
            told_status: None,
        })
    }

    fn text(&self, name: &'static str) -> Result<&str, Refusal> {
        checked(self.optional(name).ok_or(Refusal::missing(name))?, name)
    }

    fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    fn url(&self, name: &'static str) -> Result<Option<String>, Refusal> {
        match self.optional(name) {
            Some(text) if !is_web(text) => Err(Refusal::malformed(name)),
            text => Ok(text.map(str::to_owned)),
        }
    }

    /// `2026-11-21T12:00:00+07:00`, or `+07`.
    fn best_before(&self) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.optional("best_before") else { return Ok(None) };
        let moment = text.parse::<jiff::Timestamp>().map_err(|_| Refusal::malformed("best_before"))?;
        Ok(Some(Timestamp::from_millis(moment.as_millisecond())))
    }
}

fn number_of(text: &str) -> &str {
    match text {
        "true" | "True" => "1",
        "false" | "False" => "0",
        other => other,
    }
}
