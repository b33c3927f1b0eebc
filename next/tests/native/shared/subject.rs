//! A platform as the shared rules see it: its client, a model of its server, people, and the names of its steps.
use crate::rig::{Call, End, Rig, Sent, Server, Status};
use provisor_next::reconcile::Mode;
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
    /// A person of this name is there whom no read shows; a second one is refused.
    Hidden(&'static str),
}
/// Changes a model: what is assumed [A] is turned to its opposite.
pub type Turn<M> = fn(&mut M);

/// A platform, or one route of it.
pub trait Subject: Sized + 'static {
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
    /// Ends the session, where the platform counts them.
    const LOGOUT: Option<&'static str> = None;
    /// Shows whether a person is there.
    const LOOK: &'static str;
    const CREATE: &'static str;
    /// The read that confirms a create.
    const CONFIRM: &'static str;
    /// Changes a person, as [`Subject::wish`] asks.
    const WRITE: &'static str;
    /// The statuses that say that a session is over.
    const EXPIRED: &'static [u16] = &[401];
    /// A person takes more than one write: then it may be done in part.
    const HAS_STAGES: bool = false;
    /// It takes people off.
    const DEPROVISIONS: bool = true;
    /// What a wish holds that is never stored, as an error names it.
    const SEALED: Option<&'static str> = None;

    /// A client's options.
    fn options() -> Value;
    /// Where the options name the platform's address.
    fn base_url(options: &mut Value) -> &mut Value {
        &mut options["baseUrl"]
    }
    /// Options beside that make it another account, credentials aside.
    fn other_accounts() -> Vec<Value>;
    /// A server that knows none of the tests' people.
    fn server() -> Self::Model;
    /// Servers of other ways: each assumption turned to its opposite.
    fn worlds() -> Vec<(&'static str, Turn<Self::Model>)> {
        Vec::new()
    }
    /// Adds a person who is as [`Subject::user`] asks.
    fn add(server: &mut Self::Model, name: &str);
    fn ways(server: &mut Self::Model) -> &mut Self::Ways;
    fn turn(server: &mut Self::Model, knob: Knob);

    /// A person with as little said as may be.
    fn user(name: &str) -> Value;
    /// A person from whom whoever [`Subject::add`] adds differs.
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
    /// All that a person has, but for ids and times; null for nobody.
    fn has(server: &Self::Model, name: &str) -> Value;
    /// What a change is about, as it is for this person now: the value of an attribute, whether a container holds them.
    fn about(server: &Self::Model, name: &str, change: &Value) -> Value;
    /// Sessions that are open, where a platform counts them.
    fn open_sessions(_: &Self::Model) -> usize {
        0
    }
    /// Users that are none, and what the error must name.
    fn bad_users() -> Vec<(Value, &'static str)>;
    /// Options that are none, and what the error must name.
    fn bad_options() -> Vec<(Value, &'static str)>;
    /// A success that tells of another account.
    fn another_success() -> (u16, &'static str);
    /// Successes that do not tell that a person was created.
    fn odd_successes() -> Vec<(&'static str, u16, &'static str)>;

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
    /// Whether a request is about the session, and nobody's.
    fn is_session(sent: &Sent) -> bool {
        Some(sent.step) == Self::LOGIN || Some(sent.step) == Self::LOGOUT
    }
}
/// A rig over this server.
pub fn rig<S: Subject>(server: S::Model) -> Rig<S::Model> {
    rig_with::<S>(server, json!({}))
}
/// A rig over this server, with these options beside.
pub fn rig_with<S: Subject>(server: S::Model, more: Value) -> Rig<S::Model> {
    let mut options = S::options();
    crate::rig::merge(&mut options, &more);
    Rig::new(S::PLATFORM, options, server)
}
/// A server with these people in it.
pub fn server_with<S: Subject>(names: &[&str]) -> S::Model {
    let mut server = S::server();
    names.iter().for_each(|name| S::add(&mut server, name));
    server
}
/// What provisioning a person sends when nothing disturbs it.
pub fn path_of<S: Subject>(server: S::Model, user: Value) -> Vec<&'static str> {
    let mut rig = rig::<S>(server);
    rig.provision(user).unwrap();
    rig.steps()
}
/// So many new people.
pub fn people<S: Subject>(count: usize) -> Vec<Value> {
    (0..count).map(|number| S::user(&format!("person.{number}@doe.com"))).collect()
}
/// Fails when a name is there twice.
pub fn no_twins<S: Subject>(name: &str, server: &S::Model) {
    let mut names = S::names(server);
    names.sort();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{name}: there twice: {names:?}");
}
