//! For any answers and any names: no panic, an end, and at most one account.

use super::kit::{john, pal, Pal};
use super::model::{Model, Tenant};
use crate::rig::{Fate, Sent};
use proptest::prelude::*;
use provisor::engine::{Fault, Status};
use provisor::http::Response;
use serde_json::json;
use std::rc::Rc;

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        "[\\[\\]{}\":,0-9a-z ]{0,40}".prop_map(String::into_bytes),
        Just(b"{}".to_vec()),
        Just(b"[]".to_vec()),
        Just(b"null".to_vec()),
        Just(br#"{"count":0,"results":[]}"#.to_vec()),
        Just(br#"{"count":1,"results":[{"id":1,"emailAddress":"john@doe.com"}]}"#.to_vec()),
        Just(
            br#"{"count":1,"results":[{"id":1,"name":"Company Doe","subDomainName":"companydoe"}]}"#.to_vec()
        ),
        Just(br#"{"successful":true,"userAccountId":4711,"username":"john@doe.com"}"#.to_vec()),
        Just(br#"{"successful":false,"exceptionMessage":"no"}"#.to_vec()),
        Just(br#"{"access_token":"canary-t","token_type":"Bearer","expires_in":1}"#.to_vec()),
        Just(b"<html></html>".to_vec()),
    ]
}

fn answer() -> impl Strategy<Value = Response> {
    let status = prop_oneof![
        Just(200_u16),
        Just(200),
        Just(201),
        Just(204),
        Just(302),
        Just(400),
        Just(401),
        Just(403),
        Just(409),
        Just(429),
        Just(500),
        Just(503),
        any::<u16>()
    ];
    let headers = prop_oneof![
        Just(Vec::new()),
        "[ -~]{0,12}".prop_map(|value| vec![("Retry-After".to_owned(), value)]),
        (0_u32..100_000).prop_map(|value| vec![("retry-after-ms".to_owned(), value.to_string())]),
    ];
    (status, headers, body()).prop_map(|(status, headers, body)| Response::new(status, headers, body))
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        3 => Just(Fate::Answered),
        2 => answer().prop_map(Fate::Instead),
        2 => answer().prop_map(Fate::DoneBut),
        1 => prop_oneof![Just(Fault::Timeout), Just(Fault::Network), Just(Fault::TooLarge), Just(Fault::Aborted)]
            .prop_map(Fate::Lost),
        1 => Just(Fate::AnswerLost(Fault::Network)),
        1 => any::<bool>().prop_map(|done| Fate::Silence { done }),
    ]
}

fn pal_of_fates(server: Model, fates: Vec<Fate>) -> Pal {
    let mut pal = pal(server);
    let mut fates = fates.into_iter();
    pal.fates = Box::new(move |_: &Sent| fates.next().unwrap_or(Fate::Answered));
    pal
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_answered_there_is_an_end_and_one_account(
        fates in prop::collection::vec(fate(), 0..14),
        late in prop_oneof![Just(0_u64), 0_u64..20_000],
        is_there in any::<bool>(),
    ) {
        let mut server = Model::new().ways(|ways| ways.shows_late_ms = late);
        if is_there {
            server.add("companydoe", "john@doe.com", 0);
        }
        let mut pal = pal_of_fates(server, fates);
        let result = pal.provision(john());
        pal.server.check_no_twins();
        prop_assert!(pal.server.created.len() <= 1);
        if let Ok(outcome) = result {
            if outcome.status == Status::Created {
                prop_assert!(outcome.verified);
            }
            prop_assert_eq!(outcome.error.is_some(), !matches!(outcome.status, Status::Created | Status::Unchanged));
        }
    }

    #[test]
    fn in_bulk_too(fates in prop::collection::vec(fate(), 0..20)) {
        let mut user = john();
        user["details"] = json!({"employeeDetails": {"jobTitle": "Baker"}});
        let users = [user, super::kit::person("jane@doe.com"), super::kit::person("jim@doe.com")];
        let mut pal = pal_of_fates(Model::new().with("companydoe", "john@doe.com"), fates);
        let bulk = pal.provision_all(&users);
        pal.server.check_no_twins();
        prop_assert!(pal.server.created.len() <= 2);
        // Either everybody is told, or the run says why it ended.
        prop_assert!(bulk.outcomes.len() == 3 || bulk.result.unwrap().is_err());
    }

    #[test]
    fn any_e_mail_and_any_company_are_found_again(
        local in "[!-~&&[^@<>(),;:\\\\\"\\[\\]]]{1,20}|\\PC{1,8}",
        company in "[ -~]{1,30}|\\PC{1,12}",
    ) {
        let email = format!("{local}@doe.co");
        prop_assume!(provisor::email::Email::parse("email", &email).is_ok());
        prop_assume!(!company.trim().is_empty());
        let mut server = Model::new();
        server.tenants = vec![Tenant { id: 9, name: company.trim().to_owned(), sub_domain: "sub".into() }];
        let server = server.with("sub", &email).with("sub", "somebody@else.co");
        let mut pal = pal(server);
        let user = json!({"email": email.to_uppercase(), "company": company.to_lowercase()});
        // Not every letter folds back to itself: those are other names to any server.
        let folds = email.to_uppercase().to_lowercase() == email.to_lowercase()
            && company.to_lowercase().trim().to_lowercase() == company.trim().to_lowercase();
        prop_assume!(folds);
        let two = [user.clone(), json!({"email": "somebody@else.co", "company": company.clone()})];
        let outcome = pal.provision(user).unwrap();
        prop_assert_eq!((outcome.status, outcome.id.as_deref()), (Status::Unchanged, Some("4711")));
        prop_assert_eq!(pal.provision_all(&two).statuses(), [Status::Unchanged; 2]);
    }
}

#[test]
fn a_body_is_told_by_its_bytes() {
    // The shape that a careless reader takes for an envelope.
    let mut pal = pal(Model::new());
    pal = pal
        .with_fate(3, Fate::Changed(Rc::new(|_, _| Response::new(200, Vec::new(), vec![0xff, 0xfe, 0x7b]))));
    assert_eq!(pal.provision(john()).unwrap().status, Status::Failed);
}
