//! Tokens on their way: got once, renewed once, given back; and what the gateway says of speed.

use super::case::{case, failed, CREATED};
use super::kit::{
    ann, instead, jane, moved_jane, person, span, Span, CREATE, LOGOUT, LOOK, READ, REPLACE, TOKEN,
};
use super::model::Model;
use super::truth::check;
use crate::rig::{Fate, START};
use provisor::engine::Status;
use provisor::error::Code;

const GATEWAY_401: &str =
    r#"{"statusCode":401,"message":"Unauthorized. Access token is missing or invalid."}"#;

fn tokens(span: &Span) -> usize {
    span.sent_for(TOKEN).len()
}

#[test]
fn a_rejected_token_is_renewed_once_wherever_it_is_rejected() {
    for (name, server, user, expected, last) in [
        ("create", Model::new(), ann(), Status::Created, 4),
        ("replace", Model::jane(), moved_jane(), Status::Updated, 5),
        ("nothing to do", Model::jane(), jane(), Status::Unchanged, 2),
    ] {
        for number in 2..=last {
            let before = !server.people.is_empty();
            let mut span = span(server.clone()).with_fate(number, instead(401, GATEWAY_401));
            let outcome = span.provision(user.clone()).unwrap();
            assert_eq!((outcome.status, tokens(&span)), (expected, 2), "{name}: {number}");
            check(name, &span, &outcome, before);
        }
    }
}

#[test]
fn a_token_that_is_never_accepted_ends_the_run() {
    let mut span = span(Model::new());
    span.server.tokens.useless = true;
    let error = span.provision(ann()).unwrap_err();
    assert_eq!((error.code, tokens(&span), span.sent.len()), (Code::AuthRejected, 2, 4));
    assert_eq!(span.provision_all(&[ann(), jane()]).thrown().code, Code::AuthRejected);
    assert!(span.server.created.is_empty());
}

#[test]
fn a_rejection_after_a_write_hides_no_write() {
    for (server, user, write, read, done) in
        [(Model::new(), ann(), CREATE, LOOK, true), (Model::jane(), moved_jane(), REPLACE, READ, false)]
    {
        let mut span = span(server);
        let mut written = false;
        span.fates = Box::new(move |sent| {
            let rejected = written && sent.purpose == read;
            written |= sent.purpose == write;
            if rejected {
                instead(401, GATEWAY_401)
            } else {
                Fate::Answered
            }
        });
        let outcome = span.provision(user).unwrap();
        assert_eq!((outcome.status, outcome.error.unwrap().code), (Status::Unknown, Code::AuthRejected));
        assert_eq!((span.server.created.len() == 1, span.server.writes.len() == 1), (done, !done));
    }
}

#[test]
fn an_access_type_that_may_only_read() {
    let (span, _) = case("403 to the create").at(3, instead(403, "")).run(failed(Code::Forbidden));
    assert_eq!(span.purposes(), [TOKEN, LOOK, CREATE]);
    let mut many = super::kit::span(Model::jane()).with_fate_of(CREATE, instead(403, ""));
    let bulk = many.provision_all(&[ann(), jane(), person("b@partner.example")]);
    assert_eq!(bulk.statuses(), [Status::Failed, Status::Unchanged, Status::Failed]);
}

#[test]
fn a_429_is_waited_for_and_nothing_is_done_twice() {
    const SLOWER: &str = r#"{"statusCode":429,"message":"Rate limit is exceeded. Try again in 7 seconds."}"#;
    let slower = |seconds: &str| Fate::instead(429, &[("retry-after", seconds)], SLOWER);
    for number in 1..=4 {
        let (span, _) = case(format!("429 at {number}")).at(number, slower("7")).run(CREATED);
        let waited = span.sent[number].at - span.sent[number - 1].at;
        assert!((7_000..8_000).contains(&waited), "{number}: {waited}");
    }
    for (number, error_at) in [(2, LOOK), (3, CREATE)] {
        let (span, outcome) = case(error_at).at(number, slower("3600")).run(failed(Code::RateLimited));
        let error = outcome.unwrap().error.unwrap();
        assert_eq!(error.retry_at, Some(span.sent[number - 1].at + span.latency_ms + 3_600_000));
    }
    let mut at_token = span(Model::new()).with_fate_of(TOKEN, slower("3600"));
    let error = at_token.provision(ann()).unwrap_err();
    assert_eq!((error.code, error.retry_at.is_some(), at_token.sent.len()), (Code::RateLimited, true, 1));
}

#[test]
fn the_life_of_a_token_is_the_answer_s() {
    for life_s in [863_999, 3_600, 100] {
        let mut server = Model::new();
        server.tokens.life_s = life_s;
        let mut span = span(server);
        span.provision(ann()).unwrap();
        span.now = START + life_s * 900 - 1_000;
        if life_s > 600 {
            span.now = START + life_s * 1_000 - 61_000;
        }
        span.provision(ann()).unwrap();
        assert_eq!(tokens(&span), 1, "{life_s}");
        span.now = START + life_s * 1_000;
        span.provision(ann()).unwrap();
        assert_eq!(tokens(&span), 2, "{life_s}");
    }
}

#[test]
fn closing_gives_the_token_back() {
    let mut span = span(Model::new());
    span.provision(ann()).unwrap();
    assert_eq!(span.server.tokens.good(span.now), 1);
    span.close().unwrap();
    assert_eq!((span.sent_for(LOGOUT).len(), span.server.tokens.good(span.now)), (1, 0));
    // There is none to give back any more, and the next call gets another.
    span.close().unwrap();
    assert_eq!(span.sent_for(LOGOUT).len(), 1);
    span.provision(ann()).unwrap();
    assert_eq!(tokens(&span), 2);
}

#[test]
fn a_token_that_cannot_be_given_back_is_forgotten_all_the_same() {
    for (name, fate, code) in [
        ("invalid already", instead(403, r#"{"statusCode":403,"message":"invalid"}"#), None),
        ("rejected", instead(401, GATEWAY_401), None),
        ("500", instead(500, ""), Some(Code::ServerError)),
        ("lost", Fate::Lost(provisor::engine::Fault::Network), Some(Code::Network)),
    ] {
        let mut span = span(Model::new()).with_fate_of(LOGOUT, fate);
        span.provision(ann()).unwrap();
        assert_eq!(span.close().err().map(|error| error.code), code, "{name}");
        let sent = span.sent_for(LOGOUT).len();
        span.close().unwrap();
        assert_eq!(span.sent_for(LOGOUT).len(), sent, "{name}");
    }
}
