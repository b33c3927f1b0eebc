//! What can become of a request, in tables.
use crate::rig::{response, Fate};
use provisor_next::http::{Fault, Response};
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
    Fate::Changed(Rc::new(|_, mut answer: Response| {
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
pub fn passing() -> Vec<(&'static str, Fate, &'static str)> {
    vec![
        ("500", instead(500, ""), "server_error"),
        ("502", instead(502, "<html>"), "server_error"),
        ("503", instead(503, ""), "server_error"),
        ("408", instead(408, ""), "timeout"),
        ("silence", Fate::Silence { done: false }, "timeout"),
        ("time-out by the host", Fate::Lost(Fault::Timeout), "timeout"),
        ("lost", Fate::lost(), "network"),
        ("answer lost", Fate::answer_lost(), "network"),
        ("429", instead(429, ""), "rate_limited"),
        ("429, seconds", Fate::instead(429, &[("retry-after", "1")], ""), "rate_limited"),
        (
            "429, a date",
            Fate::instead(429, &[("retry-after", "Tue, 14 Nov 2023 22:13:30 GMT")], ""),
            "rate_limited",
        ),
    ]
}
/// What an unclear answer to a write looks like: its name, not done, done, and what it comes to if nothing clears it up.
pub type Unclear = (&'static str, Fate, Fate, &'static str);

pub fn unclear(odd_successes: Vec<(&'static str, u16, &'static str)>) -> Vec<Unclear> {
    let (timeout, large) = (Fault::Timeout, Fault::TooLarge);
    let mut kinds = vec![
        ("connection lost", Fate::lost(), Fate::answer_lost(), "network"),
        ("time-out by the host", Fate::Lost(timeout.clone()), Fate::AnswerLost(timeout), "timeout"),
        ("silence", Fate::Silence { done: false }, Fate::Silence { done: true }, "timeout"),
        ("too large", Fate::Lost(large.clone()), Fate::AnswerLost(large), "bad_response"),
    ];
    let by_answer = [
        ("500", 500, "", "server_error"),
        ("502", 502, "<html>", "server_error"),
        ("503", 503, r#"{"message":"busy"}"#, "server_error"),
        ("408", 408, "", "timeout"),
        ("302", 302, "", "bad_response"),
        ("HTML with 200", 200, "<html>", "bad_response"),
        ("nothing with 200", 200, "", "bad_response"),
        ("nothing with 204", 204, "", "bad_response"),
        ("half an answer", 200, r#"{"id":"1","na"#, "bad_response"),
        ("an array", 200, "[]", "bad_response"),
        ("an array with 201", 201, "[]", "bad_response"),
        ("null", 200, "null", "bad_response"),
    ];
    let odd = odd_successes.into_iter().map(|(name, status, body)| (name, status, body, "bad_response"));
    for (name, status, body, code) in by_answer.into_iter().chain(odd) {
        let answer = || response(status, &[], body);
        kinds.push((name, Fate::Instead(answer()), Fate::DoneBut(answer()), code));
    }
    kinds
}
