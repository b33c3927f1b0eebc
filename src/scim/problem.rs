//! Refusals: what a server's error says, and which of our codes that is.

use super::object;
use super::words::one_line;
use crate::error::{Code, Error};
use crate::http::Response;
use serde_json::{Map, Value};

/// A refusal as the server words it (RFC 7644 §3.12).
///
/// ```
/// use provisor::{error::Code, http::Response, scim::Problem};
///
/// let body = br#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],
///                 "status":"409","scimType":"UNIQUENESS","detail":"userName is taken"}"#;
/// let problem = Problem::read(&Response::new(409, vec![], body.to_vec()));
/// assert!(problem.is("uniqueness"));
/// assert_eq!(problem.code(), Code::Conflict);
/// assert_eq!(problem.detail.as_deref(), Some("userName is taken"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The status: HTTP's, unless that says less than the body does.
    pub status: u16,
    /// The kind, such as `uniqueness`, as the server spells it.
    pub scim_type: Option<String>,
    /// The server's words, on one line of at most 300 characters.
    pub detail: Option<String>,
    request_id: Option<String>,
}

impl Problem {
    /// Reads what an answer says, in whatever shape it says it.
    pub fn read(answer: &Response) -> Self {
        let body = match answer.json_as_sent() {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let said = object::get(&body, "status").and_then(object::count);
        let said =
            said.and_then(|status| u16::try_from(status).ok()).filter(|status| (400..600).contains(status));
        let is_vague = answer.is_success() || answer.status == 400;
        Self {
            status: said.filter(|_| is_vague).unwrap_or(answer.status),
            scim_type: object::text(&body, "scimType").and_then(one_line),
            detail: words(&body),
            request_id: answer.request_id(),
        }
    }

    /// Whether it is of this kind, in any case.
    pub fn is(&self, scim_type: &str) -> bool {
        self.scim_type.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case(scim_type))
    }

    /// The code that it stands for: by its kind where that says more than the status, else by the status.
    pub fn code(&self) -> Code {
        self.meaning().0
    }

    /// Code, words and remedy.
    fn meaning(&self) -> (Code, &'static str, Option<&'static str>) {
        // RFC 7644 table 9. Some servers send a uniqueness as a 400.
        if (400..500).contains(&self.status) && self.is("uniqueness") {
            return (Code::Conflict, "the server has such a resource already", None);
        }
        if self.status == 400 {
            let kinds = [
                (
                    "invalidFilter",
                    Code::Unsupported,
                    "the server does not take this filter",
                    "list, and match here",
                ),
                ("tooMany", Code::Unsupported, "the server finds too many", "narrow the query"),
                (
                    "invalidVers",
                    Code::Unsupported,
                    "the server speaks another version of SCIM",
                    "check baseUrl",
                ),
                (
                    "mutability",
                    Code::ConfigInvalid,
                    "the server does not let this attribute be changed",
                    "leave it out",
                ),
                (
                    "noTarget",
                    Code::Conflict,
                    "the server finds nothing that the change is about",
                    "look again",
                ),
            ];
            if let Some((_, code, what, remedy)) = kinds.into_iter().find(|(kind, ..)| self.is(kind)) {
                return (code, what, Some(remedy));
            }
        }
        match self.status {
            401 => (Code::AuthRejected, "the server rejects the credentials", None),
            403 => (Code::Forbidden, "the credentials may not do this", None),
            404 | 410 => (Code::NotFound, "the server knows no such resource", None),
            405 | 501 => (Code::Unsupported, "the server does not offer this", None),
            408 => (Code::Timeout, "the server gave up waiting", None),
            409 => (Code::Conflict, "the server reports a conflict", None),
            412 => (
                Code::StalePlan,
                "the resource was changed by somebody else",
                Some("read it again, and redo"),
            ),
            413 => {
                (Code::ConfigInvalid, "the request is too large for the server", Some("send less at once"))
            }
            429 => (Code::RateLimited, "the server asks to slow down", None),
            400..=499 => (Code::ConfigInvalid, "the server refuses the request", None),
            500..=599 => (Code::ServerError, "the server failed", None),
            _ => (Code::BadResponse, "the server answered with an unexpected status", None),
        }
    }

    /// The error to report.
    pub fn error(&self) -> Error {
        let (code, what, remedy) = self.meaning();
        let message = match &self.detail {
            Some(detail) => format!("{what} ({}): {detail}", self.status),
            None => format!("{what} ({})", self.status),
        };
        let mut error = Error::new(code, message).with_status(self.status);
        error.hint = remedy.map(str::to_owned);
        error.request_id.clone_from(&self.request_id);
        error
    }
}

/// The error of an answer that is none of success.
pub fn refusal(answer: &Response) -> Error {
    Problem::read(answer).error()
}

/// The server's words: `detail`, else what gateways and SCIM 1.1 have in its place.
fn words(body: &Map<String, Value>) -> Option<String> {
    let first = object::get(body, "Errors").and_then(|errors| errors.get(0)?.as_object());
    let plain = ["detail", "message", "error_description", "error", "title"];
    let plain = plain.into_iter().find_map(|key| object::text(body, key).and_then(one_line));
    plain.or_else(|| one_line(object::text(first?, "description")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_table() {
        use Code::*;
        for (status, body, code, shown) in [
            (409, json!({"status": "409", "scimType": "uniqueness", "detail": "taken"}), Conflict, 409),
            (409, json!({"status": 409, "detail": "taken"}), Conflict, 409),
            (400, json!({"scimType": "Uniqueness"}), Conflict, 400),
            (400, json!({"status": "409"}), Conflict, 409),
            (200, json!({"status": "404"}), NotFound, 404),
            (500, json!({"status": "404"}), ServerError, 500),
            (404, json!({"status": "200"}), NotFound, 404),
            (400, json!({"SCIMTYPE": "invalidfilter"}), Unsupported, 400),
            (400, json!({"scimType": "tooMany"}), Unsupported, 400),
            (400, json!({"scimType": "mutability"}), ConfigInvalid, 400),
            (400, json!({"scimType": "noTarget"}), Conflict, 400),
            (400, json!({"scimType": "invalidValue"}), ConfigInvalid, 400),
            (400, json!({"scimType": 7}), ConfigInvalid, 400),
            (400, json!({"scimType": "somethingNew"}), ConfigInvalid, 400),
            (401, json!({}), AuthRejected, 401),
            (403, json!({}), Forbidden, 403),
            (412, json!({}), StalePlan, 412),
            (413, json!({"scimType": "tooLarge"}), ConfigInvalid, 413),
            (429, json!({"statusCode": 429, "message": "slow"}), RateLimited, 429),
            (501, json!({}), Unsupported, 501),
            (503, json!(null), ServerError, 503),
            (302, json!([]), BadResponse, 302),
        ] {
            let problem = Problem::read(&Response::new(status, vec![], body.to_string().into_bytes()));
            assert_eq!((problem.code(), problem.status), (code, shown), "{status} {body}");
            assert_eq!(problem.error().status, Some(shown));
        }
    }

    #[test]
    fn words_in_every_shape() {
        let long = "x ".repeat(500);
        for (body, words) in [
            (r#"{"detail":"a\n b"}"#, Some("a b")),
            (r#"{"detail":"","message":"m"}"#, Some("m")),
            (r#"{"Errors":[{"code":400,"description":"old"}]}"#, Some("old")),
            (r#"{"error":{"code":1}}"#, None),
            ("<html>", None),
            ("", None),
            ("{", None),
        ] {
            let answer =
                Response::new(400, vec![("X-Request-Id".into(), "r".into())], body.as_bytes().to_vec());
            let problem = Problem::read(&answer);
            assert_eq!(problem.detail.as_deref(), words);
            assert_eq!(problem.error().request_id.as_deref(), Some("r"));
        }
        let answer = Response::new(400, vec![], json!({"detail": long}).to_string().into_bytes());
        assert_eq!(Problem::read(&answer).detail.unwrap().len(), 300);
    }
}
