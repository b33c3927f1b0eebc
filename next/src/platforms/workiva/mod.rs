//! Workiva: one kind of user, two routes to it. Its own API [D]: <https://developers.workiva.com>; SCIM [D, as far as it is
//! documented]: <https://support.workiva.com>. That roles are given by name is what the vendor told a customer [S].
mod accounts;
mod endpoints;
mod options;
mod page;
mod platform;
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
        true => Err(Error::invalid("the SCIM route is not built yet")),
    }
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

/// A scripted network for the tests of both routes: what is not in the script is answered with 404.
#[cfg(test)]
mod kit {
    use crate::http::{
        Call, Client, Dialect, Fault, Host, Http, Limits, Local, Outgoing, Response, Settings,
    };
    use futures_util::FutureExt;
    use serde_json::{json, Value};
    use std::cell::RefCell;
    use std::future::Future;
    use std::rc::Rc;

    pub struct Script {
        /// The beginning of `METHOD /path?query`, decoded, and what is answered: status and body.
        pub answers: Vec<(&'static str, u16, Value)>,
        pub sent: RefCell<Vec<String>>,
    }
    impl Host for Script {
        fn send(&self, request: Outgoing, _: Limits) -> Local<'_, Result<Response, Fault>> {
            let target = request.url.splitn(4, '/').nth(3).unwrap_or_default();
            let target = percent_encoding::percent_decode_str(target).decode_utf8_lossy().into_owned();
            let line = format!("{} /{target}", request.method);
            let found = self.answers.iter().filter(|(start, ..)| line.starts_with(start));
            let (_, status, body) =
                found.max_by_key(|(start, ..)| start.len()).cloned().unwrap_or(("", 404, json!({})));
            self.sent.borrow_mut().push(line);
            let body = body.to_string().into_bytes();
            Box::pin(async move { Ok(Response { status, headers: Vec::new(), body }) })
        }
        fn sleep(&self, _: u64) -> Local<'_, ()> {
            Box::pin(async {})
        }
        fn now(&self) -> u64 {
            0
        }
        fn random(&self) -> f64 {
            0.5
        }
    }
    pub fn http(dialect: Box<dyn Dialect>, answers: Vec<(&'static str, u16, Value)>) -> (Http, Rc<Script>) {
        let script = Rc::new(Script { answers, sent: RefCell::default() });
        let (settings, _) = crate::input::read_both::<Settings, Nothing>("options", &json!({})).unwrap();
        let client = Client::new("workiva", "https://a.co", &[], settings, script.clone(), dialect).unwrap();
        (Http::new(client, Rc::default()), script)
    }
    crate::input! { struct Nothing { _none "none": Option<bool> } }
    /// Nothing waits in a script.
    pub fn now<T>(future: impl Future<Output = T>) -> T {
        future.now_or_never().unwrap()
    }
    /// `METHOD path body`.
    pub fn line<T>(call: &Call<T>) -> String {
        let request = &call.request;
        let body = request.body.as_ref().map(|body| format!(" {body}")).unwrap_or_default();
        format!("{} {}{body}", request.method, request.target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
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
