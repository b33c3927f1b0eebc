//! How Workforce Optimization lets one in [C]: a login by user name and password, and a session held as a cookie.
use crate::error::{Code, Error, Result};
use crate::http::{Dialect, Outgoing, Request, Response, Token};
use crate::identity::fold_email;
use crate::platforms::words::words;
use crate::record::Record;
use crate::secret::Secret;
use serde::Deserialize;

crate::input! {
    /// A user's name and password: the default administrator role, or its equal [S].
    #[derive(Clone)]
    pub(crate) struct Credentials {
        pub user_id "userId": String,
        pub password "password": Secret,
    }
}
impl Credentials {
    /// The password is checked where it is read.
    pub fn check(&self) -> Result<()> {
        match self.user_id.trim().is_empty() {
            false => Ok(()),
            true => Err(Error::new(Code::ConfigMissing, "options.credentials.userId must not be empty")
                .hint("set it from the environment or a secret store")),
        }
    }
}
const AUTHORIZE: &str = "/api/rest/authorize";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    session_id: String,
}
impl Dialect for Credentials {
    fn login(&self) -> Option<Outgoing> {
        let mut login = Record::default();
        login.set("/userId", &self.user_id.trim().into());
        login.set("/password", &self.password.expose().into());
        // One public client sends `locale` in its place.
        login.set("/language", &"en".into());
        let mut outgoing = Request::new("POST", "log in", AUTHORIZE).outgoing();
        outgoing.header("content-type", "application/json");
        outgoing.body = serde_json::to_string(&login).ok();
        Some(outgoing)
    }
    /// A rejected password is never sent again: repeated failures may lock the account [A].
    fn token(&self, answer: &Response) -> Result<Token> {
        match answer.status {
            200..=299 => {
                let Opened { session_id } = answer.object()?;
                match !session_id.is_empty()
                    && session_id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';')
                {
                    true => Ok(Token { value: session_id, lives_ms: None, scope: None }),
                    false => Err(Error::bad_response("the sessionId in the answer is not one")),
                }
            }
            400 | 401 | 403 | 409 | 423 => {
                let words = self.refusal(answer).map(|words| format!(": {words}")).unwrap_or_default();
                let words = format!("the user name or the password is refused ({}){words}", answer.status);
                let error = Error { status: Some(answer.status), ..Error::new(Code::AuthRejected, words) };
                Err(error.hint(
                    "they are not sent again, because repeated failures may lock the account: check both, then make \
                     a new client",
                ))
            }
            status => Err(Error::of_status(status, self.refusal(answer))),
        }
    }
    fn attach(&self, outgoing: &mut Outgoing, session: &str) {
        outgoing.header("cookie", format!("hazelcast.sessionId={session}"));
    }
    /// That a session is over is told by 401, or by 403 [A].
    fn is_expired(&self, answer: &Response) -> bool {
        matches!(answer.status, 401 | 403)
    }
    /// A 400 holds `errorMessage` and `requestId` [C]; the bodies of 401, 403 and 409 are not known. A piece of an unknown
    /// body is not quoted: it can be a piece of a person's record.
    fn refusal(&self, answer: &Response) -> Option<String> {
        let said = words(answer, &["errorMessage", "message", "error"])?;
        let id = words(answer, &["requestId"]).filter(|id| *id != said);
        Some(format!("{said}{}", id.map(|id| format!(" (request {id})")).unwrap_or_default()))
    }
    fn log_out(&self) -> Option<Outgoing> {
        Some(Request::new("DELETE", "log out", AUTHORIZE).outgoing())
    }
    fn counts_sessions(&self) -> bool {
        true
    }
    fn has_one_writer(&self) -> bool {
        true
    }
    fn secrets(&self) -> Vec<String> {
        vec![self.password.expose().to_owned()]
    }
    fn account(&self) -> Vec<String> {
        vec![fold_email(&self.user_id)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;
    use serde_json::json;

    fn credentials() -> Credentials {
        Credentials::read("options.credentials", &json!({"userId": "admin@doe.com", "password": "p\"w ü"}))
            .unwrap()
    }
    fn answer(status: u16, body: &str) -> Response {
        Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }
    #[test]
    fn the_login_and_its_end() {
        let login = credentials().login().unwrap();
        assert_eq!((login.method, login.url.as_str()), ("POST", "/api/rest/authorize"));
        assert_eq!(login.body.unwrap(), r#"{"userId":"admin@doe.com","password":"p\"w ü","language":"en"}"#);
        let mut end = credentials().log_out().unwrap();
        credentials().attach(&mut end, "s-1");
        assert_eq!((end.method, end.url.as_str()), ("DELETE", "/api/rest/authorize"));
        assert_eq!(end.headers.last().unwrap(), &("cookie".into(), "hazelcast.sessionId=s-1".to_owned()));
    }
    #[test]
    fn every_answer_to_a_login() {
        let token = |status, body| credentials().token(&answer(status, body)).map(|token| token.value);
        assert_eq!(token(200, r#"{"sessionId":"s-1","language":"en"}"#).unwrap(), "s-1");
        for (status, body, code) in [
            (400, r#"{"errorMessage":"no"}"#, Code::AuthRejected),
            (401, "", Code::AuthRejected),
            (403, "", Code::AuthRejected),
            (409, "", Code::AuthRejected),
            (423, "", Code::AuthRejected),
            (404, "", Code::NotFound),
            (429, "", Code::RateLimited),
            (503, "", Code::ServerError),
            (200, "<html>", Code::BadResponse),
            (200, "{}", Code::BadResponse),
            (200, r#"{"sessionId":""}"#, Code::BadResponse),
            (200, r#"{"sessionId":"a; b"}"#, Code::BadResponse),
            (200, r#"{"sessionId":"a\r\nb"}"#, Code::BadResponse),
            (302, "", Code::BadResponse),
        ] {
            assert_eq!(token(status, body).unwrap_err().code, code, "{status} {body}");
        }
        assert!(token(401, "").unwrap_err().hint.unwrap().contains("lock"));
    }
    #[test]
    fn every_error_shape() {
        for (body, expected) in [
            (r#"{"errorMessage":"no  such\nteam","requestId":"r-1"}"#, Some("no such team (request r-1)")),
            (r#"{"message":"m"}"#, Some("m")),
            (r#"{"requestId":"r-1"}"#, None),
            (r#"{"firstName":"Jane","email":"j@doe.com"}"#, None),
            (r#""in quotes""#, Some("in quotes")),
        ] {
            assert_eq!(credentials().refusal(&answer(400, body)).as_deref(), expected, "{body}");
        }
    }
    #[test]
    fn a_session_may_be_over_with_401_and_403() {
        for (status, is) in [(401, true), (403, true), (400, false), (404, false), (409, false), (500, false)]
        {
            assert_eq!(credentials().is_expired(&answer(status, "")), is, "{status}");
        }
        assert!(credentials().has_one_writer());
        assert_eq!(credentials().account(), ["admin@doe.com"]);
    }
    #[test]
    fn no_credential_may_be_empty() {
        let check = |user_id: &str, password: &str| {
            let given = json!({"userId": user_id, "password": password});
            Credentials::read("options.credentials", &given).and_then(|one| one.check()).unwrap_err().message
        };
        assert_eq!(check(" ", "x"), "options.credentials.userId must not be empty");
        assert_eq!(check("x", ""), "options.credentials.password must not be empty");
    }
}
