//! Credentials that go with every request: a bearer token (RFC 6750), or Basic (RFC 7617).
use crate::error::{Error, Result};
use crate::http::{Dialect, Outgoing, Response, Token};
use crate::secret::Secret;
use base64::prelude::{Engine, BASE64_STANDARD};

crate::input! {
    /// A user name and a password.
    pub(crate) struct Basic {
        user_name "userName": String,
        password "password": Secret,
    }
}
/// What lets one in, and what names the account.
pub(crate) struct Standing {
    authorization: String,
    secrets: Vec<String>,
    account: Vec<String>,
    words: fn(&Response) -> Option<String>,
}
impl Standing {
    /// Of one of the two; `path` is before their names in errors, `account` names the route.
    ///
    /// # Errors
    /// `config_invalid` where neither or both are given, or one is not what goes into a header. Neither is quoted.
    pub fn new(
        path: &str,
        account: &str,
        bearer: Option<Secret>,
        basic: Option<Basic>,
        words: fn(&Response) -> Option<String>,
    ) -> Result<Self> {
        let account = account.to_owned();
        match (bearer, basic) {
            (Some(token), None) => {
                let token = token.expose().trim().to_owned();
                if token.is_empty() || !token.chars().all(|c| c.is_ascii_graphic()) {
                    let words = format!("{path}.bearerToken must be a token, without spaces, line breaks or letters beyond ASCII");
                    return Err(Error::invalid(words).hint("give it alone, without \"Bearer\""));
                }
                let (authorization, secrets) = (format!("Bearer {token}"), vec![token]);
                Ok(Self { authorization, secrets, account: vec![account], words })
            }
            (None, Some(Basic { user_name, password })) => {
                // RFC 7617 §2: a colon would end the name.
                if user_name.is_empty() || user_name.contains(':') || password.expose().is_empty() {
                    let words = format!("{path}.basic must have a userName without a colon, and a password");
                    return Err(Error::invalid(words));
                }
                let pair = BASE64_STANDARD.encode(format!("{user_name}:{}", password.expose()));
                let authorization = format!("Basic {pair}");
                let secrets = vec![password.expose().to_owned(), pair];
                Ok(Self { authorization, secrets, account: vec![account, user_name], words })
            }
            (Some(_), Some(_)) => {
                Err(Error::invalid(format!("{path} must have bearerToken or basic, not both")))
            }
            (None, None) => Err(Error::invalid(format!(
                "{path} must have bearerToken, or basic: {{ userName, password }}"
            ))
            .hint("take them from the environment or a secret store")),
        }
    }
}
impl Dialect for Standing {
    fn login(&self) -> Option<Outgoing> {
        None
    }
    fn token(&self, _: &Response) -> Result<Token> {
        Err(Error::internal("there is no login"))
    }
    fn attach(&self, outgoing: &mut Outgoing, _: &str) {
        outgoing.header("authorization", self.authorization.clone());
    }
    fn refusal(&self, answer: &Response) -> Option<String> {
        (self.words)(answer)
    }
    fn secrets(&self) -> Vec<String> {
        self.secrets.clone()
    }
    fn account(&self) -> Vec<String> {
        self.account.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;
    use serde_json::{json, Value};

    fn standing(bearer: Value, basic: Value) -> Result<Standing> {
        let (bearer, basic) =
            (Option::<Secret>::read("s", &bearer)?, Option::<Basic>::read("s.basic", &basic)?);
        Standing::new("s", "scim", bearer, basic, |_| None)
    }
    #[test]
    fn one_of_the_two() {
        let header = |standing: Standing| {
            let mut outgoing = crate::http::Request::new("GET", "", "/").outgoing();
            standing.attach(&mut outgoing, "");
            outgoing.headers.into_iter().find(|(name, _)| name == "authorization").unwrap().1
        };
        assert_eq!(header(standing(json!(" t.o+k/e=n\n"), json!(null)).unwrap()), "Bearer t.o+k/e=n");
        let basic = json!({ "userName": "Aladdin", "password": "open sesame" });
        // The example of RFC 7617 §2.
        let aladdin = standing(json!(null), basic.clone()).unwrap();
        assert_eq!(aladdin.secrets(), ["open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]);
        assert_eq!(aladdin.account(), ["scim", "Aladdin"]);
        assert_eq!(header(aladdin), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        for (bearer, basic, words) in [
            (json!("t"), basic, "s must have bearerToken or basic, not both"),
            (json!(null), json!(null), "s must have bearerToken, or basic"),
            (json!("Bearer t"), json!(null), "s.bearerToken must be a token"),
            (json!("to\u{e9}"), json!(null), "s.bearerToken must be a token"),
            (json!(null), json!({ "userName": "a:b", "password": "x" }), "s.basic must have a userName"),
            (json!(null), json!({ "userName": "a" }), "s.basic.password is missing"),
        ] {
            let error = standing(bearer, basic).err().unwrap();
            assert!(error.message.starts_with(words), "{words}: {error}");
        }
    }
}
