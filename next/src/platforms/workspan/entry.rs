//! How WorkSpan lets one in: a token for the pair, the environment on every request, and whose refusal it was.
use crate::error::{Code, Error, Result};
use crate::http::{Dialect, Outgoing, Request, Response, Token};
use crate::platforms::oauth::{bearer, Credentials};
use crate::scim;
use crate::secret::Secret;
use serde::Deserialize;
use serde_json::json;

crate::input! {
    /// The options of WorkSpan alone.
    pub(crate) struct Options {
        /// `https://api-sandbox.workspan.com` [D], `https://api.workspan.com` [C].
        pub base_url "baseUrl": String,
        /// The Application User's id and secret.
        pub credentials "credentials": Credentials,
        /// The environment, such as `uat.workspan.com`, unless it is production [S].
        environment "environment": Option<String>,
        /// The gateway's key, where one is wanted [D].
        subscription_key "subscriptionKey": Option<Secret>,
    }
}
impl Options {
    /// White space around them goes: the page's own sample of the id begins with a space [S].
    pub fn check(&mut self) -> Result<()> {
        self.credentials.check()?;
        self.credentials.client_id = self.credentials.client_id.trim().to_owned();
        self.environment = self.environment.take().map(|name| name.trim().to_owned());
        let key = self.subscription_key.as_ref().map(|key| key.expose().trim());
        for (option, value) in [("environment", self.environment.as_deref()), ("subscriptionKey", key)] {
            if value.is_some_and(|text| text.is_empty() || !text.chars().all(|c| c.is_ascii_graphic())) {
                let words = format!("options.{option} must be ASCII without spaces, and not empty");
                return Err(Error::invalid(words).hint("give it as the vendor does, or leave it out"));
            }
        }
        Ok(())
    }
    /// `x-ws-env` goes on every request to an environment, not only on that for the token [D].
    fn mark(&self, outgoing: &mut Outgoing) {
        if let Some(environment) = &self.environment {
            outgoing.header("x-ws-env", environment.clone());
        }
        if let Some(key) = &self.subscription_key {
            outgoing.header("ocp-apim-subscription-key", key.expose().trim());
        }
    }
    fn key_hint(&self) -> &'static str {
        match self.subscription_key {
            Some(_) => "check subscriptionKey: the gateway does not accept it",
            None => "the gateway may want a key: set subscriptionKey",
        }
    }
}
/// The gateway in front of the platform says `{"statusCode":401,"message":"…"}` [D].
fn is_gateway(answer: &Response) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Refusal {
        #[allow(dead_code)]
        status_code: u16,
    }
    matches!(answer.status, 401 | 403) && answer.json::<Refusal>().is_ok()
}
impl Dialect for Options {
    /// `POST /oauth/token` [D], with a JSON body [S].
    fn login(&self) -> Option<Outgoing> {
        let Credentials { client_id, client_secret } = &self.credentials;
        let body = json!({
            "grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret.expose().trim(),
        });
        let mut outgoing = Request::new("POST", "get a token", "/oauth/token").json(&body).outgoing();
        self.mark(&mut outgoing);
        Some(outgoing)
    }
    fn token(&self, answer: &Response) -> Result<Token> {
        if is_gateway(answer) {
            let words = scim::words(answer).map(|words| format!(": {words}")).unwrap_or_default();
            let error =
                Error::new(Code::AuthRejected, format!("the gateway refuses ({}){words}", answer.status));
            return Err(Error { status: Some(answer.status), ..error }.hint(self.key_hint()));
        }
        bearer(answer).map_err(|error| match error.code {
            Code::AuthRejected => error.hint(
                "check the pair of Application User ID and secret (a reset secret ends the one before), and \
                 environment if it is not production",
            ),
            _ => error,
        })
    }
    fn attach(&self, outgoing: &mut Outgoing, token: &str) {
        self.mark(outgoing);
        outgoing.header("authorization", format!("Bearer {token}"));
    }
    fn refusal(&self, answer: &Response) -> Option<String> {
        scim::words(answer)
    }
    fn advice(&self, answer: &Response) -> Option<&'static str> {
        match answer.status {
            401 if is_gateway(answer) => Some(self.key_hint()),
            401 => Some(
                "the pair gets a token, but the token is not accepted: check environment (x-ws-env), and \
                 subscriptionKey if the gateway wants one",
            ),
            403 => Some(
                "the pair is good, but its access type is too narrow: an administrator can make an Application User \
                 with a wider one",
            ),
            _ => None,
        }
    }
    /// `DELETE /oauth/token` [D]: 200, or 403 when it is no longer valid anyway.
    fn log_out(&self) -> Option<Outgoing> {
        Some(Request::new("DELETE", "give the token back", "/oauth/token").outgoing())
    }
    fn secrets(&self) -> Vec<String> {
        let secrets = [Some(&self.credentials.client_secret), self.subscription_key.as_ref()];
        secrets.into_iter().flatten().map(|secret| secret.expose().trim().to_owned()).collect()
    }
    /// The environment names the account, too: what belongs to one never fits another [S].
    fn account(&self) -> Vec<String> {
        vec![self.credentials.client_id.clone(), self.environment.clone().unwrap_or_default()]
    }
}
