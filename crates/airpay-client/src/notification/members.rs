use std::collections::BTreeMap;

use pay_core::Untrusted;
use percent_encoding::percent_decode_str;

use super::InvalidPostback;

/// The members of a query, taken out by name until only the unknown ones are left.
pub(super) struct Members(BTreeMap<String, String>);

impl Members {
    /// Decodes a query as a form. What a form decoder would repair or pick one of is refused: bytes that are no UTF-8, and
    /// a name that is there twice.
    pub(super) fn read(query: &str) -> Result<Self, InvalidPostback> {
        if query.len() > MOST {
            return Err(InvalidPostback::TooMuch { found: query.len(), limit: MOST });
        }
        let mut members = BTreeMap::new();
        for (nth, pair) in query.split('&').enumerate().filter(|(_, pair)| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let decoded = |text| decode(text).ok_or(InvalidPostback::NotUtf8 { nth });
            let name = decoded(name)?;
            if members.insert(name.clone(), decoded(value)?).is_some() {
                return Err(InvalidPostback::Repeated(Untrusted::new(name)));
            }
        }
        Ok(Self(members))
    }

    /// Takes a member out that has this many characters at most.
    pub(super) fn take(
        &mut self,
        member: &'static str,
        limit: usize,
    ) -> Result<Option<String>, InvalidPostback> {
        // Some servers read `status[]` as another `status`.
        let is_list = |name: &String| name.strip_prefix(member).is_some_and(|rest| rest.starts_with('['));
        let text = self.0.remove(member);
        if text.is_some()
            && let Some(list) = self.0.keys().find(|name| is_list(name))
        {
            return Err(InvalidPostback::Repeated(Untrusted::new(list.as_str())));
        }
        match text.as_ref().map_or(0, |text| text.chars().count()) {
            found if found > limit => Err(InvalidPostback::TooLong { member, found, limit }),
            _ => Ok(text),
        }
    }

    /// What nobody took.
    pub(super) fn rest(self) -> BTreeMap<String, String> {
        self.0
    }
}

/// Four members of at most 150 characters, each of them escaped, take less than half.
const MOST: usize = 16 * 1024;

fn decode(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8().ok().map(Into::into)
}
