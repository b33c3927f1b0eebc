//! Getting into groups: the membership first, every change read back, whatever was answered.

use super::kit::*;
use super::model::{Model, Ways};
use crate::rig::Fate;
use provisor::engine::{Fault, Status};
use provisor::error::Code;

#[test]
fn every_way_in_which_a_change_can_end() {
    use Status::{Failed, Unknown, Updated};
    for (name, times, fate, status, code) in [
        ("done", 1, Fate::Answered, Updated, None),
        ("204, done", 1, Fate::done_but(204, ""), Updated, None),
        ("204, not done", 1, Fate::instead(204, &[], ""), Failed, Some(Code::Conflict)),
        ("200, not done", 1, Fate::instead(200, &[], r#"{"id":"g"}"#), Failed, Some(Code::Conflict)),
        ("HTML, done", 1, Fate::done_but(200, "<html>"), Updated, None),
        ("HTML, not done", 1, Fate::instead(200, &[], "<html>"), Unknown, Some(Code::BadResponse)),
        ("400", 1, Fate::instead(400, &[], ""), Failed, Some(Code::ConfigInvalid)),
        ("403", 1, Fate::instead(403, &[], ""), Failed, Some(Code::Forbidden)),
        ("404", 1, Fate::instead(404, &[], ""), Failed, Some(Code::NotFound)),
        ("409", 1, Fate::instead(409, &[], ""), Failed, Some(Code::Conflict)),
        ("400, though done", 1, Fate::done_but(400, ""), Updated, None),
        ("500 once", 1, Fate::instead(500, &[], ""), Updated, None),
        ("500, done", 99, Fate::done_but(500, ""), Updated, None),
        ("500, not done", 99, Fate::instead(500, &[], ""), Unknown, Some(Code::ServerError)),
        ("lost", 99, Fate::Lost(Fault::Network), Unknown, Some(Code::Network)),
        ("answer lost", 99, Fate::AnswerLost(Fault::Network), Updated, None),
        ("silence, done", 99, Fate::Silence { done: true }, Updated, None),
        ("silence, not done", 99, Fate::Silence { done: false }, Unknown, Some(Code::Timeout)),
        (
            "429 for ever",
            99,
            Fate::instead(429, &[("retry-after", "1")], ""),
            Failed,
            Some(Code::RateLimited),
        ),
    ] {
        let server = Model::new().with("ann@doe.com", &["workspace:Annual Report"]);
        let mut desk = desk(server).with_first(times, CHANGE, fate);
        let outcome = desk.provision(with("ann@doe.com", report(&["Editor"], &[]))).unwrap();
        let error = outcome.error.as_ref();
        assert_eq!((outcome.status, error.map(|error| error.code)), (status, code), "{name}: {outcome:?}");
        let is_in = desk.server.groups_of("ann@doe.com").contains(&"workspace:Annual Report:role:Editor");
        assert_eq!(is_in, status == Updated, "{name}");
        if let Some(error) = error {
            assert!(error.message.contains("workspace:Annual Report:role:Editor"), "{name}: {error}");
            assert!(error.step.is_some() && error.platform.is_some(), "{name}: {error:?}");
        }
        assert_eq!(outcome.requests as usize, desk.sent.len(), "{name}");
        assert_eq!(outcome.evidence.len(), desk.sent.len(), "{name}");
    }
}

#[test]
fn members_that_cannot_be_read_back_are_unknown() {
    for (name, fate, code) in [
        ("403", Fate::instead(403, &[], ""), Code::Forbidden),
        ("HTML", Fate::instead(200, &[], "<html>"), Code::BadResponse),
        ("another group", Fate::instead(200, &[], r#"{"id":"other","members":[]}"#), Code::BadResponse),
    ] {
        let mut desk = desk(Model::new()).with_fate_of(MEMBERS, fate);
        let outcome = desk.provision(with("ann@doe.com", report(&["Editor"], &[]))).unwrap();
        assert_eq!((outcome.status, outcome.error.unwrap().code), (Status::Unknown, code), "{name}");
        assert_eq!(desk.sent_for(CHANGE).len(), 1, "{name}: no role without a sure membership");
    }
}

#[test]
fn a_request_may_be_held_for_half_a_minute() {
    let held = Fate::AnswerLost(Fault::Network);
    let mut desk = desk(Model::new()).with_first(1, CHANGE, held);
    desk.latency_ms = 31_000;
    let outcome = desk.provision(with("ann@doe.com", report(&["Editor"], &[]))).unwrap();
    assert_eq!(outcome.status, Status::Created, "the time-out is 35 s by default: {outcome:?}");
    assert!(outcome.warnings.iter().all(|warning| !warning.contains("timeoutMs")));
}

#[test]
fn who_is_no_member_of_the_workspace_gets_no_role_in_it() {
    let left_out = |ways: &mut Ways| ways.left_out = Some("ann@doe.com");
    let mut desk = desk(Model::new().ways(left_out));
    let outcome = desk.provision(with("ann@doe.com", report(&["Editor"], &["Reviewers"]))).unwrap();
    let error = outcome.error.unwrap();
    assert_eq!((outcome.status, error.code), (Status::Failed, Code::Conflict));
    assert!(error.message.contains("join the workspace \"Annual Report\""), "{error}");
    assert!(outcome.id.is_some(), "the account is there");
    assert!(
        desk.sent_for(CHANGE).iter().all(|sent| !sent.line().contains("role")),
        "and nothing else is asked for"
    );
    assert_eq!(desk.sent_for(CHANGE).len(), 1);
}
