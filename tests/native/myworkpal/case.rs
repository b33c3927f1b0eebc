//! One person, one disturbed run, and how it must end.

use super::kit::{john, pal_with, Pal};
use super::model::{Model, Ways};
use super::truth::{check, end, explained, End};
use crate::rig::Fate;
use provisor::engine::{Outcome, Status};
use provisor::error::{Code, Error};
use serde_json::{json, Value};

pub struct Case {
    pub name: String,
    pub options: Value,
    pub server: Model,
    pub user: Value,
    /// The n-th request meets this. In an undisturbed run: 1 token, 2 tenant, 3 look, 4 create, 5 verify.
    pub fates: Vec<(usize, Fate)>,
    /// The first so many requests for this purpose meet this.
    pub first: Vec<(usize, &'static str, Fate)>,
}

pub fn case(name: impl Into<String>) -> Case {
    let (options, server, user) = (json!({}), Model::new(), john());
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

    pub fn user(self, user: Value) -> Self {
        Self { user, ..self }
    }

    /// What it comes to. What meets the n-th request comes before what meets the first ones for a purpose.
    pub fn result(self) -> (String, Pal, Result<Outcome, Error>) {
        let Self { name, options, server, user, fates, first } = self;
        let mut pal = pal_with(server, options);
        for (times, purpose, fate) in first {
            pal = pal.with_first(times, purpose, fate);
        }
        for (number, fate) in fates {
            pal = pal.with_fate(number, fate);
        }
        let result = pal.provision(user);
        (name, pal, result)
    }

    /// Runs it: it must come to this, and what it says must be so.
    pub fn run(self, expected: End) {
        let (name, pal, result) = self.result();
        assert_eq!(end(&result), expected, "{name}: {result:?}");
        match &result {
            Ok(outcome) => check(&name, &pal, outcome, false),
            Err(error) => {
                assert!(pal.server.created.is_empty(), "{name}");
                explained(&name, error);
            }
        }
    }
}

pub const CREATED: End = End::Is(Status::Created, None);

pub fn failed(code: Code) -> End {
    End::Is(Status::Failed, Some(code))
}

pub fn unknown(code: Code) -> End {
    End::Is(Status::Unknown, Some(code))
}

pub fn conflict(code: Code) -> End {
    End::Is(Status::Conflict, Some(code))
}

pub fn html() -> Fate {
    Fate::instead(200, &[("content-type", "text/html")], "<!doctype html><title>Sign in</title>")
}

pub fn replaced(from: &'static str, to: &'static str) -> Fate {
    Fate::body(move |body| {
        assert!(body.contains(from), "{from} is not in {body}");
        body.replace(from, to)
    })
}
