//! Next links and locations: followed on the configured host, and nowhere else.

use super::kit::*;
use super::model::{Model, BASE, ORGANIZATION};
use super::truth::{check, end};
use crate::rig::Fate;
use provisor::engine::Status;
use provisor::error::Code;
use serde_json::json;

#[test]
fn every_list_is_read_to_its_end() {
    for (size, links, nulls) in
        [(1, "https://links.example", false), (2, "https://links.example/gate", true), (3, "", false)]
    {
        let mut server = Model::new().ways(|ways| {
            ways.page_size = size;
            ways.links = links.to_owned();
            ways.null_links = nulls;
        });
        for number in 0..5 {
            server = server.with_member(
                &format!("p{number}@doe.com"),
                "Annual Report",
                &["Viewer"],
                &["Reviewers"],
            );
        }
        let mut desk = desk(server.with("ann@doe.com"));
        let outcome = desk.provision(everything("ann@doe.com")).unwrap();
        assert_eq!(outcome.status, Status::Updated, "{size}: {outcome:?}");
        check("pages", &desk, &outcome);
        assert!(desk.sent.iter().all(|sent| sent.filled.url.starts_with(&format!("{BASE}/"))));
        assert!(desk.sent_for(USERS).len() >= 6 / size);
        assert_eq!(desk.provision(everything("ann@doe.com")).unwrap().status, Status::Unchanged);
    }
}

#[test]
fn a_link_to_another_host_takes_no_credential_there() {
    let page = |link: &str| Fate::instead(200, &[], &json!({"data": [], "@nextLink": link}).to_string());
    for link in [
        "https://evil.example/collect",
        "https://evil.example",
        "https://evil.example?x=1",
        "http://169.254.169.254/latest",
        "//evil.example/x",
        "https://user:pw@evil.example/x",
        "\\\\evil.example\\x",
        "javascript:alert(1)",
        "users",
        "/a b",
        "/a\nb",
    ] {
        let mut desk = desk(Model::new()).with_first(1, USERS, page(link));
        let result = desk.provision(person("ann@doe.com"));
        let outcome = result.clone().unwrap();
        assert_eq!(outcome.status, Status::Failed, "{link}: {result:?}");
        check(link, &desk, &outcome);
        assert!(desk.server.created.is_empty());
        assert!(desk.sent.iter().all(|sent| sent.filled.url.starts_with(&format!("{BASE}/"))), "{link}");
    }
    for location in [
        "https://evil.example/operations/1",
        "//evil.example/operations/1",
        "nowhere",
        "https://evil.example",
    ] {
        let accepted = Fate::instead(202, &[("location", location)], "");
        let mut desk = desk(Model::new().with("ann@doe.com")).with_first(1, ROLES, accepted);
        let result = desk.provision(with("ann@doe.com", json!({"organizationRoles": ["Org User Admin"]})));
        assert_eq!(end(&result).0, Some(Status::Unknown), "{location}: {result:?}");
        check(location, &desk, result.as_ref().unwrap());
        assert!(desk.sent.iter().all(|sent| sent.filled.url.starts_with(&format!("{BASE}/"))), "{location}");
    }
}

#[test]
fn a_list_that_goes_round_ends() {
    let round = format!("https://links.example/organizations/{ORGANIZATION}/users?$next=%2B%2F0");
    let page = json!({"data": [], "@nextLink": round}).to_string();
    let mut one = desk(Model::new()).with_fate_of(USERS, Fate::instead(200, &[], &page));
    let result = one.provision(person("ann@doe.com"));
    assert_eq!(end(&result), (Some(Status::Failed), Some(Code::BadResponse)));
    assert!(one.sent_for(USERS).len() <= 3);
    // One that goes on for ever, with another link each time.
    let mut on = desk(Model::new());
    on.fates = Box::new(|sent| match sent.purpose {
        USERS => Fate::instead(
            200,
            &[],
            &json!({"data": [], "@nextLink": format!("/x?{}", sent.number)}).to_string(),
        ),
        _ => Fate::Answered,
    });
    assert_eq!(end(&on.provision(person("ann@doe.com"))).1, Some(Code::BadResponse));
    assert!(on.sent.len() < 2_100);
}
