//! The text of an expression in a dialect, with parentheses exactly where reading it needs them.

use super::{expr::Node, function::Function, Error, Expr, Literal, Path, Version};

/// How tightly a node holds together, loosest first (MS-ODATA 2.2.3.6.1.1.2, OData 4.0 Part 2, 5.1.1.9).
///
/// `lt` and `eq` have ranks of their own there, but the grammar does not chain comparisons at all
/// (`A eq B eq C` is no sentence of 4.0's), so here they share one and are always parenthesised in each other.
/// `in` and `has` are put with them: 4.0 and 4.01 place them differently.
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

fn rank(expr: &Expr) -> Rank {
    match &expr.0 {
        Node::Logic("or", _) => Rank::Or,
        Node::Logic(..) => Rank::And,
        // `not A eq B` is `(not A) eq B` by the precedence table and `not (A eq B)` by 4.0's grammar: never write it.
        Node::Compare(..) | Node::In(..) | Node::Has(..) | Node::Not(_) => Rank::Comparison,
        Node::Arithmetic("add" | "sub", _) => Rank::Sum,
        Node::Arithmetic(..) => Rank::Product,
        Node::Negate(_) => Rank::Sign,
        Node::Field(_) | Node::Literal(_) | Node::Call(..) | Node::Typed(..) | Node::Lambda(..) => {
            Rank::Primary
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Use {
    Condition,
    Value,
    Any,
}

fn gives(expr: &Expr) -> Use {
    match &expr.0 {
        Node::Field(_) | Node::Typed("cast", ..) => Use::Any,
        Node::Literal(literal) if literal.can_be_condition() => Use::Any,
        Node::Call(function, _) if function.facts().is_condition => Use::Condition,
        Node::Literal(_) | Node::Call(..) | Node::Arithmetic(..) | Node::Negate(_) => Use::Value,
        _ => Use::Condition,
    }
}

/// Deeper trees are no one's query, and would overflow the stack of a WebAssembly module.
pub(crate) const MAX_DEPTH: usize = 100;

pub(crate) fn too_deep() -> Error {
    Error::new("", format!("the expression is nested more than {MAX_DEPTH} deep: flatten it"))
}

pub(crate) struct Printer {
    version: Version,
    text: String,
    depth: usize,
}

impl Expr {
    /// The filter's text, not percent-encoded.
    ///
    /// # Errors
    /// When the expression is no condition, or has something that the dialect lacks.
    pub fn to_text(&self, version: Version) -> Result<String, Error> {
        let mut printer = Printer { version, text: String::new(), depth: 0 };
        printer.condition(self, Rank::Or)?;
        Ok(printer.text)
    }

    /// The text of an expression that need not be a condition, as `$orderby` takes it.
    pub(crate) fn to_value_text(&self, version: Version) -> Result<String, Error> {
        let mut printer = Printer { version, text: String::new(), depth: 0 };
        printer.expr(self, Rank::Or)?;
        Ok(printer.text)
    }
}

impl Path {
    /// The path's text, where the dialect has such paths.
    pub(crate) fn to_text(&self, version: Version) -> Result<&str, Error> {
        if version < Version::V4 && self.has_dollar() {
            let what = format!("in {version} ($it and $count came with 4.0): name a property");
            return Err(Error::not("field", self.as_str(), &["possible ", &what].concat()));
        }
        if version == Version::V2 && self.has_type() {
            let what = "possible in OData 2.0 (types in paths came with 3.0): use isof or cast";
            return Err(Error::not("field", self.as_str(), what));
        }
        Ok(self.as_str())
    }
}

impl Printer {
    fn lacks(&self, what: &str, instead: &str) -> Error {
        Error::new(what, format!("{} has no {what}: {instead}", self.version))
    }

    fn condition(&mut self, expr: &Expr, least: Rank) -> Result<(), Error> {
        if gives(expr) == Use::Value {
            return Err(Error::new(
                "",
                "a value stands where a condition is wanted: compare it with something",
            ));
        }
        self.expr(expr, least)
    }

    fn value(&mut self, expr: &Expr, least: Rank) -> Result<(), Error> {
        if gives(expr) == Use::Condition {
            return Err(Error::new(
                "",
                "a condition stands where a value is wanted: compare values, join conditions",
            ));
        }
        self.expr(expr, least)
    }

    /// Writes `expr`, in parentheses when it is looser than its place allows.
    fn expr(&mut self, expr: &Expr, least: Rank) -> Result<(), Error> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > MAX_DEPTH {
            return Err(too_deep());
        }
        let loose = rank(expr) < least;
        if loose {
            self.text.push('(');
        }
        self.node(&expr.0)?;
        if loose {
            self.text.push(')');
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    fn node(&mut self, node: &Node) -> Result<(), Error> {
        match node {
            Node::Field(path) => self.text.push_str(path.to_text(self.version)?),
            Node::Literal(literal) => self.literal(literal)?,
            Node::Call(function, args) => self.call(*function, args)?,
            Node::Typed(name, of, type_name) => {
                self.text.push_str(name);
                self.text.push('(');
                if let Some(of) = of {
                    self.expr(of, Rank::Or)?;
                    self.text.push(',');
                }
                // Before 4.0 the type is a string literal.
                let quote = if self.version < Version::V4 { "'" } else { "" };
                self.text.extend([quote, type_name.as_str(), quote, ")"]);
            }
            Node::Negate(operand) => {
                self.text.push('-');
                // `-5` is a literal, and two signs in a row are not read alike everywhere.
                let is_literal = matches!(operand.0, Node::Literal(_));
                self.text.push_str(if is_literal { "(" } else { "" });
                self.value(operand, Rank::Primary)?;
                self.text.push_str(if is_literal { ")" } else { "" });
            }
            Node::Not(operand) => {
                self.text.push_str("not ");
                // So `not (not A)` too: there are readers that take equal operators from the left and lose one.
                self.condition(operand, Rank::Primary)?;
            }
            Node::Arithmetic(operator, sides) => {
                let (least, right) = match *operator {
                    "add" | "sub" => (Rank::Sum, Rank::Product),
                    _ => (Rank::Product, Rank::Sign),
                };
                self.value(&sides.0, least)?;
                self.operator(operator);
                self.value(&sides.1, right)?;
            }
            Node::Compare(operator, sides) => {
                self.expr(&sides.0, Rank::Sum)?;
                self.operator(operator);
                self.expr(&sides.1, Rank::Sum)?;
            }
            Node::In(operand, values) => self.is_in(operand, values)?,
            Node::Has(operand, flags) => {
                if self.version < Version::V4 {
                    return Err(self.lacks("has", "compare with the number that the service stores"));
                }
                if !flags.is_enum() {
                    return Err(Error::new(
                        "has",
                        "the flags are not an enumeration's: make them with enumValue",
                    ));
                }
                self.value(operand, Rank::Primary)?;
                self.operator("has");
                self.literal(flags)?;
            }
            Node::Logic(operator, conditions) => {
                let least = if *operator == "or" { Rank::And } else { Rank::Comparison };
                for (at, condition) in conditions.iter().enumerate() {
                    if at > 0 {
                        self.operator(operator);
                    }
                    self.condition(condition, least)?;
                }
            }
            Node::Lambda(quantifier, over, condition) => {
                if self.version == Version::V2 {
                    return Err(self.lacks(quantifier, "read the collection on its own"));
                }
                self.text.push_str(over.to_text(self.version)?);
                self.text.extend(["/", quantifier, "("]);
                if let Some((variable, condition)) = condition {
                    self.text.extend([variable.as_str(), ":"]);
                    self.condition(condition, Rank::Or)?;
                }
                self.text.push(')');
            }
        }
        Ok(())
    }

    fn literal(&mut self, literal: &Literal) -> Result<(), Error> {
        self.text.push_str(&literal.to_text(self.version)?);
        Ok(())
    }

    fn operator(&mut self, operator: &str) {
        self.text.extend([" ", operator, " "]);
    }

    fn call(&mut self, function: Function, args: &[Expr]) -> Result<(), Error> {
        let facts = function.facts();
        if self.version < facts.since || self.version > facts.until {
            return Err(self.lacks(facts.name, facts.instead));
        }
        let is_turned = function == Function::Contains && self.version < Version::V4;
        self.text.extend([if is_turned { "substringof" } else { facts.name }, "("]);
        for at in 0..args.len() {
            if at > 0 {
                self.text.push(',');
            }
            let at = if is_turned { args.len().saturating_sub(at).saturating_sub(1) } else { at };
            if let Some(arg) = args.get(at) {
                self.value(arg, Rank::Or).map_err(|error| error.within(facts.name))?;
            }
        }
        self.text.push(')');
        Ok(())
    }

    fn is_in(&mut self, operand: &Expr, values: &[Literal]) -> Result<(), Error> {
        if self.version < Version::V4 {
            return Err(self.lacks("in", "join eq comparisons by or"));
        }
        if values.is_empty() {
            return Err(Error::new("in", "there is no value: give at least one"));
        }
        self.value(operand, Rank::Primary)?;
        self.operator("in");
        for (at, value) in values.iter().enumerate() {
            self.text.push(if at == 0 { '(' } else { ',' });
            self.literal(value)?;
        }
        self.text.push(')');
        Ok(())
    }
}
