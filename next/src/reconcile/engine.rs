//! A platform without its types, so that the loop is compiled once, and a person on the way through it.
use super::platform::{At, Desired, Form, Found, Member, Platform, Removal, Shape, Survey, Who, Wish};
use crate::error::{Error, Result};
use crate::http::{Accepted, Call, Http, Local, Page, Request, Response};
use crate::input::Input;
use crate::record::Record;
use serde_json::Value;
use std::any::Any;
use std::rc::Rc;

/// One person of a run.
pub struct Person {
    /// The row, from 0; none where one person is worked on alone.
    pub row: Option<usize>,
    /// As outcomes name the person.
    pub subject: Rc<str>,
    /// What two rows must not share, any of it.
    pub marks: Vec<String>,
    /// What identifies the person, folded and sorted.
    pub keys: Vec<String>,
    /// The user as given.
    pub input: Rc<Value>,
    /// The account is to be taken away.
    pub is_removal: bool,
    user: Box<dyn Any>,
}

/// What the loop asks of a platform: see [`Platform`] for what each says.
pub trait Engine {
    fn name(&self) -> &'static str;
    fn batch(&self) -> usize;
    fn shown(&self) -> &'static [&'static str];
    fn scopes(&self) -> &'static [&'static str];
    fn notes(&self) -> Vec<String>;
    fn person(&self, input: Value, row: Option<usize>, is_removal: bool) -> Result<Person>;
    fn find<'a>(
        &'a self,
        http: &'a Http,
        people: &'a [Rc<Person>],
        fresh: bool,
    ) -> Local<'a, Result<Vec<Result<Found>>>>;
    fn desired<'a>(&'a self, http: &'a Http, person: &'a Person) -> Local<'a, Result<Desired>>;
    fn intents(&self, person: &Person, found: &Found) -> Result<Vec<String>>;
    fn create(&self, found: &Found, person: &Person, desired: &Desired) -> Result<Call<String>>;
    fn survey<'a>(&'a self, http: &'a Http) -> Local<'a, Result<Option<Survey>>>;
    fn warnings(
        &self,
        person: &Person,
        found: &Found,
        record: Option<&Record>,
        due: &[&Wish],
    ) -> Result<Vec<String>>;
    fn removal(&self, who: &Who, now: u64) -> Removal;
    fn form(&self, document: usize) -> Option<Form>;
    fn read(&self, document: usize, who: &Who) -> Result<Call<Record>>;
    fn write(&self, document: usize, who: &Who, record: &Record, wishes: &[&Wish]) -> Result<Call<()>>;
    fn hides(&self, document: usize, record: &Record, wish: &Wish) -> bool;
    fn shape(&self, kind: usize) -> Option<Shape>;
    fn list(&self, kind: usize, at: &At) -> Result<Call<Page<Member>>>;
    fn change(&self, kind: usize, at: &At, members: &[Member], add: bool) -> Result<Call<Accepted>>;
    fn ping(&self) -> Call<()>;
    fn request(&self, name: &str, arguments: &Value) -> Result<Request>;
    fn response(&self, name: &str, answer: &Response) -> Result<String>;
}

fn user<P: Platform>(person: &Person) -> Result<&P::User> {
    person.user.downcast_ref().ok_or_else(|| Error::internal("a person of another platform"))
}
fn no_such<T>(thing: Option<T>) -> Result<T> {
    thing.ok_or_else(|| Error::internal("no such document or kind"))
}
impl Person {
    /// How a journal names the row.
    pub fn identity(&self) -> String {
        self.marks.join(" ")
    }
}
impl<P: Platform> Engine for P {
    fn name(&self) -> &'static str {
        P::NAME
    }
    fn batch(&self) -> usize {
        P::BATCH
    }
    fn shown(&self) -> &'static [&'static str] {
        P::SHOWN
    }
    fn scopes(&self) -> &'static [&'static str] {
        P::SCOPES
    }
    fn notes(&self) -> Vec<String> {
        Platform::notes(self)
    }
    fn person(&self, input: Value, row: Option<usize>, is_removal: bool) -> Result<Person> {
        let what = row.map_or_else(|| "user".to_owned(), |row| format!("users[{row}]"));
        let user = P::User::read(&what, &input)?;
        let in_row = |error: Error| Error { message: format!("{what}: {}", error.message), ..error };
        if !is_removal {
            self.check(&user).map_err(in_row)?;
        }
        let (mut keys, marks) = (self.keys(&user), self.marks(&user));
        keys.sort_unstable();
        keys.dedup();
        if keys.iter().chain(&marks).any(String::is_empty) {
            return Err(Error::invalid(format!("{what}: what identifies the person must not be empty")));
        }
        let subject = self.subject(&user).into();
        Ok(Person { row, subject, marks, keys, input: Rc::new(input), is_removal, user: Box::new(user) })
    }
    fn find<'a>(
        &'a self,
        http: &'a Http,
        people: &'a [Rc<Person>],
        fresh: bool,
    ) -> Local<'a, Result<Vec<Result<Found>>>> {
        Box::pin(async move {
            let users: Vec<&P::User> =
                people.iter().map(|person| user::<P>(person)).collect::<Result<_>>()?;
            let found = Platform::find(self, http, &users, fresh).await?;
            match found.len() == users.len() {
                true => Ok(found),
                false => Err(Error::internal("a look-up told of more or fewer people than were asked for")),
            }
        })
    }
    fn desired<'a>(&'a self, http: &'a Http, person: &'a Person) -> Local<'a, Result<Desired>> {
        Box::pin(async move { Platform::desired(self, http, user::<P>(person)?).await })
    }
    fn intents(&self, person: &Person, found: &Found) -> Result<Vec<String>> {
        Ok(Platform::intents(self, user::<P>(person)?, found))
    }
    fn create(&self, found: &Found, person: &Person, desired: &Desired) -> Result<Call<String>> {
        Platform::create(self, found, user::<P>(person)?, desired)
    }
    fn survey<'a>(&'a self, http: &'a Http) -> Local<'a, Result<Option<Survey>>> {
        Box::pin(Platform::survey(self, http))
    }
    fn warnings(
        &self,
        person: &Person,
        found: &Found,
        record: Option<&Record>,
        due: &[&Wish],
    ) -> Result<Vec<String>> {
        Ok(Platform::warnings(self, user::<P>(person)?, found, record, due))
    }
    fn removal(&self, who: &Who, now: u64) -> Removal {
        Platform::removal(self, who, now)
    }
    fn form(&self, document: usize) -> Option<Form> {
        Some(P::DOCUMENTS.get(document)?.form)
    }
    fn read(&self, document: usize, who: &Who) -> Result<Call<Record>> {
        Ok((no_such(P::DOCUMENTS.get(document))?.read)(self, who))
    }
    fn write(&self, document: usize, who: &Who, record: &Record, wishes: &[&Wish]) -> Result<Call<()>> {
        (no_such(P::DOCUMENTS.get(document))?.write)(self, who, record, wishes)
    }
    fn hides(&self, document: usize, record: &Record, wish: &Wish) -> bool {
        P::DOCUMENTS.get(document).is_some_and(|document| (document.hides)(self, record, wish))
    }
    fn shape(&self, kind: usize) -> Option<Shape> {
        Some(P::KINDS.get(kind)?.shape)
    }
    fn list(&self, kind: usize, at: &At) -> Result<Call<Page<Member>>> {
        Ok((no_such(P::KINDS.get(kind))?.read)(self, at))
    }
    fn change(&self, kind: usize, at: &At, members: &[Member], add: bool) -> Result<Call<Accepted>> {
        Ok((no_such(P::KINDS.get(kind))?.change)(self, at, members, add))
    }
    fn ping(&self) -> Call<()> {
        Platform::ping(self)
    }
    fn request(&self, name: &str, arguments: &Value) -> Result<Request> {
        Platform::request(self, name, arguments)
    }
    fn response(&self, name: &str, answer: &Response) -> Result<String> {
        Platform::response(self, name, answer)
    }
}
