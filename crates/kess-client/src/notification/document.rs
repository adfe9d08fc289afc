use pay_core::NoticeError;
use pay_http::json::{Members, RawValue, Value};
use pay_sign::Fields;

/// A body, JSON or form, as fields for its signature and as JSON for its members.
pub(super) struct Document {
    pub(super) fields: Fields,
    json: String,
}

/// Where the members of the matter stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Top,
    Data,
    /// Deeper, where no known signature reaches.
    Inner,
}

impl Document {
    pub(super) fn read(content_type: Option<&str>, body: &[u8]) -> Result<Self, NoticeError> {
        let is_form = content_type.is_some_and(|kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        let text = std::str::from_utf8(body).map_err(|_| NoticeError::Unreadable)?;
        if !is_form {
            let fields = Fields::from_json(text).map_err(|_| NoticeError::Unreadable)?;
            return Ok(Self { fields, json: text.to_owned() });
        }
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(body).into_owned().collect();
        // What was no UTF-8 under its escapes has been replaced: not what was signed.
        if pairs.iter().any(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}')) {
            return Err(NoticeError::Unreadable);
        }
        let fields = Fields::from_pairs(pairs.clone()).map_err(|_| NoticeError::Unreadable)?;
        let members: serde_json::Map<String, serde_json::Value> =
            pairs.into_iter().map(|(name, value)| (name, value.into())).collect();
        let json = serde_json::to_string(&members).map_err(|_| NoticeError::Unreadable)?;
        Ok(Self { fields, json })
    }

    /// The object that has a member of this name: the document itself, its `data`, or an `inner` of either.
    pub(super) fn find<V: Value>(&self, name: &str, inner: &str) -> Result<(V, Place), NoticeError> {
        let mut place = Place::Top;
        let mut json = self.json.as_str();
        loop {
            let members = Members::read(json).map_err(|_| NoticeError::Unreadable)?;
            if members.raw(name).is_some() {
                let raw: &RawValue = serde_json::from_str(json).map_err(|_| NoticeError::Unreadable)?;
                let value = V::read(raw).map_err(|_| NoticeError::Unreadable)?;
                return Ok((value.ok_or(NoticeError::Unreadable)?, place));
            }
            let is_object = |raw: &&RawValue| raw.get().starts_with('{');
            let (next, raw) = match (members.raw("data").filter(is_object), place) {
                (Some(data), Place::Top) => (Place::Data, data),
                _ => match members.raw(inner).filter(is_object) {
                    Some(raw) if place != Place::Inner => (Place::Inner, raw),
                    _ => return Err(NoticeError::Unreadable),
                },
            };
            (place, json) = (next, raw.get());
        }
    }
}
