//! A platform as the shared rules see it: its client, a model of its server, people, and the names of its steps.

use super::truth::End;
use crate::rig::{Rig, Server};
use provisor::engine::{Client, Status};
use provisor::error::Code;
use serde_json::{json, Value};

/// In which way a server is to be awkward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Knob {
    /// Whoever is created hides from every read for so long, in milliseconds.
    ShowsLate(u64),
    /// Whenever somebody is created here, somebody else has just done so elsewhere, and this one is refused.
    LosesRaces,
    /// The credentials are refused.
    RefusesLogin,
    /// No session is ever accepted.
    UselessSessions,
    /// Somebody of this name is there whom no read shows; a second one is refused.
    Hidden(&'static str),
}

/// A platform, or one route of it.
pub trait Subject: 'static {
    type Model: Server + Clone + 'static;
    type Ways;

    /// As errors and outcomes name it.
    const PLATFORM: &'static str;
    /// As reports name it: two routes of one platform differ.
    const ROUTE: &'static str;
    /// What a user is known by.
    const KEY: &'static str = "email";

    /// Gets a session; nothing where the credential is one.
    const LOGIN: Option<&'static str>;
    /// Ends the session with every run, where that is so.
    const LOGOUT: Option<&'static str> = None;
    /// Every purpose that is nobody's.
    const SESSION: &'static [&'static str];
    /// Shows whether somebody is there.
    const LOOK: &'static str;
    const CREATE: &'static str;
    /// The read that confirms a create.
    const CONFIRM: &'static str;
    /// Changes somebody, as [`Subject::wish`] asks.
    const WRITE: &'static str;
    /// The statuses that say that a session is over.
    const EXPIRED: &'static [u16] = &[401];
    /// A second account of one name is refused, and the flow relies on it.
    const REFUSES_DUPLICATES: bool;
    /// How it ends, by default, when somebody else was faster.
    const RACED: End = End::Is(Status::Conflict, Some(Code::Conflict));
    /// More can fail for somebody who was created: then it failed, and the id says that the account is there.
    const HAS_STAGES: bool = false;
    /// It takes people off.
    const DEPROVISIONS: bool = true;
    /// How often a login is tried whose answers are lost: each may count as a failed one, and lock the account.
    const LOGIN_TRIES: usize = 5;
    /// What a wish holds that is never stored, as an error names it.
    const SEALED: Option<&'static str> = None;

    /// A client's options.
    fn options() -> Value;
    /// Where the options name the platform's address.
    fn base_url(options: &mut Value) -> &mut Value {
        &mut options["baseUrl"]
    }
    /// A server that knows none of the tests' people.
    fn server() -> Self::Model;
    /// Adds somebody who is as [`Subject::user`] asks.
    fn add(server: &mut Self::Model, name: &str);
    fn ways(server: &mut Self::Model) -> &mut Self::Ways;
    fn turn(server: &mut Self::Model, knob: Knob);

    /// Somebody with as little said as may be.
    fn user(name: &str) -> Value;
    /// Somebody from whom whoever [`Subject::add`] adds differs.
    fn wish(name: &str) -> Value;
    /// The same, but differing in one thing only.
    fn change(name: &str) -> Value {
        Self::wish(name)
    }
    /// Rows of a roster that only this platform has, with how each ends; the server gets whom they need.
    fn peculiar(server: &mut Self::Model) -> Vec<(Value, End)>;

    /// The ids of all accounts of this name.
    fn ids(server: &Self::Model, name: &str) -> Vec<String>;
    /// The names of all accounts, folded; one that is there twice is named twice.
    fn names(server: &Self::Model) -> Vec<String>;
    /// How many were created through this server.
    fn created(server: &Self::Model) -> usize;
    /// All that somebody has, but for ids and times; null for nobody.
    fn has(server: &Self::Model, name: &str) -> Value;
    /// Sessions that are open, where a run must end them.
    fn open_sessions(_: &Self::Model) -> usize {
        0
    }

    /// Users that are none, and what the error must name.
    fn bad_users() -> Vec<(Value, &'static str)>;
    /// Options that are none, and what the error must name.
    fn bad_options() -> Vec<(Value, &'static str)>;
    /// Successes that do not tell that somebody was created.
    fn odd_successes() -> Vec<(&'static str, u16, &'static str)>;

    /// A client with these options beside.
    fn client(more: Value) -> Client {
        let mut options = Self::options();
        for (name, value) in more.as_object().unwrap() {
            options[name] = value.clone();
        }
        provisor::platforms::client(Self::PLATFORM, options).unwrap()
    }

    /// Everybody with all that they have: what two runs are compared by.
    fn state(server: &Self::Model) -> Value {
        let mut names = Self::names(server);
        names.sort();
        names.into_iter().map(|name| json!([name, Self::has(server, &name)])).collect()
    }

    /// How a user is called.
    fn name_of(user: &Value) -> &str {
        user[Self::KEY].as_str().unwrap_or_default()
    }
}

/// A rig over this server.
pub fn rig<S: Subject>(server: S::Model) -> Rig<S::Model> {
    rig_with::<S>(server, json!({}))
}

/// A rig over this server, with these options beside.
pub fn rig_with<S: Subject>(server: S::Model, more: Value) -> Rig<S::Model> {
    Rig::new(S::client(more), server)
}

/// A server with these people in it.
pub fn server_with<S: Subject>(names: &[&str]) -> S::Model {
    let mut server = S::server();
    names.iter().for_each(|name| S::add(&mut server, name));
    server
}

/// What provisioning somebody sends when nothing disturbs it.
pub fn path_of<S: Subject>(server: S::Model, user: Value) -> Vec<&'static str> {
    let mut rig = rig::<S>(server);
    rig.provision(user).unwrap();
    rig.purposes()
}
