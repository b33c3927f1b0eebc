//! The platform route's options, and how it lets one in.
use super::endpoints::{Organization, SCOPES};
use crate::error::{Error, Result};
use crate::http::{Base, Dialect, Outgoing, Response, Token};
use crate::percent::encode;
use crate::platforms::oauth::{bearer, Credentials};
use crate::platforms::Made;
use serde_json::Value;

crate::input! {
    /// `new Workiva({ baseUrl, credentials, organization, … })`.
    pub(crate) struct PlatformOptions {
        /// What `open` chose the route by: a key that is known.
        #[allow(dead_code)]
        route "route": Option<String>,
        /// US `https://api.app.wdesk.com`, EU `https://api.eu.wdesk.com`, APAC `https://api.apac.wdesk.com` [D].
        base_url "baseUrl": String,
        credentials "credentials": Credentials,
        /// The organization's id: a UUID [D].
        organization "organization": String,
        /// `X-Version` on every call.
        api_version "apiVersion": String = "2026-01-01".to_owned(),
        /// `/oauth2/token` is listed too [D].
        token_path "tokenPath": String = "/iam/v1/oauth2/token".to_owned(),
        /// An empty text asks for none.
        scope "scope": String = SCOPES.join(" "),
    }
}
/// The platform route, from its options.
///
/// # Errors
/// `config_invalid` or `config_missing`, naming the option.
pub(crate) fn make(options: PlatformOptions) -> Result<Made<Organization>> {
    options.credentials.check()?;
    let PlatformOptions { base_url, organization, api_version, scope, .. } = &options;
    let wrong = |words: &str, hint: &str| Err(Error::invalid(format!("options.{words}")).hint(hint));
    if !has_shape(organization, &[8, 4, 4, 4, 12], |c| c.is_ascii_hexdigit()) {
        return wrong("organization must be a UUID", "such as 3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f");
    }
    if !has_shape(api_version, &[4, 2, 2], |c| c.is_ascii_digit()) {
        return wrong("apiVersion must be a date", "such as 2026-01-01");
    }
    if !scope.chars().all(|c| c == ' ' || c.is_ascii_graphic() && !"\"\\".contains(c)) {
        return wrong("scope must be words with spaces between them", "an empty text asks for none");
    }
    Base::new("https://localhost", Vec::new(), false)?
        .resolve(&options.token_path)
        .map_err(|error| Error { message: format!("options.tokenPath: {}", error.message), ..error })?;
    let platform = Organization { id: organization.clone(), version: api_version.clone() };
    let (base_url, link_hosts) = (base_url.clone(), &["wdesk.com", "workiva.com"][..]);
    Ok(Made { platform, base_url, link_hosts, dialect: Box::new(options) })
}
/// Whether a text is parts of these lengths with hyphens between them.
fn has_shape(text: &str, lengths: &[usize], is_good: fn(char) -> bool) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    parts.len() == lengths.len()
        && parts.iter().zip(lengths).all(|(part, length)| part.len() == *length && part.chars().all(is_good))
}

impl Dialect for PlatformOptions {
    /// `POST`, a form; it counts towards the rate limit, so the token is kept [D].
    fn login(&self) -> Option<Outgoing> {
        let Credentials { client_id, client_secret } = &self.credentials;
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", client_id),
            ("client_secret", client_secret.expose()),
            ("scope", self.scope.trim()),
        ];
        let form = form.iter().filter(|(_, value)| !value.is_empty());
        let form: Vec<_> = form.map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let headers = [
            ("accept", "application/json"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("x-version", &self.api_version),
        ];
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).to_owned())).collect();
        Some(Outgoing { url: self.token_path.clone(), method: "POST", headers, body: Some(form.join("&")) })
    }
    fn token(&self, answer: &Response) -> Result<Token> {
        bearer(answer)
    }
    fn attach(&self, outgoing: &mut Outgoing, token: &str) {
        outgoing.headers.retain(|(name, _)| name != "x-version");
        outgoing.header("x-version", self.api_version.clone());
        outgoing.header("authorization", format!("Bearer {token}"));
    }
    fn refusal(&self, answer: &Response) -> Option<String> {
        refusal(answer)
    }
    fn secrets(&self) -> Vec<String> {
        vec![self.credentials.client_secret.expose().to_owned()]
    }
    fn account(&self) -> Vec<String> {
        vec!["platform".to_owned(), self.organization.to_lowercase(), self.credentials.client_id.clone()]
    }
}
/// The words of an error [D]: `{ code, message, target, details: [{ code, message, target }] }`; a gateway's may be of
/// another shape.
fn refusal(answer: &Response) -> Option<String> {
    let body: Value = answer.json().ok()?;
    let body = body.get("error").filter(|inner| inner.is_object()).unwrap_or(&body);
    let plain = |key: &str| body.get(key)?.as_str().map(str::to_owned);
    let first = said(body).or_else(|| plain("error_description")).or_else(|| plain("error"))?;
    let details = body.get("details").and_then(Value::as_array).into_iter().flatten().filter_map(said);
    let words: Vec<_> = std::iter::once(first).chain(details).collect();
    Some(words.join("; ").split_whitespace().collect::<Vec<_>>().join(" "))
}
/// `400BadRequest: the message (target)`.
fn said(detail: &Value) -> Option<String> {
    let of = |key: &str| detail.get(key)?.as_str().filter(|text| !text.trim().is_empty());
    let text = of("message").or_else(|| of("code"))?;
    let code = of("code").filter(|code| *code != text).map(|code| format!("{code}: ")).unwrap_or_default();
    let target = of("target").map(|target| format!(" ({target})")).unwrap_or_default();
    Some(format!("{code}{text}{target}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;
    use serde_json::json;

    fn options(more: Value) -> Result<Made<Organization>> {
        let mut options = json!({
            "baseUrl": "https://api.app.wdesk.com", "organization": "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f",
            "credentials": { "clientId": "id & co", "clientSecret": "s=cret" },
        });
        for (key, value) in more.as_object().unwrap() {
            options[key] = value.clone();
        }
        make(PlatformOptions::read("options", &options)?)
    }
    #[test]
    fn bad_options_are_named() {
        for (more, words) in [
            (json!({ "organization": "acme" }), "options.organization must be a UUID"),
            (json!({ "apiVersion": "2026" }), "options.apiVersion must be a date"),
            (json!({ "apiVersion": "2026-01-01\r\nx: y" }), "options.apiVersion must be a date"),
            (json!({ "scope": "a\"b" }), "options.scope must be words"),
            (json!({ "tokenPath": "https://evil.co/token" }), "options.tokenPath: "),
            (json!({ "tokenPath": "//evil.co" }), "options.tokenPath: "),
            (
                json!({ "credentials": { "clientId": "x", "clientSecret": " " } }),
                "options.credentials.clientSecret must",
            ),
            (json!({ "baseUrl": null }), "options.baseUrl"),
            (
                json!({ "organisation": "x" }),
                "options.organisation is not known: did you mean \"organization\"?",
            ),
        ] {
            let error = options(more).err().unwrap();
            assert!(error.message.starts_with(words), "{words}: {error}");
        }
    }
    #[test]
    fn a_token_is_asked_for_by_a_form() {
        for (more, path, scope) in [
            (json!({}), "/iam/v1/oauth2/token", "&scope=organization%3Aread%20organization%3Awrite"),
            (json!({ "scope": "", "tokenPath": "/oauth2/token" }), "/oauth2/token", ""),
        ] {
            let dialect = options(more).unwrap().dialect;
            let login = dialect.login().unwrap();
            let form = "grant_type=client_credentials&client_id=id%20%26%20co&client_secret=s%3Dcret";
            assert_eq!((login.method, login.url.as_str()), ("POST", path));
            assert_eq!(login.body, Some(format!("{form}{scope}")));
            assert!(login.headers.contains(&("x-version".into(), "2026-01-01".into())));
            assert!(login
                .headers
                .contains(&("content-type".into(), "application/x-www-form-urlencoded".into())));
        }
    }
    #[test]
    fn every_request_has_the_version_once() {
        let made = options(json!({ "apiVersion": "2025-10-01" })).unwrap();
        let mut outgoing = made.platform.list_roles().request.outgoing();
        made.dialect.attach(&mut outgoing, "t");
        let of = |name: &str| outgoing.headers.iter().filter(|header| header.0 == name).collect::<Vec<_>>();
        assert_eq!(of("x-version"), [&("x-version".into(), "2025-10-01".into())]);
        assert_eq!(of("authorization"), [&("authorization".into(), "Bearer t".into())]);
    }
    #[test]
    fn every_shape_of_an_error() {
        for (body, expected) in [
            (
                r#"{"code":"400BadRequest","message":"m","target":"email","details":[{"code":"c","message":"d","target":null}],"version":"v"}"#,
                Some("400BadRequest: m (email); c: d"),
            ),
            (r#"{"code":"409Conflict","message":"","target":null,"details":null}"#, Some("409Conflict")),
            (r#"{"message":"a\r\n b"}"#, Some("a b")),
            (r#"{"error":{"code":"1","message":"r"}}"#, Some("1: r")),
            (r#"{"error":"invalid_token","error_description":"over"}"#, Some("over")),
            (r#"{"error":"invalid_token"}"#, Some("invalid_token")),
            (r#"{"id":"7","email":"x"}"#, None),
            ("<html>", None),
            ("", None),
            ("[]", None),
        ] {
            let answer = Response { status: 400, headers: Vec::new(), body: body.into() };
            assert_eq!(refusal(&answer).as_deref(), expected, "{body}");
        }
    }
}
