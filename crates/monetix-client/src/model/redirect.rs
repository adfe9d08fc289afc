use std::collections::BTreeMap;
use std::fmt;

use pay_core::{Presentation, Untrusted};
use pay_http::is_web_link_to;
use pay_http::json::{Problem, RawValue, Value};

pay_http::json_object! {
    /// `redirect_data`: where the payer's browser goes next (section 5). Its `encrypted` is left in `extra`, to be ignored.
    ///
    /// Nothing of it is to be shown before [`presentation`](RedirectData::presentation) has looked at it.
    pub struct RedirectData {
        /// `GET` or `POST`.
        pub method: Option<Untrusted> = "method",
        /// The address.
        pub url: Option<Untrusted> = "url",
        /// What is posted to it.
        pub body: Option<FormFields> = "body",
    }
}

impl RedirectData {
    /// What to show the payer: a link for `GET`, a form for `POST`.
    ///
    /// `hosts` are those of the banks that payers may be sent to, as `pay.example.com`; the address has to be `https` on one
    /// of them exactly, or on a loopback host that is listed (threat D-44). The error names a host that is not listed, so
    /// that it can be. Address and fields are text of the bank's: escape them in the page that shows them.
    pub fn presentation(&self, hosts: &[impl AsRef<str>]) -> Result<Presentation, InvalidRedirect> {
        let url = self.url.as_ref().map(Untrusted::as_raw).ok_or(InvalidRedirect::NoAddress)?;
        if !pay_http::is_web_link(url) {
            return Err(InvalidRedirect::Address);
        }
        if !is_web_link_to(url, hosts) {
            let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
            return Err(InvalidRedirect::Host(Untrusted::new(host.unwrap_or_default())));
        }
        let method = self.method.as_ref().map_or("", Untrusted::as_raw);
        match method.to_ascii_uppercase().as_str() {
            "GET" => Ok(Presentation::Redirect(url.to_owned())),
            "POST" => {
                let fields = self.body.iter().flat_map(FormFields::iter);
                let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
                Ok(Presentation::Form { action: url.to_owned(), fields })
            }
            _ => Err(InvalidRedirect::Method),
        }
    }
}

/// A redirection that a payer is not sent on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRedirect {
    /// There is no address.
    NoAddress,
    /// The address is not `https`, or has user information, or is none.
    Address,
    /// The host is not listed, or the port is not the usual one.
    Host(Untrusted),
    /// The method is neither `GET` nor `POST`.
    Method,
}

impl fmt::Display for InvalidRedirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAddress => f.write_str("redirection has no address"),
            Self::Address => f.write_str("expected an https address to redirect to"),
            Self::Host(host) => write!(f, "expected a listed host to redirect to, found {host}"),
            Self::Method => f.write_str("expected a redirection by GET or POST"),
        }
    }
}

impl std::error::Error for InvalidRedirect {}

/// The hidden fields of a form, by name.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FormFields(BTreeMap<String, String>);

impl FormFields {
    /// Name and text of each.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

/// An object of texts; `[]` is how PHP writes one without members.
impl Value for FormFields {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        if pay_http::json::is_empty_list(raw) {
            return Ok(None);
        }
        let members: BTreeMap<String, &RawValue> =
            serde_json::from_str(raw.get()).map_err(|_| Problem::expected("a json object"))?;
        let text = |(name, raw): (String, &RawValue)| {
            let text = if raw.get() == "null" { Ok(None) } else { <Untrusted as Value>::read(raw) };
            let text = text.map_err(|problem| problem.inside(&name))?;
            Ok((name, text.map(|text| text.as_raw().to_owned()).unwrap_or_default()))
        };
        members.into_iter().map(text).collect::<Result<_, _>>().map(|fields| Some(Self(fields)))
    }
}

/// The names alone: what a bank wants posted may be the payer's.
impl fmt::Debug for FormFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys().map(|name| Untrusted::new(name.as_str()))).finish()
    }
}
