//! What all calls of one client share.
use super::base::Base;
use super::host::{Dialect, Host};
use super::pace::Pace;
use super::settings::Settings;
use super::slots::Slots;
use crate::error::{Error, Result};
use futures_util::lock::Mutex;
use serde::Serialize;
use std::cell::RefCell;
use std::rc::Rc;

/// A session there is.
pub(crate) struct Session {
    pub token: String,
    pub until: Option<u64>,
    pub scope: Option<String>,
}
/// One request that was sent, as outcomes tell it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// What it was for.
    pub purpose: &'static str,
    /// Its method.
    pub method: &'static str,
    /// Its path, without the query.
    pub path: Rc<str>,
    /// The HTTP status; 0 without an answer.
    pub status: u16,
    /// The platform's id of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Rc<str>>,
}

/// What all calls of one client share.
pub struct Client {
    /// The platform's name.
    pub platform: &'static str,
    /// Where requests go.
    pub base: Base,
    /// The world.
    pub host: Rc<dyn Host>,
    pub(crate) dialect: Box<dyn Dialect>,
    /// Its options.
    pub settings: Settings,
    pub(crate) session: Mutex<Option<Session>>,
    pub(crate) refused: RefCell<Option<Error>>,
    /// How often no session could be got, or was accepted, and why the last time.
    pub(crate) failures: RefCell<(u64, Option<Error>)>,
    pub(crate) slots: Rc<Slots>,
    pub(crate) pace: Pace,
    pub(crate) writer: Mutex<()>,
    /// The credentials, and the tokens got with them: at most the last few.
    pub(crate) secrets: RefCell<Vec<String>>,
}
impl Client {
    /// A client; nothing is sent.
    ///
    /// # Errors
    /// `config_invalid` for a base URL that is not one.
    pub fn new(
        platform: &'static str,
        base_url: &str,
        linked: &[&str],
        settings: Settings,
        host: Rc<dyn Host>,
        dialect: Box<dyn Dialect>,
    ) -> Result<Rc<Self>> {
        let linked = linked.iter().map(|host| (*host).to_owned()).chain(settings.link_hosts.iter().cloned());
        let base = Base::new(base_url, linked.collect(), settings.allow_insecure)?;
        let pace = Pace::new(host.clone(), settings.requests_per_second);
        let slots = Slots::new(settings.concurrency);
        let secrets = RefCell::new(dialect.secrets());
        let (session, refused, failures, writer) = Default::default();
        Ok(Rc::new(Self {
            platform,
            base,
            host,
            dialect,
            settings,
            session,
            refused,
            failures,
            slots,
            pace,
            writer,
            secrets,
        }))
    }
    /// Keeps a token among what is never shown.
    pub(crate) fn remember(&self, token: &str) {
        const TOKENS: usize = 4;
        let mut secrets = self.secrets.borrow_mut();
        let first = self.dialect.secrets().len();
        if secrets.len() >= first.saturating_add(TOKENS) {
            secrets.remove(first);
        }
        secrets.push(token.to_owned());
    }
    /// The platform counts sessions: they are ended once nobody works.
    pub fn counts_sessions(&self) -> bool {
        self.dialect.counts_sessions()
    }
    /// What names the account: of another account, neither a journal nor a plan is any good here.
    pub fn account(&self) -> String {
        [vec![self.platform.to_owned(), self.base.text()], self.dialect.account()].concat().join("\n")
    }
    /// The key of this client's digests: of no use to anybody without the credentials.
    pub fn digest_key(&self) -> String {
        self.dialect.secrets().join("\n")
    }
}
