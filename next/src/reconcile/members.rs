//! Lists of who is in what: each got once in a run, and anew after a change.
use super::lists::{to_members, Key, Members};
use super::platform::{At, Of, Shape};
use super::run::Run;
use crate::error::Result;
use crate::http::Http;
use std::rc::Rc;

/// From so many people on, a survey of everybody is cheaper than their own lists.
const MANY: usize = 5;

impl Run {
    /// How a list is addressed; nothing where the person has no handle in the place, and so nothing there either.
    pub async fn address(&self, http: &Http, shape: Shape, key: &Key) -> Result<Option<At>> {
        let (Of::Person, Some(around)) = (shape.of, shape.within) else { return Ok(Some(key.at())) };
        let place = Key { kind: around, place: String::new(), id: key.place.clone() };
        let surveyed = self.members(http, &place, false).await?;
        let handle = match (surveyed.holds(&key.id), surveyed.handle(&key.id)) {
            // A survey tells that somebody is in a place, but not by which handle.
            (true, None) => self.members(http, &place, true).await?.handle(&key.id),
            (_, handle) => handle,
        };
        Ok(handle.map(|id| At { place: key.place.clone(), id }))
    }
    /// A list. `fresh`: it was changed, or the survey does not tell enough.
    pub async fn members(&self, http: &Http, key: &Key, fresh: bool) -> Result<Rc<Members>> {
        if !fresh {
            if let Some(members) = self.surveyed(key) {
                return Ok(members);
            }
        }
        let Some(shape) = self.engine.shape(key.kind) else { return Ok(Rc::default()) };
        match shape.of {
            // Nobody else asks for it.
            Of::Person => {
                self.forget(key);
                let Some(at) = Box::pin(self.address(http, shape, key)).await? else {
                    return Ok(Rc::default());
                };
                Ok(Rc::new(to_members(http.all(self.engine.list(key.kind, &at)?).await?)))
            }
            Of::Container => {
                let call = self.engine.list(key.kind, &key.at())?;
                if fresh {
                    self.forget(key);
                    http.forget(&call.request.target);
                }
                http.list_as(call, to_members).await
            }
        }
    }
    /// What the survey told of a list.
    pub fn surveyed(&self, key: &Key) -> Option<Rc<Members>> {
        let survey = self.survey.borrow();
        survey.lists.get(*survey.index.get(&key.text())?)?.clone()
    }
    fn keep(&self, key: &Key, members: Members) {
        let survey = &mut *self.survey.borrow_mut();
        survey.index.insert(key.text(), survey.lists.len());
        survey.lists.push(Some(Rc::new(members)));
    }
    /// The list was changed, or its reader needs more than the survey tells.
    fn forget(&self, key: &Key) {
        let survey = &mut *self.survey.borrow_mut();
        if let Some(list) = survey.index.get(&key.text()).and_then(|place| survey.lists.get_mut(*place)) {
            *list = None;
        }
    }
    /// Who is in what, for everybody at once, where there is such a list: got when many are asked for.
    pub async fn survey_if_many(&self, http: &Http) -> Result<()> {
        let mut surveyed = self.observed.lock().await;
        *surveyed = surveyed.saturating_add(1);
        if *surveyed == 1 && self.there.get() >= MANY {
            *surveyed = MANY;
        }
        if *surveyed != MANY {
            return Ok(());
        }
        // Where it is refused, the lists are read one by one.
        let survey = match self.engine.survey(http).await {
            Err(error) if error.fatal => return Err(error),
            survey => survey.ok().flatten().unwrap_or_default(),
        };
        for (kind, at, list) in survey {
            self.keep(&Key { kind, place: at.place, id: at.id }, to_members(list));
        }
        Ok(())
    }
}
