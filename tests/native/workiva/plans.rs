//! Plans: data that shows what would be done, applied as shown or not at all.

use super::kit::*;
use super::model::{Model, ORGANIZATION};
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

#[test]
fn a_plan_for_somebody_new() {
    let mut desk = desk(Model::new());
    let plan = desk.plan(everything("ann@doe.com")).unwrap();
    let kinds: Vec<_> =
        plan["actions"].as_array().unwrap().iter().map(|action| action["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["create", "assign", "join", "assign", "join"]);
    assert_eq!(plan["actions"][0]["request"]["method"], "POST");
    // Where somebody who is not there yet will be, nobody knows.
    assert!(plan["actions"][1].get("request").is_none());
    assert!(desk.sent.iter().all(|sent| sent.purpose == TOKEN || sent.filled.method.as_str() == "GET"));
    let outcome = desk.apply(plan.clone(), None).unwrap();
    assert_eq!((outcome.status, outcome.changes.len()), (Status::Created, 4));
    assert_eq!(desk.apply(plan, None).unwrap_err().code, Code::StalePlan);
}

#[test]
fn a_plan_holds_nothing_of_the_platform_s_but_ids_and_names() {
    let mut server = Model::new().with_member("ann@doe.com", "Annual Report", &["Viewer"], &[]);
    server.person_mut("ann@doe.com").display = "canary-display".into();
    let person = server.person("ann@doe.com").unwrap().clone();
    let mut user = everything("ann@doe.com");
    user["givenName"] = "Anna".into();
    let mut desk = desk(server);
    let plan = desk.plan(user).unwrap();
    let observed = plan["observed"].to_string();
    assert!(observed.contains(&person.id) && observed.contains("givenName") && observed.contains("Editor"));
    assert!(!observed.contains("ann@doe.com") && !observed.contains("Example"), "{observed}");
    assert!(
        !desk.journal.replace("\"email\":\"ann@doe.com\"", "").contains("ann@doe.com,"),
        "{}",
        desk.journal
    );
    for line in desk.journal.lines().skip(1) {
        assert!(!line.contains("ann@doe.com") && !line.contains("Example"), "{line}");
    }
}

#[test]
fn what_changed_since_is_named() {
    let change: [(&str, fn(&mut Model)); 5] = [
        ("account", |server| server.people.clear()),
        ("account.differing", |server| server.person_mut("ann@doe.com").given = "Else".into()),
        ("organizationRoles.add", |server| {
            server.person_mut("ann@doe.com").roles.insert("2".into());
        }),
        ("workspaces", |server| {
            *server = server.clone().with_member("ann@doe.com", "Annual Report", &[], &[]);
        }),
        ("workspaces", |server| {
            server.workspaces[0].memberships.clear();
            *server = server.clone().with_member("ann@doe.com", "Annual Report", &["Editor"], &[]);
        }),
    ];
    for (named, change) in change {
        let mut desk = desk(Model::new().with("ann@doe.com"));
        let plan = desk.plan(everything("ann@doe.com")).unwrap();
        change(&mut desk.server);
        let before = desk.server.state();
        let error = desk.apply(plan, None).unwrap_err();
        assert_eq!(error.code, Code::StalePlan);
        assert!(error.message.contains(named), "{named}: {error}");
        assert_eq!(desk.server.state(), before);
    }
}

#[test]
fn a_plan_of_another_organization_is_stale() {
    let mut desk = desk(Model::new());
    let plan = desk.plan(person("ann@doe.com")).unwrap();
    let other = ORGANIZATION.replace('3', "4");
    let elsewhere = client(json!({"organization": other}));
    let mut edited: Value = plan.clone();
    edited["actions"][0]["summary"] = "harmless".into();
    assert_eq!(desk.apply(edited, None).unwrap_err().code, Code::StalePlan);
    desk = desk.reborn(elsewhere);
    assert!(desk.apply(plan, None).is_err());
    assert!(desk.server.created.is_empty());
}
