//! The expression tree and its builders.

use super::{function::Function, Error, Literal, Name, Path, TypeName};

/// An expression: a property, a value, or something made of them.
///
/// ```
/// use provisor::odata::{field, null, Version};
///
/// let young = field("Age")?.lt(18).or(field("Age")?.eq(null()));
/// let expr = young.and(field("Name")?.contains("o'b"));
/// assert_eq!(expr.to_text(Version::V3)?, "(Age lt 18 or Age eq null) and substringof('o''b',Name)");
/// assert_eq!(expr.to_text(Version::V4)?, "(Age lt 18 or Age eq null) and contains(Name,'o''b')");
/// # Ok::<(), provisor::odata::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Expr(pub(crate) Node);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Field(Path),
    Literal(Literal),
    Call(Function, Vec<Expr>),
    /// `isof` or `cast`, of the whole entity where no expression is given.
    Typed(&'static str, Option<Box<Expr>>, TypeName),
    Negate(Box<Expr>),
    Not(Box<Expr>),
    Arithmetic(&'static str, Box<(Expr, Expr)>),
    Compare(&'static str, Box<(Expr, Expr)>),
    In(Box<Expr>, Vec<Literal>),
    Has(Box<Expr>, Literal),
    /// `and` or `or` of at least two, none of which is the same operator again: their order of evaluation
    /// makes no difference, so neither does their nesting.
    Logic(&'static str, Vec<Expr>),
    /// `any` or `all`; `any` may have no condition.
    Lambda(&'static str, Path, Option<(Name, Box<Expr>)>),
}

impl<T: Into<Literal>> From<T> for Expr {
    fn from(value: T) -> Self {
        Self(Node::Literal(value.into()))
    }
}

/// A property, by name or path.
///
/// # Errors
/// When the text is not a name or a path of names.
pub fn field(path: &str) -> Result<Expr, Error> {
    Ok(Expr(Node::Field(path.parse()?)))
}

/// All of these conditions.
///
/// # Errors
/// When there are none: a filter that says nothing would match everyone.
pub fn and(conditions: impl IntoIterator<Item = Expr>) -> Result<Expr, Error> {
    logic("and", conditions.into_iter().collect())
}

/// At least one of these conditions.
///
/// ```
/// use provisor::odata::{field, or, Version};
///
/// let emails = ["a@x.co", "b@x.co"];
/// let email = field("EmailAddress")?.tolower();
/// let anyone = or(emails.iter().map(|text| email.clone().eq(*text)))?;
/// assert_eq!(
///     anyone.to_text(Version::V3)?,
///     "tolower(EmailAddress) eq 'a@x.co' or tolower(EmailAddress) eq 'b@x.co'"
/// );
/// # Ok::<(), provisor::odata::Error>(())
/// ```
///
/// # Errors
/// When there are none: a filter that says nothing would match everyone.
pub fn or(conditions: impl IntoIterator<Item = Expr>) -> Result<Expr, Error> {
    logic("or", conditions.into_iter().collect())
}

pub(crate) fn logic(operator: &'static str, conditions: Vec<Expr>) -> Result<Expr, Error> {
    let mut flat = Vec::with_capacity(conditions.len());
    for condition in conditions {
        match condition.0 {
            Node::Logic(same, inner) if same == operator => flat.extend(inner),
            node => flat.push(Expr(node)),
        }
    }
    match flat.len() {
        0 => Err(Error::new(operator, "there is no condition: give at least one, or leave the filter out")),
        1 => Ok(flat.remove(0)),
        _ => Ok(Expr(Node::Logic(operator, flat))),
    }
}

/// Whether some element of a collection meets a condition. 3.0 and 4.0.
///
/// ```
/// use provisor::odata::{any, field, Version};
///
/// let big = any("Orders", "o", field("o/Amount")?.gt(100))?;
/// assert_eq!(big.to_text(Version::V4)?, "Orders/any(o:o/Amount gt 100)");
/// # Ok::<(), provisor::odata::Error>(())
/// ```
///
/// # Errors
/// When the path or the variable is not a name.
pub fn any(collection: &str, variable: &str, condition: Expr) -> Result<Expr, Error> {
    Ok(Expr(Node::Lambda("any", collection.parse()?, Some((variable.parse()?, Box::new(condition))))))
}

/// Whether every element of a collection meets a condition. 3.0 and 4.0.
///
/// # Errors
/// When the path or the variable is not a name.
pub fn all(collection: &str, variable: &str, condition: Expr) -> Result<Expr, Error> {
    Ok(Expr(Node::Lambda("all", collection.parse()?, Some((variable.parse()?, Box::new(condition))))))
}

/// Whether a collection has any element. 3.0 and 4.0.
///
/// # Errors
/// When the path is not a name.
pub fn any_at_all(collection: &str) -> Result<Expr, Error> {
    Ok(Expr(Node::Lambda("any", collection.parse()?, None)))
}

/// Whether the entity (or `of`, an expression) is of a type.
///
/// # Errors
/// When the type's name has no namespace.
pub fn isof(of: Option<Expr>, type_name: &str) -> Result<Expr, Error> {
    Ok(Expr(Node::Typed("isof", of.map(Box::new), type_name.parse()?)))
}

/// The entity (or `of`, an expression) as another type.
///
/// # Errors
/// When the type's name has no namespace.
pub fn cast(of: Option<Expr>, type_name: &str) -> Result<Expr, Error> {
    Ok(Expr(Node::Typed("cast", of.map(Box::new), type_name.parse()?)))
}

macro_rules! compare {
    ($($name:ident $text:literal $doc:literal;)*) => {$(
        #[doc = $doc]
        #[must_use]
        pub fn $name(self, other: impl Into<Expr>) -> Self {
            Self(Node::Compare($text, Box::new((self, other.into()))))
        }
    )*};
}

macro_rules! arithmetic {
    ($($name:ident $text:literal $doc:literal;)*) => {$(
        #[doc = $doc]
        #[must_use]
        pub fn $name(self, other: impl Into<Expr>) -> Self {
            Self(Node::Arithmetic($text, Box::new((self, other.into()))))
        }
    )*};
}

macro_rules! call {
    ($($name:ident($($arg:ident),*) $function:ident $doc:literal;)*) => {$(
        #[doc = $doc]
        #[must_use]
        pub fn $name(self $(, $arg: impl Into<Expr>)*) -> Self {
            Self(Node::Call(Function::$function, vec![self $(, $arg.into())*]))
        }
    )*};
}

#[expect(
    clippy::should_implement_trait,
    reason = "the names are OData's; eq and lt give no bool, so neither do the rest"
)]
impl Expr {
    compare! {
        eq "eq" "Equal to.";
        ne "ne" "Not equal to.";
        gt "gt" "Greater than.";
        ge "ge" "Greater than or equal to.";
        lt "lt" "Less than.";
        le "le" "Less than or equal to.";
    }

    arithmetic! {
        add "add" "Sum.";
        sub "sub" "Difference.";
        mul "mul" "Product.";
        div "div" "Quotient.";
        modulo "mod" "Remainder (`mod`, a word that Rust keeps for itself).";
    }

    call! {
        contains(part) Contains "Whether the text contains `part`: `substringof(part, text)` before 4.0.";
        startswith(part) StartsWith "Whether the text starts with `part`.";
        endswith(part) EndsWith "Whether the text ends with `part`.";
        matches_pattern(pattern) MatchesPattern "Whether the text matches a regular expression. 4.01.";
        length() Length "The number of characters.";
        indexof(part) IndexOf "Where `part` begins, from 0; -1 when nowhere.";
        replace(find, with) Replace "The text with `find` replaced by `with`. 2.0 and 3.0.";
        substring(start) Substring "The text from character `start` on, from 0.";
        substring_of_length(start, length) Substring "`length` characters of the text from `start` on.";
        tolower() ToLower "The text in lower case.";
        toupper() ToUpper "The text in upper case.";
        trim() Trim "The text without spaces around it.";
        concat(other) Concat "The text followed by `other`.";
        year() Year "The year.";
        month() Month "The month, from 1.";
        day() Day "The day of the month.";
        hour() Hour "The hour.";
        minute() Minute "The minute.";
        second() Second "The second.";
        fractional_seconds() FractionalSeconds "The fraction of the second. 4.0.";
        date_of() DateOf "The date of a moment (`date(…)`). 4.0.";
        time_of() TimeOf "The time of day of a moment (`time(…)`). 4.0.";
        total_offset_minutes() TotalOffsetMinutes "The offset in minutes. 4.0.";
        total_seconds() TotalSeconds "A duration in seconds. 4.0.";
        round() Round "The nearest whole number.";
        floor() Floor "The next lower whole number.";
        ceiling() Ceiling "The next higher whole number.";
        geo_length() GeoLength "The length of a line (`geo.length`).";
        geo_intersects(area) GeoIntersects "Whether the point lies in the area (`geo.intersects`).";
    }

    /// Equal to `text` whatever the case: `tolower(field) eq 'text'`, the text folded here.
    #[must_use]
    pub fn eq_ignoring_case(self, text: &str) -> Self {
        self.tolower().eq(crate::email::fold(text))
    }

    /// One of these values (`in`). 4.01; before, join `eq` comparisons by [`or`].
    #[must_use]
    pub fn is_in<T: Into<Literal>>(self, values: impl IntoIterator<Item = T>) -> Self {
        Self(Node::In(Box::new(self), values.into_iter().map(Into::into).collect()))
    }

    /// Whether an enumeration has these flags, given by [`enum_value`](super::enum_value). 4.0.
    #[must_use]
    pub fn has(self, flags: Literal) -> Self {
        Self(Node::Has(Box::new(self), flags))
    }

    /// Both conditions.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.join("and", other)
    }

    /// Either condition, or both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.join("or", other)
    }

    fn join(self, operator: &'static str, other: Self) -> Self {
        let mut all = Vec::new();
        for side in [self, other] {
            match side.0 {
                Node::Logic(same, inner) if same == operator => all.extend(inner),
                node => all.push(Self(node)),
            }
        }
        Self(Node::Logic(operator, all))
    }

    /// Not this condition.
    #[must_use]
    pub fn not(self) -> Self {
        Self(Node::Not(Box::new(self)))
    }

    /// The number with its sign changed (`-`).
    #[must_use]
    pub fn negate(self) -> Self {
        Self(Node::Negate(Box::new(self)))
    }
}

/// The distance of two points (`geo.distance`). 3.0 and 4.0.
pub fn geo_distance(from: Expr, to: Expr) -> Expr {
    Expr(Node::Call(Function::GeoDistance, vec![from, to]))
}

/// The moment at which the server reads the query. 4.0.
pub fn now() -> Expr {
    Expr(Node::Call(Function::Now, Vec::new()))
}

/// The earliest moment that the server knows. 4.0.
pub fn min_datetime() -> Expr {
    Expr(Node::Call(Function::MinDateTime, Vec::new()))
}

/// The latest moment that the server knows. 4.0.
pub fn max_datetime() -> Expr {
    Expr(Node::Call(Function::MaxDateTime, Vec::new()))
}
