//! Expressions: trees of plain JSON, and their text in a dialect, with parentheses exactly where reading it needs them.
use super::literal::{bare, path, type_name, typed, variable, Version};
use crate::error::Result;
use crate::input::Fields;
use crate::tree::{deeper, items, not, only, text, within, wrong};
use serde_json::{json, Value};

/// An expression, as a tree: `{"eq": [{"call": ["tolower", {"field": "Name"}]}, "company doe"]}`. A bare value is a literal, and
/// no text is ever taken for a name. It is checked when it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr(pub Value);
impl<T: Into<Value>> From<T> for Expr {
    fn from(value: T) -> Self {
        Self(value.into())
    }
}
/// A property, by name or path.
pub fn field(path: &str) -> Expr {
    Expr(json!({ "field": path }))
}
/// The text in lower case.
pub fn tolower(of: Expr) -> Expr {
    Expr(json!({ "call": ["tolower", of.0] }))
}
/// Equal.
pub fn eq(left: Expr, right: impl Into<Expr>) -> Expr {
    Expr(json!({ "eq": [left.0, right.into().0] }))
}
/// At least one of these conditions.
pub fn or(conditions: impl IntoIterator<Item = Expr>) -> Expr {
    Expr(json!({ "or": conditions.into_iter().map(|one| one.0).collect::<Vec<_>>() }))
}
impl Expr {
    /// The text of a condition, not percent-encoded.
    ///
    /// # Errors
    /// `config_invalid` where it is no condition, or has something that the dialect lacks.
    pub fn filter(&self, version: Version) -> Result<String> {
        write(&self.0, version, 0)?.condition(Rank::Or)
    }
    /// The text of an expression that need not be a condition, as `$orderby` takes it.
    ///
    /// # Errors
    /// As for [`Expr::filter`].
    pub fn value(&self, version: Version) -> Result<String> {
        Ok(write(&self.0, version, 0)?.text)
    }
}

/// How tightly a node holds together, loosest first (MS-ODATA 2.2.3.6.1.1.2, OData 4.0 Part 2, 5.1.1.9). The grammar does not
/// chain comparisons, so they share one rank; `in` and `has` are put with them, for 4.0 and 4.01 place them differently; so is
/// `not`, for the table and the grammar of 4.0 read `not A eq B` differently.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Rank {
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Sign,
    Primary,
}
#[derive(Clone, Copy, PartialEq)]
enum Use {
    Condition,
    Value,
    Any,
}
/// A node, written.
struct Written {
    text: String,
    rank: Rank,
    gives: Use,
}
impl Written {
    fn new(text: String, rank: Rank, gives: Use) -> Self {
        Self { text, rank, gives }
    }
    /// In a place that takes nothing looser than this.
    fn within(self, least: Rank) -> String {
        if self.rank < least {
            format!("({})", self.text)
        } else {
            self.text
        }
    }
    fn condition(self, least: Rank) -> Result<String> {
        match self.gives {
            Use::Value => Err(wrong(
                "condition",
                "a value stands where a condition is wanted: compare it with something",
            )),
            _ => Ok(self.within(least)),
        }
    }
    fn value(self, least: Rank) -> Result<String> {
        match self.gives {
            Use::Condition => Err(wrong(
                "value",
                "a condition stands where a value is wanted: compare values, join conditions",
            )),
            _ => Ok(self.within(least)),
        }
    }
}
fn write(node: &Value, version: Version, depth: usize) -> Result<Written> {
    let depth = deeper("filter", depth)?;
    if !node.is_object() {
        let gives = if node.is_null() || node.is_boolean() { Use::Any } else { Use::Value };
        return Ok(Written::new(bare(node, version)?, Rank::Primary, gives));
    }
    let (tag, of) = only("value", node)?;
    if let Some(literal) = typed(tag, of, version) {
        return Ok(Written::new(literal?, Rank::Primary, Use::Value));
    }
    let inner = |node: &Value| write(node, version, depth).map_err(|error| within(tag, error));
    let list = || {
        let one =
            |(at, node)| write(node, version, depth).map_err(|error| within(&format!("{tag}[{at}]"), error));
        items(tag, of)?.iter().enumerate().map(one).collect::<Result<Vec<_>>>()
    };
    let pair = || <[Written; 2]>::try_from(list()?).map_err(|_| wrong(tag, "give exactly two operands"));
    let arithmetic = |least: Rank, right: Rank| {
        let [one, other] = pair()?;
        Ok(Written::new(format!("{} {tag} {}", one.value(least)?, other.value(right)?), least, Use::Value))
    };
    match tag {
        "field" => Ok(Written::new(path(of, version)?, Rank::Primary, Use::Any)),
        "eq" | "ne" | "gt" | "ge" | "lt" | "le" => {
            let [one, other] = pair()?.map(|side| side.within(Rank::Sum));
            Ok(Written::new(format!("{one} {tag} {other}"), Rank::Comparison, Use::Condition))
        }
        "add" | "sub" => arithmetic(Rank::Sum, Rank::Product),
        "mul" | "div" | "mod" => arithmetic(Rank::Product, Rank::Sign),
        // `-5` is a literal, and two signs in a row are not read alike everywhere.
        "negate" => {
            let is_literal = literal(of, version).is_ok();
            let operand = inner(of)?.value(Rank::Primary)?;
            let text = if is_literal { format!("-({operand})") } else { format!("-{operand}") };
            Ok(Written::new(text, Rank::Sign, Use::Value))
        }
        // So `not (not A)` too: there are readers that take equal operators from the left and lose one.
        "not" => {
            let operand = inner(of)?.condition(Rank::Primary)?;
            Ok(Written::new(format!("not {operand}"), Rank::Comparison, Use::Condition))
        }
        "and" | "or" => {
            let rank = if tag == "or" { Rank::Or } else { Rank::And };
            let mut all = list()?;
            match all.len() {
                0 => Err(wrong(tag, "there is no condition: give at least one, or leave the filter out")),
                1 => Ok(all.remove(0)),
                _ => {
                    let all = all.into_iter().map(|one| one.condition(rank)).collect::<Result<Vec<_>>>()?;
                    Ok(Written::new(all.join(&format!(" {tag} ")), rank, Use::Condition))
                }
            }
        }
        "in" if version == Version::V3 => Err(version.lacks(tag, "join eq comparisons by or")),
        "in" => match items(tag, of)? {
            [operand, values] if values.as_array().is_some_and(|values| !values.is_empty()) => {
                let values = items(tag, values)?.iter().map(|value| literal(value, version));
                let values = values.collect::<Result<Vec<_>>>().map_err(|error| within(tag, error))?;
                let operand = inner(operand)?.value(Rank::Primary)?;
                Ok(Written::new(
                    format!("{operand} in ({})", values.join(",")),
                    Rank::Comparison,
                    Use::Condition,
                ))
            }
            _ => Err(wrong(tag, "there is no value: give an expression and at least one")),
        },
        "has" if version == Version::V3 => {
            Err(version.lacks(tag, "compare with the number that the service stores"))
        }
        "has" => match items(tag, of)? {
            [operand, flags] if flags.get("enumValue").is_some() => {
                let (operand, flags) = (inner(operand)?.value(Rank::Primary)?, literal(flags, version)?);
                Ok(Written::new(format!("{operand} has {flags}"), Rank::Comparison, Use::Condition))
            }
            _ => Err(wrong(tag, "the flags are not an enumeration's: make them with enumValue")),
        },
        "any" | "all" => {
            let given = Fields::new(tag, of, &["of", "as", "where"], &[])?;
            let over = path(&given.get("of")?, version).map_err(|error| within(tag, error))?;
            let inside = match (given.get::<Option<String>>("as")?, given.get::<Option<Value>>("where")?) {
                (Some(name), Some(condition)) => {
                    format!("{}:{}", variable(&name)?, inner(&condition)?.condition(Rank::Or)?)
                }
                (None, None) if tag == "any" => String::new(),
                _ => return Err(wrong(tag, "give both a variable and a condition on it")),
            };
            Ok(Written::new(format!("{over}/{tag}({inside})"), Rank::Primary, Use::Condition))
        }
        "isof" | "cast" => {
            let given = Fields::new(tag, of, &["of", "type"], &[])?;
            let of = given.get::<Option<Value>>("of")?.map(|of| Ok(inner(&of)?.text + ",")).transpose()?;
            // Before 4.0 the type is a string literal.
            let quote = if version == Version::V3 { "'" } else { "" };
            let kind = type_name(&given.get("type")?)?;
            let text = format!("{tag}({}{quote}{kind}{quote})", of.unwrap_or_default());
            Ok(Written::new(text, Rank::Primary, if tag == "isof" { Use::Condition } else { Use::Any }))
        }
        "call" => call(items(tag, of)?, version, depth),
        _ => Err(not("value", tag, "a kind of expression: use the builders")),
    }
}
/// A value that is no expression.
fn literal(value: &Value, version: Version) -> Result<String> {
    if !value.is_object() {
        return bare(value, version);
    }
    let (tag, of) = only("value", value)?;
    typed(tag, of, version).unwrap_or_else(|| Err(not("value", tag, "a value: give values only")))
}

/// Functions: their names, how many arguments each takes, which dialects have it, whether it is a condition, and what to do
/// where it is missing. Sources: MS-ODATA 2.2.3.6.1.1 (2.0, 3.0); OData 4.0 Part 2 URL Conventions 5.1.1.4, 4.01 for matchesPattern.
type Functions = (&'static str, usize, usize, &'static [Version], bool, &'static str);
const V3: &[Version] = &[Version::V3];
const V4: &[Version] = &[Version::V4];
const BOTH: &[Version] = &[Version::V3, Version::V4];
#[rustfmt::skip]
const FUNCTIONS: [Functions; 14] = [
    // `contains(text, part)` is written `substringof(part, text)` before 4.0.
    ("contains startswith endswith geo.intersects", 2, 2, BOTH, true, ""),
    ("matchesPattern", 2, 2, V4, true, "use contains, startswith or endswith"),
    ("length tolower toupper trim year month day hour minute second", 1, 1, BOTH, false, ""),
    ("round floor ceiling geo.length", 1, 1, BOTH, false, ""),
    ("indexof concat geo.distance", 2, 2, BOTH, false, ""),
    ("substring", 2, 3, BOTH, false, ""),
    ("replace", 3, 3, V3, false, "compare with the text as it is before the replacement"),
    ("fractionalseconds", 1, 1, V4, false, "compare the whole moment, or use second"),
    ("date", 1, 1, V4, false, "compare the moments between which the day lies"),
    ("time", 1, 1, V4, false, "compare hour, minute and second"),
    ("totaloffsetminutes", 1, 1, V4, false, "compare with a datetimeOffset"),
    ("totalseconds", 1, 1, V4, false, "compare with a duration"),
    ("now", 0, 0, V4, false, "write the moment as a datetimeOffset"),
    ("mindatetime maxdatetime", 0, 0, V4, false, "write the moment as a datetimeOffset"),
];
fn call(parts: &[Value], version: Version, depth: usize) -> Result<Written> {
    let (name, arguments) =
        parts.split_first().ok_or_else(|| wrong("call", "give the name of a function"))?;
    let name = text("call", name)?;
    let row = FUNCTIONS.iter().find(|row| row.0.split(' ').any(|one| one == name));
    let Some((_, least, most, versions, is_condition, instead)) = row else {
        return Err(not(
            "call",
            name,
            "a function of OData (contains stands for substringof in every dialect)",
        ));
    };
    if !(*least..=*most).contains(&arguments.len()) {
        return Err(wrong(
            name,
            format!("wrong number of arguments: {most} wanted, {} given", arguments.len()),
        ));
    }
    if !versions.contains(&version) {
        return Err(version.lacks(name, instead));
    }
    let argument = |(at, node)| {
        let written = write(node, version, depth).and_then(|written| written.value(Rank::Or));
        written.map_err(|error| within(&format!("{name}[{at}]"), error))
    };
    let mut arguments = arguments.iter().enumerate().map(argument).collect::<Result<Vec<_>>>()?;
    let is_turned = name == "contains" && version == Version::V3;
    if is_turned {
        arguments.reverse();
    }
    let name = if is_turned { "substringof" } else { name };
    let gives = if *is_condition { Use::Condition } else { Use::Value };
    Ok(Written::new(format!("{name}({})", arguments.join(",")), Rank::Primary, gives))
}
