//! One person, one disturbed run, and how it must end.

use super::kit::{ann, span_with, Span};
use super::model::{Model, Ways};
use super::truth::check;
use crate::rig::truth::{end, explained, End};
use crate::rig::Fate;
use provisor::engine::{Outcome, Status};
use provisor::error::{Code, Error};
use serde_json::{json, Value};

pub struct Case {
    pub name: String,
    pub options: Value,
    pub server: Model,
    pub user: Value,
    /// The n-th request meets this. Creating, undisturbed: 1 token, 2 look, 3 create, 4 look. Changing:
    /// 1 token, 2 look, 3 read, 4 replace, 5 read.
    pub fates: Vec<(usize, Fate)>,
    /// The first so many requests for this purpose meet this.
    pub first: Vec<(usize, &'static str, Fate)>,
}

pub fn case(name: impl Into<String>) -> Case {
    let (options, server, user) = (json!({}), Model::new(), ann());
    Case { name: name.into(), options, server, user, fates: Vec::new(), first: Vec::new() }
}

impl Case {
    pub fn at(mut self, number: usize, fate: Fate) -> Self {
        self.fates.push((number, fate));
        self
    }

    pub fn first(mut self, times: usize, purpose: &'static str, fate: Fate) -> Self {
        self.first.push((times, purpose, fate));
        self
    }

    pub fn ways(mut self, change: impl FnOnce(&mut Ways)) -> Self {
        change(&mut self.server.ways);
        self
    }

    pub fn options(self, options: Value) -> Self {
        Self { options, ..self }
    }

    pub fn server(self, server: Model) -> Self {
        Self { server, ..self }
    }

    pub fn user(self, user: Value) -> Self {
        Self { user, ..self }
    }

    fn rig(self) -> (String, Span, Value, bool) {
        let Self { name, options, server, user, fates, first } = self;
        let before = server.names().contains(&user["email"].as_str().unwrap().to_lowercase());
        let mut span = span_with(server, options);
        for (times, purpose, fate) in first {
            span = span.with_first(times, purpose, fate);
        }
        for (number, fate) in fates {
            span = span.with_fate(number, fate);
        }
        (name, span, user, before)
    }

    /// Provisions: it must come to this, and what it says must be so.
    pub fn run(self, expected: End) -> (Span, Option<Outcome>) {
        let name = self.name.clone();
        let (span, result) = self.result();
        assert_eq!(end(&result), expected, "{name}: {result:?}");
        (span, result.ok())
    }

    /// The same, whatever it comes to.
    pub fn result(self) -> (Span, Result<Outcome, Error>) {
        let (name, mut span, user, before) = self.rig();
        let result = span.provision(user);
        match &result {
            Ok(outcome) => check(&name, &span, outcome, before),
            Err(error) => {
                assert!(span.server.created.is_empty(), "{name}");
                explained(&name, "workspan", error);
            }
        }
        (span, result)
    }

    /// The same for deprovisioning.
    pub fn suspends(self, expected: End) -> (Span, Option<Outcome>) {
        let (name, mut span, user, _) = self.rig();
        let result = span.deprovision(user);
        assert_eq!(end(&result), expected, "{name}: {result:?}");
        assert!(span.server.created.is_empty(), "{name}");
        (span, result.ok())
    }
}

pub const CREATED: End = is(Status::Created);
pub const UPDATED: End = is(Status::Updated);
pub const UNCHANGED: End = is(Status::Unchanged);

pub const fn is(status: Status) -> End {
    End::Is(status, None)
}

pub fn failed(code: Code) -> End {
    End::Is(Status::Failed, Some(code))
}

pub fn unknown(code: Code) -> End {
    End::Is(Status::Unknown, Some(code))
}

pub fn conflict(code: Code) -> End {
    End::Is(Status::Conflict, Some(code))
}
