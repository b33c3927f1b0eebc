//! The columns of rosters: which one a heading is, where its cells go and what they are.
use super::{bad, Extra, Options};
use crate::error::{Error, Result};
use crate::input::Input;
use crate::names::{like, quote};
use serde_json::{Map, Value};

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// True or false; also yes and no, 1 and 0.
    Flag,
    /// A number as JSON has it.
    Number,
    /// A list of names with `;` between them, or with `|` where there is no `;`.
    List,
}
/// A column that a platform's rosters may have.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The field of the user; a dot reaches into one. `*` is any name (`workspaces.*.roles`), at the end any names with dots
    /// between them (`details.*`). The first column that fits counts.
    pub name: &'static str,
    /// What its cells are.
    pub kind: Kind,
    /// It identifies the person: no row is without.
    pub is_required: bool,
    /// In a template; with a `*`, what stands for it comes first: `Annual Report=Editor`.
    pub example: &'static str,
}
impl Column {
    /// A column whose cells may be empty.
    pub const fn new(name: &'static str, kind: Kind, example: &'static str) -> Self {
        Self { name, kind, is_required: false, example }
    }
    /// It identifies the person.
    pub const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }
}

/// A roster to begin with: the heading, and a row as an example. A field whose parts are columns is left to these.
pub fn template(columns: &[Column]) -> String {
    let is_part = |part: &Column, whole: &Column| {
        part.name.strip_prefix(whole.name).is_some_and(|rest| rest.starts_with('.'))
    };
    let whole = columns.iter().filter(|one| !columns.iter().any(|other| is_part(other, one)));
    let columns = whole.filter_map(|column| match column.name.contains('*') {
        true => column.example.split_once('=').map(|(name, cell)| (column.name.replace('*', name), cell)),
        false => Some((column.name.to_owned(), column.example)),
    });
    let (names, cells): (Vec<_>, Vec<_>) = columns.map(|(name, cell)| (quoted(&name), quoted(cell))).unzip();
    format!("{}\n{}\n", names.join(","), cells.join(","))
}
fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

/// Where the cells of a column go.
type Place<'a> = (Vec<String>, &'a Column);
/// The columns of one roster; those that are left out have no place.
pub(super) struct Heading<'a> {
    names: Vec<String>,
    places: Vec<Option<Place<'a>>>,
}
impl<'a> Heading<'a> {
    pub(super) fn read(
        record: &csv::StringRecord,
        columns: &'a [Column],
        options: &Options,
        ignored: &mut Vec<String>,
    ) -> Result<Self> {
        const LONGEST: usize = 300;
        const MOST_DOTS: usize = 8;
        let mut names: Vec<_> = record.iter().map(str::to_owned).collect();
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        let known = || columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
        let mut places = Vec::new();
        for name in &names {
            if name.chars().nth(LONGEST).is_some() || name.matches('.').count() > MOST_DOTS {
                let what = format!("has a heading that is too long, or has too many dots: {}", quote(name));
                return bad(what, "a heading has 300 characters and 8 dots at most");
            }
            let mapped = options.columns.iter().find(|(heading, _)| bare(heading) == bare(name));
            let place = match mapped {
                Some((_, column)) => {
                    let column = String::read("columns", column)?;
                    match find(&column, columns) {
                        Some(place) => Some(place),
                        None => return bad(format!("has no column {}", quote(&column)), known()),
                    }
                }
                None => find(name, columns),
            };
            if place.is_none() && !name.is_empty() {
                ignored.push(name.clone());
            }
            places.push(place);
        }
        if let (Some(_), Extra::Refuse) = (ignored.first(), options.extra) {
            return Err(not_known(ignored, columns, &known()));
        }
        let is_there = |column: &&Column| places.iter().flatten().any(|(_, found)| found.name == column.name);
        if let Some(column) =
            columns.iter().filter(|column| column.is_required).find(|column| !is_there(column))
        {
            let remedy =
                format!("add it, or say which heading it is: columns: {{ \"…\": \"{}\" }}", column.name);
            return bad(format!("has no column {}", column.name), remedy);
        }
        // In order, what begins with a path comes after it at once.
        let mut paths: Vec<_> = places.iter().flatten().map(|(path, _)| path).collect();
        paths.sort();
        for pair in paths.windows(2) {
            if let [outer, inner] = pair {
                if inner.starts_with(outer) {
                    let (outer, inner) = (outer.join("."), inner.join("."));
                    return match outer == inner {
                        true => bad(format!("has the column {} twice", quote(&outer)), "remove one of them"),
                        false => bad(
                            format!(
                                "has the column {}, which reaches into another, {}",
                                quote(&inner),
                                quote(&outer)
                            ),
                            "give the whole field in one column, or its parts in several",
                        ),
                    };
                }
            }
        }
        Ok(Self { names, places })
    }
    pub(super) fn user(&self, record: &csv::StringRecord) -> Result<Value, (String, String)> {
        let is_over = record.iter().skip(self.names.len()).any(|cell| !cell.is_empty());
        if is_over || record.len() < self.names.len() {
            let (cells, names) = (record.len(), self.names.len());
            let remedy = "put a cell that holds the separator into double quotes";
            return Err((
                String::new(),
                format!("the row has {cells} cells, the heading {names} ({remedy})"),
            ));
        }
        let mut user = Map::new();
        for ((name, place), cell) in self.names.iter().zip(&self.places).zip(record) {
            match place {
                Some((path, column)) if cell.is_empty() && column.is_required => {
                    return Err((path.join("."), "must not be empty".to_owned()));
                }
                Some((path, column)) if !cell.is_empty() => {
                    let value =
                        read(cell, column.kind).map_err(|words| (path.join("."), words.to_owned()))?;
                    put(&mut user, path, value);
                }
                None if name.is_empty() && !cell.is_empty() => {
                    return Err((String::new(), "the row has a cell below an empty heading".to_owned()));
                }
                _ => {}
            }
        }
        Ok(Value::Object(user))
    }
}
fn not_known(unknown: &[String], columns: &[Column], known: &str) -> Error {
    const MOST_LISTED: usize = 10;
    let listed = unknown.iter().take(MOST_LISTED).map(|name| {
        let near = like(name, columns.iter().map(|column| column.name));
        quote(name) + &near.map(|near| format!(" (did you mean {near}?)")).unwrap_or_default()
    });
    let more = match unknown.len().saturating_sub(MOST_LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let listed = listed.collect::<Vec<_>>().join(", ");
    Error::invalid(format!("the roster has columns that are not known: {listed}{more}")).hint(format!(
        "the columns are: {known}; say which one a heading is with columns: {{ \"heading\": \"column\" }}, or leave others out \
         with extra: \"ignore\""
    ))
}

/// Case, spaces, hyphens and underscores do not count.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || *c == '.').collect::<String>().to_lowercase()
}
/// The column of a name, and where its cells go.
fn find<'a>(name: &str, columns: &'a [Column]) -> Option<Place<'a>> {
    let parts: Vec<_> = name.split('.').map(str::trim).collect();
    let is_same =
        |names: &[&str], parts: &[&str]| names.iter().zip(parts).all(|(name, part)| bare(name) == bare(part));
    columns.iter().find_map(|column| {
        let pattern: Vec<_> = column.name.split('.').collect();
        let mut ends = pattern.splitn(2, |name| *name == "*");
        let (first, last) = (ends.next()?, ends.next());
        let tail = last.unwrap_or_default();
        let (start, rest) = parts.split_at_checked(first.len())?;
        let (any, end) = rest.split_at_checked(rest.len().checked_sub(tail.len())?)?;
        let is_whole = any.is_empty() == last.is_none() && any.iter().all(|part| !part.is_empty());
        (is_whole && is_same(first, start) && is_same(tail, end)).then(|| {
            // A name in the middle may have dots in it.
            let joined = any.join(".");
            let any = if tail.is_empty() { any } else { &[joined.as_str()] };
            ([first, any, tail].concat().into_iter().map(str::to_owned).collect(), column)
        })
    })
}
fn read(cell: &str, kind: Kind) -> Result<Value, &'static str> {
    match kind {
        Kind::Text => Ok(cell.into()),
        Kind::Flag => match cell.to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "1" => Ok(true.into()),
            "false" | "no" | "n" | "0" => Ok(false.into()),
            _ => Err("must be true or false"),
        },
        Kind::Number => serde_json::from_str::<serde_json::Number>(cell)
            .map(Value::Number)
            .map_err(|_| "must be a number such as 1234.5, without other marks"),
        Kind::List => {
            let between = if cell.contains(';') { ';' } else { '|' };
            Ok(cell.split(between).map(str::trim).filter(|name| !name.is_empty()).collect())
        }
    }
}
/// Puts a value where its column's dots lead.
fn put(fields: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [name] => {
            fields.insert(name.clone(), value);
        }
        [first, rest @ ..] => {
            let inner = fields.entry(first.as_str()).or_insert_with(|| Map::new().into());
            if let Some(inner) = inner.as_object_mut() {
                put(inner, rest, value);
            }
        }
    }
}
