use pay_http::{BaseUrl, BaseUrlError};

/// Which Bakong: accounts, transactions and tokens of one are unknown to the others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// The test system, at the host that is in use.
    Sit,
    /// The real one, at the host that is in use.
    Production,
    /// The test system, at the host of the vendor document.
    SitLegacy,
    /// The real one, at the host of the vendor document.
    ProductionLegacy,
    /// Another address: see [`at`](Environment::at) and [`relay`](Environment::relay).
    Other(OtherAddress),
}

/// An address that is none of the four, and was checked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OtherAddress(BaseUrl);

const SIT: &str = "sit-api-bakong.nbc.gov.kh";
const PRODUCTION: &str = "api-bakong.nbc.gov.kh";
const SIT_LEGACY: &str = "sit-api-bakong.nbc.org.kh";
const PRODUCTION_LEGACY: &str = "api-bakong.nbc.org.kh";
const HOSTS: [&str; 4] = [SIT, PRODUCTION, SIT_LEGACY, PRODUCTION_LEGACY];

impl Environment {
    /// An address of the National Bank's hosts, or of this machine, as a sandbox has it.
    ///
    /// `/v1` at its end may be given or not. A look-alike such as `api-bakong.nbc.gov.kh.evil.tld` is refused.
    pub fn at(base_url: &str) -> Result<Self, BaseUrlError> {
        let base = BaseUrl::parse(base_url)?.trim_path_end("/v1").on_host(&HOSTS)?;
        Ok(Self::Other(OtherAddress(base)))
    }

    /// A relay of your own, for Bakong answers addresses in Cambodia alone. It gets every token and sees every answer.
    ///
    /// A host that has a name of the National Bank's in it and is none is refused all the same.
    pub fn relay(base_url: &str) -> Result<Self, BaseUrlError> {
        let base = BaseUrl::parse(base_url)?.trim_path_end("/v1");
        let looks_like_it = ["nbc.gov.kh", "nbc.org.kh"].iter().any(|name| base.host().contains(name));
        let base = if looks_like_it { base.on_host(&HOSTS)? } else { base };
        Ok(Self::Other(OtherAddress(base)))
    }

    /// Where the paths begin.
    pub fn base_url(&self) -> BaseUrl {
        let host = match self {
            Self::Sit => SIT,
            Self::Production => PRODUCTION,
            Self::SitLegacy => SIT_LEGACY,
            Self::ProductionLegacy => PRODUCTION_LEGACY,
            Self::Other(OtherAddress(base)) => return base.clone(),
        };
        BaseUrl::parse(&format!("https://{host}")).expect("the four hosts are written above, and tested")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_hosts() {
        use Environment::{Production, ProductionLegacy, Sit, SitLegacy};
        let urls = [Sit, Production, SitLegacy, ProductionLegacy].map(|known| known.base_url().to_string());
        assert_eq!(urls, HOSTS.map(|host| format!("https://{host}")));
    }

    #[test]
    fn a_version_in_the_address_is_not_doubled() {
        for text in ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "http://127.0.0.1:8080/v1/"] {
            assert_eq!(Environment::at(text).unwrap().base_url().as_str(), "http://127.0.0.1:8080", "{text}");
        }
    }

    #[test]
    fn d33_other_hosts_and_look_alikes_are_refused() {
        for text in [
            "http://api-bakong.nbc.gov.kh",
            "https://api-bakong.nbc.gov.kh.evil.tld",
            "https://user@api-bakong.nbc.gov.kh",
            "https://user@host",
            "https://relay.example.com",
        ] {
            assert!(Environment::at(text).is_err(), "{text}");
        }
        for text in
            ["https://api-bakong.nbc.gov.kh.evil.tld", "https://user@host", "http://relay.example.com"]
        {
            assert!(Environment::relay(text).is_err(), "{text}");
        }
        assert!(Environment::relay("https://relay.example.com").is_ok());
    }

    #[test]
    fn d27_a_token_pasted_as_an_address_is_not_repeated() {
        let error = Environment::at("eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.canary.c2ln").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}
