//! Taking somebody out: for good, once, and looked at.

use super::kit::*;
use super::model::Model;
use super::truth::end;
use crate::rig::Fate;
use provisor::engine::{Fault, Status};
use provisor::error::Code;
use serde_json::json;

#[test]
fn removed_and_gone() {
    let mut desk =
        desk(Model::new().with("bob@doe.com").with_member("ann@doe.com", "Annual Report", &["Editor"], &[]));
    let outcome = desk.deprovision(everything("ANN@doe.com")).unwrap();
    assert_eq!((outcome.status, outcome.verified, outcome.existed_before), (Status::Updated, true, true));
    assert!(outcome.id.is_some() && outcome.warnings[0].contains("SCIM"), "{outcome:?}");
    assert_eq!(desk.purposes(), [TOKEN, USERS, DELETE, READ, USERS]);
    assert_eq!(desk.server.people.len(), 1);
    desk.sent.clear();
    let again = desk.deprovision(everything("ANN@doe.com")).unwrap();
    assert_eq!((again.status, again.verified, again.existed_before), (Status::Unchanged, true, false));
    assert_eq!((again.changes.len(), desk.purposes()), (0, vec![USERS]));
}

#[test]
fn every_way_in_which_it_can_fail() {
    use Status::{Failed, Unknown, Updated};
    for (name, times, fate, status, code) in [
        ("403", 1, Fate::instead(403, &[], ""), Failed, Some(Code::Forbidden)),
        ("400", 1, Fate::instead(400, &[], ""), Failed, Some(Code::ConfigInvalid)),
        ("204, not done", 1, Fate::instead(204, &[], ""), Failed, Some(Code::Conflict)),
        ("HTML", 1, Fate::instead(200, &[], "<html>"), Failed, Some(Code::Conflict)),
        ("done, then 500", 1, Fate::done_but(500, ""), Updated, None),
        ("done, then lost", 99, Fate::AnswerLost(Fault::Network), Updated, None),
        ("500", 99, Fate::instead(500, &[], ""), Unknown, Some(Code::ServerError)),
        ("lost", 99, Fate::Lost(Fault::Network), Unknown, Some(Code::Network)),
        (
            "429 for an hour",
            1,
            Fate::instead(429, &[("retry-after", "3600")], ""),
            Failed,
            Some(Code::RateLimited),
        ),
    ] {
        let mut desk = desk(Model::new().with("ann@doe.com")).with_first(times, DELETE, fate);
        let result = desk.deprovision(person("ann@doe.com"));
        assert_eq!(end(&result), (Some(status), code), "{name}: {result:?}");
        assert_eq!(desk.server.people.is_empty(), status == Updated, "{name}");
    }
    let mut desk = desk(Model::new().with("ann@doe.com")).with_fate_of(READ, Fate::instead(403, &[], ""));
    let result = desk.deprovision(person("ann@doe.com"));
    assert_eq!(end(&result), (Some(Unknown), Some(Code::Forbidden)));
}

#[test]
fn nobody_is_removed_by_mistake() {
    let mut server = Model::new();
    server.add("ann@doe.com", "ann", 0);
    server.add("bob@doe.com", "bob", 0);
    let mut both = desk(server.clone());
    let result = both.deprovision(with("ann@doe.com", json!({"userName": "bob"})));
    assert_eq!(end(&result), (Some(Status::Conflict), Some(Code::Ambiguous)));
    let mut broken = desk(server).with_fate_of(USERS, Fate::instead(200, &[], "<html>"));
    let result = broken.deprovision(person("ann@doe.com"));
    assert_eq!(end(&result), (Some(Status::Failed), Some(Code::BadResponse)));
    assert_eq!((both.server.people.len(), broken.server.people.len()), (2, 2));
}
