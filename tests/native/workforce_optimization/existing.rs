//! People who are there already: left, reported, or brought to what was asked.

use super::kit::{api, check, end, person, wfo, wfo_with, with, End, Wfo, API, LIST, READ, WRITE};
use super::model::Model;
use crate::rig::Fate;
use provisor::engine::{Fault, Outcome, Status};
use provisor::error::Code;
use serde_json::{json, Value};

const ID: u64 = 1004;

fn server(more: Value) -> Model {
    Model::new().with(API, more)
}

fn auditor() -> Value {
    with(person(API), json!({"roles": ["Auditor"]}))
}

fn run(wfo: &mut Wfo, user: Value) -> Outcome {
    let outcome = wfo.provision(user).unwrap();
    check(&format!("{:?}", wfo.purposes()), wfo, &outcome, true);
    outcome
}

#[test]
fn if_exists() {
    for (if_exists, expected, written) in [
        ("update", End::Is(Status::Updated, None), 1),
        ("leave", End::Is(Status::Unchanged, None), 0),
        ("fail", End::Is(Status::Conflict, Some(Code::Conflict)), 0),
    ] {
        let mut wfo = wfo_with(server(json!({})), json!({"ifExists": if_exists}));
        let outcome = run(&mut wfo, auditor());
        assert_eq!(end(&Ok(outcome.clone())), expected, "{if_exists}");
        assert_eq!((wfo.server.writes.len(), outcome.id.as_deref()), (written, Some("1004")), "{if_exists}");
        assert!(outcome.existed_before);
        if if_exists != "update" {
            assert_eq!(wfo.sent.len(), 3, "one look is enough");
        }
    }
}

#[test]
fn a_user_name_is_an_e_mail_or_a_directory_login_in_any_case() {
    for (fields, found) in [
        (json!({"email": "API.User@DOE.com"}), true),
        (json!({"email": null, "adLogin": "Api.User@doe.com"}), true),
        (json!({"email": "other@doe.com", "adLogin": " api.user@doe.com "}), true),
        (json!({"email": "other@doe.com", "adLogin": null}), false),
        (json!({"email": null, "adLogin": null}), false),
        (json!({"email": "xapi.user@doe.com"}), false),
    ] {
        let mut wfo = wfo(server(fields.clone()));
        let outcome = wfo.provision(person(API)).unwrap();
        let expected = if found { Status::Unchanged } else { Status::Created };
        assert_eq!(outcome.status, expected, "{fields}");
    }
    let mut two = wfo(server(json!({})).with("other@doe.com", json!({"adLogin": API})));
    let outcome = two.provision(person(API)).unwrap();
    let error = outcome.error.unwrap();
    assert_eq!((outcome.status, error.code), (Status::Conflict, Code::Ambiguous));
    assert!(error.message.contains("1004, 1005"), "{error}");
    assert!(two.server.created.is_empty() && two.server.writes.is_empty());
}

#[test]
fn a_list_that_shows_somebody_twice_shows_one() {
    let mut wfo = wfo(server(json!({}))).with_fate_of(
        LIST,
        Fate::body(|body| body.replacen('[', r#"[{"personId":1004,"email":"api.user@doe.com"},"#, 1)),
    );
    assert_eq!(wfo.provision(person(API)).unwrap().status, Status::Unchanged);
}

/// Somebody who exists gets no role, team or view by being left unsaid, and loses none.
#[test]
fn what_is_not_said_is_left() {
    let agent = json!({
        "roles": [{"id": 3, "name": "Agent", "label": "Agent"}], "groupId": 110, "parentGroup": 11,
        "views": [{"id": 8, "name": "Centre View", "isMain": true}],
    });
    let mut wfo = wfo(server(agent.clone()));
    let outcome = run(&mut wfo, with(person(API), json!({"firstName": "Apia"})));
    assert_eq!(outcome.changes, ["firstName"]);
    let warning = outcome.warnings.iter().find(|warning| warning.starts_with("left as they are")).unwrap();
    assert!(warning.ends_with("team, roles, wfmViews"), "{warning}");
    for field in ["roles", "groupId", "parentGroup", "views"] {
        assert_eq!(wfo.server.person(ID)[field], agent[field], "{field}");
    }
    let again = wfo.provision(with(person(API), json!({"firstName": "Apia"}))).unwrap();
    assert_eq!((again.status, again.warnings.len()), (Status::Unchanged, 1));
}

#[test]
fn exactly_what_is_asked() {
    let main = |id: i64, name: &str, is_main: bool| json!({"id": id, "name": name, "isMain": is_main});
    let scope = |tenant: Value, groups: Value, teams: Value| json!({"tenant": tenant, "groups": groups, "teams": teams});
    let none = || scope(Value::Null, json!([]), json!([]));
    for (fields, asked, changes, taken) in [
        (json!({"firstName": "Api"}), json!({}), vec!["firstName"], ""),
        (json!({"lastName": null}), json!({}), vec!["lastName"], ""),
        (json!({"groupId": 110, "parentGroup": 11}), json!({"team": "Default Team"}), vec!["team"], ""),
        (json!({"groupId": null}), json!({}), vec!["team"], ""),
        (json!({"parentGroup": 11}), json!({}), vec!["team"], ""),
        (json!({"roles": []}), json!({}), vec!["roles"], ""),
        (json!({"roles": null}), json!({}), vec!["roles"], ""),
        (json!({}), json!({"roles": ["Auditor"]}), vec!["roles"], "the role Administrator"),
        (json!({}), json!({"roles": ["Administrator", "Auditor"]}), vec!["roles"], ""),
        (json!({"views": []}), json!({}), vec!["wfmViews"], ""),
        (
            json!({"views": [main(7, "EnterpriseView", false)]}),
            json!({"wfmViews": ["EnterpriseView"]}),
            vec!["wfmViews"],
            "",
        ),
        (
            json!({"views": [main(8, "Centre View", true)]}),
            json!({"wfmViews": ["EnterpriseView"]}),
            vec!["wfmViews"],
            "the view Centre View",
        ),
        (
            json!({"views": [main(8, "Centre View", true), main(7, "EnterpriseView", false)]}),
            json!({"wfmViews": ["EnterpriseView", "Centre View"]}),
            vec!["wfmViews"],
            "",
        ),
        // Nothing is said about the scope.
        (json!({"scope": scope(json!(1), json!([10]), json!([110]))}), json!({}), vec![], ""),
        (json!({"scope": none()}), json!({"scope": {"teams": ["Retention"]}}), vec!["scope.teams"], ""),
        (json!({"scope": null}), json!({"scope": {"teams": ["Retention"]}}), vec!["scope.teams"], ""),
        (
            json!({"scope": scope(Value::Null, json!([10, 11]), json!([]))}),
            json!({"scope": {"groups": ["Contact Centre"]}}),
            vec!["scope.groups"],
            "scope over 1 groups",
        ),
        (
            json!({"scope": scope(json!(1), json!([]), json!([]))}),
            json!({"scope": {"tenant": true}}),
            vec![],
            "",
        ),
        (
            json!({"scope": scope(json!(1), json!([]), json!([]))}),
            json!({"scope": {"groups": ["Default Group"]}}),
            vec!["scope.tenant", "scope.groups"],
            "the whole tenant",
        ),
        (
            json!({"scope": scope(Value::Null, json!([11]), json!([110, 999]))}),
            json!({"scope": {"tenant": true}}),
            vec!["scope.teams"],
            "",
        ),
        (
            json!({"scope": scope(Value::Null, json!([]), json!([112, 111, 110, 100]))}),
            json!({"scope": {"tenant": true}}),
            vec![],
            "",
        ),
    ] {
        let name = format!("{fields} {asked}");
        let mut wfo = wfo(server(fields));
        let user = with(person(API), asked);
        let outcome = run(&mut wfo, user.clone());
        assert_eq!(outcome.changes, changes, "{name}");
        assert_eq!(outcome.status == Status::Unchanged, changes.is_empty(), "{name}");
        let warned = outcome.warnings.iter().find(|warning| warning.starts_with("takes away"));
        assert_eq!(warned.is_some(), !taken.is_empty(), "{name}: {:?}", outcome.warnings);
        assert!(warned.is_none_or(|warning| warning.contains(taken)), "{name}: {warned:?}");
        let writes = wfo.server.writes.len();
        let again = wfo.provision(user).unwrap();
        assert_eq!((again.status, wfo.server.writes.len()), (Status::Unchanged, writes), "{name}");
    }
}

#[test]
fn what_is_not_changed_goes_back_byte_for_byte() {
    let kept = json!([{"id": 40, "label": "Auditor", "name": "Auditor", "unknown": {"a": [1, null]}}]);
    let mut wfo = wfo(server(json!({"roles": kept})));
    let before = wfo.server.records[&ID].clone();
    let outcome = run(&mut wfo, with(person(API), json!({"firstName": "Apia", "roles": ["Auditor"]})));
    assert_eq!(outcome.changes, ["firstName"]);
    assert_eq!(wfo.server.writes, [(ID, before.replace("\"firstName\":\"API\"", "\"firstName\":\"Apia\""))]);
    // A role that is kept goes back as it came.
    wfo.sent.clear();
    run(&mut wfo, with(person(API), json!({"firstName": "Apia", "roles": ["Agent", "Auditor"]})));
    assert_eq!(wfo.server.person(ID)["roles"][0], kept[0]);
    assert_eq!(wfo.server.person(ID)["roles"][1]["name"], "Agent");
}

#[test]
fn what_a_person_should_know_is_said() {
    for (fields, user, words) in [
        (json!({"deactivated": 1_600_000_000_000_u64}), person(API), "not active"),
        (json!({"isSynchronized": true, "roles": []}), person(API), "phone system"),
        (json!({"acdId": "4711", "roles": []}), person(API), "phone system"),
        (json!({"roles": []}), person(API), "licence"),
        (json!({}), api(), "password"),
    ] {
        let mut wfo = wfo(server(fields.clone()));
        let outcome = run(&mut wfo, user);
        assert!(
            outcome.warnings.iter().any(|warning| warning.contains(words)),
            "{fields}: {:?}",
            outcome.warnings
        );
        assert_eq!(wfo.server.person(ID)["deactivated"], fields["deactivated"]);
    }
}

#[test]
fn every_way_in_which_an_update_can_fail() {
    let instead = |status, body: &str| Fate::instead(status, &[], body);
    use Status::{Conflict, Failed, Unknown, Updated};
    for (name, nth, purpose, fate, status, code) in [
        ("read: 400", 1, READ, instead(400, ""), Failed, Some(Code::ConfigInvalid)),
        ("read: 404", 1, READ, instead(404, ""), Failed, Some(Code::NotFound)),
        ("read: an array", 1, READ, instead(200, "[]"), Failed, Some(Code::BadResponse)),
        ("read: HTML", 2, READ, instead(200, "<html>"), Failed, Some(Code::BadResponse)),
        (
            "read: another person",
            1,
            READ,
            Fate::body(|b| b.replace("1004", "1003")),
            Failed,
            Some(Code::BadResponse),
        ),
        (
            "read: another name",
            2,
            READ,
            Fate::body(|b| b.replace("api.user", "x")),
            Failed,
            Some(Code::BadResponse),
        ),
        ("read: 500 once", 2, READ, instead(500, ""), Updated, None),
        ("write: 400", 1, WRITE, instead(400, r#"{"errorMessage":"no"}"#), Failed, Some(Code::ConfigInvalid)),
        ("write: 409", 1, WRITE, instead(409, ""), Failed, Some(Code::Conflict)),
        ("write: not done", 1, WRITE, instead(200, ""), Failed, Some(Code::Conflict)),
        ("write: 500", 1, WRITE, instead(500, ""), Updated, None),
        ("write: 500, done", 1, WRITE, Fate::done_but(500, ""), Updated, None),
        ("write: 503", 1, WRITE, Fate::instead(503, &[("retry-after", "3")], ""), Updated, None),
        ("write: 429", 1, WRITE, Fate::instead(429, &[("retry-after", "3")], ""), Updated, None),
        ("write: lost", 1, WRITE, Fate::Lost(Fault::Network), Updated, None),
        ("write: silence", 1, WRITE, Fate::Silence { done: true }, Updated, None),
        ("write: a redirect", 1, WRITE, Fate::done_but(302, ""), Unknown, Some(Code::BadResponse)),
        ("check: 400", 3, READ, instead(400, ""), Unknown, Some(Code::ConfigInvalid)),
        ("check: HTML", 3, READ, instead(200, "<html>"), Unknown, Some(Code::BadResponse)),
        ("check: 500 once", 3, READ, instead(500, ""), Updated, None),
    ] {
        let mut wfo = wfo(server(json!({})));
        let mut seen = 0;
        wfo.fates = Box::new(move |sent| {
            seen += usize::from(sent.purpose == purpose);
            if sent.purpose == purpose && seen == nth {
                fate.clone()
            } else {
                Fate::Answered
            }
        });
        let outcome = run(&mut wfo, auditor());
        assert_eq!((outcome.status, outcome.error.map(|error| error.code)), (status, code), "{name}");
        assert_ne!(status, Conflict);
    }
    // A refusal after a try that may have been done proves nothing.
    for (status, code) in [(409, Code::Conflict), (400, Code::ConfigInvalid), (429, Code::RateLimited)] {
        let mut wfo = wfo(server(json!({})));
        let mut tries = 0;
        wfo.fates = Box::new(move |sent| {
            tries += u32::from(sent.purpose == WRITE);
            match (sent.purpose, tries) {
                (WRITE, 1) => Fate::AnswerLost(Fault::Timeout),
                (WRITE, _) => Fate::instead(status, &[("retry-after", "3600")], ""),
                _ => Fate::Answered,
            }
        });
        let outcome = run(&mut wfo, auditor());
        assert_eq!(wfo.server.writes.len(), 1);
        assert_eq!(
            (outcome.status, outcome.error.map(|error| error.code)),
            (Unknown, Some(code)),
            "{status}"
        );
    }
    let mut stubborn = wfo(server(json!({})).ways(|ways| ways.write_drops = vec!["roles"]));
    let error = run(&mut stubborn, auditor()).error.unwrap();
    assert!(error.message.contains("not as asked: roles"), "{error}");
}
