//! Expressions from the plain JSON that the JavaScript builders make.
//!
//! A bare JSON value is a literal. Everything else is an object with one key that names it:
//! `{"eq":[{"call":["tolower",{"field":"Name"}]},"company doe"]}`. Text is never taken for a name, and every
//! check of the Rust builders runs here too.

use serde::{de::Error as _, Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::number::{of as float_of, of_value};

use super::{
    binary, cast, date, datetime, datetime_offset, decimal, double, duration, enum_value, expr, expr::Node,
    field, function::Function, guid, isof, long, null, number, print, single, time, Error, Expr, Literal,
    Name, Path,
};

impl Expr {
    /// Reads an expression from its JSON form.
    ///
    /// ```
    /// use provisor::odata::{Expr, Version};
    ///
    /// let json = serde_json::json!({ "eq": [{ "field": "Name" }, "o'brien"] });
    /// assert_eq!(Expr::from_json(&json)?.to_text(Version::V3)?, "Name eq 'o''brien'");
    /// # Ok::<(), provisor::odata::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the JSON is no expression, or a name or value in it is bad.
    pub fn from_json(value: &Value) -> Result<Self, Error> {
        read(value, 0)
    }
}

impl<'de> Deserialize<'de> for Expr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_json(&Value::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

fn read(value: &Value, depth: usize) -> Result<Expr, Error> {
    if depth > print::MAX_DEPTH {
        return Err(print::too_deep());
    }
    let Value::Object(map) = value else {
        return Ok(Expr(Node::Literal(bare(value)?)));
    };
    let (tag, arg) = only_entry(map)?;
    if let Some(literal) = literal(tag, arg) {
        return Ok(Expr(Node::Literal(literal?)));
    }
    let next = depth.saturating_add(1);
    let node = match tag {
        "field" => return field(text(arg, tag)?),
        "eq" => Node::Compare("eq", pair(arg, tag, next)?),
        "ne" => Node::Compare("ne", pair(arg, tag, next)?),
        "gt" => Node::Compare("gt", pair(arg, tag, next)?),
        "ge" => Node::Compare("ge", pair(arg, tag, next)?),
        "lt" => Node::Compare("lt", pair(arg, tag, next)?),
        "le" => Node::Compare("le", pair(arg, tag, next)?),
        "add" => Node::Arithmetic("add", pair(arg, tag, next)?),
        "sub" => Node::Arithmetic("sub", pair(arg, tag, next)?),
        "mul" => Node::Arithmetic("mul", pair(arg, tag, next)?),
        "div" => Node::Arithmetic("div", pair(arg, tag, next)?),
        "mod" => Node::Arithmetic("mod", pair(arg, tag, next)?),
        "and" => return expr::logic("and", exprs(items(arg, tag)?, tag, next)?),
        "or" => return expr::logic("or", exprs(items(arg, tag)?, tag, next)?),
        "not" => Node::Not(boxed(arg, tag, next)?),
        "negate" => Node::Negate(boxed(arg, tag, next)?),
        "in" => match items(arg, tag)? {
            [operand, values] => {
                let values = items(values, tag)?.iter().map(|value| match read(value, next)?.0 {
                    Node::Literal(literal) => Ok(literal),
                    _ => Err(Error::new(tag, "the list has something that is not a value: give values only")),
                });
                Node::In(boxed(operand, tag, next)?, values.collect::<Result<_, _>>()?)
            }
            _ => return Err(Error::new(tag, "give an expression and a list of values")),
        },
        "has" => match *pair(arg, tag, next)? {
            (operand, Expr(Node::Literal(flags))) => Node::Has(Box::new(operand), flags),
            _ => return Err(Error::new(tag, "the flags are not an enumeration's: make them with enumValue")),
        },
        "any" => lambda("any", arg, next)?,
        "all" => lambda("all", arg, next)?,
        "isof" | "cast" => {
            let [of, type_name] = entries(arg, tag, ["of", "type"])?;
            let of = of.map(|of| read(of, next)).transpose().map_err(|error| error.within(tag))?;
            let type_name = text(required(type_name, tag, "type")?, tag)?;
            return if tag == "isof" { isof(of, type_name) } else { cast(of, type_name) };
        }
        "call" => call(items(arg, tag)?, next)?,
        // What the builders met and cannot write down as JSON; its text says what is wrong with it.
        "refused" => return Err(Error::new("", text(arg, tag)?.to_owned())),
        _ => return Err(Error::not("", tag, "a kind of expression: use the builders")),
    };
    Ok(Expr(node))
}

fn bare(value: &Value) -> Result<Literal, Error> {
    Ok(match value {
        Value::Null => null(),
        Value::Bool(value) => (*value).into(),
        Value::String(value) => value.into(),
        Value::Number(value) => match (value.as_i64(), float_of(value)) {
            (Some(value), _) => value.into(),
            (None, Some(value)) if !value.is_finite() || value.fract() != 0.0 => value.into(),
            _ => {
                return Err(Error::not(
                    "",
                    &value.to_string(),
                    "an exact number: make it with long, decimal or double",
                ))
            }
        },
        _ => return Err(Error::new("", "a list is no expression: use or, or in")),
    })
}

fn literal(tag: &str, arg: &Value) -> Option<Result<Literal, Error>> {
    let make: fn(&str) -> Result<Literal, Error> = match tag {
        "guid" => guid,
        "date" => date,
        "datetime" => datetime,
        "datetimeOffset" => datetime_offset,
        "time" => time,
        "duration" => duration,
        "decimal" => decimal,
        "long" => |text| number::parse_long(text).map(long),
        "binary" => from_hex,
        "double" => return Some(float(arg, tag).map(double)),
        "single" => {
            #[expect(clippy::cast_possible_truncation, reason = "a single is what the caller asked for")]
            let rounded = float(arg, tag).map(|value| (value, value as f32));
            return Some(rounded.and_then(|(wide, value)| match value.is_finite() == wide.is_finite() {
                true => Ok(single(value)),
                false => {
                    Err(Error::not(tag, &arg.to_string(), "in the range of a single: make it with double"))
                }
            }));
        }
        "enumValue" => {
            return Some(entries(arg, tag, ["type", "value"]).and_then(|[type_name, value]| {
                let type_name = text(required(type_name, tag, "type")?, tag)?;
                enum_value(type_name, text(required(value, tag, "value")?, tag)?)
            }));
        }
        _ => return None,
    };
    Some(text(arg, tag).and_then(make))
}

/// A JSON number, or the text of one that JSON has not got.
fn float(arg: &Value, tag: &str) -> Result<f64, Error> {
    match arg.as_str() {
        Some("NaN") => Ok(f64::NAN),
        Some("INF") => Ok(f64::INFINITY),
        Some("-INF") => Ok(f64::NEG_INFINITY),
        _ => of_value(arg).ok_or_else(|| Error::not(tag, &arg.to_string(), "a number")),
    }
}

fn from_hex(text: &str) -> Result<Literal, Error> {
    let mut digits = text.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()));
    let mut bytes = Vec::with_capacity(text.len() / 2);
    while let Some(high) = digits.next() {
        let (Some(high), Some(Some(low))) = (high, digits.next()) else {
            return Err(Error::not("binary", text, "pairs of hexadecimal digits"));
        };
        bytes.push(high << 4 | low);
    }
    Ok(binary(bytes))
}

fn lambda(quantifier: &'static str, arg: &Value, depth: usize) -> Result<Node, Error> {
    let [of, variable, condition] = entries(arg, quantifier, ["of", "as", "where"])?;
    let within = |error: Error| error.within(quantifier);
    let path: Path = text(required(of, quantifier, "of")?, quantifier)?.parse().map_err(within)?;
    let condition = match (variable, condition) {
        (Some(variable), Some(condition)) => {
            let variable: Name = text(variable, quantifier)?.parse().map_err(within)?;
            Some((variable, Box::new(read(condition, depth).map_err(within)?)))
        }
        (None, None) if quantifier == "any" => None,
        _ => return Err(Error::new(quantifier, "give both a variable and a condition on it")),
    };
    Ok(Node::Lambda(quantifier, path, condition))
}

fn call(parts: &[Value], depth: usize) -> Result<Node, Error> {
    let Some((name, args)) = parts.split_first() else {
        return Err(Error::new("call", "give the name of a function and its arguments"));
    };
    let name = text(name, "call")?;
    let Some(function) = Function::named(name) else {
        let hint = if name == "substringof" {
            "usable: use contains, in every dialect"
        } else {
            "a function of OData"
        };
        return Err(Error::not("call", name, hint));
    };
    let facts = function.facts();
    if !(facts.least..=facts.most).contains(&args.len()) {
        let wanted = facts.most;
        return Err(Error::new(
            name,
            format!("wrong number of arguments: {wanted} wanted, {} given", args.len()),
        ));
    }
    Ok(Node::Call(function, exprs(args, name, depth)?))
}

fn exprs(values: &[Value], part: &str, depth: usize) -> Result<Vec<Expr>, Error> {
    let read = |(at, value)| read(value, depth).map_err(|error| error.within(&format!("{part}[{at}]")));
    values.iter().enumerate().map(read).collect()
}

fn pair(value: &Value, part: &str, depth: usize) -> Result<Box<(Expr, Expr)>, Error> {
    let mut sides = exprs(items(value, part)?, part, depth)?.into_iter();
    match (sides.next(), sides.next(), sides.next()) {
        (Some(left), Some(right), None) => Ok(Box::new((left, right))),
        _ => Err(Error::new(part, "give exactly two operands")),
    }
}

fn boxed(value: &Value, part: &str, depth: usize) -> Result<Box<Expr>, Error> {
    Ok(Box::new(read(value, depth).map_err(|error| error.within(part))?))
}

pub(crate) fn items<'a>(value: &'a Value, part: &str) -> Result<&'a [Value], Error> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| Error::new(part, "a list is wanted here"))
}

pub(crate) fn text<'a>(value: &'a Value, part: &str) -> Result<&'a str, Error> {
    value.as_str().ok_or_else(|| Error::new(part, "a text is wanted here"))
}

pub(crate) fn only_entry(map: &Map<String, Value>) -> Result<(&str, &Value), Error> {
    let mut entries = map.iter();
    match (entries.next(), entries.next()) {
        (Some((tag, arg)), None) => Ok((tag, arg)),
        _ => Err(Error::new("", "an expression is an object with exactly one key: use the builders")),
    }
}

/// The values of the keys named, an unknown key being an error; null is the same as absent.
pub(crate) fn entries<'a, const N: usize>(
    value: &'a Value,
    part: &str,
    names: [&str; N],
) -> Result<[Option<&'a Value>; N], Error> {
    let map = value.as_object().ok_or_else(|| Error::new(part, "an object is wanted here"))?;
    if let Some(unknown) = map.keys().find(|key| !names.contains(&key.as_str())) {
        return Err(Error::not(part, unknown, &["a known key: use ", &names.join(", ")].concat()));
    }
    Ok(names.map(|name| map.get(name).filter(|value| !value.is_null())))
}

fn required<'a>(value: Option<&'a Value>, part: &str, name: &str) -> Result<&'a Value, Error> {
    value.ok_or_else(|| Error::new(part, format!("{name:?} is missing")))
}
