use std::fmt;
use std::sync::Arc;

use pay_core::{AccountId, Clock, Effect, Money, Timestamp};
use pay_http::{BaseUrl, Transport};

use crate::Environment;
use crate::endpoint::{
    AccountCheck, Auth, CheckAccount, CheckByExternalRef, CheckByHash, CheckByInstructionRef, CheckByMd5,
    CheckByShortHash, CheckHashList, CheckMd5List, Endpoint, GenerateDeeplink, ListAnswer, Lookup,
    RenewToken, ShortLink,
};
use crate::error::{Error, ErrorKind, Fault, is_refused_token};
use crate::exchange::{Call, Metered, Spent};
use crate::key::{FullHash, Md5, Reference, ShortHash};
use crate::list_path::ListPath;
use crate::token::{AccessToken, Keeper, RegisteredEmail, Renewal, TokenSource, TokenStatus};

/// A client of the Bakong Open API.
///
/// One call is one request on the wire, with one exception: a question whose token Bakong refuses is asked once more
/// with another token, if one can be had. Nothing else is repeated, because every request counts against a daily
/// quota, refused ones too; when to ask again is for [`pay-watch`](https://docs.rs/pay-watch) to say.
///
/// It is a [`StatusSource`](pay_core::StatusSource) by md5. To open an order see [`KhqrCheckout`](crate::KhqrCheckout).
pub struct Bakong {
    base: BaseUrl,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    keeper: Keeper,
    email: Option<RegisteredEmail>,
    pub(crate) md5_list: ListPath,
}

impl Bakong {
    /// A client of `environment` whose token comes from `tokens` (an [`AccessToken`] will do), over `transport`.
    ///
    /// The clock tells a token that has expired, and when to try again what was closed.
    pub fn new(
        environment: &Environment,
        tokens: Arc<dyn TokenSource>,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let base = environment.base_url();
        Self {
            base,
            transport,
            clock,
            keeper: Keeper::new(tokens),
            email: None,
            md5_list: ListPath::default(),
        }
    }

    /// The same over TLS, with the limits of [`HttpTransport`](pay_http::HttpTransport): 3 s to connect, 10 s in all,
    /// 1 MiB of response, no redirect, and no other host than the environment's.
    #[cfg(feature = "rustls")]
    pub fn connect(
        environment: &Environment,
        tokens: Arc<dyn TokenSource>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, pay_http::SetupError> {
        let transport = pay_http::HttpTransport::new(&environment.base_url())?;
        Ok(Self::new(environment, tokens, Arc::new(transport), clock))
    }

    /// Renews the token by the address of the registration: when Bakong refuses it, and in
    /// [`renew_when_due`](Bakong::renew_when_due).
    ///
    /// One process at a time should do so for one registration: it is not documented whether a renewal ends the
    /// token before.
    #[must_use]
    pub fn renew_by(self, email: RegisteredEmail) -> Self {
        Self { email: Some(email), ..self }
    }

    /// Endpoint 1: what became of the transaction of a QR. For an order, observe it instead: see
    /// [`Md5`] on where its key has to come from.
    pub async fn check_by_md5(&self, md5: Md5) -> Result<Lookup, Error> {
        self.call(&CheckByMd5 { md5 }).await
    }

    /// Endpoint 2.
    pub async fn check_by_hash(&self, hash: FullHash) -> Result<Lookup, Error> {
        self.call(&CheckByHash { hash }).await
    }

    /// Endpoint 3: the 8 digits of a receipt, with its amount.
    pub async fn check_by_short_hash(&self, hash: ShortHash, amount: Money) -> Result<Lookup, Error> {
        self.call(&valid(CheckByShortHash::new(hash, amount))?).await
    }

    /// Endpoint 4: by a reference of the payer's side.
    pub async fn check_by_instruction_ref(&self, instruction_ref: Reference) -> Result<Lookup, Error> {
        self.call(&CheckByInstructionRef { instruction_ref }).await
    }

    /// Endpoint 5: by the payer's bank's reference.
    pub async fn check_by_external_ref(&self, external_ref: Reference) -> Result<Lookup, Error> {
        self.call(&CheckByExternalRef { external_ref }).await
    }

    /// Endpoint 6: 1 to 50 QRs at once.
    pub async fn check_by_md5_list(
        &self,
        keys: impl IntoIterator<Item = Md5>,
    ) -> Result<ListAnswer<Md5>, Error> {
        let list = valid(CheckMd5List::new(keys))?;
        self.call(&list).await
    }

    /// Endpoint 7: 1 to 50 hashes at once.
    pub async fn check_by_hash_list(
        &self,
        hashes: impl IntoIterator<Item = FullHash>,
    ) -> Result<ListAnswer<FullHash>, Error> {
        let list = valid(CheckHashList::new(hashes))?;
        self.call(&list).await
    }

    /// Endpoint 8: whether an account exists.
    pub async fn check_account(&self, account: &AccountId) -> Result<AccountCheck, Error> {
        self.call(&valid(CheckAccount::new(account))?).await
    }

    /// Endpoint 9: a link that opens the payer's app.
    pub async fn generate_deeplink(&self, deeplink: &GenerateDeeplink) -> Result<ShortLink, Error> {
        self.call(deeplink).await
    }

    /// Endpoint 10, now. `None` without [`renew_by`](Bakong::renew_by).
    ///
    /// The old token is kept until the new one has answered once; then the [`TokenSource`] gets the new one.
    pub async fn renew_token(&self) -> Option<Result<TokenStatus, Error>> {
        let spent = Spent::default();
        let renewal = self.renewal(&spent)?;
        Some(self.keeper.renew(self.clock.now(), renewal).await)
    }

    /// Endpoint 10, when the token ends within three days; after a failure not again for an hour. To be called every
    /// now and then. `None` when nothing was due, and without [`renew_by`](Bakong::renew_by).
    pub async fn renew_when_due(&self) -> Option<Result<TokenStatus, Error>> {
        let spent = Spent::default();
        let renewal = self.renewal(&spent)?;
        if let Err(error) = self.token_status().await {
            return Some(Err(error));
        }
        self.keeper.renew_when_due(self.clock.now(), renewal).await
    }

    /// What is known of the token in use, without a request. Asks the [`TokenSource`] when none is in use.
    pub async fn token_status(&self) -> Result<TokenStatus, Error> {
        self.keeper.status().await.map_err(|fault| Error::new("token", fault))
    }

    /// Any endpoint.
    pub async fn call<E: Endpoint>(&self, endpoint: &E) -> Result<E::Response, Error> {
        self.spend(endpoint, &Spent::default()).await
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) async fn spend<E: Endpoint>(&self, endpoint: &E, spent: &Spent) -> Result<E::Response, Error> {
        let result = match E::AUTH {
            Auth::Token => self.send_authorized(endpoint, spent).await,
            Auth::None => self.send(endpoint, None, spent).await,
        };
        result.map_err(|fault| Error::new(E::PATH, fault))
    }

    /// Renews once and asks once more, at most.
    async fn send_authorized<E: Endpoint>(&self, endpoint: &E, spent: &Spent) -> Result<E::Response, Fault> {
        let now = self.clock.now();
        let token = self.keeper.token(now, self.renewal(spent)).await?;
        let result = self.send(endpoint, Some(&token), spent).await;
        if !result.as_ref().is_err_and(is_refused_token) || E::EFFECT != Effect::Read {
            self.note_answer(&token, &result).await;
            return result;
        }
        let token = self.keeper.after_refusal(&token, now, self.renewal(spent)).await?;
        spent.note_renewal();
        let result = self.send(endpoint, Some(&token), spent).await;
        if result.as_ref().is_err_and(is_refused_token) {
            self.keeper.refused_again(&token, now);
        } else {
            self.note_answer(&token, &result).await;
        }
        result
    }

    async fn note_answer<T>(&self, token: &AccessToken, result: &Result<T, Fault>) {
        // A page of the edge says nothing about the token; an answer of Bakong's does.
        let has_answered = match result {
            Ok(_) => true,
            Err(fault) => fault.kind.api().is_some_and(|api| api.code.is_some()),
        };
        if has_answered {
            self.keeper.answered(token).await;
        }
    }

    async fn send<E: Endpoint>(
        &self,
        endpoint: &E,
        token: Option<&AccessToken>,
        spent: &Spent,
    ) -> Result<E::Response, Fault> {
        let metered = Metered { transport: &*self.transport, spent };
        pay_http::call(&metered, &Call { base: &self.base, endpoint, token, now: self.clock.now() }).await
    }

    fn renewal<'a>(&'a self, spent: &'a Spent) -> Option<Renewal<'a>> {
        let endpoint = RenewToken { email: self.email.clone()? };
        Some(Box::pin(async move {
            self.send(&endpoint, None, spent).await.map_err(|fault| Error::new(RenewToken::PATH, fault))
        }))
    }
}

impl fmt::Debug for Bakong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bakong").field("base", &self.base).finish_non_exhaustive()
    }
}

fn valid<E: Endpoint>(endpoint: Result<E, crate::endpoint::InvalidRequest>) -> Result<E, Error> {
    endpoint.map_err(|invalid| Error::new(E::PATH, Fault::unsent(ErrorKind::InvalidRequest(invalid))))
}
