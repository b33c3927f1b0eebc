//! Look-ups: judged by who came back, whatever the server says of its own list.

use super::kit::case;
use super::kit::{html, instead, jane, person, replaced, CREATE};
use super::model::Model;
use crate::rig::truth::End;
use crate::rig::Fate;
use crate::shared::truth::{conflict, failed, CREATED, UNCHANGED};
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::json;

/// A list with these people in it, by id and name.
fn list(people: &[(&str, &str)]) -> Fate {
    let people: Vec<_> = people.iter().map(|(id, name)| json!({ "id": id, "userName": name })).collect();
    instead(200, &json!({ "totalResults": people.len(), "Resources": people }).to_string())
}

#[test]
fn answers_that_cannot_be_relied_on_write_nothing() {
    const ANN: &str = "ann@partner.example";
    let bad = failed(Code::BadResponse);
    for (name, fate, expected) in [
        ("a stranger", list(&[("1", "jane@partner.example")]), bad),
        ("two strangers", list(&[("1", "jane@partner.example"), ("2", "ann@partner.example.org")]), bad),
        ("two of them", list(&[("1", ANN), ("2", "ANN@partner.example")]), conflict(Code::Ambiguous)),
        ("no id", list(&[("", ANN)]), bad),
        ("no name", instead(200, r#"{"Resources":[{"id":"1"}]}"#), bad),
        ("a name that is a number", instead(200, r#"{"Resources":[{"id":"1","userName":7}]}"#), bad),
        (
            "an id that is a number",
            instead(200, r#"{"Resources":[{"id":1,"userName":"ann@partner.example"}]}"#),
            bad,
        ),
        (
            "an error with 200",
            instead(200, r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"]}"#),
            bad,
        ),
        ("people that are texts", instead(200, r#"{"Resources":["ann@partner.example"]}"#), bad),
        ("an object for a list", instead(200, r#"{"totalResults":1,"Resources":{}}"#), bad),
        ("an object", instead(200, "{}"), bad),
        ("a bare array", instead(200, "[]"), bad),
        ("null", instead(200, "null"), bad),
        ("nothing", instead(200, ""), bad),
        ("half an answer", instead(200, r#"{"totalResults":0,"Resou"#), bad),
        ("HTML", html(), bad),
        ("a redirect", Fate::instead(302, &[("location", "https://evil.example/")], ""), bad),
        ("too large, cut off", Fate::Lost(Fault::TooLarge), bad),
        ("400", instead(400, ""), failed(Code::ConfigInvalid)),
        ("403", instead(403, ""), failed(Code::Forbidden)),
        ("404", instead(404, ""), failed(Code::NotFound)),
    ] {
        let (span, _) = case(name).at(2, fate).run(expected);
        assert!(span.sent_for(CREATE).is_empty(), "{name}");
    }
}

#[test]
fn a_server_that_ignores_the_filter_makes_nobody_adopt_a_stranger() {
    let strangers = || Model::new().with_name("a@partner.example").with_name("b@partner.example");
    let ignoring =
        |name: &str, server: Model| case(name).server(server).ways(|ways| ways.ignores_filter = true);
    ignoring("strangers only", strangers()).run(failed(Code::BadResponse));
    ignoring("among strangers", strangers().with_name("ANN@partner.example")).run(UNCHANGED);
    ignoring("nobody at all", Model::new()).run(CREATED);
    // Behind the page that was asked for nobody can be seen: no create on such a ground.
    let many = (0..20).fold(Model::new(), |server, n| server.with_name(&format!("p{n}@partner.example")));
    ignoring("on another page", many.with_name("ann@partner.example")).run(failed(Code::BadResponse));
}

#[test]
fn what_a_list_says_of_itself_is_not_believed() {
    let known = || Model::new().with_name("ann@partner.example");
    case("zero above one").server(known()).ways(|ways| ways.zero_totals = true).run(UNCHANGED);
    case("zero above none").ways(|ways| ways.zero_totals = true).run(CREATED);
    case("no Resources").ways(|ways| ways.no_resources = true).run(CREATED);
    case("no Resources, one there").server(known()).ways(|ways| ways.no_resources = true).run(UNCHANGED);
    case("the same one twice")
        .server(known())
        .at(
            2,
            Fate::body(|body| {
                let list: serde_json::Value = serde_json::from_str(&body).unwrap();
                let one = &list["Resources"][0];
                json!({ "Resources": [one, one] }).to_string()
            }),
        )
        .run(UNCHANGED);
    case("other spellings").server(known()).at(2, replaced("\"Resources\"", "\"resources\"")).run(UNCHANGED);
}

#[test]
fn one_who_exists_and_is_not_found() {
    let known = || Model::new().with_name("ann@partner.example").ways(|ways| ways.finds_nothing = true);
    let refused = |status| {
        case(format!("refused by {status}")).server(known()).ways(move |ways| ways.duplicates = Some(status))
    };
    refused(409).run(conflict(Code::Conflict));
    refused(400).run(failed(Code::ConfigInvalid));
    refused(500).run(End::Is(Status::Unknown, Some(Code::ServerError)));
    // The answer to the create is the one who exists: nothing confirms that it was created.
    refused(200).run(End::Is(Status::Unknown, Some(Code::NotFound)));
}

#[test]
fn names_are_the_same_in_any_case() {
    let (span, outcome) = case("Jane").server(Model::jane()).user(jane()).run(UNCHANGED);
    assert_eq!((span.purposes().len(), outcome.unwrap().requests), (2, 1));
    for email in
        ["MÜLLER@Partner.example", "山田@例え.jp", "o'brien+x@partner.example", "r&d#lab%20@partner.example"]
    {
        let (mut span, _) = case(email).user(person(email)).run(CREATED);
        assert_eq!(span.server.created, [email], "created as given");
        let outcome = span.provision(person(&email.to_lowercase())).unwrap();
        assert_eq!((outcome.status, outcome.existed_before), (Status::Unchanged, true), "{email}");
    }
}
