//! The faults: everything that can become of one request.
//!
//! A request that changes nothing on the server fares the same whether the server has done it before its answer is lost or
//! not: of such twins only one is tried.
use crate::rig::{Fate, Sent};
use crate::shared::answers::{another_type, half, html};
use crate::shared::Subject;

/// Where the fault strikes.
#[derive(Clone, Copy, PartialEq)]
enum Strikes {
    /// The server never sees the request, or does nothing.
    Before,
    /// The server has done it. The twin of one before, where nothing is changed.
    AfterTwin,
    /// The server has done it.
    After,
}
/// One thing that can go wrong with one request.
#[derive(Clone)]
pub struct Fault {
    pub name: &'static str,
    pub fate: Fate,
    strikes: Strikes,
}
/// What a request does to the server.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// It changes nothing.
    Read,
    /// It changes an account.
    Write,
    /// It gets a session that nobody must end.
    Login,
    /// It gets or ends a session that must be ended.
    Session,
}
/// What this request does.
pub fn kind_of<S: Subject>(sent: &Sent) -> Kind {
    match sent.request.method {
        "GET" => Kind::Read,
        _ if !S::is_session(sent) => Kind::Write,
        _ if S::LOGOUT.is_some() => Kind::Session,
        _ => Kind::Login,
    }
}
/// All that can become of a request of this kind.
pub fn faults_of(kind: Kind, all: &[Fault]) -> Vec<&Fault> {
    let applies = |fault: &&Fault| match kind {
        Kind::Write | Kind::Session => true,
        Kind::Read | Kind::Login => fault.strikes != Strikes::AfterTwin,
    };
    all.iter().filter(applies).collect()
}
pub fn all() -> Vec<Fault> {
    use Strikes::{After, AfterTwin, Before};
    let slower = |value: &str| Fate::instead(429, &[("retry-after", value)], "");
    [
        ("refused connection", Fate::lost(), Before),
        ("dropped answer", Fate::answer_lost(), AfterTwin),
        ("time-out", Fate::Silence { done: false }, Before),
        ("time-out, done", Fate::Silence { done: true }, AfterTwin),
        ("truncated answer", half(), After),
        ("401, done", Fate::done_but(401, ""), AfterTwin),
        ("408", Fate::instead(408, &[], ""), Before),
        ("408, done", Fate::done_but(408, ""), AfterTwin),
        ("409", Fate::instead(409, &[], ""), Before),
        ("429, seconds", slower("2"), Before),
        ("429, done", Fate::done_but(429, ""), AfterTwin),
        // Ten seconds after the clock's start.
        ("429, a date", slower("Tue, 14 Nov 2023 22:13:30 GMT"), Before),
        ("429, none", Fate::instead(429, &[], ""), Before),
        ("429, an hour", slower("3600"), Before),
        ("500", Fate::instead(500, &[], ""), Before),
        ("500, done", Fate::done_but(500, ""), AfterTwin),
        ("502", Fate::instead(502, &[], "<html>"), Before),
        ("502, done", Fate::done_but(502, "<html>"), AfterTwin),
        ("503", Fate::instead(503, &[("retry-after", "3")], ""), Before),
        ("503, done", Fate::done_but(503, ""), AfterTwin),
        ("HTML with 200", html(), Before),
        ("HTML with 200, done", Fate::done_but(200, "<html>"), AfterTwin),
        ("another type", Fate::instead(200, &[], "7"), Before),
        ("another type, done", another_type(), After),
        ("expired session", Fate::Expired, Before),
    ]
    .into_iter()
    .map(|(name, fate, strikes)| Fault { name, fate, strikes })
    .collect()
}
