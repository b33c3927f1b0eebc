//! What can become of a request, in tables.

use crate::rig::{response, Fate};
use provisor::engine::Fault;
use provisor::error::Code;
use std::rc::Rc;

pub fn instead(status: u16, body: &str) -> Fate {
    Fate::instead(status, &[], body)
}

pub fn html() -> Fate {
    Fate::instead(200, &[("content-type", "text/html")], "<!doctype html><title>Sign in</title>")
}

pub fn redirect() -> Fate {
    Fate::instead(302, &[("location", "https://evil.example/")], "")
}

/// The server's answer, with one text in it replaced.
pub fn replaced(from: &'static str, to: &'static str) -> Fate {
    Fate::body(move |body| {
        assert!(body.contains(from), "{from} is not in {body}");
        body.replace(from, to)
    })
}

/// The server's answer, cut off in the middle.
pub fn half() -> Fate {
    Fate::Changed(Rc::new(|_, mut answer| {
        answer.body.truncate(answer.body.len() / 2);
        answer
    }))
}

/// A list for an object, and an object for a list.
pub fn another_type() -> Fate {
    Fate::body(|body| if body.trim_start().starts_with('[') { "{}" } else { "[7]" }.to_owned())
}

/// Answers to a read that tell nothing.
pub fn unreadable() -> Vec<(&'static str, Fate)> {
    vec![
        ("nothing", instead(200, "")),
        ("null", instead(200, "null")),
        ("a text", instead(200, "\"canary\"")),
        ("HTML", html()),
        ("half an answer", half()),
        ("another type", another_type()),
        ("a redirect", redirect()),
        ("too large, cut off", Fate::Lost(Fault::TooLarge)),
    ]
}

/// Faults that a read is repeated after; what it comes to if they stay.
pub fn passing() -> Vec<(&'static str, Fate, Code)> {
    vec![
        ("500", instead(500, ""), Code::ServerError),
        ("502", instead(502, "<html>"), Code::ServerError),
        ("503", instead(503, ""), Code::ServerError),
        ("408", instead(408, ""), Code::Timeout),
        ("silence", Fate::Silence { done: false }, Code::Timeout),
        ("time-out by the host", Fate::Lost(Fault::Timeout), Code::Timeout),
        ("lost", Fate::Lost(Fault::Network), Code::Network),
        ("answer lost", Fate::AnswerLost(Fault::Network), Code::Network),
        ("429", instead(429, ""), Code::RateLimited),
        ("429, seconds", Fate::instead(429, &[("retry-after", "1")], ""), Code::RateLimited),
        (
            "429, a date",
            Fate::instead(429, &[("retry-after", "Tue, 14 Nov 2023 22:13:30 GMT")], ""),
            Code::RateLimited,
        ),
    ]
}

/// What an unclear answer to a write looks like: its name, not done, done, and what it comes to if nothing
/// clears it up.
pub type Unclear = (&'static str, Fate, Fate, Code);

pub fn unclear(odd_successes: Vec<(&'static str, u16, &'static str)>) -> Vec<Unclear> {
    let mut kinds = vec![
        ("connection lost", Fate::Lost(Fault::Network), Fate::AnswerLost(Fault::Network), Code::Network),
        ("time-out by the host", Fate::Lost(Fault::Timeout), Fate::AnswerLost(Fault::Timeout), Code::Timeout),
        ("silence", Fate::Silence { done: false }, Fate::Silence { done: true }, Code::Timeout),
        ("too large", Fate::Lost(Fault::TooLarge), Fate::AnswerLost(Fault::TooLarge), Code::BadResponse),
    ];
    let mut by_answer = vec![
        ("500", 500, "", Code::ServerError),
        ("502", 502, "<html>", Code::ServerError),
        ("503", 503, r#"{"message":"busy"}"#, Code::ServerError),
        ("408", 408, "", Code::Timeout),
        ("302", 302, "", Code::BadResponse),
        ("HTML with 200", 200, "<html>", Code::BadResponse),
        ("nothing with 200", 200, "", Code::BadResponse),
        ("nothing with 204", 204, "", Code::BadResponse),
        ("half an answer", 200, r#"{"id":"1","na"#, Code::BadResponse),
        ("an array", 200, "[]", Code::BadResponse),
        ("an array with 201", 201, "[]", Code::BadResponse),
        ("null", 200, "null", Code::BadResponse),
    ];
    by_answer.extend(
        odd_successes.into_iter().map(|(name, status, body)| (name, status, body, Code::BadResponse)),
    );
    for (name, status, body, code) in by_answer {
        let answer = || response(status, &[], body);
        kinds.push((name, Fate::Instead(answer()), Fate::DoneBut(answer()), code));
    }
    kinds
}
