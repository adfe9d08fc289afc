use std::fmt;

use super::{InvalidValue, Plain};

/// Who pays: id, email and full name, all of which the method requires. `Debug` prints none of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Customer {
    pub(crate) id: Plain,
    pub(crate) email: Plain,
    pub(crate) name: Plain,
}

impl Customer {
    /// The merchant's own id of the payer, an email address, and the full name.
    pub fn new(
        id: impl Into<String>,
        email: impl Into<String>,
        name: impl Into<String>,
    ) -> Result<Self, InvalidValue> {
        Ok(Self { id: Plain::new(id)?, email: address(email.into())?, name: Plain::new(name)? })
    }
}

/// Something before one `@`, something behind it, and no white space. Whether the address exists is not to be seen from it.
fn address(text: String) -> Result<Plain, InvalidValue> {
    let text = Plain::new(text)?;
    let is_out_of_place = |(at, character): &(usize, char)| {
        let is_at = *character == '@';
        let is_first = text.as_str().find('@') == Some(*at);
        character.is_whitespace() || is_at && (!is_first || *at == 0 || at + 1 == text.as_str().len())
    };
    if let Some((at, _)) = text.as_str().char_indices().find(is_out_of_place) {
        return Err(InvalidValue::Character { at });
    }
    // Without an `@`, it is missed where the text ends.
    if text.as_str().contains('@') {
        Ok(text)
    } else {
        Err(InvalidValue::Character { at: text.as_str().len() })
    }
}

impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_two_sides() {
        let email = |text: &str| Customer::new("customer_123", text, "John Doe").map(|_| ());
        assert_eq!(email("johndoe@example.com"), Ok(()));
        for (wrong, at) in
            [("@", 0), ("a@", 1), ("@b", 0), ("a@b@c", 3), ("a b@c", 1), ("john", 4), ("a@b;c", 3)]
        {
            assert_eq!(email(wrong), Err(InvalidValue::Character { at }), "{wrong}");
        }
    }

    #[test]
    fn d16_a_payer_is_not_printed() {
        let payer = Customer::new("canary", "canary@example.com", "Canary").unwrap();
        assert_eq!(format!("{payer:?}"), "Customer { .. }");
    }
}
