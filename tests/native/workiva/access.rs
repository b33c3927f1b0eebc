//! Roles, workspaces and groups: by name, additive unless exact, every miss named before anything is written.

use super::kit::*;
use super::model::Model;
use super::truth::{check, end};
use crate::rig::Fate;
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::{json, Value};

fn server() -> Model {
    Model::new()
        .with("ann@doe.com")
        .with_roles("ann@doe.com", &["Org Workspace Admin"])
        .with_member("ann@doe.com", "Annual Report", &["Viewer"], &["Preparers"])
        .with_member("ann@doe.com", "SOX & Controls", &[], &["Reviewers"])
}

#[test]
fn what_is_there_stays() {
    let mut desk = desk(server());
    let outcome = desk.provision(everything("ann@doe.com")).unwrap();
    assert_eq!((outcome.status, outcome.verified, outcome.existed_before), (Status::Updated, true, true));
    assert_eq!(
        desk.server.has("ann@doe.com"),
        json!({
            "organization": ["Organization Member", "Org User Admin", "Org Workspace Admin"],
            "Annual Report": [["Editor", "Viewer"], ["Reviewers", "Preparers"]],
            "SOX & Controls": [[], ["Reviewers"]],
        })
    );
    check("additive", &desk, &outcome);
    assert!(desk.sent_for(JOIN).is_empty());
}

#[test]
fn exact_takes_away_what_is_not_listed_and_the_plan_shows_it() {
    let mut user = everything("ann@doe.com");
    user["exact"] = true.into();
    let mut desk = desk(server());
    let plan = desk.plan(user.clone()).unwrap();
    let shown: Vec<_> = plan["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|action| {
            format!("{}: {}", action["kind"].as_str().unwrap(), action["summary"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        shown,
        [
            "assign: give the role Org User Admin of the organization",
            "revoke: take the role Org Workspace Admin of the organization",
            "assign: give the role Editor of the workspace Annual Report",
            "revoke: take the role Viewer of the workspace Annual Report",
            "leave: leave the workspace SOX & Controls, with all roles and groups in it",
            "join: join the group Reviewers of the workspace Annual Report",
            "leave: leave the group Preparers of the workspace Annual Report",
        ]
    );
    assert!(plan["actions"].as_array().unwrap().iter().all(|action| action["request"].is_object()));
    let outcome = desk.apply(plan, None).unwrap();
    assert_eq!((outcome.status, outcome.verified), (Status::Updated, true), "{outcome:?}");
    assert_eq!(outcome.changes.len(), 7, "{:?}", outcome.changes);
    assert_eq!(
        desk.server.has("ann@doe.com"),
        json!({"organization": ["Organization Member", "Org User Admin"], "Annual Report": [["Editor"], ["Reviewers"]]})
    );
    assert_eq!(desk.provision(user).unwrap().status, Status::Unchanged);
}

#[test]
fn a_list_that_is_not_given_is_not_touched() {
    let report = json!([{"workspace": "Annual Report"}, {"workspace": "SOX & Controls"}]);
    for (more, expected) in [
        (json!({"exact": true}), server().has("ann@doe.com")),
        (json!({"exact": true, "workspaces": report}), server().has("ann@doe.com")),
        (
            json!({"exact": true, "organizationRoles": []}),
            json!({"organization": ["Organization Member"], "Annual Report": [["Viewer"], ["Preparers"]], "SOX & Controls": [[], ["Reviewers"]]}),
        ),
        (
            json!({"exact": true, "workspaces": []}),
            json!({"organization": ["Organization Member", "Org Workspace Admin"]}),
        ),
        (
            json!({"exact": true, "workspaces": [{"workspace": "Annual Report", "roles": []}, {"workspace": "SOX & Controls", "groups": []}]}),
            json!({"organization": ["Organization Member", "Org Workspace Admin"], "Annual Report": [[], ["Preparers"]], "SOX & Controls": [[], []]}),
        ),
    ] {
        let mut desk = desk(server());
        let outcome = desk.provision(with("ann@doe.com", more.clone())).unwrap();
        check(&more.to_string(), &desk, &outcome);
        assert_eq!(desk.server.has("ann@doe.com"), expected, "{more}");
    }
}

#[test]
fn names_that_are_not_there_name_the_nearest_and_write_nothing() {
    let of = |wish: Value| json!({"workspaces": [wish]});
    for (more, code, words) in [
        (
            json!({"organizationRoles": ["Org Usr Admin"]}),
            Code::NotFound,
            "did you mean \"Org User Admin\"? There are: Organization Member, ",
        ),
        (of(json!({"workspace": "Anual Report"})), Code::NotFound, "did you mean \"Annual Report\"?"),
        (of(json!({"workspace": "Archive"})), Code::Ambiguous, "more than one workspace"),
        (
            of(json!({"workspace": "Annual Report", "roles": ["Wizard"]})),
            Code::NotFound,
            "role of the workspace \"Annual Report\"",
        ),
        (
            of(json!({"workspace": "Annual Report", "groups": ["Reviewer"]})),
            Code::NotFound,
            "did you mean \"Reviewers\"?",
        ),
        (
            of(json!({"workspace": "SOX & Controls", "groups": ["Preparers"]})),
            Code::NotFound,
            "group of the workspace \"SOX & Controls\"",
        ),
        (of(json!({"workspace": "Archive", "groups": ["x"]})), Code::Ambiguous, "more than one"),
    ] {
        for server in [Model::new(), server()] {
            let mut desk = desk(server);
            let before = desk.server.state();
            let result = desk.provision(with("ann@doe.com", more.clone()));
            let outcome = result.clone().unwrap();
            let status = if code == Code::Ambiguous { Status::Conflict } else { Status::Failed };
            assert_eq!(end(&result), (Some(status), Some(code)), "{more}");
            let error = outcome.error.clone().unwrap();
            assert!(error.to_string().contains(words), "{more}: {error}");
            check(&more.to_string(), &desk, &outcome);
            assert_eq!(desk.server.state(), before);
            assert_eq!(desk.plan(with("ann@doe.com", more.clone())).unwrap_err().code, code);
        }
    }
}

#[test]
fn names_are_found_as_people_write_them() {
    let mut desk = desk(Model::new());
    let user = with(
        "ann@doe.com",
        json!({
            "organizationRoles": ["organization user admin", "ORG USER ADMIN", "Org Member"],
            "workspaces": [{"workspace": " annual report ", "roles": ["EDITOR"], "groups": ["reviewers"]}],
        }),
    );
    assert_eq!(desk.provision(user.clone()).unwrap().status, Status::Created);
    assert_eq!(
        desk.server.has("ann@doe.com")["organization"],
        json!(["Organization Member", "Org User Admin"])
    );
    // Everybody has that one already: it is not given again.
    assert_eq!(desk.sent_for(ROLES)[0].body(), r#"["2"]"#);
    assert_eq!(desk.provision(user).unwrap().status, Status::Unchanged);
}

#[test]
fn roles_that_come_with_the_membership_are_not_given_twice() {
    let mut desk = desk(Model::new().ways(|ways| {
        ways.gives = Some("Editor");
        ways.strict_roles = true;
    }));
    let outcome = desk.provision(everything("ann@doe.com")).unwrap();
    assert_eq!((outcome.status, desk.sent_for(ROLES).len()), (Status::Created, 1), "{outcome:?}");
    assert!(outcome.warnings.is_empty(), "{:?}", outcome.warnings);
}

#[test]
fn roles_that_come_with_the_membership_and_are_not_listed_are_named() {
    let mut desk = desk(Model::new().ways(|ways| ways.gives = Some("Viewer")));
    let mut user = everything("ann@doe.com");
    user["exact"] = true.into();
    let outcome = desk.provision(user.clone()).unwrap();
    assert_eq!((outcome.status, outcome.warnings.len()), (Status::Created, 1), "{outcome:?}");
    // No plan has shown that it would be taken away; the next one does.
    assert!(outcome.warnings[0].starts_with("workspaces Annual Report: Viewer came"), "{outcome:?}");
    let again = desk.provision(user.clone()).unwrap();
    assert_eq!(again.changes, ["workspaces Annual Report: - Viewer"]);
    assert_eq!(desk.provision(user).unwrap().status, Status::Unchanged);
}

#[test]
fn one_person_s_miss_costs_nobody_else() {
    let wizard = with("wizard@doe.com", json!({"organizationRoles": ["Wizard"]}));
    let mut desk = desk(Model::new());
    let bulk = desk.provision_all(&[everything("a@doe.com"), wizard, everything("b@doe.com")]);
    assert_eq!(bulk.statuses(), [Status::Created, Status::Failed, Status::Created]);
    assert_eq!(desk.server.people.len(), 2);
    assert_eq!(desk.sent_for("list the workspaces").len(), 1);
}

#[test]
fn joining_a_workspace() {
    let wish =
        || with("ann@doe.com", json!({"workspaces": [{"workspace": "Annual Report", "roles": ["Editor"]}]}));
    use Status::{Failed, Unknown, Updated};
    for (name, fate, status, code) in [
        ("done", Fate::Answered, Updated, None),
        (
            "400",
            Fate::instead(400, &[], r#"{"code":"400BadRequest","message":"no"}"#),
            Failed,
            Some(Code::ConfigInvalid),
        ),
        ("403", Fate::instead(403, &[], ""), Failed, Some(Code::Forbidden)),
        ("500, done", Fate::done_but(500, ""), Updated, None),
        // Nobody is there twice by a second membership: it is asked for once more.
        ("500, not done", Fate::instead(500, &[], ""), Updated, None),
        ("lost", Fate::Lost(Fault::Network), Updated, None),
        ("answer lost", Fate::AnswerLost(Fault::Network), Updated, None),
        ("silence", Fate::Silence { done: true }, Updated, None),
        ("HTML, done", Fate::done_but(200, "<html>"), Updated, None),
        ("HTML, not done", Fate::instead(200, &[], "<html>"), Updated, None),
        ("no id, done", Fate::done_but(201, "{}"), Updated, None),
        ("429", Fate::instead(429, &[("retry-after", "2")], ""), Updated, None),
    ] {
        let mut desk = desk(Model::new().with("ann@doe.com")).with_first(1, JOIN, fate);
        let result = desk.provision(wish());
        assert_eq!(end(&result), (Some(status), code), "{name}: {result:?}");
        check(name, &desk, result.as_ref().unwrap());
        let members = desk.server.workspaces[0].memberships.len();
        assert_eq!(members, usize::from(status == Updated), "{name}");
    }
    // A refusal, though the person is a member by now.
    let mut raced = desk(Model::new().with("ann@doe.com")).with_first(1, JOIN, Fate::done_but(409, ""));
    assert_eq!(raced.provision(wish()).unwrap().status, Updated);
    // Nothing shows whether it was done.
    let blind = Fate::instead(403, &[], "");
    let mut desk = desk(Model::new().with("ann@doe.com")).with_first(9, JOIN, Fate::instead(500, &[], ""));
    let mut looked = 0;
    let mut before = std::mem::replace(&mut desk.fates, Box::new(|_| Fate::Answered));
    desk.fates = Box::new(move |sent| {
        looked += u32::from(sent.purpose == MEMBERSHIPS);
        if sent.purpose == MEMBERSHIPS && looked > 1 {
            blind.clone()
        } else {
            before(sent)
        }
    });
    let result = desk.provision(wish());
    assert_eq!(end(&result), (Some(Unknown), Some(Code::Forbidden)));
}

#[test]
fn leaving_a_workspace() {
    let wish = || with("ann@doe.com", json!({"workspaces": [], "exact": true}));
    let server = || Model::new().with_member("ann@doe.com", "Annual Report", &[], &["Reviewers"]);
    for (name, fate, status, code) in [
        ("500, done", Fate::done_but(500, ""), Status::Updated, None),
        ("404", Fate::done_but(404, ""), Status::Updated, None),
        ("403", Fate::instead(403, &[], ""), Status::Failed, Some(Code::Forbidden)),
        ("204, not done", Fate::instead(204, &[], ""), Status::Failed, Some(Code::Conflict)),
        ("HTML", Fate::instead(200, &[], "<html>"), Status::Failed, Some(Code::Conflict)),
        ("lost, always", Fate::Lost(Fault::Network), Status::Unknown, Some(Code::Network)),
    ] {
        let times = if name == "lost, always" { 99 } else { 1 };
        let mut desk = desk(server()).with_first(times, "leave the workspace", fate);
        let result = desk.provision(wish());
        assert_eq!(end(&result), (Some(status), code), "{name}: {result:?}");
        check(name, &desk, result.as_ref().unwrap());
    }
}
