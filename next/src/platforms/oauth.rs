//! OAuth 2.0 client credentials, RFC 6749 §4.4, as MyWorkpal, WorkSpan and Workiva have it.
use crate::error::{shorten, Code, Error, Result};
use crate::http::{Response, Token};
use crate::secret::Secret;
use serde::Deserialize;

crate::input! {
    /// An API client's id and secret: any strings, for administrators choose them.
    #[derive(Clone)]
    pub(crate) struct Credentials {
        pub client_id "clientId": String,
        pub client_secret "clientSecret": Secret,
    }
}
impl Credentials {
    /// Neither may be empty.
    pub fn check(&self) -> Result<()> {
        for (name, value) in
            [("clientId", self.client_id.as_str()), ("clientSecret", self.client_secret.expose())]
        {
            if value.trim().is_empty() {
                return Err(Error::new(
                    Code::ConfigMissing,
                    format!("options.credentials.{name} must not be empty"),
                )
                .hint("set it from the environment or a secret store"));
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    token_type: String,
    expires_in: Option<f64>,
    scope: Option<String>,
}
#[derive(Deserialize)]
struct Refused {
    error: String,
    error_description: Option<String>,
}
/// The bearer token of an answer (§5.1), or why there is none (§5.2).
///
/// # Errors
/// `auth_rejected` where the client is refused: that is final. `server_error` for what passes. `bad_response` else.
pub(crate) fn bearer(answer: &Response) -> Result<Token> {
    let status = answer.status;
    if (200..300).contains(&status) {
        let granted: Granted = answer.object()?;
        if !granted.token_type.eq_ignore_ascii_case("bearer") || granted.access_token.is_empty() {
            return Err(Error::bad_response("the token is not a bearer token"));
        }
        let lives_ms = granted.expires_in.filter(|life| *life >= 0.0).map(|life| (life * 1000.0) as u64);
        return Ok(Token { value: granted.access_token, lives_ms, scope: granted.scope });
    }
    let refused: Option<Refused> = answer.object().ok();
    let word = refused.as_ref().map(|refused| refused.error.as_str()).unwrap_or_default();
    if matches!(word, "server_error" | "temporarily_unavailable") {
        return Err(Error::new(Code::ServerError, format!("the token server reports {word} ({status})")));
    }
    let words = refused.as_ref().map(|refused| {
        let more = refused.error_description.as_ref().map(|more| format!(": {more}")).unwrap_or_default();
        shorten(&format!("{word}{more}"))
    });
    match status {
        400..=403 => {
            let words = words.map(|words| format!(": {words}")).unwrap_or_default();
            let error =
                Error::new(Code::AuthRejected, format!("the credentials are refused ({status}){words}"));
            Err(Error { status: Some(status), ..error }
                .hint("check client id and secret; they are not sent again"))
        }
        _ => Err(Error::of_status(status, words)),
    }
}
