use super::*;
use crate::error::Code;
use proptest::prelude::*;
use serde_json::json;

const COLUMNS: &[Column] = &[
    Column::new("email", Kind::Text, "ann@doe.com").required(),
    Column::new("givenName", Kind::Text, "Ann, \"A\""),
    Column::new("company", Kind::Text, ""),
    Column::new("active", Kind::Flag, "true"),
    Column::new("exact", Kind::Flag, ""),
    Column::new("hours", Kind::Number, ""),
    Column::new("roles", Kind::List, "Admin;Auditor"),
    Column::new("workspaces.*.roles", Kind::List, "Annual Report=Editor"),
    Column::new("details.employeeDetails.salary", Kind::Number, ""),
    Column::new("details.*", Kind::Text, ""),
];
fn options(given: Value) -> Options {
    Options::read("options", &given).ok().unwrap()
}
fn read(text: &str) -> Roster {
    parse(text, COLUMNS, &options(json!({}))).unwrap()
}
fn refused(text: &str, given: Value) -> String {
    let error = parse(text, COLUMNS, &options(given)).unwrap_err();
    assert_eq!(error.code, Code::ConfigInvalid);
    format!("{} ({})", error.message, error.hint.unwrap())
}

#[test]
fn every_separator_and_a_byte_order_mark() {
    let expected = json!({"email": "a@b.co", "company": "A, B; & Co"});
    for text in [
        "email,company\na@b.co,\"A, B; & Co\"\n",
        "\u{feff}email;company\r\n a@b.co ;\"A, B; & Co\"\r\n",
        "email\tcompany\na@b.co\tA, B; & Co",
        "email\tcompany\ra@b.co\t\"A, B; & Co\"\r",
        "sep=;\r\nemail;company\r\na@b.co;\"A, B; & Co\"\r\n",
        "sep=|\nemail|company\na@b.co|A, B; & Co\n",
        "\"E-Mail\";\"com,pa,ny\"\na@b.co;\"A, B; & Co\"",
        "[{\"email\":\"a@b.co\",\"company\":\"A, B; & Co\"}]",
    ] {
        assert_eq!(read(text).users, std::slice::from_ref(&expected), "{text}");
    }
}

#[test]
fn headings_are_matched_as_people_write_them() {
    for heading in ["givenName", "Given Name", "given_name", "GIVEN-NAME", " given name "] {
        let roster = read(&format!("E-mail,{heading}\na@b.co,Ann\n"));
        assert_eq!(roster.users, [json!({"email": "a@b.co", "givenName": "Ann"})], "{heading}");
    }
    let given = json!({"columns": {"work e-mail": "email", "Firm": "details.companyDetails.Name"}, "extra": "ignore"});
    let text = "Work E-Mail,firm,Cost Centre,Start\na@b.co,Doe,7,x\n,,,\nb@b.co,,,\n";
    let roster = parse(text, COLUMNS, &options(given)).unwrap();
    let first = json!({"email": "a@b.co", "details": {"companyDetails": {"Name": "Doe"}}});
    assert_eq!(roster.users, [first, json!({"email": "b@b.co"})]);
    assert_eq!(
        (roster.rows, roster.ignored),
        (vec![2, 4], vec!["Cost Centre".to_owned(), "Start".to_owned()])
    );
}

#[test]
fn cells_are_what_their_column_says() {
    let text = "email,Active,hours,roles,details.employeeDetails.salary,details.employeeDetails.jobTitle,\
        workspaces.Annual Report 1.5.Roles\n\
        a@b.co,YES,37.5,A; B ;,1234.50,0042,Editor|Viewer\n\
        b@b.co,0,-1,A|B;C,,,\n";
    let roster = read(text);
    assert_eq!(roster.problems, []);
    assert_eq!(
        roster.users,
        [
            json!({"email": "a@b.co", "active": true, "hours": 37.5, "roles": ["A", "B"],
                "details": {"employeeDetails": {"salary": 1234.5, "jobTitle": "0042"}},
                "workspaces": {"Annual Report 1.5": {"roles": ["Editor", "Viewer"]}}}),
            json!({"email": "b@b.co", "active": false, "hours": -1, "roles": ["A|B", "C"]}),
        ]
    );
    for (column, cell, words) in [
        ("active", "maybe", "must be true or false"),
        ("hours", "1.234,50", "must be a number"),
        ("hours", "NaN", "must be a number"),
        ("hours", "1e999", "must be a number"),
        ("hours", "007", "must be a number"),
    ] {
        let roster = read(&format!("email;{column}\na@b.co;{cell}\n"));
        let [problem] = roster.problems.as_slice() else { panic!("{roster:?}") };
        assert_eq!((problem.row, problem.column.as_str()), (2, column));
        assert!(problem.message.starts_with(words) && roster.users.is_empty());
    }
}

#[test]
fn problems_name_row_and_column_and_lose_no_good_row() {
    let roster = read(
        "email,company,active,,\n,x,,,\nok@b.co,x,,,\nd@b.co,x\ne@b.co,x,true,y\nf@b.co,x,,,,,\ng@b.co,x,?\n",
    );
    let found: Vec<_> = roster.problems.iter().map(|p| (p.row, p.column.as_str())).collect();
    assert_eq!(found, [(2, "email"), (4, ""), (5, ""), (7, "active")]);
    assert_eq!(roster.rows, [3, 6]);
    assert!(roster.problems[1].message.starts_with("the row has 2 cells, the heading 3"));
    let roster = read("email,,active\na@b.co,,no\nb@b.co,x,no\n");
    assert_eq!(
        (roster.rows, roster.problems[0].message.as_str()),
        (vec![2], "the row has a cell below an empty heading")
    );
}

#[test]
fn rows_are_counted_as_a_spreadsheet_counts_them() {
    let lines = [
        "email;company",
        ";x",
        "",
        "",
        ";\"x\ny\r\n\n\"",
        "ok@b.co;",
        "e@b.co",
        " ; ",
        ";;;",
        " ",
        ";\"\"\"x\"",
        ";",
        "",
    ];
    for (empty, before) in
        [("", 0), ("\n", 1), ("\r\n\r\n", 2), ("\r", 1), ("sep=;\n", 1), ("sep=;\r\n\r\n", 2)]
    {
        for end in ["\n", "\r\n", "\r"] {
            let text = [empty, &lines.join(end)].concat();
            let roster = read(&text);
            let bad: Vec<_> = roster.problems.iter().map(|problem| problem.row - before).collect();
            let good: Vec<_> = roster.rows.iter().map(|row| row - before).collect();
            assert_eq!((bad, good), (vec![2, 5, 7, 11], vec![6]), "{text:?}");
        }
    }
    assert_eq!(read("[{}, {\"email\": \"a@b.co\"}]").rows, [1, 2]);
}

#[test]
fn what_is_no_roster_is_refused_with_what_to_do() {
    for (text, words) in [
        ("", "the roster is empty (begin with"),
        ("\u{feff} \n", "is empty"),
        ("PK\u{3}\u{4}\u{14}", ".xlsx"),
        ("e\0m\0a\0i\0l\0", "no text in UTF-8"),
        ("email,email\n", "has the column \"email\" twice"),
        ("E-Mail,email\n", "has the column \"email\" twice"),
        ("company\nDoe\n", "has no column email (add it"),
        ("email,details.a,details.a.b\n", "\"details.a.b\", which reaches into another, \"details.a\""),
        (&format!("email,details{}\n", ".a".repeat(100_000)), "too many dots"),
        (&format!("email,details.{}\n", "a".repeat(300)), "is too long"),
        (
            "email,company\na@b.co,x\nb@b.co,\"x\nc@b.co,y\n",
            "a quote that opens in row 3 and is never closed",
        ),
        ("email,\"company\na@b.co,x\n", "a quote that opens in row 1"),
        ("sep=;\nemail;company\n\"a\nb\"; x\n;\"", "a quote that opens in row 4"),
        ("[1,\n", "is not a JSON list of users (line 2)"),
        ("{\"email\":\"a\"}", "is not a JSON list of users (line 1)"),
    ] {
        let told = refused(text, json!({}));
        assert!(told.starts_with("the roster ") && told.contains(words), "{text:.80}: {told}");
    }
    let told = refused("email,x\n", json!({"columns": {"x": "emial"}}));
    assert!(told.contains("has no column \"emial\""), "{told}");
    // A quote within a cell opens nothing.
    assert_eq!(read("email,company\na@b.co,6\" nails\n").users[0]["company"], "6\" nails");
}

#[test]
fn headings_that_are_not_known_are_told_together_with_what_may_be_meant() {
    let told = refused("email,Givn Name,Cost Centre,details.,workspaces.roles\n", json!({}));
    assert!(
        told.contains("\"Givn Name\" (did you mean givenName?), \"Cost Centre\", \"details.\" ("),
        "{told}"
    );
    assert!(told.contains("workspaces.*.roles, ") && told.contains("extra: \"ignore\""), "{told}");
    let many: Vec<_> = (0..10_000).map(|n| format!("{n}{}", "x".repeat(200))).collect();
    let told = refused(&many.join(","), json!({}));
    assert!(told.contains("and 9990 more") && told.len() < 2_500, "{}", told.len());
}

#[test]
fn a_template_is_a_roster() {
    let text = template(COLUMNS);
    assert_eq!(
        text,
        "email,givenName,company,active,exact,hours,roles,workspaces.Annual Report.roles,details.employeeDetails.salary\n\
         ann@doe.com,\"Ann, \"\"A\"\"\",,true,,,Admin;Auditor,Editor,\n"
    );
    let roster = read(&text);
    assert_eq!((roster.users.len(), roster.problems.len()), (1, 0));
    assert_eq!(roster.users[0]["workspaces"], json!({"Annual Report": {"roles": ["Editor"]}}));
}

#[test]
fn problems_are_grouped_and_told_from_errors() {
    let error = Error::invalid("user.email has no @").hint("give a whole address");
    let (one, other) = (Problem::of(2, &error), Problem::of(5, &error));
    assert_eq!((one.column.as_str(), one.message.as_str()), ("email", "has no @ (give a whole address)"));
    let whole = Problem::of(3, &Error::invalid("user must be an object, not a number"));
    assert_eq!((whole.column.as_str(), whole.message.as_str()), ("", "user must be an object, not a number"));
    let groups = grouped(&[one, whole, other]);
    assert_eq!((groups.len(), &groups[0].rows, &groups[1].rows), (2, &vec![2, 5], &vec![3]));
}

#[test]
fn who_is_gone() {
    let keys = |user: &Value| {
        let all = [&user["email"], &user["userName"]].into_iter().filter_map(Value::as_str);
        let all: Vec<_> = all.map(crate::identity::fold_email).collect();
        if all.is_empty() {
            Err(Error::invalid("user.email is missing"))
        } else {
            Ok(all)
        }
    };
    let one = |email: &str| json!({ "email": email });
    let before = [one("a@b.co"), one("C@b.co"), one("d@b.co")];
    let now = [one("c@B.co"), json!({"email": "a@b.co", "givenName": "Other"})];
    assert_eq!(leavers(&before, &now, keys).unwrap(), [one("d@b.co")]);
    assert_eq!(leavers(&before, &[], keys).unwrap(), before);
    assert!(leavers(&[], &before, keys).unwrap().is_empty());
    // A user name in common is enough.
    let renamed = json!({"email": "new@b.co", "userName": "d@b.co"});
    assert!(leavers(&before[2..], &[renamed], keys).unwrap().is_empty());
    let bad = [one("a@b.co"), json!({})];
    for (before, now, words) in
        [(&bad[..], &[][..], "before[1]: user.email is"), (&[], &bad, "now[1]: user.email is")]
    {
        assert!(leavers(before, now, keys).unwrap_err().message.starts_with(words));
    }
}

proptest! {
    #[test]
    fn what_was_written_is_read(
        cells in proptest::collection::vec(("[a-zäöü,;\"\t\r\n']{0,8}", "[a-z,;\"|]{0,5}"), 0..12),
        separator in prop_oneof![Just(','), Just(';'), Just('\t')],
        end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
    ) {
        let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let mut text = format!("email{separator}given name{separator}company{end}");
        for (one, other) in &cells {
            text += &format!("a@b.co{separator}{}{separator}{}{end}", quoted(one), quoted(other));
        }
        let roster = read(&text);
        prop_assert_eq!(&roster.problems, &[]);
        prop_assert_eq!(&roster.rows, &(2..).take(cells.len()).collect::<Vec<_>>());
        for (user, (one, other)) in roster.users.iter().zip(&cells) {
            prop_assert_eq!(user["givenName"].as_str().unwrap_or_default(), one.trim());
            prop_assert_eq!(user["company"].as_str().unwrap_or_default(), other.trim());
        }
    }
    #[test]
    fn no_text_panics_and_each_record_has_its_row(text in "([a-c,;\t\r\n\"= ]|é){0,40}") {
        let with_heading = format!("email,company{text}");
        for text in [&text, &with_heading] {
            let _ = parse(text, COLUMNS, &options(json!({"extra": "ignore"})));
            if let Ok(rows) = rows(text, b',', 1) {
                let mut reader = csv::ReaderBuilder::new();
                let records = reader.flexible(true).has_headers(false).from_reader(text.as_bytes()).into_records();
                prop_assert_eq!(rows.len(), records.count(), "{:?}", text);
                prop_assert!(rows.is_sorted());
            }
        }
    }
}
