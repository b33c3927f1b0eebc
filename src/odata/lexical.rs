//! A tiny reader for the fixed shapes of literals: digits and marks, one after the other.

/// What is still to be read of a text.
pub(crate) struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes() }
    }

    /// Reads `mark`, if it is next.
    pub(crate) fn eat(&mut self, mark: u8) -> bool {
        match self.rest.split_first() {
            Some((&first, rest)) if first == mark => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Reads every digit that is next, and says how many there were.
    pub(crate) fn digits(&mut self) -> usize {
        self.skip_while(u8::is_ascii_digit)
    }

    /// Reads every hexadecimal digit that is next, and says how many there were.
    pub(crate) fn hex_digits(&mut self) -> usize {
        self.skip_while(u8::is_ascii_hexdigit)
    }

    fn skip_while(&mut self, is: impl Fn(&u8) -> bool) -> usize {
        let count = self.rest.iter().take_while(|byte| is(byte)).count();
        self.rest = self.rest.get(count..).unwrap_or_default();
        count
    }

    /// Reads a number of exactly `count` digits (at most four).
    pub(crate) fn number(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        let mut number = 0_u32;
        for digit in digits {
            number = number.saturating_mul(10).saturating_add(char::from(*digit).to_digit(10)?);
        }
        self.rest = rest;
        Some(number)
    }

    /// Whether nothing is left.
    pub(crate) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }
}
