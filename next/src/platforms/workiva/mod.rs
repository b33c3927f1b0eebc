//! Workiva: one kind of user, two routes to it. Its own API [D]: <https://developers.workiva.com>; SCIM [D, as far as it is
//! documented]: <https://support.workiva.com>. That roles are given by name is what the vendor told a customer [S].
mod accounts;
mod endpoints;
mod group_names;
mod options;
mod page;
mod platform;
mod scim_route;
mod survey;
mod text;
mod user;

pub(super) use user::{User, COLUMNS};

use super::assemble;
use crate::error::{Error, Result};
use crate::http::Host;
use crate::reconcile::Reconciler;
use serde_json::Value;
use std::rc::Rc;

/// As options and journals name it, whichever the route.
const NAME: &str = "workiva";

/// A client of the route that the options name.
///
/// # Errors
/// `config_invalid` and `config_missing`, naming the option.
pub(super) fn open(options: &Value, host: Rc<dyn Host>) -> Result<Rc<Reconciler>> {
    match is_scim(options)? {
        false => assemble(options, host, options::make),
        true => assemble(&patient(options), host, scim_route::make),
    }
}
/// Over SCIM the server may hold a request for 30 s before it fails [D]: no time-out is shorter than that.
fn patient(options: &Value) -> Value {
    const LEAST_MS: u64 = 35_000;
    let mut options = options.clone();
    let is_short = |given: &Value| {
        given.is_null() || given.as_f64().is_some_and(|ms| (1.0..LEAST_MS as f64).contains(&ms))
    };
    if let Some(given) = options.as_object_mut().filter(|all| all.get("timeoutMs").is_none_or(is_short)) {
        given.insert("timeoutMs".to_owned(), LEAST_MS.into());
    }
    options
}
/// Whether the options lead over SCIM. `route` may be left out: then it is the platform's own API.
///
/// # Errors
/// `config_invalid` for another route, and for options that belong to the other one.
fn is_scim(options: &Value) -> Result<bool> {
    const OWN: [&str; 6] = ["baseUrl", "credentials", "organization", "apiVersion", "tokenPath", "scope"];
    let is_given = |name: &str| options.get(name).is_some_and(|value| !value.is_null());
    let is_scim = match options.get("route").unwrap_or(&Value::Null) {
        Value::Null => false,
        Value::String(route) if route == "platform" => false,
        Value::String(route) if route == "scim" => true,
        _ => return Err(Error::invalid("options.route must be \"platform\" or \"scim\"")),
    };
    match is_scim {
        false if is_given("scim") => Err(Error::invalid("options.scim belongs to route: \"scim\"")
            .hint("give route: \"scim\", or leave scim out")),
        true => match OWN.into_iter().find(|name| is_given(name)) {
            Some(name) => Err(Error::invalid(format!("options.{name} belongs to route: \"platform\""))
                .hint("over SCIM give only scim: { baseUrl, bearerToken or basic, groupNames? }")),
            None => Ok(true),
        },
        false => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    #[test]
    fn a_time_out_over_scim_is_longer_than_the_server_waits() {
        for (given, expected) in [
            (json!({}), json!({ "timeoutMs": 35_000 })),
            (json!({ "timeoutMs": null }), json!({ "timeoutMs": 35_000 })),
            (json!({ "timeoutMs": 5_000.0 }), json!({ "timeoutMs": 35_000 })),
            (json!({ "timeoutMs": 60_000 }), json!({ "timeoutMs": 60_000 })),
            (json!({ "timeoutMs": 0 }), json!({ "timeoutMs": 0 })),
            (json!({ "timeoutMs": "x" }), json!({ "timeoutMs": "x" })),
            (json!("x"), json!("x")),
        ] {
            assert_eq!(patient(&given), expected, "{given}");
        }
    }
    #[test]
    fn routes_are_not_mixed() {
        for (options, expected) in [
            (json!({ "baseUrl": "https://a.co" }), Ok(false)),
            (json!({ "route": "platform", "scim": null }), Ok(false)),
            (json!({ "route": "scim", "scim": {} }), Ok(true)),
            (json!({ "scim": {} }), Err("options.scim belongs to route: \"scim\"")),
            (json!({ "route": "platform", "scim": {} }), Err("options.scim belongs to route: \"scim\"")),
            (
                json!({ "route": "scim", "scim": {}, "organization": "x" }),
                Err("options.organization belongs to route: \"platform\""),
            ),
            (json!({ "route": "SCIM" }), Err("options.route must be \"platform\" or \"scim\"")),
            (json!({ "route": 1 }), Err("options.route must be \"platform\" or \"scim\"")),
        ] {
            let read = is_scim(&options).map_err(|error| error.message);
            assert_eq!(read, expected.map_err(str::to_owned), "{options}");
        }
    }
    /// Polls until it is done: nothing in a script waits.
    fn drive<T>(work: impl std::future::Future<Output = T>) -> T {
        let mut work = Box::pin(work);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        for _ in 0..100_000 {
            if let std::task::Poll::Ready(done) = work.as_mut().poll(&mut context) {
                return done;
            }
        }
        panic!("it does not end")
    }
    const ORG: &str = "/organizations/3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f";
    /// Runs these people through the loop; gives what was sent and the outcomes.
    fn provision(
        answer: impl Fn(&str, &str) -> (u16, Value) + 'static,
        people: Vec<Value>,
    ) -> (Vec<String>, Vec<Value>) {
        let token = json!({ "access_token": "t", "token_type": "bearer" });
        let (script, _) = crate::script::script(move |method, target, _| match target {
            "/iam/v1/oauth2/token" => (200, token.clone()),
            _ => answer(method, target.strip_prefix(ORG).unwrap_or(target)),
        });
        let options = json!({
            "baseUrl": "https://host.example", "organization": "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f",
            "credentials": { "clientId": "i", "clientSecret": "secret" },
        });
        let client = open(&options, script.clone()).unwrap();
        let source: std::collections::VecDeque<_> = people.into_iter().map(Ok).collect();
        let outcomes = drive(async {
            let run =
                client.run(crate::reconcile::Mode::Provision, &Value::Null, Box::new(source), None, None);
            let (mut stream, mut outcomes) = (run.await.unwrap(), Vec::new());
            while let Some(item) = stream.next().await {
                outcomes.push(serde_json::to_value(item.unwrap()).unwrap());
            }
            outcomes
        });
        let sent = script.sent.borrow().iter().map(|line| line.replace(ORG, "")).collect();
        (sent, outcomes)
    }
    /// The report of users names no membership ids: they are learnt before a membership is ended.
    #[test]
    fn memberships_that_a_report_showed_are_ended_by_their_own_ids() {
        let members: std::cell::RefCell<Vec<usize>> = std::cell::RefCell::new((0..6).collect());
        let data = |all: Vec<Value>| (200, json!({ "data": all }));
        let (sent, outcomes) = provision(
            move |method, target| {
                let attributes = json!({ "workspaceMemberships": [{ "id": "x", "workspaceName": "SOX" }] });
                let user = |n: &usize| json!({ "id": format!("u{n}"), "email": format!("p{n}@a.co"), "givenName": "P", "familyName": "Q" });
                let path = target.split('?').next().unwrap();
                match (method, path) {
                    (_, "/users") => data((0..6).map(|n| user(&n)).collect()),
                    (_, "/orgReportUsers") => {
                        data((0..6).map(|n| json!({ "id": format!("u{n}"), "attributes": attributes })).collect())
                    }
                    (_, "/roles") => data(vec![]),
                    (_, "/workspaces") => data(vec![json!({ "id": "x", "name": "SOX" })]),
                    ("GET", "/workspaces/x/memberships") => {
                        let all = members.borrow();
                        data(all.iter().map(|n| json!({ "id": format!("m{n}"), "user": { "id": format!("u{n}") } })).collect())
                    }
                    ("DELETE", membership) => {
                        members.borrow_mut().retain(|n| membership != format!("/workspaces/x/memberships/m{n}"));
                        (204, Value::Null)
                    }
                    _ => (404, json!({})),
                }
            },
            (0..6)
                .map(|n| json!({ "email": format!("p{n}@a.co"), "givenName": "P", "familyName": "Q", "workspaces": [], "exact": true }))
                .collect(),
        );
        for outcome in &outcomes {
            assert_eq!(outcome["status"], "updated", "{outcome:#} {sent:#?}");
            assert_eq!(
                outcome["changes"],
                json!([{ "kind": "remove", "field": "workspaces", "value": "SOX" }])
            );
        }
        assert_eq!(outcomes.len(), 6);
        for n in 0..6 {
            let line = format!("DELETE /workspaces/x/memberships/m{n}");
            assert_eq!(sent.iter().filter(|sent| **sent == line).count(), 1, "{sent:#?}");
        }
    }
}
