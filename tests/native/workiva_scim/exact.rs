//! `exact`: what is not listed is taken away, as far as groups' names say what it is; roles before memberships.

use super::kit::*;
use super::model::{Model, Ways};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

const HELD: [&str; 8] = [
    "organization:role:Data Access Admin",
    "workspace:Annual Report",
    "workspace:Annual Report:role:Editor",
    "workspace:Annual Report:role:Viewer",
    "workspace:Annual Report:group:Reviewers",
    "workspace:SOX & Controls",
    "workspace:SOX & Controls:role:Editor",
    "Everyone",
];

fn exact(more: Value) -> Value {
    let mut user = with("ann@doe.com", more);
    user["exact"] = true.into();
    user
}

fn server() -> Model {
    Model::new().with("ann@doe.com", &HELD).with("bob@doe.com", &HELD)
}

#[test]
fn what_a_list_that_is_given_lacks_goes() {
    type Change = fn(&mut Ways);
    let ways: [Change; 2] = [|_| {}, |ways| ways.hides_groups = true];
    let report = "workspace:Annual Report";
    for change in ways {
        for (more, gone) in [
            (json!({}), vec![]),
            (json!({"organizationRoles": []}), vec![HELD[0]]),
            (json!({"workspaces": [{"workspace": "annual report"}]}), vec![HELD[6], HELD[5]]),
            (json!({"workspaces": []}), vec![HELD[2], HELD[3], HELD[4], HELD[6], HELD[1], HELD[5]]),
            (
                json!({"workspaces": [{"workspace": "Annual Report", "roles": ["Viewer"]}, {"workspace": "SOX & Controls"}]}),
                vec![HELD[2]],
            ),
            (
                json!({"workspaces": [{"workspace": "Annual Report", "groups": []}, {"workspace": "SOX & Controls"}]}),
                vec![HELD[4]],
            ),
        ] {
            let mut desk = desk(server().ways(change));
            let plan = desk.plan(exact(more.clone())).unwrap();
            let actions = plan["actions"].as_array().unwrap();
            let shown: Vec<_> = actions.iter().map(|action| action["summary"].as_str().unwrap()).collect();
            assert_eq!(shown.len(), gone.len(), "{more}: {shown:?}");
            for (summary, group) in shown.iter().zip(&gone) {
                assert!(summary.contains(&format!("{group:?}")), "{more}: {shown:?}");
            }
            assert!(actions.iter().all(|action| action["request"].is_object()));
            let outcome = desk.apply(plan, None).unwrap();
            let expected = if gone.is_empty() { Status::Unchanged } else { Status::Updated };
            assert_eq!((outcome.status, outcome.changes.len()), (expected, gone.len()), "{more}");
            let left = desk.server.groups_of("ann@doe.com");
            let kept = HELD.iter().filter(|group| !gone.contains(group)).count();
            assert_eq!(left.len(), kept, "{more}: {left:?}");
            assert!(desk.server.groups_of("bob@doe.com").len() == HELD.len(), "nobody else's");
            assert!(left.contains(&"Everyone"), "no template fits: it is left alone");
            let moved: Vec<_> = desk.server.moves.iter().map(|(group, _)| group.as_str()).collect();
            if let Some(membership) = moved.iter().position(|group| *group == report) {
                assert!(moved.iter().skip(membership).all(|group| !group.contains(":role:")), "{moved:?}");
            }
            assert_eq!(desk.provision(exact(more)).unwrap().status, Status::Unchanged);
        }
    }
}

#[test]
fn without_exact_nothing_goes() {
    let mut desk = desk(server());
    let outcome =
        desk.provision(with("ann@doe.com", json!({"organizationRoles": [], "workspaces": []}))).unwrap();
    assert_eq!((outcome.status, desk.server.moves.len()), (Status::Unchanged, 0));
}

#[test]
fn a_server_that_shows_a_user_s_groups_is_not_asked_for_all() {
    let mut shows = desk(server());
    shows.plan(exact(json!({"organizationRoles": []}))).unwrap();
    let mut hides = desk(server().ways(|ways| ways.hides_groups = true));
    hides.plan(exact(json!({"organizationRoles": []}))).unwrap();
    assert_eq!((shows.sent_for(MEMBERS).len(), hides.sent_for(MEMBERS).len()), (1, 2));
}

#[test]
fn a_membership_that_is_taken_with_a_role_is_noticed() {
    let mut desk = desk(server().ways(|ways| ways.takes_memberships = true));
    let wish = exact(
        json!({"workspaces": [{"workspace": "Annual Report", "roles": ["Editor"]}, {"workspace": "SOX & Controls"}]}),
    );
    let outcome = desk.provision(wish.clone()).unwrap();
    let error = outcome.error.unwrap();
    assert_eq!((outcome.status, error.code), (Status::Failed, Code::Conflict));
    assert!(error.message.contains("\"Annual Report\"") && error.hint.is_some(), "{error}");
    assert!(!desk.server.groups_of("ann@doe.com").contains(&"workspace:Annual Report"));
    let again = desk.provision(wish).unwrap();
    assert_eq!(again.status, Status::Updated);
    assert!(desk.server.groups_of("ann@doe.com").contains(&"workspace:Annual Report"));
}

#[test]
fn names_that_can_be_read_in_two_ways_are_left_alone() {
    let odd = ["workspace:Annual Report:role:A:role:B", "workspace:X:role:Y:group:Z"];
    let mut model = Model::new();
    model.add_groups(odd.map(str::to_owned));
    let mut desk = desk(model.with("ann@doe.com", &odd));
    let outcome = desk.provision(exact(json!({"workspaces": [], "organizationRoles": []}))).unwrap();
    assert_eq!((outcome.status, desk.server.moves.len()), (Status::Unchanged, 0));
}
