//! What one signature can be made to say: the signed text, cut into members in other places (threat D-45).

use pay_sign::{Fields, Scheme, Signer};
use vexora_client::operation::HostedCheckout;
use vexora_client::{Notification, Notifications, Signed};

use crate::wire::{
    APP_SECRET, Wire, body, code, disbursement, number, payer, riel, secret, settings, text, url, vexora,
};

/// A document that is signed, and where its text could have its seams.
struct Signable {
    genuine: Fields,
    whole: String,
    /// Each `=`: the genuine ones, and those that are a part of what is said.
    pairs: Vec<usize>,
    /// For each but the last, where what is said before its name ends.
    ends: Vec<usize>,
}

impl Signable {
    fn new(genuine: Fields) -> Self {
        let is_signed = |name: &&str| *name != "sign" && genuine.text(name) != Some("");
        let mut names: Vec<&str> = genuine.names().filter(is_signed).collect();
        names.sort_unstable();
        let (mut text, mut pairs, mut ends) = (String::new(), Vec::new(), Vec::new());
        for name in names {
            for (part, seam) in [name, genuine.text(name).unwrap()].into_iter().zip(["=", ""]) {
                let start = text.len();
                text = text + part + seam;
                for (at, _) in text[start..].match_indices('=') {
                    let word = text[start..start + at].trim_end_matches(char::is_alphanumeric);
                    ends.push(start + word.len());
                    pairs.push(start + at);
                }
            }
        }
        ends.remove(0);
        Self { genuine, whole: text, pairs, ends }
    }

    /// The members between these seams, if that is the order in which they are signed.
    fn cut(&self, pairs: &[usize], ends: &[usize]) -> Option<Vec<(&str, &str)>> {
        let starts = [0].into_iter().chain(ends.iter().copied());
        let ends = ends.iter().copied().chain([self.whole.len()]);
        let members: Vec<_> = starts
            .zip(pairs)
            .zip(ends)
            .map(|((start, pair), end)| (&self.whole[start..*pair], &self.whole[pair + 1..end]))
            .collect();
        let is_sorted = members.is_sorted_by(|(one, _), (next, _)| one < next);
        // What is empty is not signed.
        (is_sorted && members.iter().all(|(_, text)| !text.is_empty())).then_some(members)
    }

    /// Every document with this text in which no or one `=` is a part of what is said, and up to two ends are elsewhere.
    fn cuts(&self) -> Vec<Vec<(&str, &str)>> {
        let mut found = Vec::new();
        for left_out in 0..=self.pairs.len() {
            let (mut pairs, mut ends) = (self.pairs.clone(), self.ends.clone());
            if left_out < pairs.len() {
                pairs.remove(left_out);
                ends.remove(left_out.saturating_sub(1));
            }
            let within = |nth: usize| {
                let (first, last) = (ends[nth].saturating_sub(FAR), ends[nth] + FAR);
                first.max(pairs[nth] + 1)..last.min(pairs[nth + 1])
            };
            for one in 0..ends.len() {
                for at in within(one) {
                    let mut moved = ends.clone();
                    moved[one] = at;
                    found.extend(self.cut(&pairs, &moved));
                    for other in one + 1..ends.len() {
                        for at in within(other) {
                            let mut moved = moved.clone();
                            moved[other] = at;
                            found.extend(self.cut(&pairs, &moved));
                        }
                    }
                }
            }
        }
        found
    }
}

/// Names are not longer by much.
const FAR: usize = 12;

/// Whatever else the signature fits, what it is said to cover is what was signed. How many of them it fits.
fn covers_what_was_signed(genuine: Fields) -> usize {
    let signable = Signable::new(genuine);
    let sign = signable.genuine.text("sign").unwrap();
    let notifications = Notifications::new(&settings());
    let mut verified = 0;
    for cut in signable.cuts() {
        let members = cut.into_iter().chain([("sign", sign)]);
        let members: serde_json::Map<_, _> =
            members.map(|(name, text)| (name.to_owned(), text.into())).collect();
        let body = serde_json::Value::Object(members).to_string();
        let Ok(notification) = Notification::read(body.as_bytes()) else { continue };
        let Signed::Verified { covers, .. } = notifications.verify(&notification) else { panic!("{body}") };
        let fields = Fields::from_json(&body).unwrap();
        for name in covers {
            assert_eq!(fields.text(name), signable.genuine.text(name), "{name} of {body}");
        }
        verified += 1;
    }
    verified
}

#[test]
fn d45_a_notification_says_one_thing_however_it_is_cut() {
    let signer = Signer::new(Scheme::VEXORA, secret(APP_SECRET));
    for number in ["T-1", "T-1x", "order-xyz", "wayCode"] {
        for (behind, message) in [("wayCode", "SUCCESS"), ("utr", "a status=0000"), ("vat", "")] {
            let fields = Fields::new()
                .with("platFormTradeNo", "p1")
                .with("tradeNo", number)
                .with("amount", "300")
                .with("status", "0015")
                .with("remark", "status=0000")
                .with("message", message)
                .with("channelCode", "KHQR")
                .with(behind, "KHQR")
                .with("timestamp", "1724740395968");
            let document = signer.sign(fields).unwrap().to_json();
            let verified = covers_what_was_signed(Fields::from_json(document).unwrap());
            assert!(verified > 10, "{number} {behind}: {verified}");
        }
    }
}

#[tokio::test]
async fn d45_a_request_says_nothing_of_a_payment_however_it_is_cut() {
    let back = url("https://m.example/r?status=0000");
    let order =
        HostedCheckout::new(number("T-1"), riel(300), payer(), url("https://m.example/n"), back, text("a"));
    let wire = Wire::script([code("5000"), code("5000")]);
    let client = vexora(&wire);
    client.call(&order).await.unwrap_err();
    client.call(&disbursement().remark(text("rstatus=0000"))).await.unwrap_err();
    for sent in wire.sent() {
        assert!(covers_what_was_signed(Fields::from_json(body(&sent)).unwrap()) > 10);
    }
}
