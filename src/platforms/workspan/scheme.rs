//! Getting in: a token for the pair, the environment on every request [D], and whose refusal it was.

use crate::auth::{ClientCredentials, Grant, Scheme};
use crate::error::{Code, Error, Result};
use crate::http::{Encoding, Method, Request, Response, Safety, Secret, SecretName, Template, Vault};
use serde::Deserialize;

/// The pair, and what the gateway and the environment want besides.
pub(super) struct WorkSpanScheme {
    pub pair: ClientCredentials,
    pub environment: Option<String>,
    pub subscription_key: Option<Secret>,
}

const SUBSCRIPTION_KEY: &str = "subscriptionKey";

/// An answer of the gateway in front of the platform [D]: `{"statusCode":401,"message":"…"}`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GatewayRefusal {
    #[allow(dead_code)] // its presence tells the gateway from the platform
    status_code: u16,
    #[serde(default)]
    pub message: Option<String>,
}

impl WorkSpanScheme {
    fn marked(&self, request: Request) -> Request {
        let request = match &self.environment {
            Some(environment) => request.header("x-ws-env", environment.as_str()),
            None => request,
        };
        match &self.subscription_key {
            Some(_) => {
                let key = Template::default().secret(SecretName::new(SUBSCRIPTION_KEY), Encoding::Raw);
                request.header("ocp-apim-subscription-key", key)
            }
            None => request,
        }
    }

    fn by_gateway(&self, answer: &Response, refusal: &GatewayRefusal) -> Error {
        let words: String =
            refusal.message.as_deref().unwrap_or("no reason given").chars().take(300).collect();
        let mut error =
            Error::new(Code::AuthRejected, format!("the gateway refuses ({}): {words}", answer.status));
        error.status = Some(answer.status);
        error.request_id = answer.request_id();
        error.hint(match self.subscription_key {
            Some(_) => "check subscriptionKey: the gateway does not accept it",
            None => "the gateway may want a key: set subscriptionKey",
        })
    }
}

impl Scheme for WorkSpanScheme {
    fn login(&self) -> Option<Request> {
        self.pair.login().map(|request| self.marked(request))
    }

    fn read(&self, answer: &Response) -> Result<Grant> {
        if matches!(answer.status, 401 | 403) {
            if let Ok(refusal) = answer.json::<GatewayRefusal>() {
                return Err(self.by_gateway(answer, &refusal));
            }
        }
        self.pair.read(answer).map_err(|error| match error.code {
            Code::AuthRejected => error.hint(
                "check the pair of Application User ID and secret (a reset secret ends the one before), and \
                 `environment` if it is not production",
            ),
            _ => error,
        })
    }

    fn attach(&self, request: Request) -> Request {
        self.marked(self.pair.attach(request))
    }

    /// `DELETE /oauth/token` [D]: 200, or 403 when it is no longer valid anyway.
    fn logout(&self) -> Option<Request> {
        let url = self.pair.token_url.clone();
        let request = Request::new(Method::Delete, url, "give the token back", Safety::Idempotent);
        Some(self.attach(request.header("accept", "application/json")))
    }

    fn deposit(&self, vault: &Vault) {
        self.pair.deposit(vault);
        if let Some(key) = &self.subscription_key {
            vault.keep(SecretName::new(SUBSCRIPTION_KEY), key.clone());
        }
    }
}
