use super::{Members, Problem, ProblemKind};

/// The text of a body, without the mark that says that it is UTF-8, which some servers write. `None` if it is not.
pub fn text(body: &[u8]) -> Option<&str> {
    std::str::from_utf8(without_mark(body)).ok()
}

/// The object that a body is, with its text. `None` if it is none: a page, a list, half of an answer.
///
/// An object with a name that is there twice can be read, and is ambiguous, so it is a [`Problem`].
pub fn object(body: &[u8]) -> Result<Option<(&str, Members<'_>)>, Problem> {
    let Some(text) = text(body) else { return Ok(None) };
    match Members::read(text) {
        Ok(members) => Ok(Some((text, members))),
        Err(problem) if matches!(problem.kind(), ProblemKind::Repeated(_)) => Err(problem),
        Err(_) => Ok(None),
    }
}

pub(crate) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::RawValue;

    #[test]
    fn an_object_is_read_with_and_without_its_mark() {
        for body in ["{\"code\":1}", "\u{feff}{\"code\":1}", " \r\n{\"code\":1}"] {
            let (text, members) = object(body.as_bytes()).unwrap().unwrap();
            assert_eq!(members.raw("code").map(RawValue::get), Some("1"), "{body:?}");
            assert!(!text.starts_with('\u{feff}'));
        }
    }

    #[test]
    fn an_ambiguous_object_is_a_problem_and_no_page() {
        let problem = object(br#"{"code":1,"code":2}"#).unwrap_err();
        assert!(matches!(problem.kind(), ProblemKind::Repeated(name) if name.as_raw() == "code"));
        for body in ["", "<html>", "[]", "null", "{\"code\":", "\u{feff}\u{feff}{}"] {
            assert!(object(body.as_bytes()).unwrap().is_none(), "{body:?}");
        }
        assert!(object(b"{\"\xff\":1}").unwrap().is_none());
    }
}
