use pay_http::value::CallbackUrl;

use super::{InvalidMember, Member, Problem, check_length};

/// Where the payer's browser goes after the payment: `https`, a host with a name, at most 50 characters.
///
/// Fifty is short. `https://shop.example/r/` has 23, and leaves 27 for a key under which the shop keeps the long address
/// that it then redirects to. The error has the exact count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnUrl(CallbackUrl);

impl ReturnUrl {
    /// Checks the address, which is kept as it is. Refused are other schemes, numeric and local hosts, and user
    /// information.
    pub fn new(address: impl Into<String>) -> Result<Self, InvalidMember> {
        read(address.into(), CallbackUrl::new)
    }

    /// An address on this machine, for a sandbox beside it. Never for an address from a user's input.
    pub fn on_loopback(address: impl Into<String>) -> Result<Self, InvalidMember> {
        read(address.into(), CallbackUrl::on_loopback)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

fn read(
    address: String,
    check: impl FnOnce(String) -> Result<CallbackUrl, pay_http::value::InvalidAddress>,
) -> Result<ReturnUrl, InvalidMember> {
    check_length(Member::ReturnUrl, &address)?;
    let invalid = |invalid| InvalidMember::new(Member::ReturnUrl, Problem::Address(invalid));
    check(address).map(ReturnUrl).map_err(invalid)
}
