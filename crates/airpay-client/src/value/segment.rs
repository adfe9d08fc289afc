use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{InvalidMember, Member, Problem, Text, text};

/// One segment of the request's path. Prints percent-encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment(Text);

impl Segment {
    /// Refuses what is no segment, or would be none for a server that decodes before it splits.
    pub(crate) fn new(member: Member, segment: impl Into<String>) -> Result<Self, InvalidMember> {
        let segment = text(member, segment)?;
        if matches!(segment.as_str(), "." | "..") || segment.as_str().contains(['/', '\\']) {
            return Err(InvalidMember::new(member, Problem::Segment));
        }
        Ok(Self(segment))
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        utf8_percent_encode(self.0.as_str(), RESERVED).fmt(f)
    }
}

/// All but the unreserved characters (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_stays_one() {
        let printed = |segment: &str| Segment::new(Member::Channel, segment).map(|it| it.to_string());
        assert_eq!(printed("KHQR").as_deref(), Ok("KHQR"));
        assert_eq!(printed("%2e%2E").as_deref(), Ok("%252e%252E"));
        assert_eq!(printed("a?b#c;d e").as_deref(), Ok("a%3Fb%23c%3Bd%20e"));
        assert_eq!(printed("ខ្មែរ").as_deref(), Ok("%E1%9E%81%E1%9F%92%E1%9E%98%E1%9F%82%E1%9E%9A"));
        assert_eq!(printed("...").as_deref(), Ok("..."));
        for wrong in [".", "..", "/", "a/../b", "..\\x"] {
            assert_eq!(printed(wrong).map_err(|invalid| invalid.problem()), Err(Problem::Segment), "{wrong}");
        }
    }
}
