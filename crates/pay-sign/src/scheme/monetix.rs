//! Monetix: section 2 of its specification.

use super::{Keying, Order, Reading, Scheme, Seam};
use crate::algorithm::{Algorithm, Encoding};
use crate::number::NumberText;
use crate::rule::Rule;

impl Scheme {
    /// Monetix. Every leaf of the document as `path:text`, in natural order, joined by `;`, under
    /// HMAC-SHA512 with the secret as the key.
    ///
    /// That Monetix uses the rules of the public kits of its platform family is inferred, not shown by a
    /// signature of its own. Verification tries the four orders that those kits use.
    pub const MONETIX: Self = Self {
        name: "Monetix",
        pair: ":",
        item: ";",
        path: Some(":"),
        booleans: ["0", "1"],
        drops_empty_text: false,
        drops: &["frame_mode"],
        strips_ends: false,
        reading: READING,
        also: &[
            READING.order(Order::ItemBytes),
            READING.order(Order::PathBytes),
            READING.order(Order::PerLevel),
            RAW,
            RAW.order(Order::ItemBytes),
            RAW.order(Order::PathBytes),
            RAW.order(Order::PerLevel),
            READING.doubled_separators(),
            READING.order(Order::ItemBytes).doubled_separators(),
            READING.order(Order::PathBytes).doubled_separators(),
        ],
        keying: Keying::KeyOnly,
        algorithm: Algorithm::HmacSha512,
        encoding: Encoding::Base64,
        declares: None,
        places: &[&["signature"], &["general", "signature"]],
        unsignable: &[Rule::NoDigitNames, Rule::FewLongNumbers, Rule::FiniteNumbers],
        outbound: &[
            Rule::NoNull,
            Rule::IntegersOnly,
            Rule::Without(";"),
            Rule::NamesWithout(":"),
            Rule::DistinctPaths,
            Rule::OneSignature,
        ],
        seam: Seam::Separator,
    };
}

const READING: Reading = Reading::new(Order::Natural, NumberText::PhpLongIntegers, Some(""));
const RAW: Reading = READING.numbers(NumberText::Raw);
