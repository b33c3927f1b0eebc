//! Tokens on their way: got once, renewed once, given back; and what the gateway says of speed.

use super::kit::case;
use super::kit::{ann, instead, jane, person, span, Span, CREATE, LOGOUT, LOOK, TOKEN};
use super::model::Model;
use crate::rig::{Fate, START};
use crate::shared::truth::failed;
use provisor::engine::Status;
use provisor::error::Code;

const GATEWAY_401: &str =
    r#"{"statusCode":401,"message":"Unauthorized. Access token is missing or invalid."}"#;

fn tokens(span: &Span) -> usize {
    span.sent_for(TOKEN).len()
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
