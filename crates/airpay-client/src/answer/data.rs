//! Looking for what is likely to stand in a `data` that nobody describes.

use pay_core::Untrusted;
use pay_http::json::{Extra, Members, RawValue, Value};

/// Names without `_` and `-`, in small letters; the likeliest first. The empty name is `data` itself.
pub(super) const LINK: [&str; 14] = [
    "paymenturl",
    "paymentlink",
    "redirecturl",
    "redirectlink",
    "redirect",
    "checkouturl",
    "invoiceurl",
    "webviewurl",
    "weburl",
    "landingurl",
    "deeplink",
    "url",
    "link",
    "",
];
pub(super) const QR: [&str; 10] =
    ["khqr", "qrstring", "qrcontent", "qrtext", "qrdata", "qrcode", "qr", "emv", "payload", ""];
pub(super) const PLATFORM_ID: [&str; 2] = ["trxid", "transactionid"];

/// How many objects and lists deep is looked.
const DEPTH: usize = 3;

/// The texts under these names: by name in this order, and the outermost first.
pub(super) fn texts(raw: &RawValue, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    collect(vec![(String::new(), raw.to_owned())], DEPTH, &mut found);
    let under = |name: &&str| {
        let name = (*name).to_owned();
        found.iter().filter(move |(other, _)| *other == name).map(|(_, text)| text.clone())
    };
    names.iter().flat_map(under).collect()
}

/// The names of the outermost object.
pub(super) fn names(raw: &RawValue) -> Vec<Untrusted> {
    members(raw).map(|members| members.names().map(Untrusted::from).collect()).unwrap_or_default()
}

/// Adds the texts of this level, then goes one deeper.
fn collect(level: Vec<(String, Box<RawValue>)>, depth: usize, found: &mut Vec<(String, String)>) {
    let mut inner = Vec::new();
    for (name, raw) in level {
        if let Some(members) = members(&raw) {
            let inside = members.names().filter_map(|name| {
                let raw = RawValue::from_string(members.json(name)?.to_owned()).ok()?;
                Some((plain(name), raw))
            });
            inner.extend(inside);
        } else if let Ok(items) = serde_json::from_str::<Vec<Box<RawValue>>>(raw.get()) {
            // An item of a list goes by the list's name.
            inner.extend(items.into_iter().map(|item| (name.clone(), item)));
        } else if let Ok(Some(text)) = <Untrusted as Value>::read(&raw) {
            found.push((name, text.as_raw().to_owned()));
        }
    }
    if depth > 0 && !inner.is_empty() {
        collect(inner, depth - 1, found);
    }
}

/// `None` for what is no object, and for one with a member twice, of which neither counts.
fn members(raw: &RawValue) -> Option<Extra> {
    Members::read(raw.get()).ok().map(Members::rest)
}

fn plain(name: &str) -> String {
    name.chars().filter(|character| !matches!(character, '_' | '-')).collect::<String>().to_ascii_lowercase()
}
