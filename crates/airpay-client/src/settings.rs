use pay_core::Secret;
use pay_http::BaseUrl;
use pay_http::value::InvalidValue;

use crate::value::{InvalidMember, Member, Problem, Segment, check_length};

/// What Airpay hands a merchant.
///
/// The document masks the domain, so it is required. A [`BaseUrl`] is `https`, or `http` to a loopback host.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) base: BaseUrl,
    pub(crate) api_key: Secret,
    pub(crate) route: Route,
}

/// The variable parts of the path, each one segment of at most 50 characters (section 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    country: Segment,
    channel: Segment,
    service_ewallet: Segment,
}

impl Settings {
    /// A merchant's settings, for KHQR in Cambodia.
    ///
    /// The `apikey` is an opaque text of 1 to 50 visible ASCII characters: the document's own sample looks like a UUID
    /// and is none (A9). White space around it is refused, as a header would lose it.
    pub fn new(base: BaseUrl, api_key: Secret) -> Result<Self, InvalidMember> {
        check_length(Member::ApiKey, api_key.expose())?;
        let odd = api_key.expose().char_indices().find(|(_, character)| !character.is_ascii_graphic());
        if let Some((at, _)) = odd {
            let problem = Problem::Value(InvalidValue::Character { at });
            return Err(InvalidMember::new(Member::ApiKey, problem));
        }
        Ok(Self { base, api_key, route: Route::khqr() })
    }

    /// Another country, channel or service.
    #[must_use]
    pub fn route(self, route: Route) -> Self {
        Self { route, ..self }
    }
}

impl Route {
    /// `KH`, `KHQR`, `ewallet`: the document's sample, and the one channel that it lists for Cambodia (A5).
    pub fn khqr() -> Self {
        Self::new("KH", "KHQR", "ewallet").expect("the document's sample is short and plain")
    }

    /// Any country, channel and service. Each is percent-encoded; a slash, `.` and `..` are refused.
    pub fn new(
        country: impl Into<String>,
        channel: impl Into<String>,
        service_ewallet: impl Into<String>,
    ) -> Result<Self, InvalidMember> {
        Ok(Self {
            country: Segment::new(Member::Country, country)?,
            channel: Segment::new(Member::Channel, channel)?,
            service_ewallet: Segment::new(Member::ServiceEwallet, service_ewallet)?,
        })
    }

    /// The literal `games` is part of it.
    pub(crate) fn path(&self) -> String {
        let Self { country, channel, service_ewallet } = self;
        format!("/api/v1/ext/{country}/{channel}/games/{service_ewallet}/request")
    }
}
