//! Look-ups of people: many together, by name and by e-mail, judged by who came back.

use super::kit::*;
use super::model::{Model, Ways};
use crate::rig::Fate;
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::{json, Value};

#[test]
fn many_are_looked_up_with_few_requests() {
    let everybody = people(100, &json!({}));
    let mut server = Model::new();
    for user in everybody.iter().step_by(2) {
        server = server.with(user["email"].as_str().unwrap(), &[]);
    }
    for (name, page, refuses_or) in
        [("well-behaved", None, false), ("small pages", Some(7), false), ("no or", None, true)]
    {
        let server = server.clone().ways(|ways| {
            ways.page = page;
            ways.refuses_or = refuses_or;
        });
        let mut desk = desk(server);
        let bulk = desk.provision_all(&everybody);
        for (row, outcome) in bulk.outcomes.iter().enumerate() {
            let expected = if row % 2 == 0 { Status::Unchanged } else { Status::Created };
            assert_eq!(outcome.status, expected, "{name}: {row}");
        }
        assert_eq!(desk.server.created.len(), 50, "{name}");
        let first_create = desk.sent.iter().position(|sent| sent.purpose == CREATE).unwrap();
        assert!(desk.sent.iter().all(|sent| sent.line().len() < 2_020));
        match name {
            "well-behaved" => assert!(first_create <= 10, "{first_create}"),
            "no or" => assert!(first_create > 200, "{first_create}"),
            _ => {}
        }
    }
}

#[test]
fn by_e_mail_where_the_server_takes_that() {
    let mut server = Model::new().with("ann@doe.com", &[]);
    server.people[0].resource["userName"] = "ann.e".into();
    type Change = fn(&mut Ways);
    let cases: [(&str, Change, Status, usize); 3] = [
        ("taken", |_| {}, Status::Unchanged, 0),
        ("refused", |ways| ways.refuses_email = true, Status::Created, 1),
        ("ignored", |ways| ways.ignores_email = true, Status::Created, 1),
    ];
    for (name, change, status, warnings) in cases {
        // Somebody else, whom an ignored filter would show too.
        let mut desk = desk(server.clone().with("eve@doe.com", &[]).ways(change)).transcribing();
        let outcome = desk.provision(person("ann@doe.com")).unwrap();
        assert_eq!((outcome.status, outcome.warnings.len()), (status, warnings), "{name}: {outcome:?}");
        assert!(outcome.warnings.iter().all(|warning| warning.contains("e-mail")), "{name}");
        // It is not asked for again.
        let sent = desk.sent.len();
        desk.provision(person("bob@doe.com")).unwrap();
        let asked = desk.sent[sent..].iter().filter(|sent| sent.line().contains("emails.value")).count();
        assert_eq!(asked > 0, name == "taken", "{name}");
    }
}

#[test]
fn a_name_and_an_address_of_two_people_are_a_conflict() {
    let mut server = Model::new().with("ann@doe.com", &[]).with("eve@doe.com", &[]);
    server.people[0].resource["userName"] = "ann".into();
    let mut desk = desk(server);
    let outcome = desk.provision(with("eve@doe.com", json!({"userName": "ANN"}))).unwrap();
    let error = outcome.error.unwrap();
    assert_eq!((outcome.status, error.code), (Status::Conflict, Code::Ambiguous));
    assert!(error.message.contains("WFUser/1==") && error.message.contains("WFUser/2=="), "{error}");
    assert!(desk.server.created.is_empty());
}

#[test]
fn names_are_folded() {
    for email in ["MÜLLER@Doe.example", "山田@例え.jp", "o'brien+x@doe.com", "r&d#lab%20@doe.com"] {
        let mut desk = desk(Model::new());
        assert_eq!(desk.provision(person(email)).unwrap().status, Status::Created, "{email}");
        assert_eq!(desk.server.created, [email.to_lowercase()], "lower case, no spaces");
        assert_eq!(desk.server.people[0].email(), email, "as given");
        assert_eq!(desk.provision(person(email)).unwrap().status, Status::Unchanged, "{email}");
    }
    // A quote and a backslash are no e-mail's, but a user name's.
    let mut desk = desk(Model::new());
    let odd = with("ann@doe.com", json!({"userName": "DOMAIN\\ann\"x\""}));
    assert_eq!(desk.provision(odd.clone()).unwrap().status, Status::Created);
    assert_eq!(desk.server.created, ["domain\\ann\"x\""]);
    assert_eq!(desk.provision(odd).unwrap().status, Status::Unchanged);
}

#[test]
fn what_cannot_be_relied_on_writes_nothing() {
    let list = |people: &Value| Fate::instead(200, &[], &json!({ "Resources": people }).to_string());
    let ann = "ann@doe.com";
    for (name, fate, code) in [
        ("a stranger", list(&json!([{"id": "1", "userName": "eve@doe.com"}])), Code::BadResponse),
        (
            "two of them",
            list(&json!([{"id": "1", "userName": ann}, {"id": "2", "userName": "ANN@doe.com"}])),
            Code::Ambiguous,
        ),
        ("no id", list(&json!([{"userName": ann}])), Code::BadResponse),
        ("an object", Fate::instead(200, &[], "{}"), Code::BadResponse),
        ("HTML", Fate::instead(200, &[], "<html>"), Code::BadResponse),
        ("403", Fate::instead(403, &[], ""), Code::Forbidden),
    ] {
        let mut desk = desk(Model::new()).with_fate(1, fate);
        let outcome = desk.provision(everything(ann)).unwrap();
        assert_eq!(outcome.error.map(|error| error.code), Some(code), "{name}");
        assert!(desk.server.created.is_empty() && desk.server.moves.is_empty(), "{name}");
    }
    let ignoring = |server: Model| desk(server.ways(|ways| ways.ignores_filter = true));
    let strangers = Model::new().with("bob@doe.com", &[]).with("eve@doe.com", &[]);
    let outcome = ignoring(strangers.clone()).provision(person(ann)).unwrap();
    assert_eq!(outcome.error.unwrap().code, Code::BadResponse);
    let outcome = ignoring(strangers.with(ann, &[])).provision(person(ann)).unwrap();
    assert_eq!(outcome.status, Status::Unchanged);
}

#[test]
fn counts_are_not_believed() {
    for known in [false, true] {
        let server = if known { Model::new().with("ann@doe.com", &[]) } else { Model::new() };
        let mut desk = desk(server.ways(|ways| ways.zero_totals = true));
        let expected = if known { Status::Unchanged } else { Status::Created };
        assert_eq!(desk.provision(person("ann@doe.com")).unwrap().status, expected);
    }
}

#[test]
fn one_whose_look_up_is_refused_costs_nobody_else() {
    let mut desk = desk(Model::new().ways(|ways| ways.refuses_or = true));
    desk.fates =
        Box::new(|sent| match sent.line().contains("userName") && sent.line().contains("person.1%40") {
            true => Fate::instead(400, &[], r#"{"scimType":"invalidFilter"}"#),
            false => Fate::Answered,
        });
    let bulk = desk.provision_all(&people(3, &json!({})));
    assert_eq!(bulk.statuses(), [Status::Created, Status::Failed, Status::Created]);
}
