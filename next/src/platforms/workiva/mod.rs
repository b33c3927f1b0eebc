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
}
