//! JSON text into plain data.
//!
//! serde_json's own reader can make any type of any text, and says of each value that does not fit what it is, floats
//! included: with its tables that is more code than all the rest of it. Here a text becomes plain data and nothing else;
//! `data.rs` makes types of that. What is read and what is refused is the same (see the tests).

use serde_json::{Map, Number, Value};

/// How a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It ends too early.
    Cut,
    /// At this line, counted from 1.
    Bad(usize),
    /// It begins as another kind of JSON than the one looked for.
    Kind,
}

impl Flaw {
    fn within(self, text: &str, rest: &str) -> Self {
        let read = text.get(..text.len().saturating_sub(rest.len())).unwrap_or_default();
        match self {
            Self::Cut | Self::Kind => self,
            Self::Bad(_) => Self::Bad(read.matches('\n').count().saturating_add(1)),
        }
    }
}

const BAD: Flaw = Flaw::Bad(1);

type Result<T> = std::result::Result<T, Flaw>;

/// Reads a whole text.
pub(crate) fn read(text: &str) -> Result<Value> {
    whole(text, |reader| reader.value(0))
}

/// The same from bytes, which have to be UTF-8.
pub(crate) fn read_bytes(bytes: &[u8]) -> Result<Value> {
    read(as_text(bytes)?)
}

/// The text that these bytes are.
pub(crate) fn as_text(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|error| if error.error_len().is_none() { Flaw::Cut } else { BAD })
}

/// The fields of an object, each with its value as it is written.
pub(crate) fn fields(text: &str) -> Result<Vec<(String, &str)>> {
    let mut fields = Vec::new();
    whole(text, |reader| {
        reader.begin(b'{')?;
        reader.object(&mut |reader, key| {
            fields.push((key, reader.raw()?));
            Ok(())
        })
    })?;
    Ok(fields)
}

/// The items of a list, as they are written.
pub(crate) fn items(text: &str) -> Result<Vec<&str>> {
    let mut items = Vec::new();
    whole(text, |reader| {
        reader.begin(b'[')?;
        reader.sequence(b']', &mut |reader| {
            items.push(reader.raw()?);
            Ok(())
        })
    })?;
    Ok(items)
}

fn whole<'a, T>(text: &'a str, read: impl FnOnce(&mut Reader<'a>) -> Result<T>) -> Result<T> {
    let mut reader = Reader { rest: text, keeps_halves: false };
    reader.skip_space();
    let result = read(&mut reader).and_then(|value| {
        reader.skip_space();
        if reader.rest.is_empty() {
            Ok(value)
        } else {
            Err(BAD)
        }
    });
    result.map_err(|flaw| flaw.within(text, reader.rest))
}

struct Reader<'a> {
    rest: &'a str,
    /// Takes a half of a surrogate pair for a character: its text is looked at by nobody.
    keeps_halves: bool,
}

impl<'a> Reader<'a> {
    /// The next byte, not yet read; 0 at the end, and 0 stands nowhere in JSON.
    fn next(&self) -> u8 {
        self.rest.as_bytes().first().copied().unwrap_or_default()
    }

    /// Reads so many bytes.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// What is wrong with the next byte: there may be none.
    fn wrong(&self) -> Flaw {
        if self.rest.is_empty() {
            Flaw::Cut
        } else {
            BAD
        }
    }

    /// Looks whether a list or an object begins here.
    fn begin(&self, sign: u8) -> Result<()> {
        match self.next() {
            next if next == sign => Ok(()),
            b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b'n' | b't' | b'f' => Err(Flaw::Kind),
            _ => Err(self.wrong()),
        }
    }

    /// A value as it is written.
    fn raw(&mut self) -> Result<&'a str> {
        let start = self.rest;
        self.keeps_halves = true;
        self.value(1)?;
        self.keeps_halves = false;
        Ok(start.get(..start.len().saturating_sub(self.rest.len())).unwrap_or(start))
    }

    /// Reads this text.
    fn expect(&mut self, text: &str) -> Result<()> {
        for byte in text.bytes() {
            if self.next() != byte {
                return Err(self.wrong());
            }
            self.take(1);
        }
        Ok(())
    }

    fn value(&mut self, depth: u8) -> Result<Value> {
        const DEEPEST: u8 = 127;
        match self.next() {
            b'n' => self.expect("null").map(|()| Value::Null),
            b't' => self.expect("true").map(|()| Value::Bool(true)),
            b'f' => self.expect("false").map(|()| Value::Bool(false)),
            b'"' => self.string().map(Value::String),
            b'-' | b'0'..=b'9' => self.number(),
            b'[' | b'{' if depth == DEEPEST => Err(BAD),
            b'[' => {
                let mut items = Vec::new();
                self.sequence(b']', &mut |reader| {
                    items.push(reader.value(depth.saturating_add(1))?);
                    Ok(())
                })?;
                Ok(Value::Array(items))
            }
            b'{' => {
                let mut fields = Map::new();
                self.object(&mut |reader, key| {
                    let value = reader.value(depth.saturating_add(1))?;
                    fields.insert(key, value);
                    Ok(())
                })?;
                Ok(Value::Object(fields))
            }
            _ => Err(self.wrong()),
        }
    }

    fn object(&mut self, field: &mut dyn FnMut(&mut Self, String) -> Result<()>) -> Result<()> {
        self.sequence(b'}', &mut |reader| {
            if reader.next() != b'"' {
                return Err(reader.wrong());
            }
            let key = reader.string()?;
            reader.skip_space();
            reader.expect(":")?;
            reader.skip_space();
            field(reader, key)
        })
    }

    /// What stands between brackets, with commas between.
    fn sequence(&mut self, end: u8, item: &mut dyn FnMut(&mut Self) -> Result<()>) -> Result<()> {
        self.take(1);
        self.skip_space();
        if self.next() == end {
            self.take(1);
            return Ok(());
        }
        loop {
            item(self)?;
            self.skip_space();
            match self.next() {
                b',' => self.take(1),
                next if next == end => {
                    self.take(1);
                    return Ok(());
                }
                _ => return Err(self.wrong()),
            };
            self.skip_space();
        }
    }

    fn number(&mut self) -> Result<Value> {
        let is_of_number = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
        let length = self.rest.bytes().take_while(is_of_number).count();
        let text = self.take(length);
        match text.parse() {
            Ok(number) => Ok(Value::Number(number)),
            Err(_) if self.rest.is_empty() && [text, "0"].concat().parse::<Number>().is_ok() => {
                Err(Flaw::Cut)
            }
            Err(_) => Err(BAD),
        }
    }

    fn string(&mut self) -> Result<String> {
        self.take(1);
        let mut text = String::new();
        loop {
            let plain = self.rest.bytes().take_while(|byte| *byte >= b' ' && !b"\"\\".contains(byte)).count();
            text.push_str(self.take(plain));
            match self.next() {
                b'"' => {
                    self.take(1);
                    return Ok(text);
                }
                b'\\' => {
                    self.take(1);
                    text.push(self.escape()?);
                }
                _ => return Err(self.wrong()),
            }
        }
    }

    /// After the backslash.
    fn escape(&mut self) -> Result<char> {
        let plain = match self.next() {
            sign @ (b'"' | b'\\' | b'/') => char::from(sign),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(self.wrong()),
        };
        self.take(1);
        Ok(plain)
    }

    /// `u` and four digits; twice, with a backslash between, for a character beyond 16 bits.
    fn unicode(&mut self) -> Result<char> {
        let first = self.unit()?;
        let whole = match first {
            0xd800..0xdc00 if !self.keeps_halves || self.rest.starts_with("\\u") => {
                let before = self.rest;
                self.expect("\\")?;
                let pair = char::decode_utf16([first, self.unit()?]).next().and_then(std::result::Result::ok);
                if pair.is_none() {
                    self.rest = before;
                }
                pair
            }
            _ => char::from_u32(u32::from(first)),
        };
        match whole {
            None if self.keeps_halves => Ok(char::REPLACEMENT_CHARACTER),
            whole => whole.ok_or(BAD),
        }
    }

    fn unit(&mut self) -> Result<u16> {
        self.expect("u")?;
        let mut unit = 0_u16;
        for _ in 0..4 {
            let digit = char::from(self.next()).to_digit(16).and_then(|digit| u16::try_from(digit).ok());
            unit = unit << 4 | digit.ok_or_else(|| self.wrong())?;
            self.take(1);
        }
        Ok(unit)
    }
}

#[cfg(test)]
mod tests;
