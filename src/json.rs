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
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// What serde_json makes of it.
    fn wanted(bytes: &[u8]) -> Result<Value> {
        serde_json::from_slice(bytes).map_err(|error| {
            if error.is_eof() {
                Flaw::Cut
            } else {
                Flaw::Bad(error.line())
            }
        })
    }

    #[test]
    fn as_serde_json_reads_it() {
        for text in [
            "",
            " ",
            "null",
            " null ",
            "nul",
            "nulx",
            "nullx",
            "true",
            "tru",
            "false",
            "f",
            "\"\"",
            "\"a",
            "\"\\",
            "\"\\u",
            "\"\\u12",
            "\"\\u12g4\"",
            "\"\\x\"",
            "\"\\u00e9\\n\\/\\b\\f\\r\\t\\\\\\\"\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\ud83dx\"",
            "\"\\ud83d\\n\"",
            "\"\\ud83d\\u0041\"",
            "\"\\ude00\"",
            "\"\\ud83d\\ud83d\"",
            "\"\u{1}\"",
            "\"\u{7f}\"",
            "\"é😀\"",
            "0",
            "-0",
            "-",
            "-a",
            "01",
            "00",
            "1.",
            "1.x",
            ".5",
            "+1",
            "1e",
            "1e+",
            "1eE",
            "1-",
            "0.",
            "00.",
            "1.5.",
            "1e5",
            "1E-5",
            "1.50",
            "1.5.2",
            "1-2",
            "12345678901234567890123",
            "1e400",
            "0x1",
            "1 2",
            "[",
            "[]",
            "[ ]",
            "[1",
            "[1,",
            "[1,]",
            "[,]",
            "[1 2]",
            "[1,2]",
            "]",
            "{",
            "{}",
            "{ }",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{\"a\" : 1 , \"b\":[{}]}",
            "{a:1}",
            "{1:1}",
            "{\"a\":1,\"a\":2,\"b\":3}",
            "\u{feff}1",
            "1\u{a0}",
            "NaN",
            "'a'",
            "\n\n[1,\n\nx]",
            "[\n1\n]\n\nx",
            "/**/1",
            "{\"__proto__\":1}",
            "[1]\0",
            "\0",
            "\"\0\"",
        ] {
            assert_eq!(read(text), wanted(text.as_bytes()), "{text:?}");
        }
        for bytes in [&b"\"\xff\""[..], b"\"\xc3", b"\xc3\x28"] {
            assert_eq!(read_bytes(bytes).is_err(), wanted(bytes).is_err());
        }
        for depth in [1, 126, 127, 128, 100_000] {
            for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
                let text = [&open.repeat(depth), "1", &close.repeat(depth)].concat();
                assert_eq!(read(&text), wanted(text.as_bytes()), "{depth}");
            }
        }
    }

    #[test]
    fn fields_are_as_they_were_written() {
        let text = r#" { "a" : 1.50 , "b":[ 1, {"x":null} ],"a":"\ud83d","c":"\ud83d\ude00\ud83d\u0041" , "\u00e9":-0} "#;
        let wanted = [
            ("a", "1.50"),
            ("b", "[ 1, {\"x\":null} ]"),
            ("a", "\"\\ud83d\""),
            ("c", "\"\\ud83d\\ude00\\ud83d\\u0041\""),
            ("é", "-0"),
        ];
        assert_eq!(fields(text).unwrap(), wanted.map(|(key, raw)| (key.to_owned(), raw)));
        assert_eq!(fields("{}").unwrap(), []);
        for (text, flaw) in [
            ("", Flaw::Cut),
            ("{\"a\":", Flaw::Cut),
            ("{\"a\":\"\\ud83d", Flaw::Cut),
            ("{\"a\":\"\\ud83d\\u", Flaw::Cut),
            ("{\n\"a\":x}", Flaw::Bad(2)),
            ("[]", Flaw::Kind),
            ("null", Flaw::Kind),
            ("<", Flaw::Bad(1)),
            ("{\"\\ud83d\":1}", Flaw::Bad(1)),
            ("{} x", Flaw::Bad(1)),
        ] {
            assert_eq!(fields(text), Err(flaw), "{text}");
        }
        assert_eq!(items(" [ 1.0 , {\"a\" : 2}] ").unwrap(), ["1.0", "{\"a\" : 2}"]);
        assert_eq!(items("[]").unwrap(), [""; 0]);
        assert_eq!(
            (items("[1,"), items("{}"), items("[}")),
            (Err(Flaw::Cut), Err(Flaw::Kind), Err(Flaw::Bad(1)))
        );
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((".{0,3}", inner), 0..4)
                    .prop_map(|fields| json!(Map::from_iter(fields))),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(value in values(), cut: prop::sample::Index) {
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                prop_assert_eq!(&read(&text).unwrap(), &value);
                let part = &text.as_bytes()[..cut.index(text.len())];
                prop_assert_eq!(read_bytes(part).map_err(|_| ()), wanted(part).map_err(|_| ()));
                if let Ok(part) = std::str::from_utf8(part) {
                    prop_assert_eq!(read(part), wanted(part.as_bytes()), "{}", part);
                }
            }
        }

        #[test]
        fn rubbish_is_refused_alike(text in r#"([\[\]{}:,"\\ \nau0-9eE.+-]|null|true|"a":|\\u00e9|\\ud83d|\\ude00){0,12}"#) {
            let (have, wanted) = (read(&text), wanted(text.as_bytes()));
            prop_assert_eq!(have.is_ok(), wanted.is_ok(), "{}", &text);
            prop_assert_eq!(have == Err(Flaw::Cut), wanted == Err(Flaw::Cut), "{}", &text);
            prop_assert_eq!(have.ok(), wanted.ok());
        }
    }
}
