//! A login with user and password that gives a session id, shown in a cookie (Workforce Optimization [C]).

use super::{Grant, Scheme};
use crate::error::{Code, Error, Result};
use crate::http::{Encoding, Method, Request, Response, Safety, Secret, SecretName, Template, Vault};
use serde::Deserialize;

/// `POST` credentials as JSON, get `sessionId`; `DELETE` ends the session.
#[derive(Clone, Debug)]
pub struct SessionLogin {
    /// The whole URL of the login.
    pub url: String,
    /// The user.
    pub user_id: String,
    /// The password. A rejected one is never tried again: repeated failures lock the account.
    pub password: Secret,
    /// The cookie's name.
    pub cookie: &'static str,
}

const SESSION: &str = "session";
const PASSWORD: &str = "password";

impl Scheme for SessionLogin {
    /// A login without an answer may have been a rejected password: it is sent once more, and not again.
    fn login(&self) -> Option<Request> {
        let quoted = serde_json::Value::from(self.user_id.as_str());
        let body = Template::from(format!("{{\"userId\":{quoted},\"password\":\""))
            .secret(SecretName::new(PASSWORD), Encoding::Json)
            .text("\",\"language\":\"en\"}");
        let request = Request::new(Method::Post, self.url.clone(), "log in", Safety::Idempotent);
        let request = request.header("accept", "application/json").lost_at_most(1);
        Some(request.body("application/json", body))
    }

    fn read(&self, answer: &Response) -> Result<Grant> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Session {
            session_id: Secret,
        }
        match answer.status {
            200..=299 => {}
            // Whatever of these it is (locked, not allowed): another try counts as another failure.
            400 | 401 | 403 | 409 | 422 | 423 => {
                return Err(Error::new(
                    Code::AuthRejected,
                    format!("the login is refused ({})", answer.status),
                )
                .with_status(answer.status)
                .hint(
                    "check credentials.userId and credentials.password; the password is not tried again, \
                         because repeated failures lock the account",
                ))
            }
            404 => {
                return Err(Error::new(Code::NotFound, "there is no login below baseUrl (404)")
                    .with_status(404)
                    .hint("check baseUrl"))
            }
            status => {
                return Err(Error::bad_response(format!("the login answers with status {status}"))
                    .with_status(status))
            }
        }
        let session: Session = answer.json()?;
        let id = session.session_id.expose();
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_graphic() && !"\",;\\".contains(c)) {
            return Err(Error::bad_response("the login gives a sessionId that no cookie can carry"));
        }
        Ok(Grant {
            name: SecretName::new(SESSION),
            secret: session.session_id,
            // It ends after about two hours without use; how long it lasts is not said.
            expires_in_ms: None,
            scope: None,
        })
    }

    fn attach(&self, request: Request) -> Request {
        let cookie =
            Template::from(format!("{}=", self.cookie)).secret(SecretName::new(SESSION), Encoding::Raw);
        request.header("cookie", cookie)
    }

    /// A session that was not used for two hours is answered with 401, perhaps with 403 [A]; a 403 can also mean what
    /// it says.
    fn may_be_expired(&self, status: u16) -> bool {
        status == 403
    }

    fn ends_with_run(&self) -> bool {
        true
    }

    fn refusal_is_final(&self) -> bool {
        true
    }

    fn logout(&self) -> Option<Request> {
        let request = Request::new(Method::Delete, self.url.clone(), "log out", Safety::Idempotent);
        Some(self.attach(request.header("accept", "application/json")))
    }

    fn deposit(&self, vault: &Vault) {
        vault.keep(SecretName::new(PASSWORD), self.password.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login() -> SessionLogin {
        SessionLogin {
            url: "https://a.co/api/rest/authorize".into(),
            user_id: "api\"user@a.co".into(),
            password: Secret::new("pw\"canary\\"),
            cookie: "hazelcast.sessionId",
        }
    }

    #[test]
    fn the_password_is_filled_in_only_when_sent() {
        let shown = login().login().unwrap().document();
        assert!(!format!("{shown:?}").contains("canary"));
        let vault = Vault::default();
        login().deposit(&vault);
        let body: serde_json::Value =
            serde_json::from_str(&shown.filled(&vault).unwrap().body.unwrap()).unwrap();
        let expected =
            serde_json::json!({"userId": "api\"user@a.co", "password": "pw\"canary\\", "language": "en"});
        assert_eq!(body, expected);
    }

    #[test]
    fn answers() {
        let read = |status, body: &str| login().read(&Response::new(status, Vec::new(), body.into()));
        assert_eq!(read(200, r#"{"sessionId":"s-1"}"#).unwrap().secret.expose(), "s-1");
        for (status, body, code) in [
            (401, "", Code::AuthRejected),
            (403, "", Code::AuthRejected),
            (409, "", Code::AuthRejected),
            (423, "", Code::AuthRejected),
            (404, "", Code::NotFound),
            (200, "<html>", Code::BadResponse),
            (200, "{}", Code::BadResponse),
            (200, r#"{"sessionId":""}"#, Code::BadResponse),
            (200, r#"{"sessionId":"a; b=c"}"#, Code::BadResponse),
            (418, "", Code::BadResponse),
        ] {
            assert_eq!(read(status, body).unwrap_err().code, code, "{status} {body}");
        }
    }

    proptest::proptest! {
        /// A session id that is taken is one cookie: RFC 6265 §4.1.1, `cookie-octet`.
        #[test]
        fn a_session_id_that_is_taken_is_one_cookie(id in "[!-~]{1,8}|[ -~\\PC\r\n]{0,6}") {
            let body = serde_json::json!({ "sessionId": id }).to_string();
            let Ok(grant) = login().read(&Response::new(200, Vec::new(), body.into())) else { return Ok(()) };
            let vault = Vault::default();
            vault.keep(grant.name, grant.secret);
            let sent = login().logout().unwrap().document().filled(&vault).unwrap();
            let cookie = sent.headers["cookie"].as_str().unwrap();
            proptest::prop_assert_eq!(cookie.strip_prefix("hazelcast.sessionId="), Some(id.as_str()));
            let octet = |byte: u8| matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e);
            proptest::prop_assert!(id.bytes().all(octet) && !id.is_empty());
        }
    }

    #[test]
    fn the_session_goes_into_the_cookie() {
        let request = login().logout().unwrap().document();
        assert_eq!(request.headers["cookie"], "hazelcast.sessionId={session}");
    }
}
