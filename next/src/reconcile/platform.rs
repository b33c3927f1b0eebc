//! What a platform must say: everything else is done by the loop.
use super::change::Change;
use crate::error::Result;
use crate::http::{Accepted, Call, Http, Page, Request, Response};
use crate::input::Input;
use crate::record::{is_same, Record};
use serde_json::Value;

/// An account as a look-up shows it.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The platform's id of it.
    pub id: String,
    /// The whole record, where the look-up shows it.
    pub record: Option<Record>,
    /// What a person should know: closed, suspended, locked.
    pub warnings: Vec<String>,
}
/// What a look-up shows of a person.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Where such people live (a tenant), if there is such a thing.
    pub place: String,
    /// The account, if there is one.
    pub account: Option<Account>,
}
/// An account's address.
#[derive(Clone, Debug, Default)]
pub struct Who {
    /// The platform's id of the account.
    pub id: String,
    /// The place it lives in.
    pub place: String,
}

/// One attribute that is asked for: where it is in a document, and what it should be.
#[derive(Clone)]
pub struct Wish {
    /// Its name, as the caller knows it.
    pub name: String,
    /// Where it is: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What it should be; null for nothing.
    pub value: Value,
    /// Whether what is seen (null where nothing is) is what is asked.
    pub same: fn(&Value, &Value) -> bool,
    /// What is written in the place of what is seen, given what is asked.
    pub write: fn(&Value, &Value) -> Value,
}
impl Wish {
    /// A wish that is compared as JSON; numbers whatever their spelling.
    pub fn new(name: impl Into<String>, pointer: impl Into<String>, value: impl Into<Value>) -> Self {
        Self {
            name: name.into(),
            pointer: pointer.into(),
            value: value.into(),
            same: is_same,
            write: |_, wanted| wanted.clone(),
        }
    }
    /// Written otherwise: so that entries of a list that stay keep what else they hold.
    pub fn written(self, write: fn(&Value, &Value) -> Value) -> Self {
        Self { write, ..self }
    }
    /// Puts into a record what is asked.
    pub fn fulfil(&self, record: &mut Record) {
        let seen = record.get(&self.pointer).unwrap_or_default();
        record.set(&self.pointer, &(self.write)(&seen, &self.value));
    }
    /// Compared otherwise.
    pub fn compared(self, same: fn(&Value, &Value) -> bool) -> Self {
        Self { same, ..self }
    }
    /// Said once, when the account is made, and left alone after that.
    pub fn on_create(self) -> Self {
        self.compared(|_, _| true)
    }
}
/// What the loop must know of a kind of document.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// Before the names of its fields where they are told, for example `details.employeeDetails.`.
    pub prefix: &'static str,
    /// The look-up shows it (`Account::record`): it is read again only after a write.
    pub is_found: bool,
    /// A create was given it, so it is compared after a create too; otherwise it is brought about afterwards just the same,
    /// because a create may leave anything out.
    pub in_create: bool,
}
/// A document: read, compared, written where it differs, and read again.
pub struct Document<P> {
    /// What the loop must know.
    pub form: Form,
    /// Reads it.
    pub read: fn(&P, &Who) -> Call<Record>,
    /// Writes it: the record as it should be, and the wishes that it did not fulfil.
    pub write: fn(&P, &Who, &Record, &[&Wish]) -> Result<Call<()>>,
    /// Whether an absent attribute is *not shown*, rather than empty.
    pub hides: fn(&P, &Record, &Wish) -> bool,
}
impl<P> Document<P> {
    /// A document that shows all it has.
    pub const fn new(
        form: Form,
        read: fn(&P, &Who) -> Call<Record>,
        write: fn(&P, &Who, &Record, &[&Wish]) -> Result<Call<()>>,
    ) -> Self {
        Self { form, read, write, hides: |_, _, _| false }
    }
}

/// Whose list an endpoint reads and changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The people of a container.
    Container,
    /// The containers of a person.
    Person,
}
/// What the loop must know of a kind of container.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The field under which it is told: `organizationRoles`, `groups`.
    pub name: &'static str,
    /// The kind of the container around it, which a person must be in first.
    pub within: Option<usize>,
    /// Whose list it is.
    pub of: Of,
    /// How many of the other side one change takes.
    pub at_once: usize,
}
/// A kind of container that people are in: a role, a workspace, a group.
pub struct Kind<P> {
    /// What the loop must know.
    pub shape: Shape,
    /// Reads a list of who is in what.
    pub read: fn(&P, &At) -> Call<Page<Member>>,
    /// Adds (`true`) or removes.
    pub change: fn(&P, &At, &[Member], bool) -> Call<Accepted>,
}
/// Whose list: a container in a place, or a person (in a place: by their handle there).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The container around it, by id; empty where there is none.
    pub place: String,
    /// The container, the person, or the person's handle in the place.
    pub id: String,
}
/// One entry of such a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// The person, or the container.
    pub id: String,
    /// What the entry itself is called, where the platform addresses it by that.
    pub handle: Option<String>,
}
impl From<String> for Member {
    fn from(id: String) -> Self {
        Self { id, handle: None }
    }
}
/// A person is to be in a container, or (`exact`) is not to be.
#[derive(Clone, Debug)]
pub struct Membership {
    /// Which of [`Platform::KINDS`].
    pub kind: usize,
    /// The container around it, by id; empty where there is none.
    pub place: String,
    /// The container, by id.
    pub container: String,
    /// As it is told: `Editor of Finance`.
    pub label: String,
    /// Whether the person is to be in it.
    pub wanted: bool,
}
/// Who is in what, for many at once: kind, whose list, and the list.
pub type Survey = Vec<(usize, At, Vec<Member>)>;

/// What is asked of one person, names resolved.
#[derive(Default)]
pub struct Desired {
    /// For each of [`Platform::DOCUMENTS`].
    pub wishes: Vec<Vec<Wish>>,
    /// What to be in, and what not.
    pub memberships: Vec<Membership>,
    /// What a person should know before it is approved.
    pub warnings: Vec<String>,
}
impl Desired {
    /// Of a platform with one document.
    pub fn of(wishes: Vec<Wish>) -> Self {
        Self { wishes: vec![wishes], ..Self::default() }
    }
    /// A new record with all that is asked of one document.
    pub fn new_record(&self, document: usize) -> Record {
        let mut record = Record::default();
        for wish in self.wishes.get(document).into_iter().flatten() {
            record.set(&wish.pointer, &wish.value);
        }
        record
    }
}
/// How an account is taken away.
pub enum Removal {
    /// A document is written so (`active: false`), and read again.
    Write {
        /// `suspend` or `deactivate`.
        change: Change,
        /// Which of [`Platform::DOCUMENTS`].
        document: usize,
        /// What it should be.
        wishes: Vec<Wish>,
    },
    /// It is deleted; a look tells.
    Delete(Call<()>),
    /// There is no such call; what to do instead.
    Unsupported(&'static str),
}

/// A platform: its endpoints and dialect are its own; this is what the loop asks of it.
#[allow(async_fn_in_trait)]
pub trait Platform: Sized + 'static {
    /// As options and journals name it.
    const NAME: &'static str;
    /// How many people are looked up, or verified, together.
    const BATCH: usize = 1;
    /// The records that are read, compared, written and read again.
    const DOCUMENTS: &'static [Document<Self>];
    /// The containers that people are in, outer ones first.
    const KINDS: &'static [Kind<Self>] = &[];
    /// The fields whose values may be shown in plans and outcomes, with all below them: `email`, `workspaces`,
    /// `details.employeeDetails.department`; all others are masked. Names of containers are always shown.
    const SHOWN: &'static [&'static str];
    /// The OAuth scopes that it needs; `connect` warns where fewer are granted.
    const SCOPES: &'static [&'static str] = &[];
    /// A user as a caller describes one. What identifies the person is required; the rest is [`Platform::check`]ed.
    type User: Input + 'static;

    /// How the person is named in outcomes: the e-mail address or the user name, as given.
    fn subject(&self, user: &Self::User) -> String;
    /// What identifies the person, folded; nobody else is worked on at the same time who shares one of these.
    fn keys(&self, user: &Self::User) -> Vec<String>;
    /// What two rows of a run must not share, any of it: by default the keys. MyWorkpal's is e-mail and tenant together.
    fn marks(&self, user: &Self::User) -> Vec<String> {
        self.keys(user)
    }
    /// The identity as it was resolved, for a journal's intents: MyWorkpal's is e-mail and sub-domain.
    fn intents(&self, user: &Self::User, _found: &Found) -> Vec<String> {
        self.keys(user)
    }
    /// What is needed besides what identifies a person, unless the person is to be removed.
    ///
    /// # Errors
    /// `config_invalid` or `config_missing`, naming the field and what to do.
    fn check(&self, user: &Self::User) -> Result<()>;
    /// Looks people up, together where the platform allows it, and compares what comes back with what was asked.
    /// `fresh`: something was written since the last look, so nothing that was kept is used.
    async fn find(&self, http: &Http, users: &[&Self::User], fresh: bool) -> Result<Vec<Result<Found>>>;
    /// What is asked of the person; names become ids, and what they are taken from is listed once in a run
    /// ([`Http::list`]).
    async fn desired(&self, http: &Http, user: &Self::User) -> Result<Desired>;
    /// The create. Its answer gives the id.
    ///
    /// # Errors
    /// `config_missing` where a path without default is not set.
    fn create(&self, found: &Found, user: &Self::User, desired: &Desired) -> Result<Call<String>>;
    /// Who is in what, in one list, where there is one.
    async fn survey(&self, _http: &Http) -> Result<Option<Survey>> {
        Ok(None)
    }
    /// What a person should know before it is done, besides what [`Self::desired`] says: of an account that is to be made
    /// (`found` has none) or changed (`record` is the first document as it was read), and of what is `due` to be written.
    fn warnings(
        &self,
        _user: &Self::User,
        _found: &Found,
        _record: Option<&Record>,
        _due: &[&Wish],
    ) -> Vec<String> {
        Vec::new()
    }
    /// How an account is taken away; `now` in milliseconds since 1970.
    fn removal(&self, who: &Who, now: u64) -> Removal;
    /// What is worth saying about the credentials, when `connect` has proven them.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
    /// A harmless read that proves the credentials.
    fn ping(&self) -> Call<()>;
    /// A request by name, built by the same endpoint function that the loop uses: see [`by_name!`](crate::by_name).
    ///
    /// # Errors
    /// `config_invalid` for a name or an argument that is not known.
    fn request(&self, name: &str, arguments: &Value) -> Result<Request>;
    /// An answer by the name of its call, as JSON text.
    ///
    /// # Errors
    /// What reading it in the loop would say.
    fn response(&self, name: &str, answer: &Response) -> Result<String>;
}
