use pay_core::Timestamp;

/// Reads `YYYY-MM-DDTHH:MM:SS` with `+HH:MM`, `-HH:MM` or `Z` behind it, and nothing else.
///
/// The sample does not escape the plus, which form decoding turns into a blank: one blank in its place is read as the plus
/// that it was. A minus stays, as no decoding changes it.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let (local, offset) = text.split_at_checked("YYYY-MM-DDTHH:MM:SS".len())?;
    if !is_like(local, "0000-00-00T00:00:00") {
        return None;
    }
    let offset = match offset.strip_prefix(' ') {
        Some(rest) => format!("+{rest}"),
        None => offset.to_owned(),
    };
    if !["Z", "+00:00", "-00:00"].iter().any(|form| is_like(&offset, form)) {
        return None;
    }
    let moment: jiff::Timestamp = format!("{local}{offset}").parse().ok()?;
    Some(Timestamp::from_millis(moment.as_millisecond()))
}

/// Whether a text has this form, in which `0` stands for any digit.
fn is_like(text: &str, form: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| if form == b'0' { byte.is_ascii_digit() } else { byte == form };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plus_may_have_become_a_blank() {
        // 08:04:11 UTC.
        let expected = Some(Timestamp::from_millis(1_761_552_251_000));
        for text in [
            "2025-10-27T15:04:11+07:00",
            "2025-10-27T15:04:11 07:00",
            "2025-10-27T08:04:11Z",
            "2025-10-27T08:04:11-00:00",
            "2025-10-27T01:04:11-07:00",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for wrong in [
            "",
            "2025-10-27",
            "2025-10-27T15:04:11",
            "2025-10-27 15:04:11 07:00",
            "2025-10-27T15:04:11  07:00",
            "2025-10-27T15:04:11 +07:00",
            "2025-10-27T15:04:11+0700",
            "2025-10-27T15:04:11.0+07:00",
            "2025-10-27T15:04:11z",
            "2025-02-29T15:04:11+07:00",
            "2025-10-27T24:04:11+07:00",
            "2025-10-27T15:04:11+99:00",
            "२०२५-10-27T15:04:11+07:00",
            "2025-10-27T15:04:11+07:00\u{e9}",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
