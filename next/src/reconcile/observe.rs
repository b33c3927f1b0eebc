//! What is asked of a person, and what the platform shows of them.
use super::diff::Observed;
use super::engine::Person;
use super::lists::{Key, Members};
use super::platform::{Account, Desired, Found, Removal, Who};
use super::rules::IfExists;
use super::run::Run;
use crate::error::Result;
use crate::http::Http;
use std::rc::Rc;

impl Run {
    /// What is asked of a person, and what the platform shows besides the look-up.
    pub(crate) async fn observe(&self, http: &Http, person: &Rc<Person>, found: Found) -> Result<Observed> {
        let desired = match person.is_removal {
            true => Desired::default(),
            false => self.engine.desired(http, person).await?,
        };
        let (records, lists) = Default::default();
        let mut observed = Observed { found, desired, records, lists, removal: None };
        self.observe_account(http, person, &mut observed).await?;
        Ok(observed)
    }
    /// Reads the documents and the lists that tell of what is asked, of an account that is there.
    pub(crate) async fn observe_account(
        &self,
        http: &Http,
        person: &Rc<Person>,
        observed: &mut Observed,
    ) -> Result<()> {
        let Some(account) = observed.found.account.clone() else { return Ok(()) };
        let who = observed.who();
        if person.is_removal {
            let removal = self.engine.removal(&who, self.now());
            if let Removal::Write { document, .. } = &removal {
                let record = self.record(http, *document, &who, &account).await?;
                observed.records.push((*document, record));
            }
            observed.removal = Some(removal);
            return Ok(());
        }
        if self.rules.if_exists != IfExists::Update {
            return Ok(());
        }
        for (document, wishes) in observed.desired.wishes.iter().enumerate() {
            if !wishes.is_empty() {
                observed.records.push((document, self.record(http, document, &who, &account).await?));
            }
        }
        if !observed.desired.memberships.is_empty() {
            self.survey_if_many(http).await?;
            observed.lists = self.lists(http, &observed.desired, &who, |_| true).await?;
        }
        Ok(())
    }
    async fn record(
        &self,
        http: &Http,
        document: usize,
        who: &Who,
        account: &Account,
    ) -> Result<crate::record::Record> {
        let is_found = self.engine.form(document).is_some_and(|form| form.is_found);
        match account.record.clone().filter(|_| is_found) {
            Some(record) => Ok(record),
            None => self.read(http, document, who).await,
        }
    }
    /// The lists of memberships that are asked for.
    pub(crate) async fn lists(
        &self,
        http: &Http,
        desired: &Desired,
        who: &Who,
        is_needed: impl Fn(&Key) -> bool,
    ) -> Result<Vec<(Key, Rc<Members>)>> {
        let mut lists: Vec<(Key, Rc<Members>)> = Vec::new();
        for membership in &desired.memberships {
            let Some(shape) = self.engine.shape(membership.kind) else { continue };
            let (key, _) = Key::of(shape, membership, &who.id);
            if is_needed(&key) && !lists.iter().any(|(known, _)| *known == key) {
                let list = self.members(http, &key, false).await?;
                lists.push((key, list));
            }
        }
        Ok(lists)
    }
}
