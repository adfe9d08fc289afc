//! Where the document contradicts itself, its samples or the platform's kits, by section of the specification.
//!
//! | section | what is contradictory | where it is tried, or why there is nothing to try |
//! |---|---|---|
//! | 1 | the document says "the Monetix URL" | `checkout`: both addresses are required |
//! | 2.1 | no published example tells the orders apart | `callbacks`: every order of the kits |
//! | 2.2 | three families of order | vectors of `sign_monetix_vectors`; `callbacks` |
//! | 2.3 | numbers that kits cut or round | unit test of `Id`; `divergent` vectors; d39 in `callbacks` |
//! | 2.4 | null, `:`, digits, nested signatures | `callback_checks`; `page`: d37; `sign_threats` |
//! | 2.4 | .NET, nopCommerce, WooCommerce, a README with SHA256 | nothing: they cannot verify a real callback |
//! | 2.5 | a re-split body verifies | d34 in `callbacks`, `gate`, `page`, `history` |
//! | 2.6 | the document's signatures are placeholders, one for success and decline | here |
//! | 3.1 | kits sign booleans as 1 and write them otherwise | `page`: no boolean is typed, and `extra` takes text alone |
//! | 3.1 | a blank as `+` or `%20` | page@link: `%20` |
//! | 3.2 | PHP's text without its slash, keys that are cut | unit tests `encrypted_url` of the client |
//! | 3.4 | `interface_type` has an id for each kit | nothing: none is sent, ours is not registered |
//! | 4.1 | `bank_id` is a number in the request, the list's ids are others than the table's | sale@request, banks@response |
//! | 4.1 | where `request_id` stands | `gate`: a raw request |
//! | 4.2 | `status: success` is not "paid"; a code as text or number; HTTP 200 or 4xx | `answers`, `errors` |
//! | 4.3 | an unknown payment has status `error` | `observe` |
//! | 4.4 | the sample has comments | banks@response: the fixture has them taken out |
//! | 4.5 | the cell "Refund" is lost | `gate`: refunds are off |
//! | 5 | three names, `[]` for an object, `encrypted` | `redirects` |
//! | 6.1 | eight formats, `+0000`, ids as text and number | `answers`, `callbacks` |
//! | 6.1 | the method's title in place of its code | here |
//! | 6.2 | two spellings of cancelled, a kit's `succes` | `tables` |
//! | 6.2 | a declined refund says success | `callbacks`, `observe`: d42 |
//! | 6.3 | the retry formula reads in two ways | nothing to try on this side: answer 200 |
//! | 7 | codes as text and as number | `errors` |
//! | 8 | KHR has two decimals on this wire | `gate`; unit test of `Sum` in the client |
//! | 8 | the table of exponents against ISO | nothing: dollars and riel agree with it, and other currencies are not taken |

use monetix_client::Fields;
use pay_core::{NoticeError, Observation};

use crate::wire::{notifications, read, sample, signed};

/// Not 64 bytes of base64, and the same for two bodies.
#[test]
fn the_printed_signatures_are_placeholders() {
    let signature =
        |name: &str| Fields::from_json(sample(name)).unwrap().text("signature").unwrap().to_owned();
    assert_eq!(signature("callback-success"), signature("callback-decline"));
    for name in ["callback-success", "callback-decline"] {
        assert_ne!(signature(name).len(), 88);
        assert_eq!(read(&sample(name)), Err(NoticeError::NotAuthentic));
    }
}

/// `Banks Cambodia` is a title, and compared with nothing.
#[test]
fn the_method_of_a_callback_is_a_title() {
    let json = signed(&sample("callback-success"));
    let received = notifications().receive(json.as_bytes()).unwrap();
    let method = received.claim().payment.as_ref().unwrap().method.clone().unwrap();
    assert_eq!(method.as_raw(), "Banks Cambodia");
    for other in ["banks-cambodia", "Anything", ""] {
        let json = signed(&sample("callback-success").replace("Banks Cambodia", other));
        assert!(matches!(read(&json).unwrap().claim, Observation::Paid(_)), "{other}");
    }
}
