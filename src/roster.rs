//! Rosters: people as CSV or JSON, read into users, with every problem named by row and column.

use crate::error::{Error, Result};
use crate::platforms::{check_user, roster_columns};
use serde::Serialize;
use serde_json::{Map, Value};

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RosterProblem"))]
pub struct Problem {
    /// The row, as a spreadsheet counts: 1 is the heading of a CSV, or the first item of a JSON list.
    pub row: u32,
    /// The column, or an empty text when the whole row is meant.
    pub column: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// A roster as read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Roster {
    /// The users of the good rows, in order.
    pub users: Vec<Value>,
    /// What is wrong with the others.
    pub problems: Vec<Problem>,
}

/// Reads a roster of a platform: CSV with a heading, or a JSON list of users.
///
/// A column names a field of the user; a dot reaches into it (`details.employeeDetails.jobTitle`). Cells are
/// trimmed; an empty cell is a field that is not given. The separator is the comma, semicolon or tab that
/// the heading uses.
///
/// ```
/// let roster = provisor::roster::parse("email,company\njohn@doe.com,Company Doe\nnobody,X\n", "myworkpal")?;
/// assert_eq!(roster.users[0]["company"], "Company Doe");
/// assert_eq!((roster.problems[0].row, roster.problems[0].column.as_str()), (3, "email"));
/// # Ok::<(), provisor::error::Error>(())
/// ```
///
/// # Errors
/// `config_invalid` when there is no such platform, or the text is no roster at all.
pub fn parse(text: &str, platform: &str) -> Result<Roster> {
    let columns = roster_columns(platform)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = match text.trim_start().chars().next() {
        Some('[' | '{') => from_json(text)?,
        Some(_) => from_csv(text, columns)?,
        None => {
            return Err(Error::invalid("roster: is empty").hint("begin with a heading such as email,company"))
        }
    };
    let mut roster = Roster::default();
    for (row, user) in rows {
        match user.and_then(|user| check_user(platform, &user).map(|()| user)) {
            Ok(user) => roster.users.push(user),
            Err(error) => roster.problems.push(problem(row, &error)),
        }
    }
    Ok(roster)
}

type Rows = Vec<(u32, Result<Value>)>;

fn from_json(text: &str) -> Result<Rows> {
    let list: Vec<Value> = serde_json::from_str(text).map_err(|error| {
        Error::invalid(format!("roster: is not a JSON list of users (line {})", error.line()))
            .hint("write [ { … }, { … } ]")
    })?;
    Ok((1_u32..).zip(list.into_iter().map(Ok)).collect())
}

fn from_csv(text: &str, columns: &[&str]) -> Result<Rows> {
    let heading = text.lines().next().unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(heading))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let bad = |what: String, remedy: String| Err(Error::invalid(format!("roster: {what}")).hint(remedy));
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(str::to_owned).collect(),
        Err(_) => return bad("its heading cannot be read".to_owned(), "save it as CSV in UTF-8".to_owned()),
    };
    let known = |name: &str| columns.contains(&name.split('.').next().unwrap_or_default());
    if let Some(name) = names.iter().find(|name| !known(name)) {
        return bad(
            format!("there is no column {name:?}"),
            format!("the columns are: {}; a dot reaches into details", columns.join(", ")),
        );
    }
    if let Some(name) =
        names.iter().enumerate().find_map(|(at, name)| names.get(..at)?.contains(name).then_some(name))
    {
        return bad(format!("the column {name:?} is there twice"), "remove one of them".to_owned());
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let row = match &record {
            Ok(record) => record.position().map_or(0, csv::Position::line),
            Err(error) => error.position().map_or(0, csv::Position::line),
        };
        rows.push((u32::try_from(row).unwrap_or(u32::MAX), user(record, &names)));
    }
    Ok(rows)
}

/// The separator that a heading uses most; spreadsheets of many countries write semicolons.
fn separator(heading: &str) -> u8 {
    let count = |separator: u8| heading.bytes().filter(|byte| *byte == separator).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

fn user(record: std::result::Result<csv::StringRecord, csv::Error>, names: &[String]) -> Result<Value> {
    let record = record.map_err(|_| {
        Error::invalid("the row cannot be read").hint("check its quotes and encoding (UTF-8)")
    })?;
    if record.len() != names.len() {
        return Err(Error::invalid(format!(
            "the row has {} cells, the heading {}",
            record.len(),
            names.len()
        ))
        .hint("put a cell that holds the separator into double quotes"));
    }
    let mut user = Map::new();
    for (name, cell) in names.iter().zip(record.iter()).filter(|(_, cell)| !cell.is_empty()) {
        put(&mut user, name, cell);
    }
    Ok(Value::Object(user))
}

/// Puts a cell where its column's dots lead.
fn put(fields: &mut Map<String, Value>, path: &str, cell: &str) {
    let Some((first, rest)) = path.split_once('.') else {
        fields.insert(path.to_owned(), Value::from(cell));
        return;
    };
    let inner = fields.entry(first).or_insert_with(|| Value::Object(Map::new()));
    if let Some(inner) = inner.as_object_mut() {
        put(inner, rest, cell);
    }
}

/// Errors begin with the field they are about: `email: has no @`.
fn problem(row: u32, error: &Error) -> Problem {
    let (column, message) = match error.message.split_once(": ") {
        Some((field, message)) if !field.contains(' ') || field.contains(", ") => (field, message),
        _ => ("", error.message.as_str()),
    };
    let column = column.strip_prefix("user.").unwrap_or(column);
    let column = if column == "user" { "" } else { column };
    let hint = error.hint.as_deref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    Problem { row, column: column.to_owned(), message: format!("{message}{hint}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Roster {
        parse(text, "myworkpal").unwrap()
    }

    #[test]
    fn every_separator_and_a_byte_order_mark() {
        let expected = json!({"email": "a@b.co", "company": "A, B & Co"});
        for text in [
            "email,company\na@b.co,\"A, B & Co\"\n",
            "\u{feff}email;company\r\n a@b.co ;A, B & Co\r\n",
            "email\tcompany\na@b.co\tA, B & Co",
            "[{\"email\":\"a@b.co\",\"company\":\"A, B & Co\"}]",
        ] {
            assert_eq!(read(text).users, std::slice::from_ref(&expected), "{text}");
        }
    }

    #[test]
    fn dots_reach_into_details() {
        let roster = read("email,subDomain,details.employeeDetails.jobTitle\na@b.co,doe,Lead\nc@d.co,doe,\n");
        assert_eq!(roster.users[0]["details"], json!({"employeeDetails": {"jobTitle": "Lead"}}));
        assert_eq!(roster.users[1], json!({"email": "c@d.co", "subDomain": "doe"}));
    }

    #[test]
    fn problems_name_row_and_column_and_lose_no_good_row() {
        let roster =
            read("email,company,subDomain\na@@b.co,x,\nok@b.co,x,\nc@b.co,,\nd@b.co,x\ne@b.co,x,y\n");
        let found: Vec<_> = roster.problems.iter().map(|p| (p.row, p.column.as_str())).collect();
        assert_eq!(found, [(2, "email"), (4, "company, subDomain"), (5, ""), (6, "company, subDomain")]);
        assert_eq!(roster.users.len(), 1);
    }

    #[test]
    fn what_is_no_roster_is_refused() {
        for (text, words) in [
            ("", "is empty"),
            ("  \n", "is empty"),
            ("e-mail,company\n", "no column \"e-mail\""),
            ("email,email\n", "there twice"),
            ("[1,", "not a JSON list"),
            ("{\"email\":\"a\"}", "not a JSON list"),
        ] {
            let error = parse(text, "myworkpal").unwrap_err();
            assert!(error.message.contains(words) && error.hint.is_some(), "{text:?}: {error}");
        }
        assert!(parse("email\n", "other").is_err());
    }
}
