//! Groups by display name: looked up once, named when missing, never made.

use super::kit::*;
use super::model::{Model, Ways};
use crate::rig::Fate;
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::json;

#[test]
fn a_group_that_is_missing_is_named_with_the_nearest() {
    for (more, wanted, nearest) in [
        (
            report(&["Edtior"], &[]),
            "workspace:Annual Report:role:Edtior",
            "workspace:Annual Report:role:Editor",
        ),
        (
            report(&[], &["Reviewer"]),
            "workspace:Annual Report:group:Reviewer",
            "workspace:Annual Report:group:Reviewers",
        ),
        (
            json!({"workspaces": [{"workspace": "Anual Report"}]}),
            "workspace:Anual Report",
            "workspace:Annual Report",
        ),
        (
            json!({"organizationRoles": ["Data Admin"]}),
            "organization:role:Data Admin",
            "organization:role:Data Access Admin",
        ),
    ] {
        for server in [Model::new(), Model::new().with("ann@doe.com", &[])] {
            let mut desk = desk(server);
            let outcome = desk.provision(with("ann@doe.com", more.clone())).unwrap();
            let error = outcome.error.unwrap();
            assert_eq!((outcome.status, error.code), (Status::Failed, Code::NotFound));
            assert!(error.message.contains(&format!("{wanted:?}")), "{error}");
            assert!(error.hint.as_deref().unwrap().contains(&format!("did you mean {nearest:?}")), "{error}");
            assert!(desk.server.created.is_empty() && desk.server.moves.is_empty(), "nothing is written");
            assert!(desk.sent.iter().all(|sent| sent.filled.method.as_str() == "GET"));
        }
    }
}

#[test]
fn where_groups_cannot_be_listed_the_name_is_said_all_the_same() {
    let mut desk = desk(Model::new());
    desk.fates = Box::new(|sent| match sent.purpose == GROUP && !sent.line().contains("filter=") {
        true => Fate::instead(403, &[], ""),
        false => Fate::Answered,
    });
    let error = desk.provision(with("ann@doe.com", report(&["Wizard"], &[]))).unwrap().error.unwrap();
    assert_eq!(error.code, Code::NotFound);
    assert!(error.message.contains("workspace:Annual Report:role:Wizard") && error.hint.is_some(), "{error}");
}

#[test]
fn two_groups_of_one_name_are_a_conflict() {
    let mut server = Model::new();
    server.add_groups(["Workspace:ANNUAL report".to_owned()]);
    let mut desk = desk(server);
    let outcome = desk.provision(with("ann@doe.com", report(&[], &[]))).unwrap();
    assert_eq!((outcome.status, outcome.error.unwrap().code), (Status::Conflict, Code::Ambiguous));
    assert!(desk.server.created.is_empty());
}

#[test]
fn a_server_that_takes_no_filter_of_groups_is_listed() {
    type Change = fn(&mut Ways);
    let cases: [Change; 2] = [|ways| ways.refuses_group_filter = true, |ways| ways.page = Some(3)];
    for change in cases {
        let mut desk = desk(Model::new().ways(change));
        assert_eq!(desk.provision(everything("ann@doe.com")).unwrap().status, Status::Created);
        assert_eq!(desk.server.groups_of("ann@doe.com").len(), 4);
    }
    // It ignores filters: somebody who is there is found all the same.
    let server = Model::new().with("ann@doe.com", &[]).ways(|ways| ways.ignores_filter = true);
    let mut ignoring = desk(server);
    assert_eq!(ignoring.provision(everything("ann@doe.com")).unwrap().status, Status::Updated);
    assert_eq!(ignoring.server.groups_of("ann@doe.com").len(), 4);
}

#[test]
fn names_as_the_settings_make_them() {
    let names = json!({
        "organizationRole": "Org: {role}", "workspace": "{workspace} / members",
        "workspaceRole": "{workspace} / {role}", "workspaceGroup": "{group} of {workspace}",
    });
    let mut server = Model::new();
    let added = [
        "Org: Org User Admin",
        "Annual Report / members",
        "Annual Report / Editor",
        "Reviewers of Annual Report",
    ];
    server.add_groups(added.map(str::to_owned));
    let options = connection(json!({ "groupNames": names }));
    let mut desk = desk(server);
    desk.client = provisor::platforms::client("workiva", options).unwrap();
    assert_eq!(desk.provision(everything("ann@doe.com")).unwrap().status, Status::Created);
    let mut groups = desk.server.groups_of("ann@doe.com");
    groups.sort_unstable();
    let mut expected = added;
    expected.sort_unstable();
    assert_eq!(groups, expected);
}

#[test]
fn org_and_organization_are_one() {
    let mut desk = desk(Model::new());
    let wish = json!({"organizationRoles": ["Organization User Admin", "Org User Admin"]});
    let outcome = desk.provision(with("ann@doe.com", wish)).unwrap();
    assert_eq!(outcome.status, Status::Created);
    assert_eq!(desk.server.groups_of("ann@doe.com"), ["organization:role:Org User Admin"]);
    assert_eq!(desk.sent_for(CHANGE).len(), 1);
}

#[test]
fn members_are_asked_for_where_they_matter() {
    let mut desk = desk(Model::new());
    desk.provision(everything("ann@doe.com")).unwrap();
    assert!(desk.sent_for(GROUP).iter().all(|sent| sent.line().contains("excludedAttributes=members")));
    assert_eq!(desk.sent_for(GROUP).len(), 4);
    assert_eq!(desk.sent_for(MEMBERS).len(), 4, "each is read back once");
}

#[test]
fn a_server_that_shows_no_members_is_asked_about_its_users() {
    let wish = || everything("ann@doe.com");
    for hides_groups in [false, true] {
        let change = |ways: &mut Ways| {
            ways.hides_members = true;
            ways.hides_groups = hides_groups;
        };
        let mut fresh = desk(Model::new().ways(change));
        let outcome = fresh.provision(wish()).unwrap();
        let expected = if hides_groups { Status::Failed } else { Status::Created };
        assert_eq!(outcome.status, expected, "{outcome:?}");
        let mut there = desk(Model::new().with("ann@doe.com", &EVERYTHING).ways(change));
        let outcome = there.provision(wish()).unwrap();
        let expected = if hides_groups { Status::Failed } else { Status::Unchanged };
        assert_eq!(outcome.status, expected, "{outcome:?}");
    }
}
