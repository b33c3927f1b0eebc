//! Reads queries as a strict server would: percent-decoding, and the few `$filter` forms in use.

pub use crate::rig::{decode, options};

/// One `… eq …` of a filter.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub field: String,
    pub literal: String,
}

enum Side {
    Field { name: String, folded: bool },
    Literal { text: String, folded: bool },
}

/// The clauses of a filter, joined by `or`.
pub fn condition(text: &str) -> Result<Vec<Clause>, String> {
    let mut rest = text;
    let mut clauses = Vec::new();
    loop {
        let left = side(&mut rest)?;
        eat(&mut rest, " eq ")?;
        let right = side(&mut rest)?;
        clauses.push(clause(left, right)?);
        if rest.is_empty() {
            return Ok(clauses);
        }
        eat(&mut rest, " or ")?;
    }
}

fn clause(left: Side, right: Side) -> Result<Clause, String> {
    let ((Side::Field { name: field, folded: true }, Side::Literal { text, folded })
    | (Side::Literal { text, folded }, Side::Field { name: field, folded: true })) = (left, right)
    else {
        return Err("not a folded field against a literal".into());
    };
    // A literal that is not in lower case finds nothing.
    let literal = if folded { text.to_lowercase() } else { text };
    Ok(Clause { field, literal })
}

fn side(rest: &mut &str) -> Result<Side, String> {
    if rest.starts_with("tolower(") {
        eat(rest, "tolower(")?;
        let inner = side(rest)?;
        eat(rest, ")")?;
        return match inner {
            Side::Field { name, folded: false } => Ok(Side::Field { name, folded: true }),
            Side::Literal { text, folded: false } => Ok(Side::Literal { text, folded: true }),
            _ => Err("tolower of tolower".into()),
        };
    }
    if rest.starts_with('\'') {
        return literal(rest);
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    *rest = after;
    match name {
        "Name" | "SubDomainName" | "EmailAddress" => Ok(Side::Field { name: name.to_owned(), folded: false }),
        other => Err(format!("no property {other:?}")),
    }
}

fn literal(rest: &mut &str) -> Result<Side, String> {
    eat(rest, "'")?;
    let mut text = String::new();
    loop {
        let end = rest.find('\'').ok_or("a literal without end")?;
        text.push_str(&rest[..end]);
        *rest = &rest[end + 1..];
        if !rest.starts_with('\'') {
            return Ok(Side::Literal { text, folded: false });
        }
        text.push('\'');
        *rest = &rest[1..];
    }
}

fn eat(rest: &mut &str, what: &str) -> Result<(), String> {
    *rest = rest.strip_prefix(what).ok_or_else(|| format!("expected {what:?} before {rest:?}"))?;
    Ok(())
}

#[test]
fn filters_are_read_strictly() {
    let one = |field: &str, literal: &str| Clause { field: field.into(), literal: literal.into() };
    for (text, expected) in [
        ("tolower(Name) eq 'company doe'", Some(vec![one("Name", "company doe")])),
        ("tolower('O''Neil@x.co') eq tolower(EmailAddress)", Some(vec![one("EmailAddress", "o'neil@x.co")])),
        (
            "tolower(EmailAddress) eq 'a' or tolower(EmailAddress) eq 'b or c'",
            Some(vec![one("EmailAddress", "a"), one("EmailAddress", "b or c")]),
        ),
        ("tolower(Name) eq 'A'", Some(vec![one("Name", "A")])),
        ("tolower('john@doe.com') eq tolower(EmailAddress))", None),
        ("tolower(Name) eq 'o'brien'", None),
        ("tolower(Nmae) eq 'x'", None),
        ("Name eq 'x'", None),
        ("", None),
    ] {
        assert_eq!(condition(text).ok(), expected, "{text}");
    }
}
