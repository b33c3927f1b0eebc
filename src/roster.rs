//! Rosters: people as CSV or JSON, read into users, with every problem named by row and column.

use crate::error::{Error, Result};
use crate::json::{self, Flaw};
use crate::keyed::Texts;
use crate::platforms::{check_user, roster_columns, user_keys};
use serde::Serialize;
use serde_json::{Map, Value};

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RosterProblem"))]
pub struct Problem {
    /// The row, as a spreadsheet counts: 1 is the heading of a CSV (empty rows count, line breaks in a cell do not),
    /// or the first item of a JSON list.
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
    /// The row of each of them, counted as the problems' are.
    pub rows: Vec<u32>,
    /// What is wrong with the others.
    pub problems: Vec<Problem>,
}

/// Reads a roster of a platform: CSV with a heading, or a JSON list of users.
///
/// A column names a field of the user; a dot reaches into it (`details.employeeDetails.jobTitle`). Cells are
/// trimmed; an empty cell is a field that is not given, and a row of such cells is nobody. The separator is the
/// comma, semicolon or tab that the heading uses.
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
    let mut roster = Roster::default();
    let add = |row, user| roster.add(platform, row, user);
    match text.trim_start().chars().next() {
        Some('[' | '{') => from_json(text, add)?,
        Some(_) => from_csv(text, columns, add)?,
        None => {
            return Err(Error::invalid("roster: is empty").hint("begin with a heading such as email,company"))
        }
    }
    Ok(roster)
}

/// Who is on the roster `before` and no longer on `now`, on this platform: those to deprovision.
///
/// People are compared as the platform tells them apart, whatever else a row says.
///
/// # Errors
/// `config_invalid` when there is no such platform, or a row of either list is no user: somebody who is not
/// understood would count as gone.
pub fn leavers(before: &[Value], now: &[Value], platform: &str) -> Result<Vec<Value>> {
    roster_columns(platform)?;
    let keys = |list: &str, users: &[Value]| {
        let each = users.iter().enumerate().map(|(at, user)| {
            user_keys(platform, user).map_err(|mut error| {
                error.message = format!("{list}[{at}]: {}", error.message);
                error
            })
        });
        each.collect::<Result<Vec<_>>>()
    };
    let mut stay = Texts::default();
    for key in keys("now", now)?.into_iter().flatten() {
        stay.insert(key);
    }
    let known = keys("before", before)?;
    let is_gone = |keys: &Vec<String>| !keys.iter().any(|key| stay.contains(key));
    Ok(before.iter().zip(known).filter(|(_, keys)| is_gone(keys)).map(|(user, _)| user.clone()).collect())
}

impl Roster {
    fn add(&mut self, platform: &str, row: u32, user: Result<Value>) {
        match user.and_then(|user| check_user(platform, &user).map(|()| user)) {
            Ok(user) => {
                self.users.push(user);
                self.rows.push(row);
            }
            Err(error) => self.problems.push(problem(row, &error)),
        }
    }
}

fn from_json(text: &str, mut add: impl FnMut(u32, Result<Value>)) -> Result<()> {
    let bad = |line: usize| {
        Err(Error::invalid(format!("roster: is not a JSON list of users (line {line})"))
            .hint("write [ { … }, { … } ]"))
    };
    let list = match json::read(text) {
        Ok(Value::Array(list)) => list,
        Ok(_) | Err(Flaw::Kind) => return bad(1),
        Err(Flaw::Bad(line)) => return bad(line),
        Err(Flaw::Cut) => return bad(text.matches('\n').count().saturating_add(1)),
    };
    (1_u32..).zip(list).for_each(|(row, user)| add(row, Ok(user)));
    Ok(())
}

fn from_csv(text: &str, columns: &[&str], mut add: impl FnMut(u32, Result<Value>)) -> Result<()> {
    let is_break = |letter: char| letter == '\r' || letter == '\n';
    let heading = text.trim_start_matches(is_break).split(is_break).next().unwrap_or_default();
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
    check_columns(&names).or_else(|(what, remedy)| bad(what, remedy.to_owned()))?;
    let mut rows = Rows { text: text.as_bytes(), last: 1 };
    rows.of_record(0);
    for record in reader.records() {
        let position = match &record {
            Ok(record) => record.position(),
            Err(error) => error.position(),
        };
        let row = rows.of_record(position.map_or(0, csv::Position::byte));
        // Spreadsheets leave such rows behind.
        let is_empty = record.as_ref().is_ok_and(|record| record.iter().all(str::is_empty));
        if !is_empty {
            add(row, user(record, &names));
        }
    }
    Ok(())
}

/// Counts rows. The reader skips empty ones, and counts lines: a cell may hold several.
struct Rows<'a> {
    text: &'a [u8],
    /// The row of the record before.
    last: u32,
}

impl Rows<'_> {
    /// The row of the record that begins at this byte, or after the line ends that are there; records come in order.
    fn of_record(&mut self, byte: u64) -> u32 {
        let is_break = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let (before, rest) = usize::try_from(byte)
            .ok()
            .and_then(|byte| self.text.split_at_checked(byte))
            .unwrap_or((self.text, &[]));
        // Line ends alone lie between two records: those of empty rows, and of the one before.
        let ends = before.iter().rev().take_while(is_break).count();
        let ends =
            before.iter().skip(before.len().saturating_sub(ends)).chain(rest.iter().take_while(is_break));
        let mut last = 0;
        for end in ends {
            let is_second_half = *end == b'\n' && last == b'\r';
            self.last = self.last.saturating_add(u32::from(!is_second_half));
            last = *end;
        }
        self.last
    }
}

/// Every cell needs a place of its own, and a row must not cost much more than is written in it: it repeats
/// the names of its columns.
fn check_columns(names: &[String]) -> std::result::Result<(), (String, &'static str)> {
    const LONGEST: usize = 300;
    const MOST_DOTS: usize = 8;
    let mut known = Texts::default();
    for name in names {
        if name.chars().count() > LONGEST || name.matches('.').count() > MOST_DOTS {
            let start: String = name.chars().take(80).collect();
            let what = format!("the name of the column {start:?}… is too long, or has too many dots");
            return Err((what, "a name has 300 characters and 8 dots at most"));
        }
        if !known.insert(name.clone()) {
            return Err((format!("the column {name:?} is there twice"), "remove one of them"));
        }
    }
    let dots = |name: &'_ str| name.match_indices('.').map(|(at, _)| at).collect::<Vec<_>>();
    let outer_of =
        |name: &&str| dots(name).iter().any(|at| name.get(..*at).is_some_and(|o| known.contains(o)));
    let inner = known.iter().find(|name| outer_of(name));
    match inner {
        Some(name) => {
            let what = format!("the column {name:?} reaches into another column");
            Err((what, "give the whole field in one column, or its parts in several"))
        }
        None => Ok(()),
    }
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
    fn who_is_gone() {
        let one = |email: &str| json!({"email": email, "givenName": "A", "familyName": "B"});
        let before = [one("a@b.co"), one("C@b.co"), one("d@b.co")];
        let now = [one("c@B.co"), json!({"email": "a@b.co", "givenName": "Other", "familyName": "Name"})];
        assert_eq!(leavers(&before, &now, "workspan").unwrap(), [one("d@b.co")]);
        assert_eq!(leavers(&before, &[], "workspan").unwrap(), before);
        assert!(leavers(&[], &before, "workspan").unwrap().is_empty());
        // A user name in common is enough.
        let mut renamed = one("new@b.co");
        renamed["userName"] = "d@b.co".into();
        assert!(leavers(&before[2..], &[renamed], "workiva").unwrap().is_empty());
        let bad = [one("a@b.co"), one("nobody")];
        for (before, now, field) in [(&bad[..], &[][..], "before[1]: email"), (&[], &bad, "now[1]: email")] {
            let error = leavers(before, now, "workspan").unwrap_err();
            assert!(error.message.starts_with(field), "{error}");
        }
        assert!(leavers(&[], &[], "nowhere").is_err());
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
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let lines = [
            "email;company",
            "a@@b.co;x",
            "",
            "",
            "c@@b.co;\"x\ny\r\n\n\"",
            "ok@b.co;",
            "e@b.co;x",
            " ; ",
            ";;;",
            " ",
            "d@@b.co;x",
            ";",
            "",
        ];
        for (empty, before) in [("", 0), ("\n", 1), ("\r\n\r\n", 2), ("\r", 1)] {
            for end in ["\n", "\r\n", "\r"] {
                let text = [empty, &lines.join(end)].concat();
                let roster = read(&text);
                let bad: Vec<_> = roster.problems.iter().map(|problem| problem.row - before).collect();
                let good: Vec<_> = roster.rows.iter().map(|row| row - before).collect();
                assert_eq!((bad, good), (vec![2, 5, 6, 11], vec![7]), "{text:?}");
            }
        }
        assert_eq!(read("[{}, {\"email\": \"a@b.co\", \"company\": \"x\"}]").rows, [2]);
    }

    #[test]
    fn what_is_no_roster_is_refused() {
        for (text, words) in [
            ("", "is empty"),
            ("  \n", "is empty"),
            ("e-mail,company\n", "no column \"e-mail\""),
            ("email,email\n", "there twice"),
            ("company,company.name\n", "\"company.name\" reaches into another"),
            ("details.a.b,details.a\n", "\"details.a.b\" reaches into another"),
            (&format!("details{}\n", ".a".repeat(100_000)), "too many dots"),
            (&format!("details.{}\n", "a".repeat(300)), "is too long"),
            ("[1,", "not a JSON list"),
            ("{\"email\":\"a\"}", "not a JSON list"),
        ] {
            let error = parse(text, "myworkpal").unwrap_err();
            assert!(error.message.contains(words) && error.hint.is_some(), "{text:?}: {error}");
        }
        assert!(parse("email\n", "other").is_err());
    }
}
