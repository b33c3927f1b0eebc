//! The text of a filter, with parentheses exactly where reading it needs them.

use super::filter::Node;
use super::words::{not, within, wrong};
use super::{AttrPath, Filter};
use crate::error::{Error, Result};
use crate::http::percent;

/// Deeper trees are no one's query, and would overflow the stack of a WebAssembly module.
pub(super) const MAX_DEPTH: usize = 100;

pub(super) fn too_deep() -> Error {
    wrong("filter", "is nested more than 100 deep").hint("flatten it")
}

impl Filter {
    /// The filter's text, not percent-encoded.
    ///
    /// # Errors
    /// `config_invalid` when an operator and its value do not go together, a value is none that JSON has, or
    /// brackets stand within brackets.
    pub fn to_text(&self) -> Result<String> {
        let mut text = String::new();
        self.write(&mut text, Place::Any, 0, false)?;
        Ok(text)
    }

    /// The text as the value of the query's `filter`, percent-encoded.
    ///
    /// # Errors
    /// As [`Filter::to_text`].
    pub fn to_query_value(&self) -> Result<String> {
        self.to_text().map(|text| percent::component(&text))
    }

    /// Writes what stands between the brackets after an attribute.
    pub(super) fn write_within(&self, path: &AttrPath, out: &mut String, depth: usize) -> Result<()> {
        // The schema gives a sub-attribute none of its own to select from (RFC 7643 §2.3.8).
        if path.sub_attribute().is_some() {
            return Err(wrong("complex", "a sub-attribute has no values to choose from")
                .hint("write the attribute alone before the condition, like emails"));
        }
        out.push_str(&path.to_string());
        out.push('[');
        self.write(out, Place::Any, depth, true).map_err(|error| within("complex", error))?;
        out.push(']');
        Ok(())
    }

    fn write(&self, out: &mut String, place: Place, depth: usize, bracketed: bool) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
        let next = depth.saturating_add(1);
        match &self.0 {
            Node::Compare(path, operator, value) => {
                out.push_str(&named(path, bracketed)?);
                out.extend([" ", operator, " ", &value.to_text(operator)?]);
            }
            Node::Present(path) => out.extend([&named(path, bracketed)?, " pr"]),
            Node::Not(inner) => {
                // The grammar has `not` before parentheses only.
                out.push_str("not (");
                inner.write(out, Place::Any, next, bracketed).map_err(|error| within("not", error))?;
                out.push(')');
            }
            Node::Logic(operator, conditions) => {
                let is_loose = *operator == "or" && place == Place::WithinAnd;
                let inner = if *operator == "and" { Place::WithinAnd } else { Place::Any };
                out.push_str(if is_loose { "(" } else { "" });
                for (at, condition) in conditions.iter().enumerate() {
                    if at > 0 {
                        out.extend([" ", operator, " "]);
                    }
                    condition
                        .write(out, inner, next, bracketed)
                        .map_err(|error| within(&format!("{operator}[{at}]"), error))?;
                }
                out.push_str(if is_loose { ")" } else { "" });
            }
            // RFC 7644 figure 1: a valFilter has no valuePath in it.
            Node::Complex(..) if bracketed => {
                return Err(wrong("complex", "stands within another one").hint("join the two with and"))
            }
            Node::Complex(path, condition) => condition.write_within(path, out, next)?,
        }
        Ok(())
    }
}

/// Where a condition stands; `and` binds tighter than `or` (RFC 7644 §3.4.2.2).
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Any,
    WithinAnd,
}

/// An attribute's text; within brackets it is one of the value's own.
fn named(path: &AttrPath, bracketed: bool) -> Result<String> {
    let text = path.to_string();
    if bracketed && !path.is_single() {
        return Err(not("attribute", &text, "an attribute of the value itself")
            .hint("write its name alone within a complex filter, like type"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::super::{and, attr, date_time, null, or, Literal};
    use super::*;

    fn a(path: &str) -> AttrPath {
        attr(path).unwrap()
    }

    fn text(filter: &Filter) -> String {
        filter.to_text().unwrap_or_else(|error| format!("error {error}"))
    }

    #[test]
    fn values_of_every_kind() {
        let table: [(Literal, &str); 14] = [
            ("bjensen".into(), r#""bjensen""#),
            ("".into(), r#""""#),
            (r#"a"b\c"#.into(), r#""a\"b\\c""#),
            ("o'brien+x & #1 100%".into(), r#""o'brien+x & #1 100%""#),
            ("Łukasz 山田 🎉".into(), r#""Łukasz 山田 🎉""#),
            ("tab\tline\nbell\u{7}".into(), r#""tab\tline\nbell\u0007""#),
            (r#"x" or userName pr or title eq ""#.into(), r#""x\" or userName pr or title eq \"""#),
            (true.into(), "true"),
            (null(), "null"),
            (42.into(), "42"),
            (u64::MAX.into(), "18446744073709551615"),
            (i64::MIN.into(), "-9223372036854775808"),
            ((-1.5e-7).into(), "-1.5e-7"),
            (date_time("2011-05-13T04:42:34.25+01:00").unwrap(), r#""2011-05-13T04:42:34.25+01:00""#),
        ];
        for (literal, wanted) in table {
            assert_eq!(text(&a("x").eq(literal)), format!("x eq {wanted}"));
        }
    }

    #[test]
    fn parentheses_where_needed_and_nowhere_else() {
        let (x, y, z) = (|| a("x").eq(1), || a("y").present(), || a("z").sw("q"));
        let table: [(Filter, &str); 12] = [
            (x().and(y()).and(z()), r#"x eq 1 and y pr and z sw "q""#),
            (x().and(y().and(z())), r#"x eq 1 and y pr and z sw "q""#),
            (x().and(y()).or(z()), r#"x eq 1 and y pr or z sw "q""#),
            (x().or(y().and(z())), r#"x eq 1 or y pr and z sw "q""#),
            (x().or(y()).and(z()), r#"(x eq 1 or y pr) and z sw "q""#),
            (x().and(y().or(z())), r#"x eq 1 and (y pr or z sw "q")"#),
            (x().not().and(y()), "not (x eq 1) and y pr"),
            (x().and(y()).not(), "not (x eq 1 and y pr)"),
            (x().not().not(), "not (not (x eq 1))"),
            (a("emails").having(x().or(y())).and(z()), r#"emails[x eq 1 or y pr] and z sw "q""#),
            (a("emails").having(x().or(y()).and(z())), r#"emails[(x eq 1 or y pr) and z sw "q"]"#),
            (a("emails").having(x().not()).not(), "not (emails[not (x eq 1)])"),
        ];
        for (filter, wanted) in table {
            assert_eq!(text(&filter), wanted);
        }
        assert_eq!(a("x").eq("a+b & c").to_query_value().unwrap(), "x%20eq%20%22a%2Bb%20%26%20c%22");
    }

    #[test]
    fn what_says_nothing_is_refused() {
        let deep = (0..=MAX_DEPTH).fold(a("x").present(), |filter, _| filter.not());
        let table: [(Filter, &str); 10] = [
            (a("x").co(1), "co: only texts contain, start and end with something (compare with a text)"),
            (
                a("x").gt(true),
                "gt: there is no such comparison with true or false (use eq or ne)",
            ),
            (a("x").sw(null()), "sw: there is no such comparison with null (use eq or ne, or present)"),
            (a("x").eq(f64::NAN), "eq: the number is not finite (give a number that JSON has)"),
            (a("x").eq("\0"), "eq: the text has a NUL character (U+0000) (remove it)"),
            (
                a("x").present().and(a("y").gt(false)),
                "and[1].gt: there is no such comparison with true or false (use eq or ne)",
            ),
            (
                a("x").having(a("y").having(a("z").present())),
                "complex.complex: stands within another one (join the two with and)",
            ),
            (
                a("x.y").having(a("z").present()),
                "complex: a sub-attribute has no values to choose from (write the attribute alone before the condition, like emails)",
            ),
            (
                a("x").having(a("x.z").present()),
                "complex.attribute: \"x.z\" is not an attribute of the value itself (write its name alone within a complex filter, like type)",
            ),
            (deep, "error"),
        ];
        for (filter, wanted) in table {
            let error = filter.to_text().unwrap_err();
            assert_eq!(error.code, crate::error::Code::ConfigInvalid);
            assert!(wanted == "error" || error.to_string() == wanted, "{error}");
        }
        assert!(and([]).is_err() && or([]).is_err(), "an empty filter would match everyone");
        assert_eq!(and([a("x").present()]).unwrap(), a("x").present());
        for bad in ["2011-05-13T04:42:34", "2011-02-30T00:00:00Z", "yesterday"] {
            assert!(date_time(bad).is_err(), "{bad}");
        }
    }
}
