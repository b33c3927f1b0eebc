//! Taking many off a platform: never more than was said, and never by mistake.

use crate::rig::{Fate, Rig, Server};
use crate::workforce_optimization::kit as wfo;
use crate::workforce_optimization::model::Model as WfoModel;
use crate::workspan::kit::{instead, jane, person, span, Span, REPLACE};
use crate::workspan::model::Model;
use provisor::engine::{Fault, RemovalLimits, Status};
use provisor::error::Code;
use serde_json::{json, Value};

pub fn limits(max_deprovision: Value, among: Value) -> RemovalLimits {
    RemovalLimits { max_deprovision, among }
}

fn known(count: usize) -> (Model, Vec<Value>) {
    let name = |n| format!("p{n}@partner.example");
    let model = (0..count).fold(Model::jane(), |model, n| model.with_name(&name(n)));
    (model, (0..count).map(|n| person(&name(n))).collect())
}

fn suspended(span: &Span) -> usize {
    span.server.people.iter().filter(|person| person.resource["active"] == json!(false)).count()
}

#[test]
fn beyond_the_limit_nothing_at_all_is_sent() {
    let (model, users) = known(20);
    for (limit, among, code) in [
        (Value::Null, Value::Null, Code::ConfigMissing),
        (Value::Null, json!(199), Code::ConfigInvalid),
        (json!(19), Value::Null, Code::ConfigInvalid),
        (json!("9.9%"), json!(200), Code::ConfigInvalid),
        (json!("100%"), json!(19), Code::ConfigInvalid),
        (json!("a few"), json!(200), Code::ConfigInvalid),
    ] {
        let mut span = span(model.clone());
        let error = span.deprovision_all(&users, limits(limit.clone(), among.clone())).thrown();
        assert_eq!(error.code, code, "{limit} {among}: {error}");
        assert!(error.hint.is_some() && error.platform.as_deref() == Some("workspan"));
        assert_eq!((span.sent.len(), suspended(&span)), (0, 0), "{limit} {among}");
    }
    for (limit, among) in [(json!(20), Value::Null), (json!("10%"), json!(200)), (Value::Null, json!(200))] {
        let mut span = span(model.clone());
        let bulk = span.deprovision_all(&users, limits(limit.clone(), among));
        assert_eq!(bulk.statuses(), [Status::Updated; 20], "{limit}");
        assert_eq!(suspended(&span), 20, "only those of the list: Jane stays");
        let again = span.deprovision_all(&users, limits(limit, json!(200)));
        assert_eq!(again.statuses(), [Status::Unchanged; 20]);
    }
    // Nobody is nobody, whatever the limit.
    let mut span = span(model);
    let bulk = span.deprovision_all(&[], limits(Value::Null, json!(0)));
    assert!(bulk.outcomes.is_empty() && bulk.result.unwrap().is_ok());
}

#[test]
fn each_ends_for_themselves() {
    let (model, mut users) = known(3);
    users.extend([
        jane(),
        json!({ "email": "nobody" }),
        person("stranger@partner.example"),
        person("P0@Partner.example"),
    ]);
    let mut span = span(model);
    let id = span.server.people[2].id().to_owned();
    let path = id.replace('/', "%2F").replace('ä', "%C3%A4");
    span.fates = Box::new(move |sent| match sent.purpose == REPLACE && sent.filled.url.ends_with(&path) {
        true => instead(403, ""),
        false => Fate::Answered,
    });
    let bulk = span.deprovision_all(&users, limits(json!(7), Value::Null));
    use Status::{Failed, Unchanged, Updated};
    assert_eq!(bulk.statuses(), [Updated, Failed, Updated, Updated, Failed, Unchanged, Failed]);
    assert!(bulk.outcomes[6].error.as_ref().unwrap().message.contains("twice"));
    assert_eq!(suspended(&span), 3);
}

#[test]
fn it_goes_on_from_its_journal() {
    let (model, users) = known(6);
    let mut whole = span(model.clone());
    whole.deprovision_all(&users, limits(json!(6), Value::Null));
    for moment in 1..=whole.moments {
        let mut dying = span(model.clone());
        dying.dies_at = Some(moment);
        assert!(dying.deprovision_all(&users, limits(json!(6), Value::Null)).result.is_none());
        let journal = dying.journal.clone();
        let mut living = dying.reborn(crate::workspan::kit::client(json!({})));
        let host = provisor::engine::Host { seed: 1, journal: Some(journal), ..Default::default() };
        let run = living.client.deprovision_all(host, users.clone(), limits(json!(6), Value::Null)).unwrap();
        living.drive(run).unwrap().unwrap();
        assert_eq!((suspended(&living), living.outcomes.len()), (6, 6), "died at {moment}");
        assert!(living.outcomes.iter().all(|outcome| outcome.verified));
    }
}

/// One log-in, one list of everybody, and the session ended, also when it breaks off.
#[test]
fn a_session_serves_them_all_and_is_ended() {
    fn ends<S: Server>(rig: &Rig<S>, login: &str, logout: &str) -> (usize, usize) {
        let count = |purpose: &str| rig.sent.iter().filter(|sent| sent.purpose == purpose).count();
        (count(login), count(logout))
    }
    let users = [wfo::api(), wfo::person("x@doe.com")];
    let mut desk = wfo::wfo(WfoModel::new().with(wfo::API, json!({})));
    let bulk = desk.deprovision_all(&users, limits(json!(2), Value::Null));
    assert_eq!(bulk.statuses(), [Status::Updated, Status::Unchanged]);
    assert_eq!(ends(&desk, wfo::LOGIN, wfo::LOGOUT), (1, 1));
    let mut desk = wfo::wfo(WfoModel::new().with(wfo::API, json!({})))
        .with_fate_of(wfo::WRITE, Fate::Lost(Fault::Network));
    let bulk = desk.deprovision_all(&users, limits(json!(2), Value::Null));
    assert_ne!(bulk.statuses()[0], Status::Updated);
    assert_eq!(ends(&desk, wfo::LOGIN, wfo::LOGOUT), (1, 1));
}
