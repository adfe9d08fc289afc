use alloc::string::String;
use core::fmt;

use crate::Untrusted;

/// Text about a person that came from outside: a name, a telephone, a mail address, an account. `Debug` does not print
/// it, so that it does not reach a log with the answer that it stands in.
///
/// ```
/// use pay_core::Personal;
///
/// let owner = Personal::new("Sok Dara");
/// assert_eq!(format!("{owner:?}"), "[redacted]");
/// assert_eq!(owner.expose().to_string(), "Sok Dara");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Personal(Untrusted);

impl Personal {
    /// Takes any text, as it came.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Untrusted::new(text))
    }

    /// The text itself, to be shown to whom it concerns. The one place where it leaves this type: search for the word.
    pub const fn expose(&self) -> &Untrusted {
        &self.0
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::format;

    use super::*;

    #[test]
    fn d16_debug_hides_the_text_also_when_nested() {
        let name = Personal::new("canary-7731");
        assert!(!format!("{name:?} {:?} {:#?}", Some(&name), [&name]).contains("canary"));
    }
}
