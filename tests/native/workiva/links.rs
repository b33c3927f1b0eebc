//! Next links and locations: followed on the configured host, and nowhere else.

use super::kit::*;
use super::model::{Model, BASE, ORGANIZATION};
use super::truth::{check, end};
use crate::rig::{Fate, Sent};
use provisor::engine::Status;
use provisor::error::Code;
use provisor::http::Response;
use serde_json::json;
use std::rc::Rc;

/// A server with more than one page of everything.
fn paged(size: usize, links: &str, nulls: bool) -> Model {
    let mut server = Model::new().ways(|ways| {
        ways.page_size = size;
        ways.links = links.to_owned();
        ways.null_links = nulls;
    });
    for number in 0..5 {
        server =
            server.with_member(&format!("p{number}@doe.com"), "Annual Report", &["Viewer"], &["Reviewers"]);
    }
    server.with("ann@doe.com")
}

fn stays_at_home(name: &str, desk: &Desk) {
    let is_home = |url: &str| url.starts_with(&format!("{BASE}/"));
    assert!(desk.sent.iter().all(|sent| is_home(&sent.filled.url)), "{name}");
}

#[test]
fn every_list_is_read_to_its_end() {
    for (size, links, nulls, listed) in [
        (1, "https://api.eu.wdesk.com", false, json!([])),
        (2, "https://api.app.wdesk.com/gate", true, json!([])),
        (2, "https://www.WORKIVA.com.:443", false, json!(null)),
        (3, "", false, json!([])),
        (3, "https://links.example:8443/gate", true, json!(["other.example", "Links.Example.:8443"])),
    ] {
        let mut desk = desk_with(paged(size, links, nulls), json!({"linkHosts": listed}));
        let outcome = desk.provision(everything("ann@doe.com")).unwrap();
        assert_eq!(outcome.status, Status::Updated, "{links}: {outcome:?}");
        check("pages", &desk, &outcome);
        stays_at_home(links, &desk);
        assert!(desk.sent_for(USERS).len() >= 6 / size);
        assert!(!desk.sent_for(POLL).is_empty(), "{links}: the operations are followed too");
        assert_eq!(desk.provision(everything("ann@doe.com")).unwrap().status, Status::Unchanged);
    }
}

#[test]
fn what_is_on_two_pages_is_one_thing() {
    // A list that moves under the pages: its last thing is on the next page once more.
    let again = |page: &str| Fate::instead(200, &[], page);
    let next = format!("/gate/organizations/{ORGANIZATION}/roles?$next=2");
    let first = json!({"data": [{"id": "2", "name": "Org User Admin"}], "@nextLink": next}).to_string();
    let mut desk = desk(Model::new().with("ann@doe.com"));
    desk.fates = Box::new(move |sent| match sent.filled.url.rsplit_once("/roles") {
        Some((_, "")) if sent.purpose == "list the roles there are" => again(&first),
        Some((_, "?$next=2")) => again(r#"{"data":[{"id":"2","name":"Org User Admin"}]}"#),
        _ => Fate::Answered,
    });
    let result = desk.provision(with("ann@doe.com", json!({"organizationRoles": ["Org User Admin"]})));
    assert_eq!(end(&result), (Some(Status::Updated), None), "{result:?}");
}

#[test]
fn a_link_to_another_host_takes_no_credential_there() {
    let page = |link: &str| Fate::instead(200, &[], &json!({"data": [], "@nextLink": link}).to_string());
    for (link, host) in [
        ("https://evil.example/collect?canary=1", "evil.example"),
        ("https://evil.example", "evil.example"),
        ("https://evil.example?canary=1", "evil.example"),
        ("https://wdesk.com.evil.example/x", "wdesk.com.evil.example"),
        ("https://gateway.example/x", "gateway.example"),
        ("https://gateway.example:8444/x", "gateway.example:8444"),
        ("http://api.app.wdesk.com/x", "api.app.wdesk.com"),
        ("http://169.254.169.254/latest", "169.254.169.254"),
        ("//evil.example/x", "evil.example"),
        ("https://user:canary@evil.example/x", "evil.example"),
        ("https://user:canary@api.app.wdesk.com/x", "api.app.wdesk.com"),
        ("https://evil.example\\@wdesk.com/x", ""),
        ("\\\\evil.example\\x", ""),
        ("javascript:alert(1)", ""),
        ("users", ""),
        ("/a b", ""),
        ("/a\nb", ""),
    ] {
        let options = json!({"linkHosts": ["gateway.example:8443"]});
        let mut desk = desk_with(Model::new(), options).with_first(1, USERS, page(link)).transcribing();
        let outcome = desk.provision(person("ann@doe.com")).unwrap();
        let error = outcome.error.clone().unwrap();
        assert_eq!((outcome.status, error.code), (Status::Failed, Code::BadResponse), "{link}: {error}");
        assert!(error.message.contains(host), "{link}: {error}");
        assert!(error.hint.as_deref().unwrap().contains("not followed"), "{link}: {error}");
        assert_eq!(error.step.as_deref(), Some(USERS), "{link}");
        check(link, &desk, &outcome);
        assert!(desk.server.created.is_empty());
        stays_at_home(link, &desk);
    }
    let mut desk = desk(Model::new()).with_first(1, USERS, page("https://links.example:444/x"));
    let error = desk.provision(person("ann@doe.com")).unwrap().error.unwrap();
    assert!(error.hint.as_deref().unwrap().contains("links.example:444 is the platform's own"), "{error}");
    assert!(error.hint.as_deref().unwrap().contains("`linkHosts`"), "{error}");
}

#[test]
fn an_operation_on_another_host_is_not_followed_and_the_roles_are_read_back() {
    let wish = || with("ann@doe.com", json!({"organizationRoles": ["Org User Admin"]}));
    for (location, words) in [
        ("https://evil.example/operations/1?canary=1", "another host, evil.example"),
        ("https://wdesk.com.evil.example/operations/1", "wdesk.com.evil.example"),
        ("//evil.example/operations/1", "evil.example"),
        ("https://me:canary@api.app.wdesk.com/operations/1", "a user in it"),
        ("nowhere", "a link that is none"),
    ] {
        // Accepted by nobody: no look shows the role.
        let accepted = Fate::instead(202, &[("location", location)], "");
        let mut lost = desk(Model::new().with("ann@doe.com")).with_first(1, ROLES, accepted);
        let result = lost.provision(wish());
        assert_eq!(end(&result), (Some(Status::Unknown), Some(Code::BadResponse)), "{location}: {result:?}");
        let error = result.clone().unwrap().error.unwrap();
        assert!(error.message.contains(words), "{location}: {error}");
        check(location, &lost, result.as_ref().unwrap());
        stays_at_home(location, &lost);
        assert!(lost.sent_for(POLL).is_empty(), "{location}");
        // Accepted and done: a look shows it, whatever the address.
        let mut done = desk(Model::new().with("ann@doe.com"));
        let address = location.to_owned();
        done.fates = Box::new(move |sent| {
            let address = address.clone();
            let elsewhere = move |_: &Sent, mut answer: Response| {
                answer.headers.retain(|(name, _)| name != "location");
                answer.headers.push(("location".to_owned(), address.clone()));
                answer
            };
            if sent.purpose == ROLES {
                Fate::Changed(Rc::new(elsewhere))
            } else {
                Fate::Answered
            }
        });
        done.server.ways.at_once = true;
        let outcome = done.provision(wish()).unwrap();
        assert_eq!((outcome.status, outcome.verified), (Status::Updated, true), "{location}: {outcome:?}");
        assert!(outcome.warnings[0].contains("a look shows that it is done"), "{:?}", outcome.warnings);
        check(location, &done, &outcome);
        stays_at_home(location, &done);
        assert!(done.sent_for(POLL).is_empty(), "{location}");
    }
}

#[test]
fn hosts_of_links_are_checked() {
    for (hosts, named) in [
        (json!(["https://a.example"]), "linkHosts[0]: "),
        (json!(["a.example", "*.example"]), "linkHosts[1]: "),
        (json!(["a.example/x"]), "linkHosts[0]: "),
        (json!([""]), "linkHosts[0]: "),
        (json!(["a.example:0"]), "linkHosts[0]: "),
        (json!(["me@a.example"]), "linkHosts[0]: "),
        (json!([7]), "options.linkHosts[0]: "),
        (json!("a.example"), "options.linkHosts: "),
    ] {
        let mut options = options();
        options["linkHosts"] = hosts.clone();
        let error = provisor::platforms::client("workiva", options).err().unwrap();
        assert_eq!(error.code, Code::ConfigInvalid, "{hosts}");
        assert!(error.message.starts_with(named), "{hosts}: {error}");
    }
}

#[test]
fn a_list_that_goes_round_ends() {
    let round = format!("https://api.eu.wdesk.com/organizations/{ORGANIZATION}/users?$next=%2B%2F0");
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
