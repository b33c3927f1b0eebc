//! What becomes of a request on its way to the server and back.
use super::{Request, Sent, Server};
use provisor_next::http::{Fault, Response};
use std::rc::Rc;

/// The fate of one request.
#[derive(Clone)]
pub enum Fate {
    /// The server's answer arrives.
    Answered,
    /// It never reaches the server; the host notices.
    Lost(Fault),
    /// The server does it, but the answer is lost; the host notices.
    AnswerLost(Fault),
    /// Nobody says anything until its time is over; the server has done it, or not.
    Silence { done: bool },
    /// Something in between answers, and the server never sees it.
    Instead(Response),
    /// Something in between answers from what it was sent, and the server never sees it.
    Echoed(Rc<dyn Fn(&Sent) -> Response>),
    /// The server does it, but this arrives.
    DoneBut(Response),
    /// The server ends all its sessions first; then its answer arrives.
    Expired,
    /// The server's answer arrives, changed.
    Changed(Rc<dyn Fn(&Sent, Response) -> Response>),
}
/// What comes back; nothing for silence.
pub type Answer = Option<Result<Response, Fault>>;

/// The connection broke.
pub fn broken() -> Fault {
    Fault::Network("connection reset".into())
}
impl Fate {
    /// An answer of something in between, with this JSON or text.
    pub fn instead(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        Self::Instead(response(status, headers, body))
    }
    /// The server does it, but this arrives.
    pub fn done_but(status: u16, body: &str) -> Self {
        Self::DoneBut(response(status, &[], body))
    }
    pub fn lost() -> Self {
        Self::Lost(broken())
    }
    pub fn answer_lost() -> Self {
        Self::AnswerLost(broken())
    }
    /// The server's answer with its body changed.
    pub fn body(change: impl Fn(String) -> String + 'static) -> Self {
        Self::Changed(Rc::new(move |_, answer| {
            let body = change(String::from_utf8(answer.body).unwrap()).into_bytes();
            Response { body, ..answer }
        }))
    }
    /// Carries it out.
    pub(super) fn carry_out(self, sent: &Sent, now: u64, server: &mut impl Server) -> Answer {
        let mut done = || server.answer(&sent.request, now);
        Some(match self {
            Self::Answered => Ok(done()),
            Self::Lost(fault) => Err(fault),
            Self::AnswerLost(fault) => {
                done();
                Err(fault)
            }
            Self::Silence { done: is_done } => {
                if is_done {
                    done();
                }
                return None;
            }
            Self::Instead(answer) => Ok(answer),
            Self::Echoed(echo) => Ok(echo(sent)),
            Self::DoneBut(answer) => {
                done();
                Ok(answer)
            }
            Self::Expired => {
                server.expire();
                Ok(server.answer(&sent.request, now))
            }
            Self::Changed(change) => Ok(change(sent, done())),
        })
    }
}
/// A response from texts.
pub fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Response { status, headers, body: body.as_bytes().to_vec() }
}
/// A JSON response.
pub fn json_answer(status: u16, body: &serde_json::Value) -> Response {
    response(status, &[("Content-Type", "application/json; charset=utf-8")], &body.to_string())
}
impl Request {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut of = self.headers.iter().filter(|(known, _)| known == name);
        let (first, again) = (of.next(), of.next());
        assert!(again.is_none(), "{name} is sent twice");
        first.map(|(_, value)| value.as_str())
    }
    /// The JSON that is sent.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.body.as_deref().expect("a body")).expect("JSON")
    }
    /// The fields of the form that is sent.
    pub fn form(&self, name: &str) -> Option<String> {
        assert_eq!(self.header("content-type"), Some("application/x-www-form-urlencoded"));
        let mut fields = self.body.as_deref().unwrap().split('&').map(|pair| pair.split_once('=').unwrap());
        fields.find(|(known, _)| *known == name).map(|(_, value)| super::decode(&value.replace('+', "%20")))
    }
}
