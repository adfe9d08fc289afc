/// How large a document may be before reading it is refused.
///
/// ```
/// use pay_sign::Limits;
///
/// const ORDER_LIST: Limits = Limits::DEFAULT.bytes(8 << 20).values(200_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub(super) bytes: usize,
    pub(super) depth: usize,
    pub(super) values: usize,
    pub(super) number: usize,
}

impl Limits {
    /// 1 MiB of text, objects and lists 32 deep (the outermost one counts), 5,000 values at all depths
    /// together, 128 characters a number. Enough for a notification and for one order.
    ///
    /// The paths of all values together, which a scheme may sign one by one, have four times the limit of
    /// the text: a long name over many values makes a canonical text far longer than the document.
    pub const DEFAULT: Self = Self { bytes: 1 << 20, depth: 32, values: 5_000, number: 128 };

    /// The most bytes of text.
    #[must_use]
    pub const fn bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// The deepest nesting, up to 128: reading and writing go down by recursion.
    #[must_use]
    pub const fn depth(mut self, depth: usize) -> Self {
        self.depth = if depth > MOST_DEPTH { MOST_DEPTH } else { depth };
        self
    }

    /// The most values, at all depths together.
    #[must_use]
    pub const fn values(mut self, values: usize) -> Self {
        self.values = values;
        self
    }
}

impl Limits {
    pub(super) const fn names(self) -> usize {
        self.bytes.saturating_mul(4)
    }
}

const MOST_DEPTH: usize = 128;
