//! Rosters as another program writes them.

use proptest::prelude::*;
use provisor::roster;
use serde_json::json;
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(super::config())]

    /// Whatever a cell holds, and whatever separates them, the people are those that were written.
    #[test]
    fn a_roster_is_read_as_it_was_written(
        people in prop::collection::vec(("[a-z]{1,8}", "[ -~\n\r\té\u{feff}山]{0,12}", "[^\0]{0,8}"), 1..12),
        separator in prop::sample::select(vec![b',', b';', b'\t']),
        mark in any::<bool>(),
        end in prop::sample::select(vec!["CR LF", "LF", "CR"]),
    ) {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator)
            .terminator(match end {
                "CR LF" => csv::Terminator::CRLF,
                "LF" => csv::Terminator::Any(b'\n'),
                _ => csv::Terminator::Any(b'\r'),
            })
            .from_writer(Vec::new());
        writer.write_record(["email", "company", "details.employeeDetails.jobTitle"]).unwrap();
        for (local, company, title) in &people {
            writer.write_record([format!("{local}@doe.co"), format!("C{company}"), title.clone()]).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let text = if mark { format!("\u{feff}{text}") } else { text };
        let read = roster::parse(&text, "myworkpal").unwrap();
        let bad = read.problems.iter().map(|problem| problem.row);
        let rows: BTreeSet<u32> = read.rows.iter().copied().chain(bad).collect();
        prop_assert!(rows.into_iter().eq((2..).take(people.len())), "{:?}", text);
        prop_assert_eq!(read.users.len() + read.problems.len(), people.len());
        // A company's name with a line break in it is refused, and the row named.
        let good = people.iter().filter(|(_, company, _)| !company.trim_end().chars().any(char::is_control));
        let expected: Vec<_> = good
            .map(|(local, company, title)| {
                let mut user = json!({"email": format!("{local}@doe.co"), "company": format!("C{company}").trim()});
                if !title.trim().is_empty() {
                    user["details"] = json!({"employeeDetails": {"jobTitle": title.trim()}});
                }
                user
            })
            .collect();
        prop_assert_eq!(read.users, expected);
    }
}
