//! Bad input: refused before any request, naming the field and what to do. And rosters.

use super::kit::*;
use super::model::Model;
use provisor::engine::Status;
use provisor::roster;
use serde_json::json;

#[test]
fn a_roster_in_csv() {
    let text = "email;givenName;familyName;organizationRoles;exact;workspaces.Annual Report.roles;workspaces.Annual Report.groups\n\
                ann@doe.com;Ann;Example;Org User Admin;;Editor|x;\n";
    let roster = roster::parse(&text.replace("|x", ""), "workiva").unwrap();
    assert!(roster.problems.is_empty(), "{:?}", roster.problems);
    let mut desk = desk(Model::new());
    let bulk = desk.provision_all(&roster.users);
    assert_eq!(bulk.statuses(), [Status::Created]);
    assert_eq!(desk.server.has("ann@doe.com")["Annual Report"], json!([["Editor"], []]));
    let bad = roster::parse("email,givenName,familyName,exact\nann@doe.com,A,B,perhaps\n,A,B,\n", "workiva")
        .unwrap();
    let columns: Vec<_> = bad.problems.iter().map(|problem| (problem.row, problem.column.as_str())).collect();
    assert_eq!(columns, [(2, "exact"), (3, "email")]);
}

#[test]
fn the_sandbox_s_roster_is_one() {
    let text = include_str!("../../vectors/rosters/workiva.json");
    let roster = roster::parse(text, "workiva").unwrap();
    assert!(roster.problems.is_empty(), "{:?}", roster.problems);
}
