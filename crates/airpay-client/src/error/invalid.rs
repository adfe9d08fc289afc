use std::fmt;

/// A request that cannot be sent. Its members were checked before: see [`InvalidMember`](crate::InvalidMember).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// The base address cannot carry the path.
    Address,
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Address => "request cannot be addressed",
        })
    }
}

impl std::error::Error for InvalidRequest {}
