//! OAuth 2.0 client credentials (RFC 6749 §4.4), in the four ways that platforms want them.

use super::{Grant, Scheme};
use crate::error::{Code, Error, Result};
use crate::http::{
    percent, Encoding, Method, Request, Response, Safety, Secret, SecretName, Template, Vault,
};
use crate::number;
use base64::Engine as _;
use serde::Deserialize;
use serde_json::Value;

/// Where and how the client's id and secret are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// In a form body (§2.3.1, the alternative).
    Form,
    /// In a JSON body (no standard, but some platforms).
    Json,
    /// `Authorization: Basic`, both parts form-encoded first (§2.3.1, as written).
    BasicEncoded,
    /// `Authorization: Basic`, both parts as they are (as many servers read it).
    BasicRaw,
}

/// The client credentials grant of one client.
#[derive(Clone, Debug)]
pub struct ClientCredentials {
    /// The whole URL of the token endpoint.
    pub token_url: String,
    /// The client's id: any text.
    pub client_id: String,
    /// The client's secret: any text.
    pub client_secret: Secret,
    /// The scope to ask for.
    pub scope: Option<String>,
    /// How the platform wants it.
    pub style: Style,
}

const TOKEN: &str = "token";
const CLIENT_SECRET: &str = "clientSecret";
const CLIENT_BASIC: &str = "clientBasic";

impl ClientCredentials {
    fn form(&self, with_client: bool) -> Template {
        let mut form = Template::from("grant_type=client_credentials");
        if let Some(scope) = &self.scope {
            form = form.text("&scope=").text(percent::component(scope));
        }
        if with_client {
            form = form.text("&client_id=").text(percent::component(&self.client_id));
            form = form.text("&client_secret=").secret(SecretName::new(CLIENT_SECRET), Encoding::Form);
        }
        form
    }

    fn json(&self) -> Template {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut json = Template::from("{\"grant_type\":\"client_credentials\",\"client_id\":");
        json = json.text(quoted(&self.client_id)).text(",\"client_secret\":\"");
        json = json.secret(SecretName::new(CLIENT_SECRET), Encoding::Json).text("\"");
        if let Some(scope) = &self.scope {
            json = json.text(",\"scope\":").text(quoted(scope));
        }
        json.text("}")
    }

    fn basic(&self) -> Secret {
        let pair = match self.style {
            Style::BasicRaw => format!("{}:{}", self.client_id, self.client_secret.expose()),
            _ => format!(
                "{}:{}",
                percent::component(&self.client_id),
                percent::component(self.client_secret.expose())
            ),
        };
        Secret::new(base64::engine::general_purpose::STANDARD.encode(pair))
    }
}

impl Scheme for ClientCredentials {
    /// Asking for a token twice changes nothing that matters: the request is idempotent.
    fn login(&self) -> Option<Request> {
        const FORM: &str = "application/x-www-form-urlencoded";
        let request =
            Request::new(Method::Post, self.token_url.clone(), "get an access token", Safety::Idempotent)
                .header("accept", "application/json");
        Some(match self.style {
            Style::Form => request.body(FORM, self.form(true)),
            Style::Json => request.body("application/json", self.json()),
            Style::BasicEncoded | Style::BasicRaw => {
                let basic = Template::from("Basic ").secret(SecretName::new(CLIENT_BASIC), Encoding::Raw);
                request.header("authorization", basic).body(FORM, self.form(false))
            }
        })
    }

    /// RFC 6749 §5.1 and §5.2; gateways in front of a platform answer errors of their own shape.
    fn read(&self, answer: &Response) -> Result<Grant> {
        if !answer.is_success() {
            return Err(refusal(answer));
        }
        let token: TokenAnswer = answer.json()?;
        let bad = |what: &str| {
            Err(Error::bad_response(format!("the token answer {what}")).with_status(answer.status))
        };
        if token.access_token.is_empty() {
            return bad("has an empty access_token");
        }
        if token.access_token.expose().chars().any(|c| c.is_control() || c == ' ') {
            return bad("has an access_token that no header can carry");
        }
        if !token.token_type.eq_ignore_ascii_case("bearer") {
            return bad("has a token_type other than Bearer, which this client cannot use");
        }
        Ok(Grant {
            name: SecretName::new(TOKEN),
            expires_in_ms: token.life_ms(),
            secret: token.access_token,
            scope: token.scope,
        })
    }

    fn attach(&self, request: Request) -> Request {
        let bearer = Template::from("Bearer ").secret(SecretName::new(TOKEN), Encoding::Raw);
        request.header("authorization", bearer)
    }

    fn deposit(&self, vault: &Vault) {
        vault.keep(SecretName::new(CLIENT_SECRET), self.client_secret.clone());
        vault.keep(SecretName::new(CLIENT_BASIC), self.basic());
    }
}

/// §5.1. `expires_in` may be missing, and some servers write it as a string.
#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Secret,
    token_type: String,
    #[serde(default)]
    expires_in: Value,
    #[serde(default)]
    scope: Option<String>,
}

impl TokenAnswer {
    fn life_ms(&self) -> Option<u64> {
        // A hundred years: no session lasts longer, and the time of its end is one that JavaScript has.
        const LONGEST_MS: f64 = 3_155_760_000_000.0;
        let seconds =
            number::of_value(&self.expires_in).or_else(|| number::parse(self.expires_in.as_str()?))?;
        (seconds.is_finite() && seconds >= 0.0).then_some((seconds * 1000.0).min(LONGEST_MS) as u64)
    }
}

/// §5.2, and a gateway's `{statusCode, message}`.
#[derive(Deserialize, Default)]
#[serde(default)]
struct TokenRefusal {
    error: Option<String>,
    error_description: Option<String>,
    message: Option<String>,
}

fn refusal(answer: &Response) -> Error {
    let words: TokenRefusal = answer.json().unwrap_or_default();
    let detail = match (&words.error, words.error_description.or(words.message)) {
        (Some(error), Some(description)) => format!(": {error}, {description}"),
        (Some(text), None) => format!(": {text}"),
        (None, Some(text)) => format!(": {text}"),
        (None, None) => String::new(),
    };
    let detail: String = detail.chars().take(300).collect();
    let rejected = matches!(
        words.error.as_deref(),
        Some("invalid_client" | "invalid_grant" | "unauthorized_client" | "invalid_scope")
    );
    let (code, hint) = match answer.status {
        403 => (Code::Forbidden, "ask an administrator whether this client may obtain tokens"),
        404 => (Code::NotFound, "check baseUrl: there is no token endpoint below it"),
        400 | 401 if rejected || words.error.is_none() => {
            (Code::AuthRejected, "check credentials.clientId and credentials.clientSecret")
        }
        400 | 401 => (Code::AuthRejected, "the platform does not accept this kind of token request"),
        429 => (Code::RateLimited, "try again later"),
        500..=599 => (Code::ServerError, "try again later"),
        _ => (Code::BadResponse, "check baseUrl"),
    };
    let mut error =
        Error::new(code, format!("no access token ({}){detail}", answer.status)).with_status(answer.status);
    error.request_id = answer.request_id();
    error.hint(hint)
}

#[cfg(test)]
mod tests;
