//! What becomes of a request on its way to the server and back.

use super::{Sent, Server};
use provisor::engine::{Event, Fault};
use provisor::http::Response;
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

impl Fate {
    /// An answer of something in between, with this JSON or text.
    pub fn instead(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        Self::Instead(response(status, headers, body))
    }

    /// The server does it, but this arrives.
    pub fn done_but(status: u16, body: &str) -> Self {
        Self::DoneBut(response(status, &[], body))
    }

    /// The server's answer with its body changed.
    pub fn body(change: impl Fn(String) -> String + 'static) -> Self {
        Self::Changed(Rc::new(move |_, answer| {
            let body = change(String::from_utf8(answer.body).unwrap());
            Response::new(answer.status, answer.headers, body.into_bytes())
        }))
    }

    /// Carries it out; `None` is silence.
    pub(super) fn carry_out(self, sent: &Sent, now: u64, server: &mut impl Server) -> Option<Event> {
        let fault = |fault| Some(Event::Fault(fault, String::new()));
        match self {
            Self::Answered => Some(Event::Answer(server.answer(&sent.filled, now))),
            Self::Lost(kind) => fault(kind),
            Self::AnswerLost(kind) => {
                server.answer(&sent.filled, now);
                fault(kind)
            }
            Self::Silence { done } => {
                if done {
                    server.answer(&sent.filled, now);
                }
                None
            }
            Self::Instead(answer) => Some(Event::Answer(answer)),
            Self::Echoed(echo) => Some(Event::Answer(echo(sent))),
            Self::DoneBut(answer) => {
                server.answer(&sent.filled, now);
                Some(Event::Answer(answer))
            }
            Self::Expired => {
                server.expire();
                Some(Event::Answer(server.answer(&sent.filled, now)))
            }
            Self::Changed(change) => {
                let answer = server.answer(&sent.filled, now);
                Some(Event::Answer(change(sent, answer)))
            }
        }
    }
}

impl std::fmt::Debug for Fate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said =
            |answer: &Response| format!("{} {:?}", answer.status, String::from_utf8_lossy(&answer.body));
        match self {
            Self::Answered => f.write_str("Answered"),
            Self::Lost(fault) => write!(f, "Lost({fault:?})"),
            Self::AnswerLost(fault) => write!(f, "AnswerLost({fault:?})"),
            Self::Silence { done } => write!(f, "Silence({done})"),
            Self::Instead(answer) => write!(f, "Instead({})", said(answer)),
            Self::DoneBut(answer) => write!(f, "DoneBut({})", said(answer)),
            Self::Echoed(_) => f.write_str("Echoed"),
            Self::Expired => f.write_str("Expired"),
            Self::Changed(_) => f.write_str("Changed"),
        }
    }
}

/// A response from texts.
pub fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Response::new(status, headers, body.as_bytes().to_vec())
}
